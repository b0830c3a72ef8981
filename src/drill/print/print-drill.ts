/** A drill as text for people, or as data for programs. */
import { shanghaiIso } from '../../shanghai.ts'
import type { DrillResult } from '../run-drill.ts'
import { headLines, promiseLines, summaryLines, verdictLine } from './summary.ts'
import { timelineLines } from './timeline.ts'

/** The timeline and its tables, Chinese and English. */
export function drillText(result: DrillResult): string {
  const { drill, made, entries, summary, promises, expectations, names } = result
  return [
    ...headLines(drill, made),
    ...timelineLines(entries, drill, names),
    ...summaryLines(summary, names),
    ...promiseLines(promises, expectations, drill),
    '',
    verdictLine([...promises, ...expectations]),
    '',
  ].join('\n')
}

/** Everything that the text tells, and more, as JSON. */
export function drillData({
  drill,
  made,
  entries,
  summary,
  promises,
  expectations,
  isKept,
}: DrillResult): object {
  const { id, title, sources, startsAt, notReplayed } = drill
  return {
    drill: { id, title, sources, startsAt, notReplayed },
    accountsMade: made,
    timeline: entries.map(({ at, ...entry }) => ({ at: shanghaiIso(at), ...entry })),
    summary,
    promises,
    expectations,
    isKept,
  }
}
