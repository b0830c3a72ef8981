import t from 'tap'
import type { Facts } from '../../src/evaluations/types.ts'
import { shanghaiIso } from '../../src/shanghai.ts'
import { aDisaster, anAccident, duties, dutyOf } from './cases.ts'

const at = (instant: string) => new Date(`${instant}+08:00`)
const told = (instant: Date | null | undefined) => instant && shanghaiIso(instant).slice(0, 16)

t.test('the ladder of the day ends with stability, its last rung by the cut-off', async (t) => {
  const on = (more: Partial<Facts>) =>
    aDisaster({ occurredAt: at('2025-06-11T12:00:00'), facts: { nilReportOrdered: true }, ...more })
  const rows = [
    // stability, who still owes that day's report
    ['2025-06-13T07:59:59', []],
    ['2025-06-13T08:00:00', ['township']],
    ['2025-06-13T08:30:00', []],
    ['2025-06-13T09:00:00', ['county']],
    ['2025-06-13T10:00:00', ['city']],
    ['2025-06-13T12:00:00', ['autonomous_region']],
    ['2025-06-13T12:00:01', []],
  ] as const
  for (const [stableAt, owing] of rows) {
    t.same(
      duties(on({ stableAt: at(stableAt) }), 'daily_follow_up').map(({ from }) => from),
      owing,
      `declared at ${stableAt}`,
    )
  }
  const earlier = on({ stableAt: at('2025-06-13T09:30:00'), now: at('2025-06-13T08:30:00') })
  t.same(
    duties(earlier, 'daily_follow_up').map(({ from, dueAt }) => [from, told(dueAt)]),
    [['county', '2025-06-13T09:00']],
    'looked at before it, the rungs until then are owed',
  )
})

t.test('accidents are followed up once a day, the serious and graver twice', async (t) => {
  const accident = (dead: number, more: Partial<Facts> = {}) =>
    anAccident({ occurredAt: at('2025-06-11T15:00:00'), figures: { dead }, ...more })
  const rows = [
    [1, '2025-06-13T00:00', 1],
    [3, '2025-06-13T00:00', 1],
    [9, '2025-06-13T00:00', 1],
    [10, '2025-06-12T12:00', 2],
    [30, '2025-06-12T12:00', 2],
  ] as const
  for (const [dead, due, timesDaily] of rows) {
    const [item, ...more] = duties(accident(dead), 'accident_follow_up')
    t.match(item, { limit: { timesDaily }, because: [{ status: 'unverified' }] }, `${dead} dead`)
    t.equal(told(item?.dueAt), due, `${dead} dead: the first`)
    t.equal(more.length, 0)
  }
  t.same(duties(accident(0), 'accident_follow_up'), [], 'nothing of a grade, nothing in danger')
  t.equal(duties(accident(0, { facts: { trapped: 3 } }), 'accident_follow_up').length, 1, '较大涉险')
  const later = [
    ['2025-06-12T12:00:00', '2025-06-12T12:00'],
    ['2025-06-12T12:00:01', '2025-06-13T00:00'],
    ['2025-06-13T00:00:01', '2025-06-13T12:00'],
  ] as const
  for (const [now, due] of later) {
    t.equal(told(duties(accident(10, { now: at(now) }), 'accident_follow_up')[0]?.dueAt), due, now)
  }
  t.same(
    duties(accident(10, { stableAt: at('2025-06-12T11:59:00') }), 'accident_follow_up'),
    [],
    'none after it is dealt with',
  )
})

t.test('a drought is followed up at least every ten days', async (t) => {
  const drought = (more: Partial<Facts>) =>
    aDisaster({ hazard: 'drought', occurredAt: at('2025-06-01T08:00:00'), ...more })
  const rows = [
    [{}, '2025-06-11T08:00'],
    [{ now: at('2025-06-11T08:00:00') }, '2025-06-11T08:00'],
    [{ now: at('2025-06-11T08:00:01') }, '2025-06-21T08:00'],
    [{ reportedAt: at('2025-06-05T10:00:00') }, '2025-06-15T10:00'],
  ] as const
  for (const [more, due] of rows) {
    t.equal(told(dutyOf(drought(more), 'drought_follow_up', 'county')?.dueAt), due)
  }
  const stable = (instant: string) =>
    duties(drought({ stableAt: at(instant), now: at('2025-06-11T07:00:00') }), 'drought_follow_up').length
  t.equal(stable('2025-06-11T07:59:59'), 0, 'none after it has ended')
  t.equal(stable('2025-06-11T08:00:00'), 1)
})

t.test(
  'casualties go at once to the own government and the tier above, by the relief regulation',
  async (t) => {
    const rows = [
      [{ dead: 1 }, 1],
      [{ missing: 1 }, 1],
      [{ injured: 1 }, 1],
      [{ collapsed_rooms: 5 }, 0],
    ] as const
    for (const [figures, count] of rows) {
      const items = duties(aDisaster({ figures }), 'immediate_report')
      t.equal(items.length, count, JSON.stringify(figures))
      if (count > 0)
        t.match(items[0], { dueAt: null, limit: { atOnce: true }, to: ['county_government', 'city'] })
    }
    const edition = (day: string) =>
      duties(aDisaster({ occurredAt: at(`${day}T08:00:00`), figures: { dead: 1 } }), 'immediate_report')[0]
        ?.because[0]?.edition
    t.equal(edition('2010-08-31'), undefined)
    t.equal(edition('2010-09-01'), '国务院令第577号')
    t.equal(edition('2019-03-01'), '国务院令第577号')
    t.equal(edition('2019-03-02'), '2019修订')
  },
)

t.test('by the general plan of 2006 the serious reached the centre within four hours', async (t) => {
  const quake = (day: string, magnitude: number) =>
    aDisaster({ hazard: 'earthquake', occurredAt: at(`${day}T16:30:00`), facts: { magnitude } })
  t.equal(told(duties(quake('2008-10-06', 6.6), 'general_plan_report')[0]?.dueAt), '2008-10-06T20:30')
  t.same(duties(quake('2008-10-06', 6.4), 'general_plan_report'), [])
  t.equal(duties(quake('2025-02-24', 6.6), 'general_plan_report').length, 1)
  t.same(duties(quake('2025-02-25', 6.6), 'general_plan_report'), [], 'the plan of 2025 was not seen')
})
