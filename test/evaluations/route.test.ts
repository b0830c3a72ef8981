import t from 'tap'
import { evaluate } from '../../src/evaluations/evaluate.ts'
import { type RoutingFacts, routeEvent } from '../../src/evaluations/route.ts'
import type { Facts } from '../../src/evaluations/types.ts'
import { HAZARDS } from '../../src/regulations/hazards.ts'
import { ROUTING_CITATION, ROUTING_RULES, type RoutingRule } from '../../src/regulations/routing.ts'
import { SECTORS } from '../../src/regulations/sectors.ts'
import { KINDS, SEVERITIES, WARNING_COLOURS } from '../../src/regulations/vocabulary.ts'
import { aDisaster, anAccident } from './cases.ts'

const severities = [...SEVERITIES, null] as const

function facts(over: Partial<RoutingFacts>): RoutingFacts {
  return {
    kind: 'natural_disaster',
    regionCode: '540122000000',
    figures: {},
    severity: null,
    onDay: '2025-06-11',
    ...over,
  }
}

function placesOf(facts: Facts): string[] {
  return evaluate(facts).recipients.map(({ section, department, role }) => `${section ?? department} ${role}`)
}

t.test(
  'nothing is unroutable: every hazard, sector and severity reaches the command centre and has one lead',
  async (t) => {
    const places = [
      ...HAZARDS.flatMap(({ code, subhazards }) => [
        { kind: KINDS[0], hazard: code },
        { kind: KINDS[1], hazard: code },
        ...subhazards.map((row) => ({ kind: KINDS[0], hazard: code, subhazard: row.code })),
      ]),
      ...SECTORS.map(({ code }) => ({ kind: KINDS[2], sector: code })),
      { kind: KINDS[2] },
      { kind: KINDS[1] },
    ]
    t.ok(places.length > 50)
    const counted = [{}, { dead: 1, injured: 1, affected_pop: 10 }]
    for (const place of places) {
      for (const severity of severities) {
        for (const figures of counted) {
          const { recipients, trace } = routeEvent(ROUTING_RULES, facts({ ...place, severity, figures }))
          const leads = recipients.filter(({ role }) => role === 'lead')
          const title = `${JSON.stringify(place)} ${severity} ${JSON.stringify(figures)}`
          t.ok(
            recipients.some(({ section }) => section === 'ZHZX') &&
              leads.length === 1 &&
              trace.length === ROUTING_RULES.length,
            title,
          )
        }
      }
    }
  },
)

t.test('the sections that lead', async (t) => {
  const rows: readonly [Facts, string][] = [
    [aDisaster({ hazard: 'flood', subhazard: 'mountain_flood' }), 'FXKH'],
    [aDisaster({ hazard: 'drought' }), 'FXKH'],
    [aDisaster({ hazard: 'flood', subhazard: 'glacial_lake_outburst' }), 'FXKH'],
    [aDisaster({ hazard: 'earthquake' }), 'DZDZ'],
    [aDisaster({ hazard: 'geological', subhazard: 'ice_avalanche' }), 'DZDZ'],
    [aDisaster({ hazard: 'forest_grassland_fire', subhazard: 'grassland_fire' }), 'HZFZ'],
    [aDisaster({ hazard: 'snow', figures: { affected_pop: 10 } }), 'JZWZ'],
    [aDisaster({ hazard: 'snow' }), 'ZHZX'],
    [anAccident({ sector: 'hazardous_chemicals' }), 'WHJG'],
    [anAccident({ sector: 'fire' }), 'HZFZ'],
    [anAccident({ sector: 'road_traffic' }), 'ZHXT'],
  ]
  for (const [case_, section] of rows) {
    t.ok(
      placesOf(case_).includes(`${section} lead`),
      `${case_.subhazard ?? case_.hazard ?? case_.sector} to ${section}`,
    )
  }
})

t.test('figures and severity bring others in', async (t) => {
  t.ok(placesOf(aDisaster({ hazard: 'earthquake', figures: { dead: 1 } })).includes('JZWZ support'))
  t.notOk(placesOf(aDisaster({ hazard: 'earthquake', figures: { dead: 0 } })).includes('JZWZ support'))
  t.ok(placesOf(aDisaster({ hazard: 'earthquake', facts: { magnitude: 5 } })).includes('YAGL support'))
  t.notOk(placesOf(aDisaster({ hazard: 'earthquake', facts: { magnitude: 4.9 } })).includes('YAGL support'))
  t.ok(placesOf(aDisaster({ hazard: 'earthquake', facts: { magnitude: 6 } })).includes('BGS inform'))
  t.ok(placesOf(anAccident({ figures: { dead: 1 } })).includes('DCZF support'))
  t.notOk(placesOf(anAccident({ figures: { dead: 0, seriously_injured: 1 } })).includes('DCZF support'))
  t.ok(placesOf(aDisaster({ figures: { injured: 1 } })).includes('health support'))
  t.ok(placesOf(aDisaster({ figures: { seriously_injured: 1 } })).includes('health support'))
  const unhurt = aDisaster({ figures: { injured: 0, seriously_injured: 0 } })
  t.notOk(placesOf(unhurt).includes('health support'))
  t.notOk(evaluate(unhurt).mustTell.some(({ party }) => party === 'health'))
  t.ok(placesOf(aDisaster({ figures: { affected_pop: 1 } })).includes('JZWZ lead'))
  t.notOk(placesOf(aDisaster({ figures: { affected_pop: 0 } })).some((place) => place.startsWith('JZWZ')))
  t.ok(placesOf(aDisaster({ facts: { trapped: 1 } })).includes('YAGL support'))
  t.notOk(placesOf(aDisaster({ facts: { trapped: 0 } })).includes('YAGL support'))
})

t.test('a warning in force, of whatever colour, reaches the section that warns', async (t) => {
  for (const warningColour of WARNING_COLOURS) {
    const places = placesOf(
      aDisaster({ hazard: 'flood', subhazard: 'mountain_flood', facts: { warningColour } }),
    )
    t.ok(places.includes('ZHJZ support'), warningColour)
  }
  t.notOk(placesOf(aDisaster()).some((place) => place.startsWith('ZHJZ')))
  t.ok(placesOf(aDisaster({ kind: 'danger' })).includes('ZHJZ support'))
})

t.test('whatever happened, there is somebody to report to and somebody to tell', async (t) => {
  const everything: Facts[] = [
    ...HAZARDS.flatMap(({ code }) => [
      aDisaster({ hazard: code }),
      aDisaster({ hazard: code, kind: 'danger' }),
    ]),
    ...SECTORS.map(({ code }) => anAccident({ sector: code })),
    anAccident({ sector: undefined } as Partial<Facts>),
    aDisaster({ kind: 'danger', hazard: undefined } as Partial<Facts>),
  ]
  for (const facts of everything) {
    const { chain, mustTell } = evaluate(facts)
    const title = `${facts.kind} ${facts.hazard ?? facts.sector}`
    t.ok(
      chain.some(({ to }) => to.length > 0),
      `${title}, to report to`,
    )
    t.ok(
      mustTell.some(({ party }) => party === 'own_government'),
      `${title}, to tell`,
    )
  }
})

t.test(
  'accidents that decree 493 leaves to other laws are reported at once, and told as all are',
  async (t) => {
    for (const sector of ['environmental_pollution', 'nuclear', 'defence_research'] as const) {
      for (const [day, edition, status] of [
        ['2025-06-11', '主席令第25号(2024修订)', 'verified'],
        ['2024-11-01', '主席令第25号(2024修订)', 'verified'],
        ['2024-10-31', '2026', 'inferred'],
      ]) {
        const occurredAt = new Date(`${day}T12:00:00+08:00`)
        const { chain, mustTell, severity } = evaluate(
          anAccident({ sector, occurredAt, figures: { dead: 30 } }),
        )
        t.equal(severity.level, null)
        t.match(
          chain,
          [
            {
              duty: 'immediate_report',
              from: 'county',
              to: ['county_government', 'city'],
              limit: { atOnce: true },
              because: [{ rule: 'response_law.county', edition, status }],
            },
          ],
          `${sector} ${day}`,
        )
        t.equal(chain.length, 1)
        const parties: string[] = mustTell.map(({ party }) => party)
        for (const { party } of evaluate(anAccident()).mustTell)
          t.ok(parties.includes(party), `${sector}: ${party}`)
      }
    }
    t.notOk(evaluate(anAccident()).chain.some(({ because }) => because[0]?.rule === 'response_law.county'))
    const twice = evaluate(anAccident({ sector: 'fire' })).mustTell.find(
      ({ party }) => party === 'own_government',
    )
    t.same(
      twice?.because.map(({ rule }) => rule),
      ['must_tell.accident'],
    )
  },
)

const only = (over: Partial<RoutingRule>): RoutingRule => ({
  id: 'one',
  order: 1,
  when: {},
  to: [{ section: 'JZWZ', role: 'lead' }],
  continue: true,
  validFrom: '2025-01-01',
  validTo: null,
  because: ROUTING_CITATION,
  ...over,
})

t.test('rules hold from their day to the day before their end', async (t) => {
  const rule = only({ validTo: '2025-07-01' })
  const sectionOn = (onDay: string) => routeEvent([rule], facts({ onDay })).recipients[0]?.section
  t.same(['2024-12-31', '2025-01-01', '2025-06-30', '2025-07-01'].map(sectionOn), [
    'ZHZX',
    'JZWZ',
    'JZWZ',
    'ZHZX',
  ])
})

t.test('the rules one starts with leave room between them', async (t) => {
  t.same(
    ROUTING_RULES.map(({ order }) => order),
    ROUTING_RULES.map((_, place) => 10 + 10 * place),
  )
})

t.test('rules are read in order, a rule may end the table, and an event is never ownerless', async (t) => {
  const first = only({ id: 'first', order: 1, continue: false })
  const second = only({ id: 'second', order: 2, to: [{ section: 'BGS', role: 'inform' }] })
  const routed = routeEvent([second, first], facts({}))
  t.same(
    routed.recipients.map(({ section }) => section),
    ['JZWZ'],
  )
  t.same(routed.trace, [{ ruleId: 'first', matched: true, why: 'matches everything' }])
  const none = routeEvent([], facts({}))
  t.match(none, { recipients: [{ section: 'ZHZX', role: 'lead' }], trace: [{ ruleId: 'never_ownerless' }] })
})

t.test('a recipient named twice keeps the weightier role and both reasons', async (t) => {
  const rules = [only({ to: [{ section: 'JZWZ', role: 'inform' }] }), only({ id: 'two', order: 2 })]
  t.match(routeEvent(rules, facts({})).recipients, [
    { role: 'lead', because: [{ rule: 'routing.one' }, { rule: 'routing.two' }] },
  ])
})

t.test('the trace says which condition failed', async (t) => {
  const why = (when: RoutingRule['when'], over: Partial<RoutingFacts> = {}) =>
    routeEvent([only({ when })], facts(over)).trace[0]?.why
  t.equal(why({ hazards: ['snow'] }), 'hazard is not given, wanted snow')
  t.equal(why({ hazards: ['snow'] }, { hazard: 'flood' }), 'hazard is flood, wanted snow')
  t.equal(
    why({ minSeverity: 'serious' }, { severity: 'ordinary' }),
    'severity is ordinary, wanted serious or graver',
  )
  t.equal(
    why({ belowSeverity: 'serious' }, { severity: 'serious' }),
    'severity is serious, wanted less than serious',
  )
  t.equal(why({ notSectors: ['fire'] }, { sector: 'fire' }), 'sector is fire')
  t.equal(
    why({ anyOf: [{ measure: 'dead', from: 1 }, { fact: 'sensitive' }] }),
    'none of: dead at least 1, sensitive',
  )
  t.equal(
    why({ anyOf: [{ criterion: 'near_border' }, { minSeverity: 'serious' }] }),
    'none of: near_border ticked, severity serious or graver',
  )
  t.equal(why({ anyOf: [{ measure: 'dead', from: 1 }] }, { figures: { dead: 2 } }), 'dead is 2')
})

t.test('who must be told besides the tier above', async (t) => {
  const told = (facts: Facts) => evaluate(facts).mustTell.map(({ party }) => party)
  const rows: readonly [Facts, readonly string[]][] = [
    [
      anAccident(),
      [
        'own_government',
        'public_security',
        'human_resources',
        'trade_union',
        'procuratorate',
        'sector_regulator',
      ],
    ],
    [anAccident({ sector: 'road_traffic' }), ['traffic_police', 'transport']],
    [anAccident({ sector: 'fire' }), ['fire_rescue']],
    [anAccident({ sector: 'hazardous_chemicals' }), ['ecology', 'fire_rescue', 'health']],
    [
      aDisaster({ hazard: 'drought' }),
      ['own_government', 'water', 'meteorology', 'flood_headquarters', 'agriculture'],
    ],
    [
      aDisaster({ hazard: 'earthquake' }),
      ['seismology', 'fire_rescue', 'health', 'housing', 'transport', 'natural_resources'],
    ],
    [
      aDisaster({ hazard: 'geological' }),
      ['natural_resources', 'fire_rescue', 'transport', 'geological_headquarters'],
    ],
    [aDisaster({ hazard: 'snow' }), ['meteorology', 'transport', 'agriculture', 'traffic_police']],
    [
      aDisaster({ hazard: 'forest_grassland_fire' }),
      ['forestry', 'fire_rescue', 'forest_fire_brigade', 'meteorology'],
    ],
    [
      aDisaster({ hazard: 'flood', subhazard: 'landslide_lake' }),
      ['water', 'natural_resources', 'downstream_governments'],
    ],
    [aDisaster({ figures: { injured: 1 } }), ['health']],
    [aDisaster({ figures: { seriously_injured: 1 } }), ['health']],
    [aDisaster({ facts: { crossesBoundary: true } }), ['neighbour_governments']],
    [aDisaster({ hazard: 'earthquake', facts: { magnitude: 6 } }), ['garrison', 'neighbour_governments']],
  ]
  for (const [case_, parties] of rows) {
    const all = told(case_)
    for (const party of parties)
      t.ok((all as string[]).includes(party), `${case_.subhazard ?? case_.hazard ?? case_.sector}: ${party}`)
    t.equal(new Set(all).size, all.length, 'each once')
  }
  t.notOk(told(aDisaster({ hazard: 'earthquake', facts: { magnitude: 5.9 } })).includes('garrison'))
})
