/**
 * `npm run bench -- evaluations`: the judge in process, without a database. The variants take turns for several rounds;
 * the median and the 99th percentile of all their runs are told, in microseconds.
 */
import { evaluate } from '../src/evaluations/evaluate.ts'
import { evaluateSeries } from '../src/evaluations/series.ts'
import type { Facts } from '../src/evaluations/types.ts'
import { CRITERION_CODES } from '../src/regulations/criteria.ts'
import { INDICATOR_KEYS } from '../src/regulations/indicators.ts'
import { median, quantile } from './cpu.ts'

const ROUNDS = 5
const RUNS = 2_000
const HOUR_MS = 3_600_000
const OCCURRED = new Date('2025-06-11T12:00:00+08:00')

const every = (factor: number) =>
  Object.fromEntries(INDICATOR_KEYS.map((key, index) => [key, index * factor]))

const first: Facts = {
  kind: 'natural_disaster',
  hazard: 'flood',
  subhazard: 'mountain_flood',
  regionCode: '540122000000',
  occurredAt: OCCURRED,
  stage: 'first',
  figures: { dead: 1, missing: 2, injured: 3, relocated_cum: 400, loss_total: 2_000_000 },
}

const full: Facts = {
  ...first,
  stage: 'follow_up',
  figures: every(3),
  previous: every(2),
  facts: {
    magnitude: 6.6,
    burnedAreaM2: 100_000,
    openFlameHours: 30,
    peopleInDanger: 20,
    peopleToMove: 600,
    possibleLossYuan: 60_000_000,
    trapped: 4,
    evacuated: 700,
    railCutHours: 30,
    roadCutHours: 50,
    shares: { cropLost: 0.2, livestockDead: 0.1, roomsCollapsed: 0.1, droughtAid: 0.2 },
    sensitive: true,
    nilReportOrdered: true,
    reliefResponseOn: true,
    responseLevel: 2,
    warningColour: 'orange',
    criteria: CRITERION_CODES.slice(0, 5),
  },
  received: { county: OCCURRED, city: OCCURRED, region: OCCURRED },
  explanation: '核实后更正。',
}

const timeline = Array.from({ length: 30 }, (_, index) => ({
  at: new Date(OCCURRED.getTime() + index * 6 * HOUR_MS),
  facts: {
    ...first,
    figures: { dead: index, missing: 1 },
    stage: index === 0 ? 'first' : 'follow_up',
  } as Facts,
}))

const VARIANTS: readonly [name: string, runs: number, run: () => unknown][] = [
  ['first report', RUNS, () => evaluate(first)],
  ['full facts', RUNS, () => evaluate(full)],
  ['series of 30', 20, () => evaluateSeries(timeline)],
]

const micros = new Map<string, number[]>(VARIANTS.map(([name]) => [name, []]))
for (let round = 0; round <= ROUNDS; round += 1) {
  for (const [name, runs, run] of VARIANTS) {
    const times = Array.from({ length: runs }, () => {
      const start = performance.now()
      run()
      return (performance.now() - start) * 1_000
    })
    // the first round is for the compiler
    if (round > 0) micros.get(name)?.push(...times)
  }
}
process.stdout.write('evaluation      median us     p99 us\n')
for (const [name, times] of micros) {
  const [middle, slow] = [median(times), quantile(times, 0.99)].map((value) => value.toFixed(1).padStart(10))
  process.stdout.write(`${name.padEnd(13)} ${middle}  ${slow}\n`)
}
