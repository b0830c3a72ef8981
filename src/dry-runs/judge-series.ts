import { setImmediate } from 'node:timers/promises'
import type { Db } from '../db/client.ts'
import type { EvaluateOptions } from '../evaluations/evaluate.ts'
import { type SeriesAnswer, type SeriesItem, walkSeries } from '../evaluations/series.ts'
import { factsFrom } from './facts-from.ts'
import { impossibleSeries } from './impossible-series.ts'
import { judgeOne } from './judge-facts.ts'
import { orProblem, refuse } from './refusals.ts'
import type { NewSeries } from './schemas.ts'
import { unknownRegions } from './unknown-regions.ts'

/** So many items, and then whoever waits has a turn: no timeline holds up reports. */
const ITEMS_AT_ONCE = 5

/**
 * Judges a timeline of facts and leaves no trace (过程推演).
 *
 * @throws Problem unjudgeable-facts, with the item, the facts and the rule
 */
export async function judgeSeries(
  db: Db,
  { timeline, until }: NewSeries,
  options: EvaluateOptions,
): Promise<SeriesAnswer> {
  const end = until ? new Date(until) : undefined
  const items = timeline.map(({ at, from, to, facts }): SeriesItem => {
    return { at: new Date(at), facts: factsFrom(facts), ...(from ? { from } : {}), ...(to ? { to } : {}) }
  })
  // each item by itself first, so that what is wrong in it is told before what is wrong between them
  for (const [index, { facts }] of items.entries()) {
    judgeOne(`/timeline/${index}/facts`, facts, options)
    await turnOfOthers(index)
  }
  refuse(impossibleSeries(items, end))
  const unknown = await unknownRegions(
    db,
    items.map(({ facts }) => facts),
  )
  for (const [index, found] of unknown.entries()) refuse(found, `/timeline/${index}/facts`)
  return walk(items, end, options)
}

async function walk(
  items: readonly SeriesItem[],
  end: Date | undefined,
  options: EvaluateOptions,
): Promise<SeriesAnswer> {
  const steps = walkSeries(items, end, options)
  for (let taken = 0; ; taken += 1) {
    const { done, value } = orProblem('/timeline', () => steps.next())
    if (done) return value
    await turnOfOthers(taken)
  }
}

async function turnOfOthers(taken: number): Promise<void> {
  if (taken % ITEMS_AT_ONCE === ITEMS_AT_ONCE - 1) await setImmediate()
}
