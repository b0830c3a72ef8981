/**
 * `npm run bench -- submissions`: full submissions over HTTP beside pgbench running the same statements, in the same run on the same
 * database. Only the ratios mean something: shared machines are noisy, so the two take turns for several rounds.
 */
import pino from 'pino'
import { v7 as uuidv7 } from 'uuid'
import { readConfig } from '../src/config.ts'
import { openDatabase } from '../src/db/client.ts'
import { openPipeline, type Pipeline } from '../src/db/pipeline.ts'
import { openKeyRing } from '../src/keys/key-ring.ts'
import { readSealingKey } from '../src/keys/sealing-key.ts'
import { openLocalRuleBook } from '../src/local-rules/rule-book.ts'
import { contentHash } from '../src/reports/canonical.ts'
import { newReport } from '../src/reports/schemas.ts'
import { submitReports } from '../src/reports/submit-reports.ts'
import { openRuleBook } from '../src/routing/rule-book.ts'
import { cpuSecondsOf, family, median, quantile } from './cpu.ts'
import type { Lane } from './load.ts'
import { type Chain, mustHavePgbench, type Recorded, runPgbench } from './pgbench.ts'
import { type BenchService, moveHeads, openLanes, runLoad, withService } from './service.ts'

const ROUNDS = 3
const SECONDS = 8
const WARM_UP_SECONDS = 4
const MOST_CONNECTIONS = 64

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

interface Bench extends BenchService {
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
  await withService({}, async (service) => {
    const bench = await prepare(service)
    await warmUp(bench)
    const rounds: Round[] = []
    for (let round = 1; round <= ROUNDS; round++) {
      for (const connections of [1, MOST_CONNECTIONS]) {
        rounds.push(await measure(bench, connections, (rounds.length + 1) * 100_000))
        process.stderr.write(`round ${round} of ${ROUNDS}, ${connections} connections: done\n`)
      }
    }
    print(rounds)
  })
}

async function prepare(service: BenchService): Promise<Bench> {
  const all = await openLanes(service, 2 * MOST_CONNECTIONS)
  const lanes = all.slice(0, MOST_CONNECTIONS)
  const { sample, chains } = await record(service.url, service.dataDir, all.slice(MOST_CONNECTIONS))
  return { ...service, lanes, chains, sample }
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

/** The baseline first, then the service, with the same number of connections. */
async function measure(bench: Bench, connections: number, from: number): Promise<Round> {
  const { recorded, own } = bench.sample
  const baseline = await runPgbench(bench.url, recorded, own, bench.chains, {
    clients: connections,
    seconds: SECONDS,
  })
  const servicePid = bench.process.pid ?? 0
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
