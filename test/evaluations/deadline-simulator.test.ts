import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import t from 'tap'
import { evaluate, UnjudgeableError } from '../../src/evaluations/evaluate.ts'
import type { Facts } from '../../src/evaluations/types.ts'
import type { RuleSet } from '../../src/regulations/rule-set.ts'
import { COUNTS_FROM } from '../../src/regulations/vocabulary.ts'
import { type NaiveItem, naiveChain } from './naive-chain.ts'
import { anything } from './random-rules.ts'
import { NoSuchPage } from './wall-clock.ts'

const CASES = 10_000

const LIMITS = ['minutes', 'days', 'workingDays', 'timesDaily', 'dailyAt', 'everyDays', 'atOnce']
const NOT_KNOWN = 'a year without its calendar'

function judged(facts: Facts, rules: RuleSet): NaiveItem[] | typeof NOT_KNOWN {
  try {
    return evaluate(facts, { rules }).chain.map(({ from, to, dueAt, limit, countsFrom, because }) => ({
      rule: because[0]?.rule ?? '',
      from,
      to,
      dueAt: dueAt === null ? null : dueAt.getTime(),
      limit,
      countsFrom,
      edition: because[0]?.edition ?? '',
    }))
  } catch (error) {
    if (error instanceof UnjudgeableError && error.rule === 'calendar.year_known') return NOT_KNOWN
    throw error
  }
}

function walked(facts: Facts, rules: RuleSet): NaiveItem[] | typeof NOT_KNOWN {
  try {
    return naiveChain(facts, rules)
  } catch (error) {
    if (error instanceof NoSuchPage) return NOT_KNOWN
    throw error
  }
}

t.test('every deadline of any rule is where a clerk with a clock on the wall finds it', async (t) => {
  const seen = new Map<string, number>()
  const count = (what: string) => seen.set(what, (seen.get(what) ?? 0) + 1)
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(anything, ([facts, rules]) => {
        const found = walked(facts, rules)
        if (found === NOT_KNOWN) count(found)
        else {
          for (const { limit, countsFrom, dueAt } of found) {
            count(Object.keys(limit)[0] ?? '')
            count(dueAt === null ? `${countsFrom} without an instant` : countsFrom)
          }
        }
        const answer = judged(facts, rules)
        if (isDeepStrictEqual(answer, found)) return
        throw new Error(`the judge says ${JSON.stringify(answer)}, the clock ${JSON.stringify(found)}`)
      }),
      { numRuns: CASES },
    ),
  )
  for (const what of [...LIMITS, ...COUNTS_FROM, NOT_KNOWN]) {
    t.ok((seen.get(what) ?? 0) > CASES / 100, `${what}: ${seen.get(what)} times`)
  }
})
