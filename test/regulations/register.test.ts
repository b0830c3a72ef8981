import t from 'tap'
import { STATUSES } from '../../src/regulations/citation.ts'
import { HAZARD_OF_SUBHAZARD, HAZARDS, SUBHAZARD_CODES } from '../../src/regulations/hazards.ts'
import { INDICATOR_BY_KEY, INDICATORS } from '../../src/regulations/indicators.ts'
import { ALL_RULES } from '../../src/regulations/register.ts'
import { LHASA_RELIEF, NATIONAL_RELIEF, NEIGHBOUR_JOINS } from '../../src/regulations/relief.ts'
import { SECTION_CODES } from '../../src/regulations/sections.ts'
import { SEVERITY_LADDERS } from '../../src/regulations/severity-ladders.ts'
import { addDays } from '../../src/shanghai.ts'

const isDay = (day: string) => /^\d{4}-\d{2}-\d{2}$/.test(day) && addDays(day, 0) === day

t.test('no rule lacks its instrument, clause, edition, days or status', async (t) => {
  t.ok(ALL_RULES.length > 300, `${ALL_RULES.length} rules were read`)
  const lacking = ALL_RULES.filter(({ rule, citation }) => {
    const { instrument, instrumentZh, clause, edition, inForceFrom, inForceTo, status } = citation
    const isNamed = [rule, instrument, instrumentZh, clause, edition].every((text) => text.trim() !== '')
    const isDated =
      isDay(inForceFrom) && (inForceTo === null || (isDay(inForceTo) && inForceTo > inForceFrom))
    return !isNamed || !isDated || !STATUSES.includes(status)
  })
  t.same(lacking, [])
})

t.test('whatever is inferred or recalled says so in a note or a criterion of its own', async (t) => {
  const silent = ALL_RULES.filter(
    ({ citation }) =>
      citation.status === 'inferred' &&
      citation.instrument === 'Fengsui defaults for Lhasa' &&
      !citation.note,
  )
  t.same(
    silent.map(({ rule }) => rule).filter((rule) => !rule.startsWith('department.')),
    [],
  )
})

t.test('editions of one text follow each other without gap or overlap', async (t) => {
  for (const { id, editions } of [...SEVERITY_LADDERS, NATIONAL_RELIEF, LHASA_RELIEF]) {
    for (const [index, { citation }] of editions.entries()) {
      const next = editions[index + 1]
      t.equal(citation.inForceTo, next ? next.citation.inForceFrom : null, `${id} ${citation.edition}`)
    }
  }
})

/** Where a text gives an upper end though the graver band counts something else, as the dead with the seriously injured. */
const CEILINGS: Readonly<Record<string, number>> = {
  'grassland_fire relatively_serious seriously_injured': 10,
}

t.test('bands are half-open, and those of one measure meet without gap or overlap', async (t) => {
  let pairs = 0
  for (const { id, editions } of [...SEVERITY_LADDERS, NATIONAL_RELIEF, LHASA_RELIEF]) {
    for (const { bands } of editions) {
      const highest = new Map<string, number>()
      for (const { level, criteria } of bands) {
        for (const { measure, from, below } of criteria) {
          const above = highest.get(measure) ?? CEILINGS[`${id} ${level} ${measure}`] ?? null
          if (highest.has(measure)) pairs += 1
          t.equal(below, above, `${id} ${level} ${measure} ends where the graver band begins, else nowhere`)
          t.ok(below === null || from < below, `${id} ${level} ${measure}: from ${from} below ${below}`)
          highest.set(measure, from)
        }
      }
    }
  }
  t.ok(pairs > 60, `${pairs} pairs were read`)
})

t.test('a neighbour joins below the deaths at which a province starts of its own', async (t) => {
  const bands = NATIONAL_RELIEF.editions.at(-1)?.bands ?? []
  for (const { level, below } of NEIGHBOUR_JOINS) {
    const own = bands
      .find((band) => band.level === level)
      ?.criteria.find(({ measure }) => measure === 'dead_and_missing')
    t.equal(below, own?.from, `level ${level}`)
  }
})

t.test("the 66 national indicators in their order, then Lhasa's own", async (t) => {
  const national = INDICATORS.filter(({ localTo }) => localTo === null)
  t.equal(national.length, 66)
  t.same(
    INDICATORS.map(({ no }) => no),
    INDICATORS.map((_, index) => index + 1),
  )
  t.same(
    INDICATORS.slice(66).map(({ key }) => key),
    [
      'dead_yaks',
      'dead_sheep',
      'sheds_collapsed',
      'snow_depth_cm',
      'road_cuts',
      'villages_without_road',
      'villages_without_power',
      'villages_without_water',
      'villages_without_telecom',
      'trapped',
    ],
  )
  t.equal(new Set(INDICATORS.map(({ key }) => key)).size, INDICATORS.length)
  for (const { key, zh, en } of INDICATORS) t.match(key, /^[a-z][a-z0-9_]*$/, `${zh} ${en}`)
})

t.test('units, factors and parts of indicators', async (t) => {
  t.match(INDICATOR_BY_KEY.loss_total, {
    base: 'yuan',
    formUnit: '万元',
    formFactor: 10_000,
    quantity: 'money',
  })
  t.match(INDICATOR_BY_KEY.crop_lost, { base: 'm2', formUnit: '公顷', formFactor: 10_000, quantity: 'area' })
  t.match(INDICATOR_BY_KEY.telecom_m, { base: 'm', formUnit: '皮长公里', formFactor: 1_000 })
  t.match(INDICATOR_BY_KEY.snow_depth_cm, { base: 'cm', rollUp: 'max', additive: false })
  t.match(INDICATOR_BY_KEY.dead, { base: 'person', rollUp: 'sum', additive: true, course: 'cumulative' })
  t.match(INDICATOR_BY_KEY.relocated_now, { course: 'current', partOf: null })
  t.match(INDICATOR_BY_KEY.missing, { course: 'current' })
  t.match(INDICATOR_BY_KEY.loss_other, { partOf: 'loss_total' })
  const factors: Readonly<Record<string, number>> = {
    公顷: 10_000,
    千米: 1_000,
    皮长公里: 1_000,
    万元: 10_000,
  }
  for (const { key, formUnit, formFactor, rollUp, additive, quantity, course } of INDICATORS) {
    t.equal(formFactor, factors[formUnit] ?? 1, `${key} in ${formUnit}`)
    // whoever counted the missing and the trapped takes them back, nobody above
    const isState = course === 'current' && !['missing', 'trapped'].includes(key)
    const addsUp = [isState ? 'latest' : 'sum', true]
    t.same([rollUp, additive], quantity === 'depth' ? ['max', false] : addsUp, key)
  }
  for (const { key, partOf, quantity } of INDICATORS) {
    if (partOf) t.equal(INDICATOR_BY_KEY[partOf].quantity, quantity, `${key} is a part of ${partOf}`)
  }
})

t.test("the twelve hazards, their sub-hazards, and Lhasa's mapped upward", async (t) => {
  t.equal(HAZARDS.length, 12)
  t.same(
    HAZARDS.map(({ subhazards }) => subhazards.length).filter((n) => n > 0),
    [8, 5, 8, 2],
  )
  t.same(
    HAZARDS.filter(({ shownInLhasa }) => !shownInLhasa).map(({ code }) => code),
    ['typhoon', 'marine'],
  )
  const local = HAZARDS.flatMap(({ subhazards }) => subhazards).filter(({ localTo }) => localTo === '5401')
  t.same(
    local.map(({ code, mapsTo }) => [code, mapsTo]),
    [
      ['glacial_lake_outburst', 'flood_other'],
      ['landslide_lake', 'flood_other'],
      ['ice_avalanche', 'geological_other'],
    ],
  )
  for (const { code, mapsTo } of local) {
    t.equal(
      HAZARD_OF_SUBHAZARD.get(code),
      HAZARD_OF_SUBHAZARD.get(mapsTo ?? ''),
      `${code} stays within its hazard`,
    )
  }
  t.equal(new Set(SUBHAZARD_CODES).size, 23)
})

t.test('how long reports of one hazard belong together, and where that comes from', async (t) => {
  const hours = {
    drought: 720,
    flood: 72,
    typhoon: 120,
    hail_and_wind: 24,
    low_temperature: 120,
    snow: 120,
    sandstorm: 48,
    earthquake: 72,
    geological: 24,
    marine: 72,
    forest_grassland_fire: 72,
    biological: 240,
  }
  t.same(Object.fromEntries(HAZARDS.map((row) => [row.code, row.sameEventWindowHours])), hours)
  const read = HAZARDS.filter(({ windowCitation }) => windowCitation.status === 'secondary')
  t.same(
    read.map(({ code }) => code),
    ['flood', 'hail_and_wind', 'snow'],
  )
})

t.test('hazards and sub-hazards stand beside the codes of both standards', async (t) => {
  const codesOf = ({ gb28921, gb35561 }: { gb28921: string | null; gb35561: string | null }) => [
    gb28921,
    gb35561,
  ]
  const hail = HAZARDS.find(({ code }) => code === 'hail_and_wind')
  t.same(hail && codesOf(hail), [null, '11B00'])
  t.same(hail?.subhazards.map(codesOf), [
    ['010500', '11B06'],
    ['010600', '11B15'],
    [null, null],
    ['010700', null],
    [null, null],
  ])
  const quake = HAZARDS.find(({ code }) => code === 'earthquake')
  t.same(quake && codesOf(quake), ['020100', '11C00'])
})

t.test('the eleven sections', async (t) => {
  t.same(SECTION_CODES, [
    'ZHZX',
    'BGS',
    'ZHJZ',
    'HZFZ',
    'FXKH',
    'DZDZ',
    'JZWZ',
    'ZHXT',
    'WHJG',
    'DCZF',
    'YAGL',
  ])
})
