/**
 * `npm run bench -- submissions`: full submissions over HTTP beside pgbench running the same statements, in the same run on the same
 * database. Only the ratios mean something: shared machines are noisy, so the two take turns for several rounds.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { json } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import pino from 'pino'
import { v7 as uuidv7 } from 'uuid'
import { readConfig } from '../src/config.ts'
import { openDatabase } from '../src/db/client.ts'
import { openPipeline, type Pipeline } from '../src/db/pipeline.ts'
import { startEmbeddedPostgres } from '../src/embedded-postgres/launcher.ts'
import { openKeyRing } from '../src/keys/key-ring.ts'
import { readSealingKey } from '../src/keys/sealing-key.ts'
import { openLocalRuleBook } from '../src/local-rules/rule-book.ts'
import { contentHash } from '../src/reports/canonical.ts'
import { newReport } from '../src/reports/schemas.ts'
import { submitReports } from '../src/reports/submit-reports.ts'
import { openRuleBook } from '../src/routing/rule-book.ts'
import { cpuSecondsOf, family, median, quantile } from './cpu.ts'
import type { Lane, Load, Plan } from './load.ts'
import { type Chain, mustHavePgbench, type Recorded, runPgbench } from './pgbench.ts'

const ROUNDS = 3
const SECONDS = 8
const WARM_UP_SECONDS = 4
const MOST_CONNECTIONS = 64
const root = fileURLToPath(new URL('..', import.meta.url))

interface Round {
  connections: number
  pgbenchPerSecond: number
  pgbenchMs: number
  perSecond: number
  p50Ms: number
  p99Ms: number
  nodeMicros: number
  postgresMicros: number
}

interface Bench {
  url: string
  postmasterPid: number
  service: ChildProcess
  port: number
  /** chains that the service writes to */
  lanes: Lane[]
  /** chains of other villages, that pgbench writes to */
  chains: Chain[]
  sample: Sample
}

interface Sample {
  recorded: Recorded
  own: { chain: Chain; versionId: string; parentVersionId: string; key: string }
}

async function main(): Promise<void> {
  mustHavePgbench()
  const dataDir = await mkdtemp(join(tmpdir(), 'fengsui-bench-'))
  const log = pino({ level: 'warn' }, pino.destination(2))
  const postgres = await startEmbeddedPostgres({ dataDir, log })
  const service = startChild(dataDir, postgres.url)
  try {
    const bench = await prepare(dataDir, postgres.url, service)
    await warmUp(bench)
    const rounds: Round[] = []
    for (let round = 1; round <= ROUNDS; round++) {
      for (const connections of [1, MOST_CONNECTIONS]) {
        rounds.push(await measure(bench, connections, (rounds.length + 1) * 100_000))
        process.stderr.write(`round ${round} of ${ROUNDS}, ${connections} connections: done\n`)
      }
    }
    print(rounds)
  } finally {
    service.kill('SIGTERM')
    await once(service, 'exit')
    await postgres.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}

function startChild(dataDir: string, url: string): ChildProcess {
  return spawn(process.execPath, ['src/main.ts'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      DATABASE_URL: url,
      DATA_DIR: dataDir,
      PORT: '0',
      RUN: 'api',
      LOG_LEVEL: 'warn',
      REQUESTS_PER_MINUTE: '1000000',
    },
  })
}

async function prepare(dataDir: string, url: string, service: ChildProcess): Promise<Bench> {
  const port = await portOf(service)
  const all = await openLanes(port, dataDir)
  const lanes = all.slice(0, MOST_CONNECTIONS)
  const pid = readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]
  const { sample, chains } = await record(url, dataDir, all.slice(MOST_CONNECTIONS))
  return { url, postmasterPid: Number(pid), service, port, lanes, chains, sample }
}

async function portOf(service: ChildProcess): Promise<number> {
  if (!service.stdout) throw new Error('the service has no output')
  for await (const chunk of service.stdout) {
    const found = /fengsui ready http:\/\/[^:]+:(\d+)/.exec(String(chunk))?.[1]
    if (found) return Number(found)
  }
  throw new Error('the service ended before it was ready')
}

/** An officer, a session and a first report for each connection of the service and of pgbench. */
async function openLanes(port: number, dataDir: string): Promise<Lane[]> {
  const accounts: { account?: string; password: string; role: string }[] = JSON.parse(
    await readFile(join(dataDir, 'first-accounts.json'), 'utf8'),
  )
  const administrator = accounts.find(({ role }) => role === 'administrator')
  if (!administrator?.account) throw new Error('there is no administrator among the first accounts')
  const admin = await login(port, administrator.account, administrator.password)
  const { items } = await call(port, 'GET', '/v1/nodes?tier=village&limit=200', null, admin)
  const villages = items.slice(0, 2 * MOST_CONNECTIONS).map(({ regionCode }) => regionCode)
  const rows = villages.map((code) => `bench-${code},,officer,${code},,,A,zh,`)
  const csv = [
    'login,displayName,role,regionCode,sectionCode,departmentCode,post,language,phone',
    ...rows,
  ].join('\n')
  const imported = await call(port, 'POST', '/v1/accounts/imports', { csv }, admin)
  const lanes: Lane[] = []
  for (const { login: name, password } of imported.accounts) lanes.push(await openLane(port, name, password))
  return lanes
}

async function openLane(port: number, name: string, password: string): Promise<Lane> {
  const token = await login(port, name, password)
  const regionCode = name.slice('bench-'.length)
  const report = {
    id: uuidv7(),
    parentVersionId: null,
    stage: 'first',
    event: {
      hazard: 'flood',
      subhazard: 'mountain_flood',
      occurredAt: new Date(Date.now() - 60_000).toISOString(),
    },
    regionCode,
    figures: { affected_pop: 1_000 },
  }
  const accepted = await call(port, 'POST', '/v1/reports', report, token, { 'idempotency-key': uuidv7() })
  return { token, regionCode, eventId: accepted.eventId, headVersionId: accepted.versionId }
}

async function login(port: number, name: string, password: string): Promise<string> {
  const { accessToken } = await call(
    port,
    'POST',
    '/v1/sessions',
    { login: name, password, device: `bench ${name}` },
    null,
  )
  return accessToken
}

interface Answer {
  items: { regionCode: string }[]
  accounts: { login: string; password: string }[]
  accessToken: string
  eventId: string
  versionId: string
}

/** @returns the answer; anything but a 2xx ends the bench */
async function call(
  port: number,
  method: string,
  path: string,
  body: object | null,
  token: string | null,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    method,
    headers: {
      ...(body ? { 'content-type': 'application/json' } : {}),
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...headers,
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
  return (await response.json()) as Answer
}

/** One follow-up, submitted by the very code of the service, with a pipeline that writes down what it is sent. */
async function record(url: string, dataDir: string, lanes: readonly Lane[]) {
  const config = readConfig({ DATA_DIR: dataDir, DATABASE_URL: url })
  const log = pino({ level: 'warn' }, pino.destination(2))
  const db = openDatabase({ url, poolSize: 2, onIdleError: (error) => log.warn(error) })
  const ring = await openKeyRing({ db, config, log }, await readSealingKey(config))
  const inner = openPipeline(url, (error) => log.warn(error))
  const recorded: Exclude<Parameters<Pipeline['flight']>[0][number], string>[] = []
  const pipeline: Pipeline = {
    ...inner,
    flight(queries) {
      for (const query of queries) if (typeof query !== 'string') recorded.push(query)
      return inner.flight(queries)
    },
  }
  const lane = lanes[0]
  if (!lane) throw new Error('there are no lanes')
  const followUp = async () => {
    recorded.length = 0
    const content = {
      id: uuidv7(),
      parentVersionId: lane.headVersionId,
      stage: 'follow_up',
      eventId: lane.eventId,
      regionCode: lane.regionCode,
      figures: { affected_pop: 1_200, relocated_cum: 300, collapsed_rooms: 120 },
      narrative: '房屋倒塌,道路中断,人员正在转移安置,灾情仍在核查。',
    }
    const key = uuidv7()
    const [outcome] = await submitReports(
      { pipeline, ring, config, ruleBook: openRuleBook(db), localRuleBook: openLocalRuleBook(db) },
      [
        {
          claims: claimsOf(lane.token),
          key,
          report: newReport.parse(content),
          content,
          contentHash: contentHash(content),
          sentAt: null,
          withdrawalReason: null,
          heldSince: null,
        },
      ],
    )
    if (outcome?.kind !== 'accepted') throw new Error('the recorded submission was refused')
    const { id: versionId, parentVersionId } = content
    lane.headVersionId = versionId
    return { versionId, parentVersionId, key }
  }
  // the second one is recorded: it says nothing new to any ladder, as most follow-ups do
  await followUp()
  const ids = await followUp()
  const { rows } = await db.$client.query<Chain>(
    'select id as "chainId", event_id as "eventId", region_code as "regionCode" from report_chains',
  )
  const chains = lanes.map(({ regionCode }) => {
    const chain = rows.find((row) => row.regionCode === regionCode)
    if (!chain) throw new Error(`no chain of ${regionCode}`)
    return chain
  })
  const own = { chain: chains[0] as Chain, ...ids }
  await inner.close()
  ring.close()
  await db.$client.end()
  return { sample: { recorded, own }, chains }
}

function claimsOf(token: string): { sub: string; sid: string } {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'))
}

/** Code that has not run yet is slow code, in Node as in PostgreSQL. */
async function warmUp(bench: Bench): Promise<void> {
  const load = await runLoad({ port: bench.port, seconds: WARM_UP_SECONDS, lanes: bench.lanes, from: 1 })
  moveHeads(bench.lanes, load)
}

function moveHeads(lanes: readonly Lane[], { heads }: Load): void {
  lanes.forEach((lane, i) => {
    lane.headVersionId = heads[i] ?? lane.headVersionId
  })
}

/** The baseline first, then the service, with the same number of connections. */
async function measure(bench: Bench, connections: number, from: number): Promise<Round> {
  const { recorded, own } = bench.sample
  const baseline = await runPgbench(bench.url, recorded, own, bench.chains, {
    clients: connections,
    seconds: SECONDS,
  })
  const servicePid = bench.service.pid ?? 0
  const before = { node: cpuSecondsOf([servicePid]), postgres: cpuSecondsOf(family(bench.postmasterPid)) }
  const lanes = bench.lanes.slice(0, connections)
  const load = await runLoad({ port: bench.port, seconds: SECONDS, lanes, from })
  const after = { node: cpuSecondsOf([servicePid]), postgres: cpuSecondsOf(family(bench.postmasterPid)) }
  if (load.refused > 0)
    throw new Error(`${load.refused} submissions were refused, the first: ${load.firstRefusal}`)
  moveHeads(lanes, load)
  return {
    connections,
    pgbenchPerSecond: baseline.perSecond,
    pgbenchMs: baseline.meanMs,
    perSecond: load.accepted / load.seconds,
    p50Ms: quantile(load.latenciesMs, 0.5),
    p99Ms: quantile(load.latenciesMs, 0.99),
    nodeMicros: ((after.node - before.node) / load.accepted) * 1e6,
    postgresMicros: ((after.postgres - before.postgres) / load.accepted) * 1e6,
  }
}

async function runLoad(plan: Plan): Promise<Load> {
  const child = spawn(process.execPath, ['bench/load.ts'], { cwd: root, stdio: ['pipe', 'pipe', 'inherit'] })
  child.stdin.end(JSON.stringify(plan))
  return (await json(child.stdout)) as Load
}

function print(rounds: readonly Round[]): void {
  process.stdout.write(
    'follow-up reports over HTTP, beside pgbench running the same statements (medians)\n\n',
  )
  const head = [
    'connections',
    'pgbench/s',
    'fengsui/s',
    'ratio',
    'pgbench ms',
    'p50 ms',
    'p99 ms',
    'CPU us node',
    'CPU us pg',
  ]
  const rows = [1, MOST_CONNECTIONS].map((connections) => {
    const own = rounds.filter((round) => round.connections === connections)
    const of = (pick: (round: Round) => number) => median(own.map(pick))
    return [
      String(connections),
      of((round) => round.pgbenchPerSecond).toFixed(0),
      of((round) => round.perSecond).toFixed(0),
      of((round) => round.perSecond / round.pgbenchPerSecond).toFixed(2),
      of((round) => round.pgbenchMs).toFixed(2),
      of((round) => round.p50Ms).toFixed(2),
      of((round) => round.p99Ms).toFixed(2),
      of((round) => round.nodeMicros).toFixed(0),
      of((round) => round.postgresMicros).toFixed(0),
    ]
  })
  for (const row of [head, ...rows]) {
    process.stdout.write(`${row.map((cell, i) => cell.padStart(head[i]?.length ?? 0)).join('  ')}\n`)
  }
}

await main()
