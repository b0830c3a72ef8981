import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import t from 'tap'
import { evaluateSeries } from '../../src/evaluations/series.ts'
import { type NaiveDuty, naiveSeries } from './naive-series.ts'
import { type Timeline, timelines } from './random-timelines.ts'

const CASES = 1_500
const STATES = ['open', 'met', 'met_late', 'missed', 'lapsed']

function judged({ items, until, rules }: Timeline): NaiveDuty[] {
  const { duties } = evaluateSeries(items, until, { rules })
  return duties
    .map(({ because, dueAt, state, metAt, reached }) => ({
      rule: because[0]?.rule ?? '',
      dueAt: dueAt === null ? null : dueAt.getTime(),
      state,
      metAt: metAt === null ? null : metAt.getTime(),
      reached,
    }))
    .sort((a, b) => a.rule.localeCompare(b.rule) || Number(a.dueAt) - Number(b.dueAt))
}

t.test('of every timeline as much was met, missed and late as a walk along it finds', async (t) => {
  const seen = new Map<string, number>()
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(timelines, (timeline) => {
        const found = naiveSeries(timeline.items, Number(timeline.until), timeline.rules)
        for (const { state } of found) seen.set(state, (seen.get(state) ?? 0) + 1)
        const answer = judged(timeline)
        if (isDeepStrictEqual(answer, found)) return
        const only = (these: NaiveDuty[], those: NaiveDuty[]) =>
          JSON.stringify(these.filter((one) => !those.some((other) => isDeepStrictEqual(one, other))))
        throw new Error(`only the judge says ${only(answer, found)}, only the walk ${only(found, answer)}`)
      }),
      { numRuns: CASES },
    ),
  )
  for (const state of STATES) t.ok((seen.get(state) ?? 0) > CASES / 100, `${state}: ${seen.get(state)} times`)
})
