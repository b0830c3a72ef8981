import fc from 'fast-check'
import t from 'tap'
import { evaluate, UnjudgeableError } from '../../src/evaluations/evaluate.ts'
import { evaluateSeries } from '../../src/evaluations/series.ts'
import { HAZARDS } from '../../src/regulations/hazards.ts'
import { SECTOR_CODES } from '../../src/regulations/sectors.ts'
import { aDisaster, anAccident } from './cases.ts'
import { anything, factsAt, instants } from './random-rules.ts'
import { timelines } from './random-timelines.ts'

const ZONES = [
  'UTC',
  'Asia/Shanghai',
  'America/Los_Angeles',
  'Asia/Kathmandu',
  'Pacific/Kiritimati',
  'Europe/London',
]
const CASES = 200

function answerOf(judge: () => unknown): unknown {
  try {
    return judge()
  } catch (error) {
    if (error instanceof UnjudgeableError) return [error.fact, error.rule, error.message]
    throw error
  }
}

t.test('whatever the zone of the host, the answers are the same', async (t) => {
  const home = process.env.TZ
  t.teardown(() => {
    if (home === undefined) delete process.env.TZ
    else process.env.TZ = home
  })
  const random = fc.sample(anything, CASES)
  const national = fc.sample(instants.chain(factsAt), CASES)
  const disasters = HAZARDS.map(({ code }) =>
    aDisaster({ hazard: code, figures: { dead: 12, loss_total: 90_000_000 } }),
  )
  const accidents = SECTOR_CODES.map((sector) => anAccident({ sector, figures: { dead: 12 } }))
  const courses = fc.sample(timelines, CASES)
  const judgements = [
    ...random.map(
      ([facts, rules]) =>
        () =>
          evaluate(facts, { rules }),
    ),
    ...[...national, ...disasters, ...accidents].map((facts) => () => evaluate(facts)),
    ...courses.flatMap(({ items, until, rules }) => [
      () => evaluateSeries(items, until, { rules }),
      () => evaluateSeries(items, until),
    ]),
  ]
  const offsets = new Set<number>()
  const inZones = ZONES.map((zone) => {
    process.env.TZ = zone
    offsets.add(new Date(2025, 6, 1).getTimezoneOffset())
    return judgements.map((judge) => JSON.stringify(answerOf(judge)))
  })
  t.equal(offsets.size, ZONES.length, 'the host did change its zone')
  const [first = [], ...others] = inZones
  t.ok(first.length > 800, `${first.length} answers`)
  for (const [index, answers] of others.entries()) {
    const other = answers.findIndex((answer, place) => answer !== first[place])
    t.equal(other, -1, `${ZONES[index + 1]}: ${answers[other]} in the place of ${first[other]}`)
  }
})
