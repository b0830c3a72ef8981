/** Cases of a report against its time, its unit, the registers, the units below and the population. */
import type { VectorFacts } from '../../src/bundle/judge-vector.ts'
import { HAZARDS } from '../../src/regulations/hazards.ts'
import { STAGES } from '../../src/regulations/vocabulary.ts'
import type { Case, CasesOf } from './vector-cases.ts'

const notAfterReport: CasesOf<'not_after_report'> = () => {
  const occurredAt = '2026-07-01T12:00:00.000+08:00'
  const reported = (name: string, reportedAt: string): Case => ({
    name,
    facts: { occurredAt, reportedAt, figures: {} },
  })
  return [
    reported('reported a millisecond before it happened', '2026-07-01T11:59:59.999+08:00'),
    reported('reported at the instant', occurredAt),
    reported('reported at the instant, as another zone writes it', '2026-07-01T04:00:00Z'),
    reported('reported a millisecond after', '2026-07-01T12:00:00.001+08:00'),
    { name: 'nobody knows when it was reported', facts: { occurredAt, figures: {} } },
  ]
}

/** So that a verified report lacks nothing. */
const COMPLETE = { affected_pop: 9, dead: 0, missing: 0, loss_total: 0 }

const sequence: CasesOf<'sequence'> = () => [
  ...[null, ...STAGES].flatMap((previousStage) =>
    STAGES.map((stage) => ({
      name: `${stage} after ${previousStage ?? 'nothing'}`,
      facts: { previousStage, stage, figures: COMPLETE },
    })),
  ),
  {
    name: 'follow_up after verified, correction approved',
    facts: { previousStage: 'verified', stage: 'follow_up', correctionApproved: true, figures: {} },
  },
  {
    name: 'follow_up after verified, correction not approved',
    facts: { previousStage: 'verified', stage: 'follow_up', correctionApproved: false, figures: {} },
  },
  {
    name: 'follow_up after nothing, correction approved',
    facts: { previousStage: null, stage: 'follow_up', correctionApproved: true, figures: {} },
  },
  { name: 'the stage before is not known', facts: { stage: 'follow_up', figures: {} } },
]

const UNITS = {
  region: '540000000000',
  city: '540100000000',
  county: '540122000000',
  'county, in short': '540122',
  township: '540122200000',
  village: '540122200202',
}

const subhazardGiven: CasesOf<'subhazard_given'> = () => {
  const flood: VectorFacts = { kind: 'natural_disaster', hazard: 'flood', figures: {} }
  return [
    ...Object.entries(UNITS).map(([unit, regionCode]) => ({
      name: `flood without sub-hazard, ${unit}`,
      facts: { ...flood, regionCode },
    })),
    ...HAZARDS.map(({ code }) => ({
      name: `${code} without sub-hazard, county`,
      facts: { ...flood, hazard: code, regionCode: UNITS.county },
    })),
    {
      name: 'flood with sub-hazard, county',
      facts: { ...flood, subhazard: 'mountain_flood', regionCode: UNITS.county },
    },
    { name: 'accident, county', facts: { ...flood, kind: 'accident', regionCode: UNITS.county } },
    { name: 'danger, county', facts: { ...flood, kind: 'danger', regionCode: UNITS.county } },
    { name: 'no known unit', facts: flood },
  ]
}

const subhazardAbsent: CasesOf<'subhazard_absent'> = () =>
  Object.entries(UNITS).flatMap(([unit, regionCode]) => {
    const facts: VectorFacts = { hazard: 'flood', subhazard: 'mountain_flood', regionCode, figures: {} }
    return [
      { name: `flood with sub-hazard, ${unit}`, facts },
      { name: `the same, explained, ${unit}`, facts: { ...facts, explanation: '按县级填报' } },
    ]
  })

const registerAgrees: CasesOf<'register_agrees'> = ({ register, indicator }) => {
  const figures = { ...COMPLETE, [indicator]: 3 }
  const verified = (name: string, registers: VectorFacts['registers'], over = figures): Case => ({
    name: `${indicator} verified, ${name}`,
    facts: { stage: 'verified', figures: over, ...(registers ? { registers } : {}) },
  })
  const { [indicator as 'dead']: _left, ...without } = figures
  return [
    ...[2, 3, 4, 0].map((rows) => verified(`${rows} rows`, { [register]: rows })),
    verified('register not handed in', {}),
    verified('nothing said of registers', undefined),
    verified('0 and no register', {}, { ...figures, [indicator]: 0 }),
    verified('figure not given', { [register]: 3 }, without as typeof figures),
    verified('figure not given, 0 rows', { [register]: 0 }, without as typeof figures),
    { name: `${indicator} may lag in a follow-up`, facts: { stage: 'follow_up', figures, registers: {} } },
    {
      name: `${indicator} disagrees in a first report`,
      facts: { stage: 'first', figures, registers: { [register]: 1 } },
    },
  ]
}

const sumOfChildren: CasesOf<'sum_of_children'> = ({ indicators }) => {
  const some = [...indicators.slice(1, 4), 'loss_total', 'trapped', 'snow_depth_cm'] as const
  return [
    ...some.flatMap((key) =>
      [6, 7, 8].flatMap((value) => [
        {
          name: `${key} ${value}, the units below 3 + 4`,
          facts: { figures: { [key]: value }, children: [{ [key]: 3 }, { [key]: 4 }] },
        },
        {
          name: `${key} ${value}, the units below 3 and one not given, its own 4`,
          facts: { figures: { [key]: value }, children: [{ [key]: 3 }, {}], ownAdditional: { [key]: 4 } },
        },
      ]),
    ),
    { name: 'no unit below has reported', facts: { figures: { injured: 5 }, children: [] } },
    {
      name: 'no unit below has reported, its own 4',
      facts: { figures: { injured: 5 }, children: [], ownAdditional: { injured: 4 } },
    },
    { name: 'nothing known of the units below', facts: { figures: { injured: 5 } } },
    { name: 'no unit below gives it', facts: { figures: { injured: 5 }, children: [{}, { dead: 0 }] } },
    { name: 'the unit does not give it', facts: { figures: {}, children: [{ injured: 5 }] } },
    {
      name: 'the unit does not give it, and there is none',
      facts: { figures: {}, children: [{ injured: 0 }] },
    },
    {
      name: 'the unit does not give what it adds itself',
      facts: { figures: {}, children: [{}], ownAdditional: { injured: 1 } },
    },
    {
      name: 'a difference, explained',
      facts: { figures: { injured: 5 }, children: [{ injured: 4 }], explanation: '一人在城里受伤' },
    },
    {
      name: 'every additive indicator differs',
      facts: {
        figures: Object.fromEntries(indicators.map((key) => [key, 0])),
        children: [Object.fromEntries(indicators.map((key) => [key, 1]))],
      },
    },
  ]
}

const withinPopulation: CasesOf<'within_population'> = ({ indicator }) => [
  ...[99, 100, 101].map((value) => ({
    name: `${indicator} ${value} of 100`,
    facts: { figures: { [indicator]: value }, population: 100 },
  })),
  {
    name: `${indicator} 101 of 100, explained`,
    facts: { figures: { [indicator]: 101 }, population: 100, explanation: '含游客' },
  },
  { name: 'the population is not known', facts: { figures: { [indicator]: 101 } } },
]

export const reportCases = {
  not_after_report: notAfterReport,
  sequence,
  subhazard_given: subhazardGiven,
  subhazard_absent: subhazardAbsent,
  register_agrees: registerAgrees,
  sum_of_children: sumOfChildren,
  within_population: withinPopulation,
}
