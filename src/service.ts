import type { Logger } from 'pino'
import { createFirstAccounts } from './accounts/create-first-accounts.ts'
import { buildApp } from './app.ts'
import { readNow } from './clock.ts'
import type { Config } from './config.ts'
import { openDatabase } from './db/client.ts'
import { openPipeline, type Pipeline } from './db/pipeline.ts'
import { readPurpose } from './db/purpose.ts'
import type { Deps } from './deps.ts'
import { type Engine, startEngine } from './engine/loop.ts'
import { steps } from './engine/steps.ts'
import { type KeyRing, openKeyRing } from './keys/key-ring.ts'
import { readSealingKey } from './keys/sealing-key.ts'
import { seedRegions } from './regions/seed-regions.ts'
import { heldStep } from './reports/held-step.ts'
import { openLane, type SubmitBatch } from './reports/lane.ts'
import { submitReports } from './reports/submit-reports.ts'
import { openRuleBook } from './routing/rule-book.ts'
import { seedRouting } from './routing/seed-routing.ts'

/** A running Fengsui: the API, the engine, or both. */
export interface Service {
  /** `http://host:port` of the API, or null where only the engine runs */
  address: string | null
  /** where the first accounts were written, when this start made them */
  firstAccountsFile: string | null
  /** runs everything that is due, and returns when it is done */
  runDue(): Promise<void>
  /** refuses new work, finishes what is in flight, closes everything */
  stop(): Promise<void>
}

/**
 * Starts Fengsui on a migrated database: seeds what is missing, opens keys, lanes and engine, listens.
 */
export async function startService(config: Config, databaseUrl: string, log: Logger): Promise<Service> {
  const db = openDatabase({
    url: databaseUrl,
    poolSize: config.DATABASE_POOL_SIZE,
    onIdleError: (error) => log.warn({ problem: error.message }, 'idle connection broke'),
  })
  const deps: Deps = { db, config, log }
  const ring = await openKeyRing(deps, await readSealingKey(config))
  await seed(deps)
  const firstAccountsFile = await createFirstAccounts(deps, config.DATA_DIR)
  const lanes: Pipeline[] = []
  const newBatch = (): SubmitBatch => {
    const pipeline = openPipeline(databaseUrl, (error) =>
      log.warn({ problem: error.message }, 'submission connection broke'),
    )
    lanes.push(pipeline)
    const submitting = { config, ring, pipeline, ruleBook: openRuleBook(db) }
    return (submissions) => submitReports(submitting, submissions)
  }
  const engine = config.RUN === 'api' ? null : startOwnEngine(deps, newBatch())
  const api = config.RUN === 'engine' ? null : await startApi(deps, ring, newBatch())
  return {
    address: api?.address ?? null,
    firstAccountsFile,
    runDue: async () => engine?.runDue(),
    async stop() {
      await api?.close()
      await engine?.stop()
      ring.close()
      await Promise.all(lanes.map((lane) => lane.close()))
      await db.$client.end()
    },
  }
}

async function seed({ db, log }: Deps): Promise<void> {
  await db.transaction(async (tx) => {
    const now = await readNow(tx)
    const nodes = await seedRegions(tx, now)
    const routes = await seedRouting(tx, now)
    if (nodes + routes > 0) log.info({ nodes, routes }, 'seeded')
  })
}

function startOwnEngine(deps: Deps, submitBatch: SubmitBatch): Engine {
  return startEngine(
    deps,
    steps((held) => heldStep(held, submitBatch)),
  )
}

async function startApi(deps: Deps, ring: KeyRing, submitBatch: SubmitBatch) {
  const { config, db, log } = deps
  const lane = openLane(submitBatch, log)
  const app = await buildApp(deps, { ring, lane, isSimulation: (await readPurpose(db)) === 'simulation' })
  const address = await app.listen({ host: config.HOST, port: config.PORT })
  return {
    address,
    async close() {
      await app.close()
      await lane.close()
    },
  }
}
