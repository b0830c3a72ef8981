import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { openOnce } from './database.ts'
import { errorCode, LauncherError } from './launcher-error.ts'
import type { LauncherLog } from './launcher-log.ts'
import { outlastOrphans, type Postmaster, readPostmaster, serves, stopPostmaster } from './postmaster.ts'
import type { ServerPlan } from './server.ts'

const POLL_MS = 20

/**
 * Looks for the server that a killed Fengsui left running, and takes it over when it is as we want it.
 * Otherwise everything that is left of it is cleared away.
 *
 * @returns null when a server has to be started
 */
export async function findRunning(
  plan: ServerPlan,
  password: string,
  log: LauncherLog,
): Promise<Postmaster | null> {
  const left = await settled(plan.cluster)
  if (!left) {
    await clearRemains(plan.cluster)
    return null
  }
  try {
    const { durable } = await openOnce({ port: left.port, password }, false)
    if (durable === plan.durable) return left
    log.info({ pid: left.pid, durable }, 'postgresql left behind has other settings')
  } catch (error) {
    if (!(error instanceof LauncherError)) throw error
    log.warn({ pid: left.pid, reason: error.message }, 'postgresql left behind cannot be used')
  }
  await stopPostmaster(left.pid, plan.cluster)
  return null
}

/** Waits while a server left behind is starting or stopping. */
async function settled(cluster: string): Promise<Postmaster | null> {
  for (;;) {
    const postmaster = readPostmaster(cluster)
    if (!postmaster || !serves(postmaster.pid, cluster)) return null
    if (postmaster.status === 'ready') return postmaster
    await sleep(POLL_MS)
  }
}

/**
 * After kill -9 of the server itself. PostgreSQL sees to its stale postmaster.pid, except when the process id in it
 * belongs to some other program by now: then it would take that one for a live server.
 */
export async function clearRemains(cluster: string): Promise<void> {
  const remains = readPostmaster(cluster)
  if (!remains) return
  await outlastOrphans(cluster)
  if (isAlive(remains.pid)) rmSync(join(cluster, 'postmaster.pid'), { force: true })
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return errorCode(error) === 'EPERM'
  }
}
