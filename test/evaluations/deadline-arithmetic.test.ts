import fc from 'fast-check'
import t from 'tap'
import { evaluate } from '../../src/evaluations/evaluate.ts'
import { shanghaiIso } from '../../src/shanghai.ts'
import { aDisaster, anAccident } from './cases.ts'

const MINUTE = 60_000
const instants = fc.date({ min: new Date('2008-06-01'), max: new Date('2030-01-01'), noInvalidDate: true })

/** The clock of Shanghai, told without the code under test. */
const clock = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Shanghai',
  dateStyle: 'short',
  timeStyle: 'short',
})
const [dayOf, timeOf] = [
  (at: number) => clock.format(at).slice(0, 10),
  (at: number) => clock.format(at).slice(11),
]

/** Walks on minute by minute until the clock shows the time on a later day than the disaster's, at or after `from`. */
function walk(occurredAt: Date, from: Date, time: string): number {
  let at = Math.ceil(Math.max(+occurredAt, +from) / MINUTE) * MINUTE
  while (dayOf(at) <= dayOf(+occurredAt) || timeOf(at) !== time) at += MINUTE
  return at
}

t.test('daily follow-ups fall due when a minute-by-minute walk says so', async (t) => {
  const ladder = { township: '08:00', county: '09:00', city: '10:00', autonomous_region: '12:00' } as const
  const tiers = fc.constantFrom(...(Object.keys(ladder) as (keyof typeof ladder)[]))
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(instants, fc.nat(3_000), tiers, (occurredAt, minutes, tier) => {
        const now = new Date(+occurredAt + minutes * MINUTE)
        const { chain } = evaluate(aDisaster({ occurredAt, now, facts: { nilReportOrdered: true } }))
        const item = chain.find(({ duty, from }) => duty === 'daily_follow_up' && from === tier)
        return item?.dueAt?.getTime() === walk(occurredAt, now, ladder[tier])
      }),
      { numRuns: 200 },
    ),
  )
})

t.test('limits in minutes are instants, whatever day they end on', async (t) => {
  const limits = { village: 30, township: 60, county: 120 } as const
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(instants, fc.constantFrom('village', 'township', 'county'), (occurredAt, tier) => {
        const { chain } = evaluate(aDisaster({ occurredAt }))
        const item = chain.find(({ duty, from }) => duty === 'first_report' && from === tier)
        return Number(item?.dueAt) - Number(occurredAt) === limits[tier as keyof typeof limits] * MINUTE
      }),
    ),
  )
})

t.test('the window for casualties ends with the last of its days in Shanghai', async (t) => {
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(instants, fc.constantFrom('fire', 'other'), (occurredAt, sector) => {
        const item = evaluate(anAccident({ occurredAt, sector })).chain.find(
          ({ duty }) => duty === 'casualty_supplement',
        )
        const end = Number(item?.dueAt)
        const days = sector === 'fire' ? 7 : 30
        const lastDay = dayOf(end - 1)
        const daysBetween = (Date.parse(lastDay) - Date.parse(dayOf(+occurredAt))) / 86_400_000
        return timeOf(end) === '00:00' && daysBetween === days
      }),
      { numRuns: 200 },
    ),
  )
})

t.test('the zone of the host changes nothing', async (t) => {
  const home = process.env.TZ
  t.teardown(() => {
    if (home === undefined) delete process.env.TZ
    else process.env.TZ = home
  })
  const facts = aDisaster({ hazard: 'earthquake', facts: { magnitude: 6.8 }, figures: { dead: 12 } })
  const answers = [
    'UTC',
    'Asia/Shanghai',
    'America/Los_Angeles',
    'Asia/Kathmandu',
    'Pacific/Kiritimati',
    'Europe/London',
  ].map((zone) => {
    process.env.TZ = zone
    return JSON.stringify([evaluate(facts), shanghaiIso(facts.occurredAt)])
  })
  t.equal(new Set(answers).size, 1)
})
