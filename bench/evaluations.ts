/**
 * How long the judge takes, in this process and without a database: the median and the 99th percentile of one judgement
 * of each kind. The kinds take turns, so that a busy machine is as hard on each.
 */
import { evaluate } from '../src/evaluations/evaluate.ts'
import { evaluateSeries, type SeriesItem } from '../src/evaluations/series.ts'
import type { Circumstances, Facts } from '../src/evaluations/types.ts'
import { HAZARD_CODES } from '../src/regulations/hazards.ts'
import { INDICATOR_KEYS } from '../src/regulations/indicators.ts'
import { RECEIVERS } from '../src/regulations/vocabulary.ts'
import { median, quantile } from './cpu.ts'

const ROUNDS = 200
const EACH_ROUND = 25
const WARM_UP_ROUNDS = 40
const SERIES_ITEMS = 30
/** One judgement of full facts may take so long. */
const TARGET_MICROS = 200

const HOUR_MS = 3_600_000
const OCCURRED_AT = new Date('2025-06-11T12:00:00+08:00')
const after = (hours: number) => new Date(OCCURRED_AT.getTime() + hours * HOUR_MS)

const EVENT = {
  kind: 'natural_disaster',
  hazard: 'flood',
  subhazard: 'mountain_flood',
  regionCode: '540122000000',
  occurredAt: OCCURRED_AT,
} as const

/** Each figure a little more than the one before, so that hardly two agree. */
const figures = Object.fromEntries(INDICATOR_KEYS.map((key, index) => [key, 40 + index]))
const before = Object.fromEntries(INDICATOR_KEYS.map((key, index) => [key, 10 + index]))

const everything: Required<Circumstances> = {
  magnitude: 6.8,
  burnedAreaM2: 20_000_000,
  openFlameHours: 30,
  peopleInDanger: 40,
  peopleToMove: 1_200,
  possibleLossYuan: 90_000_000,
  trapped: 12,
  evacuated: 800,
  railCutHours: 50,
  roadCutHours: 100,
  acutePoisoned: 3,
  foundAlive: 2,
  shares: {
    cropLost: 0.3,
    livestockDead: 0.2,
    roomsCollapsed: 0.2,
    droughtAid: 0.1,
    provincialGdpLost: 0.01,
  },
  sensitive: true,
  crossesBoundary: true,
  neighbourReliefLevel: 4,
  reliefResponseOn: true,
  nilReportOrdered: true,
  responseLevel: 2,
  warningColour: 'red',
  concurrentHazards: HAZARD_CODES,
  criteria: ['basin_great_flood', 'massive_house_collapse', 'reservoir_failure', 'large_farmland_damage'],
}

const full: Facts = {
  ...EVENT,
  stage: 'verified',
  figures,
  facts: everything,
  previous: before,
  previousStage: 'follow_up',
  received: Object.fromEntries(RECEIVERS.map((receiver, index) => [receiver, after(index + 1)])),
  reportedAt: after(60),
  stableAt: after(50),
}

const typical: Facts = {
  ...EVENT,
  stage: 'first',
  figures: { affected_pop: 300, dead: 1, missing: 2, relocated_cum: 120, collapsed_rooms: 14 },
  reportedAt: after(1),
}

const series: SeriesItem[] = Array.from({ length: SERIES_ITEMS }, (_, index) => ({
  at: after(1 + index * 12),
  facts: {
    ...EVENT,
    stage: index === 0 ? 'first' : 'follow_up',
    figures: { affected_pop: 300 + index, dead: 10 + index },
    facts: { nilReportOrdered: true },
  },
}))

const KINDS: readonly { name: string; judge: () => unknown }[] = [
  { name: 'full facts', judge: () => evaluate(full) },
  { name: 'a first report', judge: () => evaluate(typical) },
  { name: `a timeline of ${SERIES_ITEMS}`, judge: () => evaluateSeries(series, after(400)) },
]

const micros = new Map(KINDS.map(({ name }) => [name, [] as number[]]))
for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round += 1) {
  for (const { name, judge } of KINDS) {
    for (let time = 0; time < EACH_ROUND; time += 1) {
      const start = performance.now()
      judge()
      if (round >= 0) micros.get(name)?.push((performance.now() - start) * 1_000)
    }
  }
}

process.stdout.write(`one judgement, of ${ROUNDS * EACH_ROUND}, in microseconds\n\n`)
process.stdout.write(`${'facts'.padEnd(20)}${'median'.padStart(10)}${'p99'.padStart(10)}\n`)
for (const [name, values] of micros) {
  const [middle, most] = [median(values), quantile(values, 0.99)].map((value) =>
    value.toFixed(1).padStart(10),
  )
  process.stdout.write(`${name.padEnd(20)}${middle}${most}\n`)
}
const fullMicros = median(micros.get('full facts') ?? [])
process.stdout.write(`\nfull facts: ${fullMicros < TARGET_MICROS ? 'within' : 'beyond'} ${TARGET_MICROS}\n`)
