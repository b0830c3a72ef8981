/** Runs a drill (推演) from beginning to end: ground, play, judgement. */

import { gather } from './evidence.ts'
import { checkExpectations } from './expectations.ts'
import { type Finding, finding } from './finding.ts'
import { onGround } from './ground.ts'
import { type Names, readNames } from './names.ts'
import { type Entry, type Play, playDrill } from './play.ts'
import { checkPromises } from './promises.ts'
import type { Drill } from './schema.ts'
import { type Summary, summarise } from './summary.ts'

/** What came of a drill. */
export interface DrillResult {
  drill: Drill
  /** accounts made for it */
  made: number
  entries: Entry[]
  summary: Summary
  promises: Finding[]
  expectations: Finding[]
  /** why the story could not be told to its end; null when it was */
  stopped: string | null
  /** whether every promise of the design and every expectation of the drill holds */
  isKept: boolean
  names: Names
}

/**
 * @param signal breaks it off; the ground is cleared away all the same
 */
export async function runDrill(drill: Drill, signal: AbortSignal): Promise<DrillResult> {
  return onGround(new Date(drill.startsAt), async (ground) => {
    const play = await playDrill(drill, ground, signal)
    const evidence = await gather(play, ground)
    const names = await readNames(play.memory.cast.observer)
    const summary = summarise(evidence)
    const expectations = [...shownAsExpected(play), ...checkExpectations(drill.expects, evidence)]
    const promises = await checkPromises(evidence)
    const { entries, stopped, memory } = play
    const isKept = stopped === null && [...promises, ...expectations].every((one) => one.isKept)
    return { drill, made: memory.cast.made, entries, summary, promises, expectations, stopped, isKept, names }
  })
}

/** What the steps expected of the answers, one finding for each step that expected anything. */
function shownAsExpected({ entries }: Play): Finding[] {
  return entries.flatMap(({ step, outcome }) => {
    if (!step || outcome?.kind !== 'called') return []
    const held = outcome.shown.filter(({ isHeld }) => isHeld)
    if (held.length === 0) return []
    const faults = held.flatMap(({ zh, en, faults }) => faults.map((fault) => `${zh} ${en}: ${fault}`))
    return [finding(step.says, held.length, faults)]
  })
}
