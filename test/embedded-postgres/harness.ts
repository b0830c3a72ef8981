import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, mkdtempSync, readdirSync, readlinkSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import type { Test } from 'tap'
import { readPostmaster, serves, signal, stopPostmaster } from '../../src/embedded-postgres/postmaster.ts'

const STARTER = fileURLToPath(new URL('starter.ts', import.meta.url))

export interface Started {
  process: ChildProcess
  url: string
  attached: boolean
  ms: number
  /** why the launcher refused, or undefined */
  refusal?: string
}

interface StartOptions {
  uid?: number
  path?: string
  durable?: boolean
}

/** A folder of the test's own, outside the repository, that is emptied of servers and removed at the end. */
export function aFolder(t: Pick<Test, 'teardown'>, owner = 0): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'fengsui-launcher-')))
  if (owner) chownSync(folder, owner, owner)
  t.teardown(async () => {
    const inner = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory())
    for (const place of [folder, ...inner.map((entry) => join(folder, entry.name))]) {
      const cluster = join(place, 'postgres')
      const left = readPostmaster(cluster)
      if (left && serves(left.pid, cluster)) await stopPostmaster(left.pid, cluster)
    }
    rmSync(folder, { recursive: true, force: true })
  })
  return folder
}

/** Starts a Fengsui's database in a process of its own. */
export async function start(dataDir: string, options: StartOptions = {}): Promise<Started> {
  const child = spawn(process.execPath, [STARTER, dataDir, options.durable ? 'durable' : 'fast'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { PATH: options.path ?? process.env.PATH },
    ...(options.uid ? { uid: options.uid, gid: options.uid } : {}),
  })
  const { value, done } = await createInterface({ input: child.stdout })[Symbol.asyncIterator]().next()
  if (done) throw new Error('the starter said nothing')
  return { process: child, ...JSON.parse(value) }
}

/** Ends a starter as Ctrl-C would, or by a harsher signal, and waits for it. */
export async function end(started: Started, name: NodeJS.Signals = 'SIGINT'): Promise<void> {
  if (started.process.exitCode !== null || started.process.signalCode !== null) return
  const gone = once(started.process, 'exit')
  started.process.kill(name)
  await gone
}

/** Kills every PostgreSQL process of a folder, as a power cut would. */
export async function killServer(cluster: string): Promise<void> {
  for (const pid of serverProcesses(cluster)) signal(pid, 'SIGKILL')
  while (serverProcesses(cluster).length > 0) await sleep(20)
}

export function serverProcesses(cluster: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        return readlinkSync(`/proc/${pid}/cwd`) === cluster
      } catch {
        return false
      }
    })
}

/** Runs one statement and gives its rows. */
export async function query(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(text)).rows
  } finally {
    await client.end()
  }
}
