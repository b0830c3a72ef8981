import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { errorCode, LauncherError } from './launcher-error.ts'

const FAST_STOP_MS = 60_000
const IMMEDIATE_STOP_MS = 10_000
const POLL_MS = 10

/** PostgreSQL's own note about the server that runs on a data folder. */
export interface Postmaster {
  pid: number
  port: number
  /** `starting`, `ready`, `stopping`; empty in the first instants */
  status: string
}

/**
 * Reads postmaster.pid, which outlives a server that was killed.
 *
 * @returns null when there is no such file, or it is only half written
 */
export function readPostmaster(cluster: string): Postmaster | null {
  let lines: string[]
  try {
    lines = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null
    throw error
  }
  const pid = Number(lines[0])
  if (!Number.isInteger(pid) || pid <= 0) return null
  return { pid, port: Number(lines[3]), status: (lines[7] ?? '').trim() }
}

/** Whether a process lives and is a PostgreSQL of this data folder: process ids are used again. */
export function serves(pid: number, cluster: string): boolean {
  if (process.platform !== 'linux') {
    const { stdout } = spawnSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' })
    return (stdout ?? '').includes(cluster)
  }
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === cluster
  } catch (error) {
    if (errorCode(error) !== 'EACCES') return false
    return commandLine(pid).includes(cluster)
  }
}

function commandLine(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
  } catch {
    return []
  }
}

/**
 * Waits until no process of a killed server is left on the data folder, and ends those that linger.
 * A new server beside an old one's last process would ruin the data.
 */
export async function outlastOrphans(cluster: string): Promise<void> {
  if (process.platform !== 'linux') return
  const deadline = Date.now() + IMMEDIATE_STOP_MS
  for (let orphans = processesOn(cluster); orphans.length > 0; orphans = processesOn(cluster)) {
    if (Date.now() > deadline) {
      throw new LauncherError(
        `Processes ${orphans.join(', ')} of an earlier PostgreSQL still use ${cluster}. End them, then start again.`,
      )
    }
    if (Date.now() > deadline - IMMEDIATE_STOP_MS / 2) for (const pid of orphans) signal(pid, 'SIGKILL')
    await sleep(POLL_MS * 5)
  }
}

function processesOn(cluster: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => serves(pid, cluster))
}

/**
 * Stops a server: open sessions are ended, everything is written, postmaster.pid disappears.
 *
 * @throws LauncherError when it does not end
 */
export async function stopPostmaster(pid: number, cluster: string): Promise<void> {
  signal(pid, 'SIGINT')
  if (await ends(pid, cluster, FAST_STOP_MS)) return
  signal(pid, 'SIGQUIT')
  if (await ends(pid, cluster, IMMEDIATE_STOP_MS)) return
  throw new LauncherError(`PostgreSQL (process ${pid}) does not stop. End it by hand, then start again.`)
}

async function ends(pid: number, cluster: string, withinMs: number): Promise<boolean> {
  const deadline = Date.now() + withinMs
  while (serves(pid, cluster)) {
    if (Date.now() > deadline) return false
    await sleep(POLL_MS)
  }
  return true
}

/** Sends a signal; a process that has ended meanwhile is no error. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch (error) {
    if (errorCode(error) !== 'ESRCH') throw error
  }
}
