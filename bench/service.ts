/** A service of its own for a measurement: its database, its process, and officers who are logged in. */
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
import { startEmbeddedPostgres } from '../src/embedded-postgres/launcher.ts'
import type { Lane, Load, Plan } from './load.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

export interface BenchService {
  dataDir: string
  url: string
  postmasterPid: number
  process: ChildProcess
  port: number
}

/**
 * Runs a measurement on a service that starts for it and ends with it.
 *
 * @param environment what differs from a service that only answers, and logs nothing
 */
export async function withService(
  environment: Record<string, string>,
  measure: (service: BenchService) => Promise<void>,
): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'fengsui-bench-'))
  const log = pino({ level: 'warn' }, pino.destination(2))
  const postgres = await startEmbeddedPostgres({ dataDir, log })
  const process = startChild(dataDir, postgres.url, environment)
  try {
    const port = await portOf(process)
    const pid = readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]
    await measure({ dataDir, url: postgres.url, postmasterPid: Number(pid), process, port })
  } finally {
    process.kill('SIGTERM')
    await once(process, 'exit')
    await postgres.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}

function startChild(dataDir: string, url: string, environment: Record<string, string>): ChildProcess {
  return spawn(process.execPath, ['src/main.ts'], {
    cwd: root,
    stdio: ['ignore', 'pipe', environment.LOG_LEVEL === undefined ? 'inherit' : 'pipe'],
    env: {
      ...process.env,
      DATABASE_URL: url,
      DATA_DIR: dataDir,
      PORT: '0',
      RUN: 'api',
      LOG_LEVEL: 'warn',
      REQUESTS_PER_MINUTE: '1000000',
      ...environment,
    },
  })
}

async function portOf(service: ChildProcess): Promise<number> {
  if (!service.stdout) throw new Error('the service has no output')
  for await (const chunk of service.stdout) {
    const found = /fengsui ready http:\/\/[^:]+:(\d+)/.exec(String(chunk))?.[1]
    if (found) return Number(found)
  }
  throw new Error('the service ended before it was ready')
}

/** Officers of so many villages, each with a session and a first report. */
export async function openLanes({ port, dataDir }: BenchService, count: number): Promise<Lane[]> {
  const accounts: { account?: string; password: string; role: string }[] = JSON.parse(
    await readFile(join(dataDir, 'first-accounts.json'), 'utf8'),
  )
  const administrator = accounts.find(({ role }) => role === 'administrator')
  if (!administrator?.account) throw new Error('there is no administrator among the first accounts')
  const admin = await login(port, administrator.account, administrator.password)
  const { items } = await call(port, 'GET', '/v1/nodes?tier=village&limit=200', null, admin)
  const villages = items.slice(0, count).map(({ regionCode }) => regionCode)
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

/** What of an answer the measurements read. */
interface Answer {
  items: { regionCode: string }[]
  accounts: { login: string; password: string }[]
  accessToken: string
  eventId: string
  versionId: string
  next: string
  changes: object[]
}

/** @returns the answer; anything but a 2xx ends the bench */
export async function call(
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

/** Keeps connections busy, from a process of its own. */
export async function runLoad(plan: Plan): Promise<Load> {
  const child = spawn(process.execPath, ['bench/load.ts'], { cwd: root, stdio: ['pipe', 'pipe', 'inherit'] })
  child.stdin.end(JSON.stringify(plan))
  return (await json(child.stdout)) as Load
}

/** Lets the next load go on where this one ended. */
export function moveHeads(lanes: readonly Lane[], { heads }: Load): void {
  lanes.forEach((lane, i) => {
    lane.headVersionId = heads[i] ?? lane.headVersionId
  })
}
