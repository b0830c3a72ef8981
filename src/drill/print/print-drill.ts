/** A drill as text for people, or as data for programs. */
import { shanghaiIso } from '../../shanghai.ts'
import type { DrillResult } from '../run-drill.ts'
import { headLines, promiseLines, summaryLines, verdictLine } from './summary.ts'
import { timelineLines } from './timeline.ts'

/** The timeline and its tables, Chinese and English. */
export function drillText(result: DrillResult): string {
  const { drill, made, entries, summary, promises, expectations, stopped, names } = result
  return [
    ...headLines(drill, made),
    ...timelineLines(entries, drill, names),
    ...(stopped === null ? [] : ['', `✗ 推演中断 STOPPED: ${stopped}`]),
    ...summaryLines(summary, names),
    ...promiseLines(promises, expectations, drill),
    '',
    verdictLine([...promises, ...expectations], stopped),
    '',
  ].join('\n')
}

/** Everything that the text tells, and more, as JSON. */
export function drillData(result: DrillResult): object {
  const { drill, made, entries, summary, promises, expectations, stopped, isKept } = result
  const { id, title, sources, startsAt, notReplayed } = drill
  return {
    drill: { id, title, sources, startsAt, notReplayed },
    accountsMade: made,
    timeline: entries.map(({ at, ...entry }) => ({ at: shanghaiIso(at), ...entry })),
    summary,
    promises,
    expectations,
    stopped,
    isKept,
  }
}
