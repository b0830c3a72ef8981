import { realpathSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { CommandError } from '../command-error.ts'
import type { Config } from '../config.ts'
import { findBinaries } from '../embedded-postgres/binaries.ts'
import { clusterExists, readPassword } from '../embedded-postgres/cluster.ts'
import { databaseUrl } from '../embedded-postgres/database.ts'
import { LauncherError, type LauncherLog, startEmbeddedPostgres } from '../embedded-postgres/launcher.ts'
import { readPostmaster, serves } from '../embedded-postgres/postmaster.ts'

const PATIENCE_MS = 30_000
const POLL_MS = 100

/** A database to back up, and how to leave it as it was found. */
export interface FoundDatabase {
  url: string
  leave(): Promise<void>
}

/**
 * Finds the database to back up, or to work on, and makes none: a server's, the embedded one that a running Fengsui holds, or, when
 * none runs, the embedded one started for the time of the work.
 *
 * @param toDo what is to be done, for the sentence that says there is none
 * @throws CommandError when there is none
 * @throws LauncherError when it cannot be started
 */
export async function findDatabase(
  config: Config,
  log: LauncherLog,
  toDo = 'back up',
): Promise<FoundDatabase> {
  if (config.DATABASE_URL) return { url: config.DATABASE_URL, leave: async () => {} }
  const cluster = join(resolve(config.DATA_DIR), 'postgres')
  const { major } = await findBinaries()
  const until = performance.now() + PATIENCE_MS
  for (;;) {
    const url = await runningUrl(cluster)
    if (url) return { url, leave: async () => {} }
    // refuses a folder of another version, which can be backed up only while its own Fengsui runs
    if (!(await clusterExists(cluster, major))) {
      throw new CommandError(
        `There is nothing to ${toDo}: ${config.DATA_DIR} holds no database. Set DATA_DIR or DATABASE_URL.`,
      )
    }
    try {
      const postgres = await startEmbeddedPostgres({ dataDir: config.DATA_DIR, log })
      return { url: postgres.url, leave: () => postgres.stop() }
    } catch (error) {
      // a Fengsui that is just starting, or stopping, holds the folder but serves nobody yet, or no longer
      if (!(error instanceof LauncherError) || performance.now() > until) throw error
      if (!isHeld(error)) throw error
    }
    await sleep(POLL_MS)
  }
}

/** @returns null when no server is ready on the folder */
async function runningUrl(cluster: string): Promise<string | null> {
  const postmaster = readPostmaster(cluster)
  if (postmaster?.status !== 'ready' || !serves(postmaster.pid, realpathSync(cluster))) return null
  return databaseUrl({ port: postmaster.port, password: await readPassword(cluster) })
}

function isHeld({ message }: LauncherError): boolean {
  return message.startsWith('Another Fengsui')
}
