/** What a threshold measures, and its range in the words of the texts: 以上 includes the number, 以下 excludes it. */

import { HECTARE, type Measure, WAN } from '../../regulations/ladder.ts'
import { type Words, words } from './words.ts'

/** The base unit of a measure, as figures on the wire count it. */
export const UNITS = [
  'person',
  'room',
  'household',
  'yuan',
  'm2',
  'part_of_one',
  'hour',
  'magnitude',
] as const
export type Unit = (typeof UNITS)[number]

/** How a figure in base units is written, and whether the base unit is finer than anything a text speaks of. */
const QUANTITIES: Readonly<Record<Unit, { write: (value: number) => Words; isFine?: true }>> = {
  person: { write: (value) => words(`${inWan(value)}人`, number(value)) },
  room: { write: (value) => words(`${inWan(value)}间`, number(value)) },
  household: { write: (value) => words(`${inWan(value)}户`, number(value)) },
  yuan: { write: (value) => words(money(value), `${number(value)} yuan`), isFine: true },
  m2: { write: (value) => words(`${value / HECTARE}公顷`, `${number(value / HECTARE)} ha`), isFine: true },
  part_of_one: { write: (value) => words(percent(value), percent(value)) },
  hour: { write: (value) => words(`${value}小时`, `${value} hours`) },
  magnitude: { write: (value) => words(`${value.toFixed(1)}级`, value.toFixed(1)) },
}

export const MEASURES: Readonly<Record<Measure, Words & { unit: Unit }>> = {
  dead: { ...words('死亡', 'deaths'), unit: 'person' },
  dead_and_missing: { ...words('死亡(含失踪)', 'dead and missing'), unit: 'person' },
  dead_and_seriously_injured: { ...words('死亡和重伤', 'dead and seriously injured'), unit: 'person' },
  injured: { ...words('受伤', 'injured'), unit: 'person' },
  seriously_injured: { ...words('重伤', 'seriously injured'), unit: 'person' },
  seriously_injured_or_poisoned: {
    ...words('重伤(含急性工业中毒)', 'seriously injured (with acute industrial poisoning)'),
    unit: 'person',
  },
  trapped_or_missing: { ...words('被困或下落不明', 'trapped or missing'), unit: 'person' },
  people_in_danger: { ...words('涉险', 'people in danger'), unit: 'person' },
  evacuated: { ...words('紧急疏散转移', 'evacuated'), unit: 'person' },
  affected: { ...words('受灾人口', 'affected people'), unit: 'person' },
  loss: { ...words('直接经济损失', 'direct loss'), unit: 'yuan' },
  relocated: { ...words('紧急转移安置', 'relocated people'), unit: 'person' },
  relocated_and_aided: {
    ...words('紧急转移安置和需紧急生活救助', 'relocated people and people needing emergency aid'),
    unit: 'person',
  },
  collapsed_and_severe_rooms: {
    ...words('倒塌和严重损坏房屋', 'collapsed and severely damaged rooms'),
    unit: 'room',
  },
  collapsed_and_severe_households: {
    ...words('倒塌和严重损坏住房', 'households with collapsed or severely damaged homes'),
    unit: 'household',
  },
  moderately_damaged_households: {
    ...words('一般损坏住房', 'households with moderately damaged homes'),
    unit: 'household',
  },
  drought_aided: { ...words('因旱需生活救助', 'people needing drought aid'), unit: 'person' },
  drought_aided_share: {
    ...words('因旱需生活救助占农牧业人口', 'share of the farming and herding people needing drought aid'),
    unit: 'part_of_one',
  },
  crop_lost_share: {
    ...words('农作物绝收面积占全县', 'share of the county’s crop area lost'),
    unit: 'part_of_one',
  },
  livestock_dead_share: {
    ...words('死亡牲畜占全县', 'share of the county’s livestock dead'),
    unit: 'part_of_one',
  },
  rooms_collapsed_share: {
    ...words('倒塌房屋占全县', 'share of the county’s rooms collapsed'),
    unit: 'part_of_one',
  },
  provincial_gdp_lost_share: {
    ...words('直接经济损失占全省生产总值', 'direct loss as a share of the provincial GDP'),
    unit: 'part_of_one',
  },
  rail_cut_hours: { ...words('铁路干线中断', 'main railway cut'), unit: 'hour' },
  road_cut_hours: { ...words('公路干线中断', 'trunk road cut'), unit: 'hour' },
  people_to_move: { ...words('需搬迁转移', 'people to be moved'), unit: 'person' },
  possible_loss: { ...words('可能造成的经济损失', 'possible loss'), unit: 'yuan' },
  burned_forest: { ...words('受害森林面积', 'forest burned'), unit: 'm2' },
  burned_grassland: { ...words('受害草原面积', 'grassland burned'), unit: 'm2' },
  open_flame_hours: { ...words('明火未扑灭', 'open flame not out'), unit: 'hour' },
  magnitude: { ...words('震级', 'magnitude'), unit: 'magnitude' },
}

/** The least that can be counted of a fine unit: from one yuan or one square metre on is "more than nothing". */
const LEAST = 1

/**
 * A measure and its range: "死亡(含失踪)10人以上20人以下".
 *
 * @param below null where the range is open
 */
export function rangeWords(measure: Measure, from: number, below: number | null): Words {
  const range = boundsOf(measure, from, below)
  return words(`${MEASURES[measure].zh}${range.zh}`, `${MEASURES[measure].en} ${range.en}`)
}

/**
 * The range alone, as the cell of a table shows it.
 *
 * @param below null where it is open
 */
export function boundsOf(measure: Measure, from: number, below: number | null): Words {
  const { write, isFine } = QUANTITIES[MEASURES[measure].unit]
  const least = write(from)
  if (below === null) return words(`${least.zh}以上`, `at least ${least.en}`)
  const end = write(below)
  if (isFine && from === LEAST) return words(`${end.zh}以下(大于0)`, `above 0 and below ${end.en}`)
  return words(`${least.zh}以上${end.zh}以下`, `at least ${least.en} and below ${end.en}`)
}

/**
 * The range in signs, for a cell of a table: "≥ 10, < 30".
 *
 * @param below null where it is open
 */
export function boundsInSigns(measure: Measure, from: number, below: number | null): string {
  const { write, isFine } = QUANTITIES[MEASURES[measure].unit]
  const start = isFine && from === LEAST ? '> 0' : `≥ ${write(from).en}`
  return below === null ? start : `${start}, < ${write(below).en}`
}

/** 12000 is "12000", 200000 is "20万": as the texts write it. */
function inWan(value: number): string {
  return value >= WAN && value % WAN === 0 ? `${value / WAN}万` : String(value)
}

/** Yuan as the texts write them: 万元, and 亿元 from there on. */
function money(yuan: number): string {
  const inTenThousands = yuan / WAN
  return inTenThousands >= WAN && inTenThousands % WAN === 0
    ? `${inTenThousands / WAN}亿元`
    : `${inTenThousands}万元`
}

function percent(share: number): string {
  return `${Math.round(share * 10_000) / 100}%`
}

/** With commas between thousands, the same on every machine. */
function number(value: number): string {
  return String(value).replace(/\B(?=(?:\d{3})+$)/g, ',')
}
