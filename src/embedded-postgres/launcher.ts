/**
 * The launcher of the packaged PostgreSQL (嵌入式数据库), used when DATABASE_URL is not set.
 * One Fengsui owns a data folder at a time; the database lives in `<dataDir>/postgres`.
 */
import { mkdirSync, realpathSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { findBinaries } from './binaries.ts'
import { clusterExists, createCluster, readPassword, securePermissions } from './cluster.ts'
import { databaseUrl, openOnce } from './database.ts'
import { findRunning } from './find-running.ts'
import { chooseIdentity } from './identity.ts'
import { keepRunning } from './keep-running.ts'
import { errorCode, LauncherError } from './launcher-error.ts'
import type { LauncherLog } from './launcher-log.ts'
import { type Lock, takeLock } from './lock.ts'
import { type Postmaster, stopPostmaster } from './postmaster.ts'
import { type ServerPlan, startServer } from './server.ts'

export { LauncherError } from './launcher-error.ts'
export type { LauncherLog } from './launcher-log.ts'

export interface LauncherOptions {
  /** folder of everything Fengsui keeps; made if missing */
  dataDir: string
  log: LauncherLog
  /** false trades safety against power loss for speed: tests and drills only */
  durable?: boolean
}

/** A running embedded database. */
export interface EmbeddedPostgres {
  /** address of Fengsui's own database, password included; the same until stop() */
  url: string
  /** whether a server that an earlier, killed Fengsui left behind was taken over */
  attached: boolean
  /** ends all sessions, stops the server and frees the data folder; safe to call twice */
  stop(): Promise<void>
}

/**
 * Starts PostgreSQL on a data folder, makes the database if there is none, and keeps it running until stop().
 *
 * @throws LauncherError with a sentence that says what to do
 */
export async function startEmbeddedPostgres(options: LauncherOptions): Promise<EmbeddedPostgres> {
  const binaries = await findBinaries()
  const exists = await clusterExists(join(resolve(options.dataDir), 'postgres'), binaries.major)
  const folder = makeFolder(options.dataDir)
  const lock = takeLock(folder)
  try {
    const cluster = join(folder, 'postgres')
    const identity = chooseIdentity(cluster)
    // looked at again, because only now nobody else can be making it
    const fresh = !(exists || (await clusterExists(cluster, binaries.major)))
    if (fresh) await createCluster(folder, binaries, identity)
    else await securePermissions(cluster, identity)
    const plan: ServerPlan = {
      ...{ binaries, identity, cluster, logFile: join(folder, 'postgres.log'), port: null },
      durable: options.durable ?? true,
      onRecovery: (seconds) => options.log.warn({ seconds }, 'postgresql recovers after a crash'),
    }
    return await run(plan, fresh, lock, options.log)
  } catch (error) {
    lock.release()
    throw error
  }
}

async function run(
  plan: ServerPlan,
  fresh: boolean,
  lock: Lock,
  log: LauncherLog,
): Promise<EmbeddedPostgres> {
  const began = Date.now()
  const password = await readPassword(plan.cluster)
  const found = fresh ? null : await findRunning(plan, password, log)
  const postmaster = found ?? (await startAndOpen(plan, password, fresh))
  const { pid, port } = postmaster
  const attached = found !== null
  log.info({ pid, port, attached, fresh, ms: Date.now() - began }, 'postgresql runs')
  const server = keepRunning(plan, postmaster, log)
  let stopped: Promise<void> | null = null
  return {
    url: databaseUrl({ port, password }),
    attached,
    stop: () => {
      stopped ??= server.stop().finally(() => lock.release())
      return stopped
    },
  }
}

async function startAndOpen(plan: ServerPlan, password: string, fresh: boolean): Promise<Postmaster> {
  const postmaster = await startServer(plan)
  try {
    await openOnce({ port: postmaster.port, password }, fresh)
    return postmaster
  } catch (error) {
    await stopPostmaster(postmaster.pid, plan.cluster)
    throw error
  }
}

/** @returns the folder's one true path, by which its processes are recognised */
function makeFolder(dataDir: string): string {
  const folder = resolve(dataDir)
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    return realpathSync(folder)
  } catch (error) {
    throw new LauncherError(
      `The data folder ${folder} cannot be made (${errorCode(error)}). ` +
        'Set DATA_DIR to a folder that this user may write.',
      { cause: error },
    )
  }
}
