/**
 * `npm run bench -- batches`: follow-ups of a device in batches of 500 beside the same ones sent one by one, in the same run
 * on the same database, taking turns. A device has one connection; how many single ones 64 devices get through together
 * stands beside it.
 */
import { cpuSecondsOf, family, median, quantile } from './cpu.ts'
import type { Lane } from './load.ts'
import { type BenchService, moveHeads, openLanes, runLoad, withService } from './service.ts'

const ROUNDS = 5
const SECONDS = 6
const WARM_UP_SECONDS = 4
const BATCH = 500
const DEVICES = 64
const SHOWN = 800
/** A device gets its reports through so much faster in batches. */
const TARGET = 5

const WAYS = [
  { name: 'single, one device', devices: 1, batch: undefined },
  { name: 'batches of 500, one device', devices: 1, batch: BATCH },
  { name: `single, ${DEVICES} devices`, devices: DEVICES, batch: undefined },
  { name: 'batches of 500, 4 devices', devices: 4, batch: BATCH },
]

interface Measured {
  perSecond: number
  p50Ms: number
  nodeMicros: number
  postgresMicros: number
}

await withService({}, async (service) => {
  const lanes = await openLanes(service, DEVICES)
  const rounds: Measured[][] = []
  for (let round = 0; round <= ROUNDS; round++) {
    const seconds = round === 0 ? WARM_UP_SECONDS : SECONDS
    const inTurn: Measured[] = []
    for (const [place, way] of WAYS.entries()) {
      // figures only ever grow, or the checks would ask why
      const from = (round * WAYS.length + place) * 100_000
      inTurn.push(await measure(service, lanes, way, seconds, from))
    }
    rounds.push(inTurn)
    process.stderr.write(`round ${round} of ${ROUNDS}: done\n`)
  }
  print(rounds.slice(1))
})

async function measure(
  { port, process: service, postmasterPid }: BenchService,
  all: readonly Lane[],
  { devices, batch }: (typeof WAYS)[number],
  seconds: number,
  from: number,
): Promise<Measured> {
  const lanes = all.slice(0, devices)
  const cpu = () => ({
    node: cpuSecondsOf([service.pid ?? 0]),
    postgres: cpuSecondsOf(family(postmasterPid)),
  })
  const before = cpu()
  const load = await runLoad({ port, seconds, lanes, from, batch })
  const after = cpu()
  if (load.refused > 0)
    throw new Error(`${load.refused} were refused, the first: ${load.firstRefusal?.slice(0, SHOWN)}`)
  moveHeads(lanes, load)
  return {
    perSecond: load.accepted / load.seconds,
    p50Ms: quantile(load.latenciesMs, 0.5),
    nodeMicros: ((after.node - before.node) / load.accepted) * 1e6,
    postgresMicros: ((after.postgres - before.postgres) / load.accepted) * 1e6,
  }
}

function print(rounds: readonly Measured[][]): void {
  process.stdout.write('follow-up reports over HTTP (medians)\n\n')
  process.stdout.write(
    `${'way'.padEnd(30)}reports/s   ratio  p50 ms of a request  CPU us node  CPU us pg (of a report)\n`,
  )
  const ratios = WAYS.map((_, place) =>
    median(rounds.map((round) => (round[place]?.perSecond ?? 0) / (round[0]?.perSecond ?? Number.NaN))),
  )
  WAYS.forEach(({ name }, place) => {
    const of = (pick: (one: Measured) => number) =>
      median(rounds.flatMap((round) => round.slice(place, place + 1).map(pick)))
    const cells = [
      of((one) => one.perSecond)
        .toFixed(0)
        .padStart(9),
      `${(ratios[place] ?? 0).toFixed(1)} x`.padStart(8),
      of((one) => one.p50Ms)
        .toFixed(2)
        .padStart(21),
      of((one) => one.nodeMicros)
        .toFixed(0)
        .padStart(13),
      of((one) => one.postgresMicros)
        .toFixed(0)
        .padStart(11),
    ]
    process.stdout.write(`${name.padEnd(30)}${cells.join('')}\n`)
  })
  const reached = (ratios[1] ?? 0) >= TARGET
  process.stdout.write(`\nthe target of ${TARGET} times is ${reached ? 'met' : 'MISSED'}\n`)
}
