/** What cannot be of a timeline: reports of several events, an end before the beginning, a report that came before it was made. */
import type { SeriesItem } from '../evaluations/series.ts'
import { shanghaiIso } from '../shanghai.ts'
import { DAY_MS, MINUTE_MS } from '../units.ts'
import type { Impossible } from './impossible.ts'

const LONGEST_DAYS = 400
/** Clocks of devices differ by so much. */
const CLOCKS_DIFFER_MS = 15 * MINUTE_MS

/**
 * The first thing that cannot be, its pointers into the body.
 *
 * @param items in the order of the body
 */
export function impossibleSeries(items: readonly SeriesItem[], until: Date | undefined): Impossible | null {
  return severalEvents(items) ?? cameTooEarly(items) ?? endsTooEarly(items, until) ?? tooLong(items, until)
}

/** What an event is and stays, where it is told. A sub-hazard may be found later, and a danger become a disaster. */
const SAME = [
  ['kind', ({ kind }: SeriesItem['facts']) => (kind === 'danger' ? 'natural_disaster' : kind)],
  ['hazard', ({ hazard }: SeriesItem['facts']) => hazard],
  ['sector', ({ sector }: SeriesItem['facts']) => sector],
  ['occurredAt', ({ occurredAt }: SeriesItem['facts']) => shanghaiIso(occurredAt)],
] as const

function severalEvents(items: readonly SeriesItem[]): Impossible | null {
  const [first] = items
  if (!first) return null
  for (const [index, { facts }] of items.entries()) {
    for (const [name, of] of SAME) {
      const [here, there] = [of(facts), of(first.facts)]
      if (here === there || !here || !there) continue
      return {
        pointers: [`/timeline/${index}/facts/${name}`, `/timeline/0/facts/${name}`],
        rule: 'series.one_event',
        textEn: `${name} is ${here} here and ${there} in the first item: a timeline is of one event`,
        textZh: `${name}在此为${here},在第一项为${there}:推演只含一个事件`,
      }
    }
  }
  return null
}

function cameTooEarly(items: readonly SeriesItem[]): Impossible | null {
  for (const [index, { at, facts }] of items.entries()) {
    const within = `/timeline/${index}`
    if (at < facts.occurredAt) {
      return {
        pointers: [`${within}/at`, `${within}/facts/occurredAt`],
        rule: 'instant.not_before_occurrence',
        textEn: 'the report lies before the occurrence',
        textZh: '报告时间早于灾害发生时间',
      }
    }
    const { reportedAt } = facts
    if (!reportedAt || +reportedAt <= +at + CLOCKS_DIFFER_MS) continue
    return {
      pointers: [`${within}/facts/reportedAt`, `${within}/at`],
      rule: 'series.made_before_it_came',
      textEn: `the report was made (${shanghaiIso(reportedAt)}) after it came (${shanghaiIso(at)})`,
      textZh: `报告时间(${shanghaiIso(reportedAt)})晚于收到时间(${shanghaiIso(at)})`,
    }
  }
  return null
}

function endsTooEarly(items: readonly SeriesItem[], until: Date | undefined): Impossible | null {
  const times = items.map(({ at }) => at.getTime())
  const first = Math.min(...times)
  if (!until || until.getTime() >= first) return null
  return {
    pointers: ['/until', `/timeline/${times.indexOf(first)}/at`],
    rule: 'series.until',
    textEn: `until lies before the first report (${shanghaiIso(new Date(first))}): no duty could be looked at`,
    textZh: `终点早于第一次报告(${shanghaiIso(new Date(first))})`,
  }
}

function tooLong(items: readonly SeriesItem[], until: Date | undefined): Impossible | null {
  const instants = [...items.map(({ at }) => +at), ...(until ? [+until] : [])]
  if ((Math.max(...instants) - Math.min(...instants)) / DAY_MS <= LONGEST_DAYS) return null
  return {
    pointers: ['/timeline'],
    rule: 'series.span',
    textEn: `a timeline spans at most ${LONGEST_DAYS} days`,
    textZh: `推演时间跨度不得超过${LONGEST_DAYS}天`,
  }
}
