import t from 'tap'
import { faultOf, type LocalFault, layOver } from '../../src/evaluations/lay-over.ts'
import { type Effect, effectOf, holdingOf, targetsOf } from '../../src/evaluations/local-targets.ts'
import { bindsLhasa, type LocalKind, type LocalValue, NOT_BINDING } from '../../src/regulations/local-rule.ts'
import { ALL_RULES } from '../../src/regulations/register.ts'
import { NATIONAL_RULES, type RuleSet } from '../../src/regulations/rule-set.ts'
import { aLocalRule } from './local-cases.ts'

const DAY = '2025-06-11'
const WAN = 10_000

type Row = [
  kind: LocalKind,
  target: string,
  value: LocalValue,
  effect: Effect | null,
  fault: LocalFault['fault'] | null,
]

/** Each target just stricter, as it is, and just laxer. */
const ROWS: readonly Row[] = [
  // Fengsui's defaults, and other places' rules: either way
  ['time_limit', 'first_report.village', { minutes: 29 }, 'tightens', null],
  ['time_limit', 'first_report.village', { minutes: 30 }, 'equals', null],
  ['time_limit', 'first_report.village', { minutes: 31 }, 'loosens', null],
  ['time_limit', 'first_report.township', { minutes: 45 }, 'tightens', null],
  ['time_limit', 'first_report.township', { minutes: 90 }, 'loosens', null],
  ['time_limit', 'first_report.county_danger', { minutes: 180 }, 'loosens', null],
  ['time_limit', 'direct_report.any_death', { minutes: 180 }, 'loosens', null],
  ['time_limit', 'daily_follow_up.township', { dailyAt: '07:59' }, 'tightens', null],
  ['time_limit', 'daily_follow_up.township', { dailyAt: '08:01' }, 'loosens', null],
  ['threshold', 'lhasa_placeholder.4.dead_and_missing', { from: 2 }, 'loosens', null],
  ['threshold', 'lhasa_placeholder.3.relocated_and_aided', { from: 900 }, 'tightens', null],
  ['desk_limit', 'desk.lhasa_default.acknowledge', { minutes: 9 }, 'tightens', null],
  ['desk_limit', 'desk.lhasa_default.acknowledge', { minutes: 10 }, 'equals', null],
  ['desk_limit', 'desk.lhasa_default.acknowledge', { minutes: 15 }, 'loosens', null],
  ['desk_limit', 'desk.province_2021.written_report', { minutes: 400 }, 'loosens', null],
  ['desk_profile', 'desk.profile', { profile: 'county_2018' }, 'differs', null],
  ['desk_profile', 'desk.profile', { profile: 'lhasa_default' }, 'equals', null],
  ['switch', 'anyDeathDirectReport', { on: false }, 'loosens', null],
  ['switch', 'anyDeathDirectReport', { on: true }, 'equals', null],
  ['check_threshold', 'sharp_rise.dead', { moreThan: 2 }, 'tightens', null],
  ['check_threshold', 'sharp_rise.dead', { moreThan: 3 }, 'equals', null],
  ['check_threshold', 'sharp_rise.affected_pop', { moreThan: 900 }, 'loosens', null],
  // the statistics system, read or inferred
  ['time_limit', 'first_report.county', { minutes: 119 }, 'tightens', null],
  ['time_limit', 'first_report.county', { minutes: 120 }, 'equals', null],
  ['time_limit', 'first_report.county', { minutes: 121 }, 'loosens', 'loosens'],
  ['time_limit', 'first_report.city', { minutes: 121 }, 'loosens', 'loosens'],
  ['time_limit', 'direct_report.ten_dead_or_missing', { minutes: 60 }, 'tightens', null],
  ['time_limit', 'direct_report.ten_dead_or_missing', { minutes: 121 }, 'loosens', 'loosens'],
  ['time_limit', 'daily_follow_up.county', { dailyAt: '08:30' }, 'tightens', null],
  ['time_limit', 'daily_follow_up.county', { dailyAt: '09:01' }, 'loosens', 'loosens'],
  ['time_limit', 'drought_follow_up.county', { everyDays: 7 }, 'tightens', null],
  ['time_limit', 'drought_follow_up.county', { everyDays: 11 }, 'loosens', 'loosens'],
  // the decree on accidents, and what was not seen of Decree 21
  ['time_limit', 'accident.county', { minutes: 60 }, 'tightens', null],
  ['time_limit', 'accident.county', { minutes: 150 }, 'loosens', 'loosens'],
  ['time_limit', 'accident.supplement', { days: 20 }, 'tightens', null],
  ['time_limit', 'accident.supplement', { days: 31 }, 'loosens', 'loosens'],
  ['time_limit', 'accident.city_phone', { minutes: 61 }, 'loosens', 'loosens'],
  ['threshold', 'accident.ordinary.dead', { from: 2 }, 'loosens', 'loosens'],
  // the region's standard, verified and inferred figures alike
  ['threshold', 'flood_drought_tibet.ordinary.dead_and_missing', { from: 9 }, 'tightens', null],
  ['threshold', 'flood_drought_tibet.ordinary.dead_and_missing', { from: 10 }, 'equals', null],
  ['threshold', 'flood_drought_tibet.ordinary.dead_and_missing', { from: 11 }, 'loosens', 'loosens'],
  ['threshold', 'flood_drought_tibet.serious.dead_and_missing', { from: 31 }, 'loosens', 'loosens'],
  ['threshold', 'flood_drought_tibet.ordinary.loss', { from: 80 * WAN }, 'tightens', null],
  ['threshold', 'flood_drought_tibet.ordinary.crop_lost_share', { from: 0.04 }, 'tightens', null],
  // what the region's standard leaves open
  ['threshold', 'flood_drought_tibet.especially_serious.dead_and_missing', { from: 50 }, 'tightens', null],
  // the national relief plan: clause 5.5 lets thresholds be lowered, which is stricter
  ['threshold', 'national.4.dead_and_missing', { from: 15 }, 'tightens', null],
  ['threshold', 'national.4.dead_and_missing', { from: 21 }, 'loosens', 'loosens'],
  ['threshold', 'national.4.drought_aided_share', { from: 1.5 }, 'loosens', 'out_of_range'],
  ['threshold', 'earthquake_magnitude.ordinary.magnitude', { from: 3.5 }, 'tightens', null],
  // not of the form that the rule has
  ['time_limit', 'first_report.county', { days: 1 }, null, 'wrong_form'],
  ['time_limit', 'daily_follow_up.county', { minutes: 30 }, null, 'wrong_form'],
  ['threshold', 'accident.ordinary.dead', { moreThan: 1 }, null, 'wrong_form'],
  ['switch', 'anyDeathDirectReport', { minutes: 1 }, null, 'wrong_form'],
  ['desk_profile', 'desk.profile', { minutes: 5 }, null, 'wrong_form'],
]

t.test('what tightens, what loosens, and what is refused for it', async (t) => {
  for (const [kind, target, value, effect, fault] of ROWS) {
    const told = `${target} ${JSON.stringify(value)}`
    const holding = holdingOf(NATIONAL_RULES, target, DAY)
    t.ok(holding, `${target} can be overridden`)
    if (!holding) continue
    t.equal(holding.kind, kind, target)
    t.equal(effectOf(holding, value), effect, told)
    t.equal(faultOf(NATIONAL_RULES, { target, kind, value }, DAY)?.fault ?? null, fault, told)
  }
})

t.test('a refusal names the text, its clause and what it says', async (t) => {
  const rule = aLocalRule('time_limit', 'first_report.county', { minutes: 180 })
  t.match(faultOf(NATIONAL_RULES, rule, DAY), {
    fault: 'loosens',
    citation: { instrumentZh: '《自然灾害情况统计调查制度》', edition: '应急〔2020〕19号', clause: '初报' },
    value: { minutes: 120 },
  })
})

t.test('what has no value of its own cannot be overridden', async (t) => {
  const rows = [
    ['accident.person_on_site', DAY],
    ['major_event.county', DAY],
    ['first_report', DAY],
    ['first_report.county', '2008-05-06'],
    ['flood_drought_tibet.ordinary', DAY],
    ['flood_drought_tibet.ordinary.magnitude', DAY],
    ['flood_drought_tibet.ordinary.dead_and_missing.more', DAY],
    ['flood_drought_tibet.ordinary.dead_and_missing', '2022-06-30'],
    ['flood_drought_tibet.5.dead_and_missing', DAY],
    ['tibet.1.dead_and_missing', DAY],
    ['desk.province_2021.phone_report', DAY],
    ['desk.lhasa_default.phone_report', DAY],
    ['desk.nowhere.acknowledge', DAY],
    ['desk.lhasa_default.acknowledge.more', DAY],
    ['sharp_rise.loss_total', DAY],
    ['toString', DAY],
    ['constructor', DAY],
  ] as const
  for (const [target, day] of rows) t.equal(holdingOf(NATIONAL_RULES, target, day), null, target)
  const kinds = faultOf(NATIONAL_RULES, aLocalRule('switch', 'first_report.county', { minutes: 9 }), DAY)
  t.same(kinds, { fault: 'unknown_target' }, 'a target is of one kind')
})

t.test('every target that is named can be overridden, and none is named twice', async (t) => {
  const targets = targetsOf(NATIONAL_RULES, DAY)
  t.ok(targets.length > 150, `${targets.length} targets`)
  t.equal(new Set(targets).size, targets.length)
  t.same(
    targets.filter((target) => !holdingOf(NATIONAL_RULES, target, DAY)),
    [],
  )
  const named = ROWS.map(([, target]) => target).filter((target) => !target.includes('especially_serious'))
  t.same(
    named.filter((target) => !targets.includes(target)),
    [],
  )
})

t.test('the texts that bind nobody are among the rules, and no law is', async (t) => {
  const instruments = new Set(ALL_RULES.map(({ citation }) => citation.instrument))
  t.same(
    NOT_BINDING.filter((name) => !instruments.has(name)),
    [],
  )
  const laws = ALL_RULES.filter(({ citation }) => /国务院令|国办|应急〔|民函|试行/.test(citation.edition))
  t.ok(laws.length > 50, `${laws.length} rules of laws and plans`)
  t.same(
    laws.filter(({ citation }) => !bindsLhasa(citation)),
    [],
  )
})

t.test('a text that lets itself be loosened may be loosened, by the clause it names', async (t) => {
  const rule = aLocalRule('time_limit', 'first_report.county', { minutes: 180 })
  const duties = NATIONAL_RULES.duties.map((duty) => ({
    ...duty,
    editions: duty.editions.map(({ citation, limit }) => ({
      limit,
      citation: { ...citation, mayBeLoosenedBy: '附则' },
    })),
  }))
  const lenient: RuleSet = { ...NATIONAL_RULES, duties }
  t.equal(faultOf(lenient, rule, DAY), null)
  t.same(layOver(lenient, [rule], DAY).silent, [])
  t.same(
    ALL_RULES.filter(({ citation }) => citation.mayBeLoosenedBy !== undefined),
    [],
    'no text that was seen does',
  )
})
