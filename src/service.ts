import type { Logger } from 'pino'
import { createFirstAccounts } from './accounts/create-first-accounts.ts'
import { buildApp, buildHealthApp } from './app.ts'
import type { Config } from './config.ts'
import { openDatabase } from './db/client.ts'
import { openPipeline, type Pipeline } from './db/pipeline.ts'
import { readPurpose } from './db/purpose.ts'
import type { Deps } from './deps.ts'
import { type Engine, startEngine } from './engine/loop.ts'
import { steps } from './engine/steps.ts'
import { openMetrics } from './health/metrics.ts'
import { openKeyRing } from './keys/key-ring.ts'
import { readSealingKey } from './keys/sealing-key.ts'
import { openLocalRuleBook } from './local-rules/rule-book.ts'
import { mustOpenRegisters } from './registers/generations.ts'
import { heldStep } from './reports/held-step.ts'
import { openLane, type SubmitBatch } from './reports/lane.ts'
import { submitReports } from './reports/submit-reports.ts'
import { openRuleBook } from './routing/rule-book.ts'
import { seed } from './seed.ts'

/** A running Fengsui: the API, the engine, or both. */
export interface Service {
  /** `http://host:port`: the API, or where only the engine runs its health alone */
  address: string
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
  let isStopping = false
  const db = openDatabase({
    url: databaseUrl,
    poolSize: config.DATABASE_POOL_SIZE,
    onIdleError: (error) => {
      if (!isStopping) log.warn({ problem: error.message }, 'idle connection broke')
    },
  })
  const deps: Deps = { db, config, log }
  const sealingKey = await readSealingKey(config)
  const ring = await openKeyRing(deps, sealingKey)
  await mustOpenRegisters(db, sealingKey)
  await seed(deps)
  const firstAccountsFile = await createFirstAccounts(deps, config.DATA_DIR)
  const lanes: Pipeline[] = []
  const newBatch = (): SubmitBatch => {
    const pipeline = openPipeline(databaseUrl, (error) =>
      log.warn({ problem: error.message }, 'submission connection broke'),
    )
    lanes.push(pipeline)
    const books = { ruleBook: openRuleBook(db), localRuleBook: openLocalRuleBook(db) }
    const submitting = { config, ring, pipeline, ...books }
    return (submissions) => submitReports(submitting, submissions)
  }
  const metrics = openMetrics(deps)
  const engine = config.RUN === 'api' ? null : startOwnEngine(deps, newBatch())
  const lane = metrics.observeLane(openLane(newBatch(), log))
  const isSimulation = (await readPurpose(db)) === 'simulation'
  const app =
    config.RUN === 'engine'
      ? await buildHealthApp(deps, metrics)
      : await buildApp(deps, { ring, lane, metrics, sealingKey, isSimulation })
  const stop = async () => {
    isStopping = true
    await app.close()
    await lane.close()
    await engine?.stop()
    metrics.close()
    ring.close()
    await Promise.all(lanes.map((one) => one.close()))
    await db.$client.end()
  }
  try {
    const address = await app.listen({ host: config.HOST, port: config.PORT })
    return { address, firstAccountsFile, runDue: async () => engine?.runDue(), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

function startOwnEngine(deps: Deps, submitBatch: SubmitBatch): Engine {
  return startEngine(
    deps,
    steps((held) => heldStep(held, submitBatch)),
  )
}
