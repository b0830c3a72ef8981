import t from 'tap'
import { evaluate } from '../../src/evaluations/evaluate.ts'
import type { Facts } from '../../src/evaluations/types.ts'
import { shanghaiIso } from '../../src/shanghai.ts'
import { aDisaster, anAccident, duties, dutyOf, minutesAfterNoon, minutesDue } from './cases.ts'

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
  t.equal(minutesDue(dutyOf(grave, 'accident_quick_report', 'unit')), 65)
  t.equal(minutesDue(dutyOf(grave, 'accident_quick_report', 'city')), 210)
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

t.test('casualties and every grade are reported at once by the relief regulation', async (t) => {
  const owed = (over: Partial<Facts>) =>
    duties(aDisaster({ hazard: 'earthquake', ...over }), 'immediate_report').length
  const rows = [
    [{ figures: { dead: 0, missing: 0, injured: 0, seriously_injured: 0 } }, 0],
    [{ figures: { dead: 1 } }, 1],
    [{ figures: { missing: 1 } }, 1],
    [{ figures: { injured: 1 } }, 1],
    [{ figures: { seriously_injured: 1 } }, 1],
    [{ facts: { magnitude: 3.9 } }, 0],
    [{ facts: { magnitude: 4 } }, 1],
  ] as const
  for (const [over, count] of rows) t.equal(owed(over), count, JSON.stringify(over))
})

t.test('what is serious reaches the centre within four hours by the general plan of 2006', async (t) => {
  const in2024 = aDisaster({
    hazard: 'earthquake',
    occurredAt: new Date('2024-06-11T12:00:00+08:00'),
    facts: { magnitude: 6 },
  })
  const due = dutyOf(in2024, 'general_plan_report', 'autonomous_region')?.dueAt
  t.equal(due && shanghaiIso(due), '2024-06-11T16:00:00.000+08:00')
  t.same(duties({ ...in2024, facts: { magnitude: 5.9 } }, 'general_plan_report'), [])
  t.same(
    duties(aDisaster({ hazard: 'earthquake', facts: { magnitude: 6 } }), 'general_plan_report'),
    [],
    'until 2025',
  )
})
