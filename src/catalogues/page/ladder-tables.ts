/** Ladders as tables: a row for each level, a column for each measure, as the texts print them. */

import { CRITERION_BY_CODE } from '../../regulations/criteria.ts'
import type { Measure } from '../../regulations/ladder.ts'
import type { Entry, EntryEdition } from '../rules/entry.ts'
import { boundsInSigns, boundsOf, MEASURES } from '../rules/measures.ts'
import type { BandValues, Threshold, Tick } from '../rules/values.ts'
import { levelWords, STATUS_SHORT } from '../rules/words.ts'
import { asCode, lines, table } from './markdown.ts'
import { captionOf, noteOf, statusOf } from './sources.ts'

/** Whether an entry is a whole ladder, whose table shows its thresholds too. */
export function isLadder({ editions }: Entry): boolean {
  return editions.some(({ values }) => values?.bands !== undefined)
}

/** The rules that the table of a ladder shows: itself, its thresholds and its ticks. */
export function shownIn({ rule, editions }: Entry): string[] {
  const parts = editions.flatMap(({ values }) =>
    (values?.bands ?? []).flatMap(({ level, thresholds, ticks }) =>
      [...thresholds.map(({ measure }) => measure), ...ticks.map(({ criterion }) => criterion)].map(
        (end) => `${rule}.${level}.${end}`,
      ),
    ),
  )
  return [rule, ...parts]
}

/** One ladder with all its editions. */
export function ladderSection(entry: Entry): string {
  const [first] = entry.editions
  const scope = first ? lines(firstSentence(first.saysZh, '。'), firstSentence(first.saysEn, '. ')) : ''
  return [
    `### ${entry.titleZh} ${entry.titleEn}`,
    `规则 rule ${asCode(entry.rule)}。${scope.replace('\n', ' ')}`,
    ...entry.editions.map(editionSection),
  ].join('\n\n')
}

function editionSection({ citation, values }: EntryEdition): string {
  const bands = values?.bands ?? []
  const source = [
    captionOf(citation),
    `${citation.clause},${statusOf(citation)}${bands.length === 0 ? '' : '(格内另注的除外 unless a cell says otherwise)'}`,
    ...noteOf(citation)
      .split('\n')
      .filter((line) => line !== ''),
  ].join('  \n')
  if (bands.length === 0) return `${source}\n\n分级数值未见到 Its bands were not seen.`
  return `${source}\n\n${bandTable(bands, citation.status)}`
}

function bandTable(bands: readonly BandValues[], status: Threshold['status']): string {
  const measured = new Set(bands.flatMap(({ thresholds }) => thresholds.map(({ measure }) => measure)))
  const measures = (Object.keys(MEASURES) as Measure[]).filter((measure) => measured.has(measure))
  const hasTicks = bands.some(({ ticks }) => ticks.length > 0)
  const heads = ['等级 Level', ...measures.map(headOf), ...(hasTicks ? ['勾选 Ticked'] : [])]
  const rows = bands.map((band) => [
    lines(levelWords(band.level).zh, levelWords(band.level).en, asCode(String(band.level))),
    ...measures.map((measure) => thresholdCell(band, measure, status)),
    ...(hasTicks ? [band.ticks.map((tick) => tickLine(tick, status)).join('\n')] : []),
  ])
  return table(heads, rows)
}

function headOf(measure: Measure): string {
  const { zh, en } = MEASURES[measure]
  return lines(zh, en, asCode(measure))
}

function thresholdCell({ thresholds }: BandValues, wanted: Measure, status: Threshold['status']): string {
  const found = thresholds.find(({ measure }) => measure === wanted)
  if (!found) return '–'
  const { from, below } = found
  return lines(boundsOf(wanted, from, below).zh, boundsInSigns(wanted, from, below), differing(found, status))
}

function tickLine(tick: Tick, status: Threshold['status']): string {
  const { zh, en } = CRITERION_BY_CODE[tick.criterion]
  return [zh, en, asCode(tick.criterion), differing(tick, status)].filter((part) => part !== '').join(' ')
}

function differing(part: { status: Threshold['status'] }, status: Threshold['status']): string {
  const { zh, en } = STATUS_SHORT[part.status]
  return part.status === status ? '' : `*${zh} ${en}*`
}

function firstSentence(text: string, stop: string): string {
  const end = text.indexOf(stop)
  return end < 0 ? text : text.slice(0, end + stop.length).trim()
}
