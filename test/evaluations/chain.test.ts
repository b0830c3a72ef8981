import t from 'tap'
import { evaluate } from '../../src/evaluations/evaluate.ts'
import type { ChainItem, Facts } from '../../src/evaluations/types.ts'
import { shanghaiIso } from '../../src/shanghai.ts'
import { aDisaster, anAccident, minutesAfterNoon, NOON } from './cases.ts'

function duties(facts: Facts, duty: string): ChainItem[] {
  return evaluate(facts).chain.filter((item) => item.duty === duty)
}

/** Direct reports on one of their two grounds. */
function direct(facts: Facts, ground: 'ten_dead_or_missing' | 'any_death'): ChainItem[] {
  return duties(facts, 'direct_report').filter(
    ({ because }) => because[0]?.rule === `direct_report.${ground}`,
  )
}

function dutyOf(facts: Facts, duty: string, from: string): ChainItem | undefined {
  return duties(facts, duty).find((item) => item.from === from)
}

const minutesDue = (item: ChainItem | undefined) =>
  item?.dueAt ? (item.dueAt.getTime() - NOON.getTime()) / 60_000 : item?.dueAt

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
    { ...graveQuake, asOf: new Date('2025-06-14T09:00:00+08:00') },
    'daily_follow_up',
    'county',
  )
  t.equal(
    justBefore?.dueAt && shanghaiIso(justBefore.dueAt),
    '2025-06-14T09:00:00.000+08:00',
    'on the instant',
  )
  const justAfter = dutyOf(
    { ...graveQuake, asOf: new Date('2025-06-14T09:00:00.001+08:00') },
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

const received = {
  unitHead: minutesAfterNoon(5),
  county: minutesAfterNoon(50),
  city: minutesAfterNoon(150),
  region: minutesAfterNoon(250),
}

t.test('an accident goes as far up as its grade, each level within two hours of being told', async (t) => {
  const rows = [
    [{}, ['person_on_site', 'unit', 'county']],
    [{ dead: 1 }, ['person_on_site', 'unit', 'county']],
    [{ dead: 3 }, ['person_on_site', 'unit', 'county', 'city']],
    [{ dead: 10 }, ['person_on_site', 'unit', 'county', 'city', 'autonomous_region', 'ministry']],
    [{ dead: 30 }, ['person_on_site', 'unit', 'county', 'city', 'autonomous_region', 'ministry']],
  ] as const
  for (const [figures, from] of rows) {
    const chain = duties(anAccident({ figures, received }), 'accident_report')
    t.same(
      chain.map((item) => item.from),
      from,
      JSON.stringify(figures),
    )
  }
  const grave = anAccident({ figures: { dead: 30 }, received })
  t.equal(minutesDue(dutyOf(grave, 'accident_report', 'unit')), 65, 'the unit: one hour')
  t.equal(minutesDue(dutyOf(grave, 'accident_report', 'county')), 170)
  t.equal(minutesDue(dutyOf(grave, 'accident_report', 'city')), 270)
  t.equal(minutesDue(dutyOf(grave, 'accident_report', 'autonomous_region')), 370)
  t.equal(dutyOf(grave, 'accident_report', 'ministry')?.dueAt, null, 'to the State Council at once')
  t.equal(dutyOf(grave, 'accident_report', 'unit')?.content?.length, 7, 'with the content of article 12')
  t.equal(
    minutesDue(dutyOf(grave, 'accident_quick_report', 'county')),
    110,
    'and to the region within the hour',
  )
  t.same(duties(anAccident({ figures: { dead: 2 }, received }), 'accident_quick_report'), [])
})

t.test('a change of casualties is reported for thirty days, seven for traffic and fire', async (t) => {
  const rows = [
    ['other', '2025-07-12T00:00:00.000+08:00'],
    ['hazardous_chemicals', '2025-07-12T00:00:00.000+08:00'],
    ['road_traffic', '2025-06-19T00:00:00.000+08:00'],
    ['fire', '2025-06-19T00:00:00.000+08:00'],
  ] as const
  for (const [sector, end] of rows) {
    const items = duties(anAccident({ sector }), 'casualty_supplement')
    t.equal(items.length, 1)
    t.equal(items[0]?.dueAt && shanghaiIso(items[0].dueAt), end, `${sector}: to the end of the last day`)
  }
})

t.test('who investigates follows the grade', async (t) => {
  const rows = [
    [1, 'county'],
    [3, 'city'],
    [10, 'autonomous_region'],
    [30, 'state_council'],
  ] as const
  for (const [dead, by] of rows) t.match(evaluate(anAccident({ figures: { dead } })).investigation, { by })
  t.equal(evaluate(anAccident()).investigation, undefined)
})

t.test('a relatively serious danger needs nobody hurt', async (t) => {
  const raised = (facts: Facts) =>
    evaluate(facts).flags.some(({ flag }) => flag === 'relatively_serious_danger')
  const rows = [
    [{ peopleInDanger: 9 }, false],
    [{ peopleInDanger: 10 }, true],
    [{ trapped: 2 }, false],
    [{ trapped: 3 }, true],
    [{ evacuated: 499 }, false],
    [{ evacuated: 500 }, true],
    [{ criteria: ['serious_pollution'] }, true],
    [{ criteria: ['threat_to_key_facility'] }, true],
  ] as const
  for (const [facts, expected] of rows)
    t.equal(raised(anAccident({ facts })), expected, JSON.stringify(facts))
  t.ok(
    raised(anAccident({ figures: { missing: 1 }, facts: { trapped: 2 } })),
    'trapped and unaccounted for together',
  )
})

t.test('geological quick reports run in parallel, four hours or twelve', async (t) => {
  const slide = aDisaster({
    hazard: 'geological',
    subhazard: 'landslide',
    received: { county: minutesAfterNoon(20) },
  })
  const rows = [
    [9, 740],
    [10, 260],
    [30, 260],
  ] as const
  for (const [dead, minutes] of rows) {
    const items = duties({ ...slide, figures: { dead } }, 'geological_quick_report')
    t.equal(items.length, 1)
    t.equal(minutesDue(items[0]), minutes, `${dead} dead`)
    t.match(items[0]?.to, ['county_government', 'city_natural_resources'])
  }
  t.equal(duties({ ...slide, received: {} }, 'geological_quick_report')[0]?.dueAt, null)
})

t.test(
  'a forest fire goes straight to the national headquarters on any condition of article 32',
  async (t) => {
    const fire = aDisaster({ hazard: 'forest_grassland_fire', subhazard: 'forest_fire' })
    const rows = [
      [{}, {}, 0],
      [{ dead: 2 }, {}, 0],
      [{ dead: 3 }, {}, 1],
      [{ seriously_injured: 9 }, {}, 0],
      [{ seriously_injured: 10 }, {}, 1],
      [{}, { burnedAreaM2: 999_999 }, 0],
      [{}, { burnedAreaM2: 1_000_000 }, 1],
      [{}, { openFlameHours: 23 }, 0],
      [{}, { openFlameHours: 24 }, 1],
      [{}, { criteria: ['near_border'] }, 1],
      [{}, { criteria: ['threat_to_homes'] }, 1],
      [{}, { criteria: ['virgin_forest'] }, 1],
      [{}, { criteria: ['provincial_border'] }, 1],
      [{}, { criteria: ['needs_national_help'] }, 1],
    ] as const
    for (const [figures, facts, count] of rows) {
      const items = duties({ ...fire, figures, facts }, 'forest_fire_direct_report')
      t.equal(items.length, count, JSON.stringify({ ...figures, ...facts }))
    }
    const both = duties(
      { ...fire, figures: { dead: 3 }, facts: { openFlameHours: 30 } },
      'forest_fire_direct_report',
    )
    t.match(both, [{ because: [{ value: 3 }, { value: 30 }] }], 'every condition that holds is a reason')
  },
)
