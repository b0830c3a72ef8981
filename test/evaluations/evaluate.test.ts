import fc from 'fast-check'
import t from 'tap'
import { evaluate, UnjudgeableError } from '../../src/evaluations/evaluate.ts'
import { severityRank } from '../../src/evaluations/severity-rank.ts'
import type { Facts, Reason } from '../../src/evaluations/types.ts'
import { STATUSES } from '../../src/regulations/citation.ts'
import { HAZARD_OF_SUBHAZARD, SUBHAZARD_CODES } from '../../src/regulations/hazards.ts'
import { INDICATOR_KEYS } from '../../src/regulations/indicators.ts'
import { aDisaster, anAccident, minutesAfterNoon } from './cases.ts'

t.test('facts that contradict themselves are named, with the rule', async (t) => {
  const as = (value: unknown) => value as never
  const rows: readonly [Facts, fact: string, rule: string][] = [
    [aDisaster({ hazard: undefined }), '/hazard', 'hazard.given'],
    [aDisaster({ hazard: as('meteor') }), '/hazard', 'hazard.known'],
    [aDisaster({ subhazard: 'landslide' }), '/subhazard', 'subhazard.of_hazard'],
    [aDisaster({ sector: 'fire' }), '/sector', 'sector.of_accident'],
    [aDisaster({ kind: as('rumour') }), '/kind', 'kind.known'],
    [aDisaster({ regionCode: 'lhasa' }), '/regionCode', 'region.digits'],
    [aDisaster({ occurredAt: new Date(Number.NaN) }), '/occurredAt', 'instant.valid'],
    [aDisaster({ asOf: new Date(Number.NaN) }), '/asOf', 'instant.valid'],
    [
      aDisaster({ received: { city: minutesAfterNoon(-1) } }),
      '/received/city',
      'instant.not_before_occurrence',
    ],
    [aDisaster({ stableAt: minutesAfterNoon(-1) }), '/stableAt', 'instant.not_before_occurrence'],
    [aDisaster({ facts: { magnitude: 10.1 } }), '/facts/magnitude', 'magnitude.possible'],
    [aDisaster({ facts: { trapped: -1 } }), '/facts/trapped', 'circumstance.not_negative'],
    [aDisaster({ facts: { shares: { cropLost: 5 } } }), '/facts/shares/cropLost', 'share.part_of_one'],
    [aDisaster({ facts: { criteria: as(['luck']) } }), '/facts/criteria/0', 'criterion.known'],
    [anAccident({ hazard: 'snow' }), '/hazard', 'hazard.of_natural_disaster'],
    [anAccident({ sector: as('piracy') }), '/sector', 'sector.known'],
  ]
  for (const [facts, fact, rule] of rows) {
    let refused: unknown
    try {
      evaluate(facts)
    } catch (error) {
      refused = error
    }
    t.ok(refused instanceof UnjudgeableError, `${fact} ${rule}`)
    t.match(refused, { fact, rule, message: String, textZh: String })
  }
})

t.test('received at the instant of the occurrence is no contradiction', async (t) => {
  t.doesNotThrow(() => evaluate(aDisaster({ received: { city: minutesAfterNoon(0) } })))
})

t.test('negative figures are violations, and grade nothing', async (t) => {
  const { severity, violations } = evaluate(anAccident({ figures: { dead: -40 } }))
  t.equal(severity.level, null)
  t.match(violations, [{ rule: 'C01' }])
})

const someFacts = fc.record({
  dead: fc.option(fc.nat(400), { nil: undefined }),
  missing: fc.option(fc.nat(40), { nil: undefined }),
  key: fc.constantFrom(...INDICATOR_KEYS),
  value: fc.nat(50_000_000),
  subhazard: fc.constantFrom(...SUBHAZARD_CODES),
  minutes: fc.integer({ min: -9_000_000, max: 500_000 }),
})

t.test('every answer to anything judgeable has reasons with clause and status', async (t) => {
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(someFacts, ({ dead, missing, key, value, subhazard, minutes }) => {
        const evaluation = evaluate(
          aDisaster({
            hazard: HAZARD_OF_SUBHAZARD.get(subhazard),
            subhazard,
            occurredAt: minutesAfterNoon(minutes),
            figures: { [key]: value, dead, missing },
          }),
        )
        const answers = [
          evaluation.severity,
          ...evaluation.ladders,
          ...evaluation.relief,
          ...evaluation.chain,
          ...evaluation.mustTell,
          ...evaluation.recipients,
          ...evaluation.violations,
          ...evaluation.flags,
        ]
        return answers.every(({ because }) => because.length > 0 && because.every(isComplete))
      }),
      { numRuns: 2_000 },
    ),
  )
})

t.test('more deaths never make an event less severe', async (t) => {
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(fc.nat(400), fc.nat(400), fc.constantFrom(...SUBHAZARD_CODES), (dead, more, subhazard) => {
        const rank = (n: number) =>
          severityRank(
            evaluate(
              aDisaster({ hazard: HAZARD_OF_SUBHAZARD.get(subhazard), subhazard, figures: { dead: n } }),
            ).severity.level,
          )
        return rank(dead + more) >= rank(dead)
      }),
    ),
  )
})

function isComplete({ rule, instrument, clause, edition, inForceFrom, status }: Reason): boolean {
  return (
    Boolean(rule && instrument && clause && edition) &&
    /^\d{4}-\d{2}-\d{2}$/.test(inForceFrom) &&
    STATUSES.includes(status)
  )
}
