import t from 'tap'
import { evaluate } from '../../src/evaluations/evaluate.ts'
import type { ChainItem, Facts } from '../../src/evaluations/types.ts'
import { shanghaiIso } from '../../src/shanghai.ts'
import { aDisaster, duties, dutyOf, minutesAfterNoon, minutesDue } from './cases.ts'

/** Direct reports on one of their two grounds. */
function direct(facts: Facts, ground: 'ten_dead_or_missing' | 'any_death'): ChainItem[] {
  return duties(facts, 'direct_report').filter(
    ({ because }) => because[0]?.rule === `direct_report.${ground}`,
  )
}

t.test('the first report climbs from the village to the ministry', async (t) => {
  const told = aDisaster({ received: { city: minutesAfterNoon(100), region: minutesAfterNoon(150) } })
  const rows = [
    ['village', 'township', 30, 'occurrence', 'inferred'],
    ['township', 'county', 60, 'occurrence', 'secondary'],
    ['county', 'city', 120, 'occurrence', 'secondary'],
    ['city', 'autonomous_region', 220, 'receipt', 'secondary'],
    ['autonomous_region', 'ministry', 270, 'receipt', 'secondary'],
  ] as const
  for (const [from, to, minutes, countsFrom, status] of rows) {
    const item = dutyOf(told, 'first_report', from)
    t.equal(minutesDue(item), minutes, `${from}: ${minutes} minutes after the disaster`)
    t.match(item, { to: [to], countsFrom, because: [{ status }] })
  }
  t.equal(
    dutyOf(aDisaster(), 'first_report', 'city')?.dueAt,
    null,
    'not yet known while the city has not been told',
  )
})

t.test('the first report names the edition of its day', async (t) => {
  const rows = [
    ['2008-05-07', '民函〔2008〕119号'],
    ['2011-10-13', '民函〔2008〕119号'],
    ['2011-10-14', '民发〔2011〕168号'],
    ['2013-11-30', '民发〔2011〕168号'],
    ['2013-12-01', '2013年12月'],
    ['2020-03-07', '2013年12月'],
    ['2020-03-08', '应急〔2020〕19号'],
  ] as const
  for (const [day, edition] of rows) {
    const item = dutyOf(
      aDisaster({ occurredAt: new Date(`${day}T00:00:00+08:00`) }),
      'first_report',
      'county',
    )
    t.match(item, { because: [{ edition }] }, day)
  }
  const before = evaluate(aDisaster({ occurredAt: new Date('2008-05-06T23:59:59+08:00') }))
  t.notOk(before.chain.some(({ from }) => from === 'county'))
  t.ok(
    before.flags.some(({ flag }) => flag === 'no_edition_in_force'),
    'and a day before them all says so',
  )
})

t.test('ten dead or missing people are reported to region and ministry at the same two hours', async (t) => {
  t.same(direct(aDisaster({ figures: { dead: 9 } }), 'ten_dead_or_missing'), [])
  const [item] = direct(aDisaster({ figures: { dead: 9, missing: 1 } }), 'ten_dead_or_missing')
  t.match(item, {
    from: 'county',
    to: ['autonomous_region', 'ministry'],
    countsFrom: 'occurrence',
    because: [{ rule: 'direct_report.ten_dead_or_missing', figure: 'dead+missing', value: 10 }],
  })
  t.equal(minutesDue(item), 120)
  t.equal(direct(aDisaster({ figures: { missing: 11 } }), 'ten_dead_or_missing').length, 1)
  t.equal(
    direct(aDisaster({ facts: { criteria: ['massive_house_collapse'] } }), 'ten_dead_or_missing').length,
    1,
  )
})

t.test('any death goes to the region while the switch is on', async (t) => {
  const oneDead = aDisaster({ figures: { dead: 1 } })
  t.match(direct(oneDead, 'any_death'), [
    { from: 'county', to: ['autonomous_region'], because: [{ status: 'inferred' }] },
  ])
  t.equal(minutesDue(direct(oneDead, 'any_death')[0]), 120)
  t.same(direct(aDisaster({ figures: { dead: 0, missing: 0 } }), 'any_death'), [])
  t.ok(evaluate(oneDead).flags.some(({ flag }) => flag === 'direct_report'))
  const off = evaluate(oneDead, { switches: { anyDeathDirectReport: false } })
  t.notOk(off.chain.some(({ duty }) => duty === 'any_death'))
  const in2008 = { ...oneDead, occurredAt: new Date('2008-10-06T16:30:00+08:00') }
  t.same(direct(in2008, 'any_death'), [], 'and did not bind before 2011')
})

t.test('a threshold that a later report crosses counts from that report', async (t) => {
  const later = aDisaster({ previous: { dead: 9 }, figures: { dead: 10 }, reportedAt: minutesAfterNoon(600) })
  const [item] = direct(later, 'ten_dead_or_missing')
  t.equal(minutesDue(item), 720)
  t.equal(minutesDue(direct(later, 'any_death')[0]), 120, 'the first death bound long before')
  t.equal(item?.countsFrom, 'crossing')
  const again = aDisaster({
    previous: { dead: 10 },
    figures: { dead: 12 },
    reportedAt: minutesAfterNoon(600),
  })
  t.equal(minutesDue(direct(again, 'ten_dead_or_missing')[0]), 120, 'once crossed, the first limit stands')
})

t.test('a danger is reported up to the city, a disaster figure or not', async (t) => {
  const chain = duties(
    aDisaster({ kind: 'danger', hazard: 'geological', subhazard: 'landslide' }),
    'first_report',
  )
  t.same(
    chain.map(({ from }) => from),
    ['village', 'township', 'county'],
  )
  t.same(chain.map(minutesDue), [30, 60, 120])
})

const graveQuake = aDisaster({ hazard: 'earthquake', facts: { magnitude: 6.8 } })

t.test('daily follow-ups climb a ladder of clock times from the day after', async (t) => {
  const rows = [
    ['township', '2025-06-12T08:00:00.000+08:00'],
    ['county', '2025-06-12T09:00:00.000+08:00'],
    ['city', '2025-06-12T10:00:00.000+08:00'],
    ['autonomous_region', '2025-06-12T12:00:00.000+08:00'],
  ] as const
  for (const [from, due] of rows) {
    const item = dutyOf(graveQuake, 'daily_follow_up', from)
    t.equal(item?.dueAt && shanghaiIso(item.dueAt), due, from)
  }
  const justBefore = dutyOf(
    { ...graveQuake, now: new Date('2025-06-14T09:00:00+08:00') },
    'daily_follow_up',
    'county',
  )
  t.equal(
    justBefore?.dueAt && shanghaiIso(justBefore.dueAt),
    '2025-06-14T09:00:00.000+08:00',
    'on the instant',
  )
  const justAfter = dutyOf(
    { ...graveQuake, now: new Date('2025-06-14T09:00:00.001+08:00') },
    'daily_follow_up',
    'county',
  )
  t.equal(justAfter?.dueAt && shanghaiIso(justAfter.dueAt), '2025-06-15T09:00:00.000+08:00', 'a moment after')
})

t.test(
  'daily follow-ups are on for the serious, for a relief response and by order, until stability',
  async (t) => {
    const on = (facts: Facts) => evaluate(facts).flags.some(({ flag }) => flag === 'daily_follow_up')
    t.notOk(on(aDisaster({ hazard: 'earthquake', facts: { magnitude: 5.9 } })))
    t.ok(on(aDisaster({ hazard: 'earthquake', facts: { magnitude: 6 } })))
    t.ok(on(aDisaster({ facts: { reliefResponseOn: true } })))
    t.ok(on(aDisaster({ facts: { nilReportOrdered: true } })))
    t.notOk(on(aDisaster({ figures: { dead: 19 } })))
    t.ok(on(aDisaster({ figures: { dead: 20 } })), 'the national thresholds are reached')
    t.notOk(on({ ...graveQuake, stableAt: minutesAfterNoon(60) }))
    t.same(duties({ ...graveQuake, stableAt: minutesAfterNoon(60) }, 'daily_follow_up'), [])
  },
)

t.test('a drought is followed up every ten days', async (t) => {
  const drought = aDisaster({ hazard: 'drought' })
  t.equal(minutesDue(dutyOf(drought, 'drought_follow_up', 'county')), 10 * 24 * 60)
  const reported = { ...drought, reportedAt: minutesAfterNoon(1_440) }
  t.equal(minutesDue(dutyOf(reported, 'drought_follow_up', 'county')), 11 * 24 * 60)
})

t.test('a serious disaster goes to the ministry at once by the plan of 2024', async (t) => {
  t.match(
    duties(graveQuake, 'major_event_report').map(({ from, to, dueAt }) => ({ from, to, dueAt })),
    [
      { from: 'county', to: ['city', 'ministry'], dueAt: null },
      { from: 'city', to: ['autonomous_region', 'ministry'], dueAt: null },
      { from: 'autonomous_region', to: ['ministry'], dueAt: null },
    ],
  )
  t.same(
    duties({ ...graveQuake, occurredAt: new Date('2024-01-19T12:00:00+08:00') }, 'major_event_report'),
    [],
  )
})
