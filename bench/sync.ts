/**
 * `npm run bench -- sync`: GET /v1/sync of a device for which nothing is new, over a database with thousands of reports.
 * The server's own time is what the service says itself: from a request's arrival until its answer is out, its queries
 * included (Fastify's `elapsedTime`, in the line that it logs for every request).
 */
import { createInterface } from 'node:readline'
import { cpuSecondsOf, family, median, quantile } from './cpu.ts'
import { type BenchService, call, openLanes, runLoad, withService } from './service.ts'

const ROUNDS = 5
const EACH_ROUND = 400
const WARM_UPS = 600
const DEVICES = 16
const LOAD_SECONDS = 5
/** Nothing new costs the server no more than this. */
const TARGET_MS = 1

interface Measured {
  ownMs: number
  ownP99Ms: number
  aroundMs: number
  nodeMicros: number
  postgresMicros: number
}

await withService({ LOG_LEVEL: 'info' }, async (service) => {
  const told = serverTimes(service)
  const lanes = await openLanes(service, DEVICES)
  const load = await runLoad({ port: service.port, seconds: LOAD_SECONDS, lanes, from: 1 })
  if (load.refused > 0) throw new Error(`${load.refused} were refused, the first: ${load.firstRefusal}`)
  const token = lanes[0]?.token ?? ''
  const { next } = await call(service.port, 'GET', '/v1/sync', null, token)
  const path = `/v1/sync?cursor=${encodeURIComponent(next)}`
  const ask = async () => {
    const answer = await call(service.port, 'GET', path, null, token)
    if (answer.changes.length > 0) throw new Error('something was new')
  }
  for (let n = 0; n < WARM_UPS; n++) await ask()
  const rounds: Measured[] = []
  for (let round = 0; round < ROUNDS; round++) rounds.push(await measure(service, ask, told))
  print(rounds, load.accepted)
})

/** The milliseconds that the service says of each request to the route, as they come. */
function serverTimes({ process: { stderr } }: BenchService): number[] {
  const times: number[] = []
  if (!stderr) throw new Error('the service logs to nobody')
  createInterface({ input: stderr }).on('line', (line) => {
    const { route, ms } = JSON.parse(line) as { route?: string; ms?: number }
    if (route === '/v1/sync' && ms !== undefined) times.push(ms)
  })
  return times
}

async function measure(
  { process: service, postmasterPid }: BenchService,
  ask: () => Promise<void>,
  told: number[],
): Promise<Measured> {
  told.length = 0
  const cpu = () => [cpuSecondsOf([service.pid ?? 0]), cpuSecondsOf(family(postmasterPid))] as const
  const [node, postgres] = cpu()
  const around: number[] = []
  for (let n = 0; n < EACH_ROUND; n++) {
    const startMs = performance.now()
    await ask()
    around.push(performance.now() - startMs)
  }
  const [nodeAfter, postgresAfter] = cpu()
  while (told.length < EACH_ROUND) await new Promise((resolve) => setTimeout(resolve, 10))
  return {
    ownMs: median(told),
    ownP99Ms: quantile(told, 0.99),
    aroundMs: median(around),
    nodeMicros: ((nodeAfter - node) / EACH_ROUND) * 1e6,
    postgresMicros: ((postgresAfter - postgres) / EACH_ROUND) * 1e6,
  }
}

function print(rounds: readonly Measured[], reports: number): void {
  const of = (pick: (one: Measured) => number) => median(rounds.map(pick))
  const ownMs = of((one) => one.ownMs)
  const lines: [string, string][] = [
    ['reports on record', String(reports)],
    ['server time, median', `${ownMs.toFixed(2)} ms`],
    ['server time, 99 %', `${of((one) => one.ownP99Ms).toFixed(2)} ms`],
    ['as a client sees it, median', `${of((one) => one.aroundMs).toFixed(2)} ms`],
    ['CPU of node', `${of((one) => one.nodeMicros).toFixed(0)} us`],
    ['CPU of PostgreSQL', `${of((one) => one.postgresMicros).toFixed(0)} us`],
  ]
  for (const [what, value] of lines) process.stdout.write(`${what.padEnd(30)}${value}\n`)
  process.stdout.write(`\nthe target of ${TARGET_MS} ms is ${ownMs < TARGET_MS ? 'met' : 'MISSED'}\n`)
}
