/** Ladders as entries: the ladder as a whole, and each of its thresholds with a status of its own. */

import type { Citation, Status } from '../../regulations/citation.ts'
import { CRITERION_BY_CODE, type CriterionCode } from '../../regulations/criteria.ts'
import type { Band, Criterion, Ladder, LadderEdition, Measure } from '../../regulations/ladder.ts'
import { scopeWords } from './conditions.ts'
import type { Draft, DraftEdition, Group } from './entry.ts'
import { MEASURES, rangeWords } from './measures.ts'
import type { BandValues, Level, Threshold, Tick } from './values.ts'
import { joined, levelWords, sentences, type Words, words } from './words.ts'

type AnyLadder = Ladder<string, Level>

/** What the judge answers by a ladder besides a level; the ends of the ids of its reasons. */
const BELOW = words('填报的数字未达到任何一级', 'the figures that were given reach no level')
const NOT_GIVEN = words('该标准所需的数字尚未填报,未定级', 'none of its figures is given yet: no level')
const NOT_SEEN = words('分级数值未见到,未定级', 'its bands were not seen: no level')
const NOT_IN_FORCE = words('当日没有有效的版本,未定级', 'no edition was in force on the day: no level')
/** As the judge reads relief plans. */
const ONLY_SAYS = words(
  '因旱各项只在旱灾中计算;达到数字只说明够条件,启动由人决定',
  'figures of drought count in a drought only; reaching a figure only says so, and people decide to start it',
)

/**
 * Ladders of severity or of relief response, each followed by its thresholds and ticks, gravest first.
 */
export function describeLadders(ladders: readonly AnyLadder[], group: Group): Draft[] {
  return ladders.flatMap((ladder) => [
    whole(ladder, group),
    ...thresholds(ladder, group),
    ...ticks(ladder, group),
  ])
}

function whole(ladder: AnyLadder, group: Group): Draft {
  return {
    rule: ladder.id,
    group,
    title: words(ladder.zh, ladder.en),
    overridable: 'local_rule',
    derived: answersOf(ladder),
    targets: openThresholds(ladder),
    editions: ladder.editions.map((edition) => {
      const { places, ...scope } = ladder.scope
      return {
        citation: edition.citation,
        says: wholeWords(ladder, edition, group),
        values: { scope, bands: edition.bands.map((band) => bandValues(band, edition.citation)) },
        ...(places === undefined ? {} : { places }),
      }
    }),
  }
}

function answersOf({ editions, onlyWhenMeasured }: AnyLadder): Record<string, Words> {
  const hasBands = editions.some(({ bands }) => bands.length > 0)
  const hasNone = editions.some(({ bands }) => bands.length === 0)
  return {
    ...(hasBands ? { below_any_grade: BELOW } : {}),
    ...(hasBands && !onlyWhenMeasured ? { figures_not_given: NOT_GIVEN } : {}),
    ...(hasNone ? { bands_not_seen: NOT_SEEN } : {}),
    ...(onlyWhenMeasured ? {} : { no_edition_in_force: NOT_IN_FORCE }),
  }
}

/** Thresholds that the text leaves open: a local rule may fill one whose figure another level measures. */
function openThresholds({ id, editions }: AnyLadder): Record<string, Words> {
  const isStated = new Set(
    editions.flatMap(({ bands }) =>
      bands.flatMap(({ level, criteria }) => criteria.map(({ measure }) => `${id}.${level}.${measure}`)),
    ),
  )
  const open = editions.flatMap(({ bands }) => {
    const measured = new Set(bands.flatMap(({ criteria }) => criteria.map(({ measure }) => measure)))
    return bands.flatMap(({ level }) => [...measured].map((measure) => ({ level, measure })))
  })
  return Object.fromEntries(
    open
      .map(({ level, measure }) => [`${id}.${level}.${measure}`, openWords(level, measure)] as const)
      .filter(([rule]) => !isStated.has(rule)),
  )
}

function openWords(level: Level, measure: Measure): Words {
  const { zh, en } = levelWords(level)
  return words(
    `${zh}:${MEASURES[measure].zh}未规定,可由本地规则规定`,
    `${en}: the text says nothing of ${MEASURES[measure].en}; a local rule may`,
  )
}

function wholeWords(
  { scope, onlyWhenMeasured }: AnyLadder,
  { bands }: LadderEdition<Level>,
  group: Group,
): Words {
  const { zh, en } = scopeWords(scope)
  const said = [words(`适用:${zh}`, `applies to: ${en}`)]
  if (bands.length === 0) said.push(words('分级数值未见到', 'its bands were not seen'))
  if (onlyWhenMeasured)
    said.push(words('只在填报了其中数字或勾选项时作答', 'answers only where one of its figures is given'))
  if (group === 'relief_response' && bands.length > 0) said.push(ONLY_SAYS)
  return sentences([...said, ...bands.map(bandWords)])
}

function bandWords(band: Band<Level>): Words {
  const { zh, en } = levelWords(band.level)
  const ways = joined(
    [...band.criteria.map(criterionWords), ...(band.ticked ?? []).map(tickWords)],
    ',或',
    ', or ',
  )
  return words(`${zh}:${ways.zh}`, `${en}: ${ways.en}`)
}

function criterionWords({ measure, from, below }: Criterion): Words {
  return rangeWords(measure, from, below)
}

function tickWords(code: CriterionCode): Words {
  const { zh, en } = CRITERION_BY_CODE[code]
  return words(zh, en.toLowerCase())
}

function bandValues(band: Band<Level>, citation: Citation): BandValues {
  return {
    level: band.level,
    thresholds: band.criteria.map((criterion) => thresholdOf(criterion, citation)),
    ticks: (band.ticked ?? []).map((code) => tickOf(code, citation)),
  }
}

function thresholdOf({ measure, from, below, status }: Criterion, citation: Citation): Threshold {
  return { measure, unit: MEASURES[measure].unit, from, below, status: status ?? citation.status }
}

/** As the judge has it: where the whole edition is inferred, so are its ticks; else they have a status of their own. */
function tickOf(code: CriterionCode, { status }: Citation): Tick {
  const own: Status = CRITERION_BY_CODE[code].citation.status
  return { criterion: code, status: status === 'inferred' ? 'inferred' : own }
}

function thresholds(ladder: AnyLadder, group: Group): Draft[] {
  return partsOf(ladder, group, ({ criteria }) =>
    criteria.map((criterion) => ({
      end: criterion.measure,
      title: MEASURES[criterion.measure],
      says: criterionWords(criterion),
      read: (citation: Citation) => {
        const threshold = thresholdOf(criterion, citation)
        return { status: threshold.status, values: { threshold } }
      },
    })),
  )
}

function ticks(ladder: AnyLadder, group: Group): Draft[] {
  return partsOf(ladder, group, ({ ticked = [] }) =>
    ticked.map((code) => ({
      end: code,
      title: tickWords(code),
      says: tickWords(code),
      read: (citation: Citation) => {
        const tick = tickOf(code, citation)
        return { status: tick.status, values: { tick } }
      },
    })),
  )
}

interface Part {
  end: string
  title: Words
  says: Words
  read: (citation: Citation) => { status: Status; values: { threshold: Threshold } | { tick: Tick } }
}

/** The parts of all editions, by their ids: the same threshold in two editions is one rule with two editions. */
function partsOf(ladder: AnyLadder, group: Group, parts: (band: Band<Level>) => Part[]): Draft[] {
  const found = ladder.editions.flatMap(({ citation, bands }) =>
    bands.flatMap((band) =>
      parts(band).map((part) => ({
        rule: `${ladder.id}.${band.level}.${part.end}`,
        level: band.level,
        part,
        citation,
      })),
    ),
  )
  return [...Map.groupBy(found, ({ rule }) => rule)].flatMap(([rule, same]) => {
    const [first] = same
    if (!first) return []
    const { zh, en } = levelWords(first.level)
    const { title } = first.part
    return {
      rule,
      group,
      title: words(`${ladder.zh}:${zh}(${title.zh})`, `${ladder.en}: ${en} (${title.en})`),
      overridable: 'local_rule' as const,
      editions: same.map(({ part, level, citation }) => partEdition(ladder, part, level, citation)),
    }
  })
}

function partEdition(
  { scope }: AnyLadder,
  { says, read }: Part,
  level: Level,
  citation: Citation,
): DraftEdition {
  const { zh, en } = levelWords(level)
  const { status, values } = read(citation)
  return {
    citation: { ...citation, status },
    says: sentences([words(`${zh}:${says.zh}`, `${en}: ${says.en}`)]),
    values: { level, ...values },
    ...(scope.places === undefined ? {} : { places: scope.places }),
  }
}
