/** Every rule that can stand in a reason is explained by `GET /v1/regulations/{rule}`. */
import { readFile } from 'node:fs/promises'
import fc from 'fast-check'
import t from 'tap'
import { describeRules } from '../../src/catalogues/rules/describe.ts'
import { findRule, indexOf } from '../../src/catalogues/rules/find.ts'
import { deskLimit, passesTo } from '../../src/evaluations/desk.ts'
import { evaluate } from '../../src/evaluations/evaluate.ts'
import type { Evaluation, Facts, Reason } from '../../src/evaluations/types.ts'
import { CRITERION_CODES } from '../../src/regulations/criteria.ts'
import { DESK_PROFILE_IDS, type DeskAct } from '../../src/regulations/desk-profiles.ts'
import { HAZARD_OF_SUBHAZARD, HAZARDS, SUBHAZARD_CODES } from '../../src/regulations/hazards.ts'
import { INDICATOR_KEYS } from '../../src/regulations/indicators.ts'
import { NATIONAL_RULES } from '../../src/regulations/rule-set.ts'
import { SECTOR_CODES } from '../../src/regulations/sectors.ts'
import { KINDS, SEVERITIES, WARNING_COLOURS } from '../../src/regulations/vocabulary.ts'
import { aDisaster, minutesAfterNoon } from '../evaluations/cases.ts'

const INDEX = indexOf(describeRules())
/** Whatever any test of this file has met. */
const met = new Set<string>()

const ACTS: readonly DeskAct[] = [
  'acknowledge',
  'sign_for_forwarding',
  'resolve',
  'phone_report',
  'written_report',
]

/** Small and large, so that every band of every ladder is reached. */
const aCount = fc.oneof(
  fc.constantFrom(0, 1, 2, 3, 5, 9, 10, 17, 20, 30, 45, 50, 85, 100, 170, 200, 300),
  fc.nat(5_000_000),
)
const aLoss = fc.oneof(fc.constantFrom(0, 1, 5_000, 500_000, 3_000_000), fc.nat(200_000_000))
const aShare = fc.nat(100).map((percent) => percent / 100)
const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined })

const circumstances = fc.record(
  {
    magnitude: fc.nat(90).map((tenths) => tenths / 10),
    burnedAreaM2: fc.oneof(fc.nat(200_000), fc.nat(100_000_000)),
    openFlameHours: fc.nat(60),
    peopleInDanger: fc.nat(40),
    peopleToMove: fc.nat(2_000),
    possibleLossYuan: fc.nat(200_000_000),
    trapped: fc.nat(10),
    evacuated: fc.nat(1_000),
    railCutHours: fc.nat(100),
    roadCutHours: fc.nat(200),
    acutePoisoned: fc.nat(200),
    shares: fc.record(
      {
        cropLost: aShare,
        livestockDead: aShare,
        roomsCollapsed: aShare,
        droughtAid: aShare,
        provincialGdpLost: aShare,
      },
      { requiredKeys: [] },
    ),
    sensitive: fc.boolean(),
    crossesBoundary: fc.boolean(),
    neighbourReliefLevel: fc.constantFrom(1, 2, 3, 4),
    reliefResponseOn: fc.boolean(),
    nilReportOrdered: fc.boolean(),
    responseLevel: fc.constantFrom(1, 2, 3, 4),
    warningColour: fc.constantFrom(...WARNING_COLOURS),
    concurrentHazards: fc.subarray(
      HAZARDS.map(({ code }) => code),
      { maxLength: 2 },
    ),
    criteria: fc.subarray([...CRITERION_CODES], { maxLength: 3 }),
  },
  { requiredKeys: [] },
)

/** Years whose working days are known to their end and beyond. */
const COUNTABLE = new Set([2020, 2021, 2022, 2023, 2024, 2025, 2026])

const figures = fc
  .record({
    some: fc.dictionary(fc.constantFrom(...INDICATOR_KEYS), aCount, { maxKeys: 12 }),
    casualties: fc.record(
      { dead: aCount, missing: aCount, injured: aCount, seriously_injured: aCount },
      { requiredKeys: [] },
    ),
    loss_total: maybe(aLoss),
  })
  .map(({ some, casualties, loss_total }) => ({
    ...some,
    ...casualties,
    ...(loss_total === undefined ? {} : { loss_total }),
  }))

const what = fc.oneof(
  fc.record({ kind: fc.constant('accident' as const), sector: maybe(fc.constantFrom(...SECTOR_CODES)) }),
  fc.record({ kind: fc.constant('danger' as const) }),
  fc
    .tuple(fc.constantFrom('natural_disaster' as const, 'danger' as const), fc.constantFrom(...HAZARDS))
    .map(([kind, { code }]) => ({ kind, hazard: code })),
  fc
    .tuple(
      fc.constantFrom('natural_disaster' as const, 'danger' as const),
      fc.constantFrom(...SUBHAZARD_CODES),
    )
    .map(([kind, subhazard]) => ({ kind, subhazard, hazard: HAZARD_OF_SUBHAZARD.get(subhazard) })),
)

/** Decades before and a few years after: every edition of every text, and the days before the first. */
const anyFacts: fc.Arbitrary<Facts> = fc
  .record({
    what,
    circumstances: fc.oneof(circumstances, fc.constant({})),
    figures: fc.oneof(figures, fc.constant({})),
    previous: maybe(figures),
    regionCode: fc.constantFrom('540122000000', '540122200202', '540100000000', '620100000000'),
    occurredAt: fc.integer({ min: -26 * 525_600, max: 2 * 525_600 }).map(minutesAfterNoon),
    stage: fc.constantFrom('first' as const, 'follow_up' as const, 'verified' as const),
    previousStage: fc.constantFrom(null, 'first' as const, 'verified' as const),
    minutesLater: fc.integer({ min: -60, max: 100_000 }),
    isStable: fc.boolean(),
    registers: maybe(fc.record({ dead: aCount, collapsedHomes: aCount }, { requiredKeys: [] })),
    children: maybe(fc.array(figures, { maxLength: 2 })),
    population: maybe(aCount),
    deskProfile: maybe(fc.constantFrom(...DESK_PROFILE_IDS)),
  })
  .map(({ what: is, circumstances: facts, minutesLater, isStable, occurredAt, ...rest }) => ({
    ...rest,
    ...is,
    facts,
    occurredAt,
    reportedAt: new Date(occurredAt.getTime() + minutesLater * 60_000),
    received: {
      unitHead: occurredAt,
      county: occurredAt,
      city: occurredAt,
      region: occurredAt,
      cityVerified: occurredAt,
      regionVerified: occurredAt,
    },
    // only where working days can be counted: another year is refused before any reason is given
    ...(isStable && COUNTABLE.has(occurredAt.getUTCFullYear()) ? { stableAt: occurredAt } : {}),
  }))

function reasonsIn(evaluation: Evaluation): string[] {
  const { severity, ladders, relief, chain, mustTell, recipients, violations, flags, investigation } =
    evaluation
  const { response, warning, desk } = evaluation
  const answers: { because: Reason[] }[] = [severity, ...ladders, ...relief, ...chain, ...mustTell]
  answers.push(...desk, ...(response ? [response] : []), ...(warning ? [warning] : []))
  answers.push(...recipients, ...violations, ...flags, ...(investigation ? [investigation] : []))
  return answers.flatMap(({ because }) => because.map(({ rule }) => rule))
}

function unexplained(rules: readonly string[]): string[] {
  for (const rule of rules) met.add(rule)
  return rules.filter((rule) => findRule(INDEX, rule) === null)
}

t.test('whatever the judge is given, each reason it gives is explained', async (t) => {
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const lost = unexplained([
          ...reasonsIn(evaluate(facts)),
          ...reasonsIn(evaluate(facts, { routingRules: [] })),
        ])
        if (lost.length > 0) throw new Error(`not explained: ${lost.join(', ')}`)
      }),
      { numRuns: 10_000, seed: 5401 },
    ),
  )
})

t.test('so is each threshold of each ladder, and what is rarely met', async (t) => {
  const rare = [
    aDisaster({ figures: { dead: 85 }, facts: { neighbourReliefLevel: 2 } }),
    aDisaster({ hazard: 'flood', figures: {} }),
    aDisaster({ regionCode: '620100000000', figures: { dead: 1 } }),
  ]
  for (const facts of rare) t.same(unexplained(reasonsIn(evaluate(facts))), [])
  for (const { id, editions } of [...NATIONAL_RULES.ladders, ...NATIONAL_RULES.reliefPlans]) {
    const ids = editions.flatMap(({ bands }) =>
      bands.flatMap(({ level, criteria, ticked = [] }) =>
        [...criteria.map(({ measure }) => measure), ...ticked].map((end) => `${id}.${level}.${end}`),
      ),
    )
    t.same(
      ids.filter((rule) => findRule(INDEX, rule) === null),
      [],
      id,
    )
  }
})

t.test('so is each reason of the desk', async (t) => {
  for (const { id } of NATIONAL_RULES.deskProfiles) {
    for (const act of ACTS) {
      for (const severity of [null, ...SEVERITIES]) {
        const limit = deskLimit(act, severity, id)
        t.same(unexplained(limit?.because.map(({ rule }) => rule) ?? []), [], `${id} ${act}`)
      }
    }
  }
  for (const kind of KINDS) {
    for (const severity of [null, ...SEVERITIES]) {
      t.same(unexplained(passesTo(kind, severity).because.map(({ rule }) => rule)), [], `${kind} ${severity}`)
    }
  }
  t.same(unexplained(['desk.order', 'routing.refused', 'routing.reassigned']), [], 'what people decide')
})

t.test('so is each rule that a refusal names', async (t) => {
  const sources = ['evaluations/contradictions.ts', 'evaluations/working-days.ts']
  const texts = await Promise.all(
    sources.map((path) => readFile(new URL(`../../src/${path}`, import.meta.url), 'utf8')),
  )
  const named = texts.flatMap((text) => text.match(/(?<=')[a-z_]+\.[a-z_]+(?=')/g) ?? [])
  t.ok(named.length > 20, `${named.length} are named`)
  t.same(
    named.filter((rule) => findRule(INDEX, rule) === null),
    [],
  )
})

t.test('the facts were varied enough to meet all kinds of reasons', async (t) => {
  t.ok(met.size > 250, `${met.size} rules were met`)
  const named = [
    'flood_drought_tibet.below_any_grade',
    'flood_drought_tibet.figures_not_given',
    'earthquake_magnitude.serious.magnitude',
    'earthquake_casualties.no_edition_in_force',
    'tibet.bands_not_seen',
    'national.2.neighbour',
    'lhasa_placeholder.4.dead_and_missing',
    'forest_fire.ordinary.other_forest_land',
    'severity.no_text_seen',
    'accident.not_covered',
    'accident.investigation',
    'accident.relatively_serious_danger',
    'hazard.subhazard_needed',
    'first_report.no_edition_in_force',
    'relief.may_be_lowered',
    'report.not_bound_by_grade',
    'daily_follow_up.on',
    'routing.never_ownerless',
    'must_tell.garrison_and_neighbours',
    'direct_report.any_death',
    'verified_figures',
    'C08',
    'C17',
    'C20',
    'desk.lhasa_default.acknowledge',
    'passes_to.natural_disaster.ordinary',
  ]
  t.same(
    named.filter((rule) => !met.has(rule)),
    [],
  )
})
