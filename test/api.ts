/**
 * A whole service for tests: API and engine over real HTTP, on a database of their own.
 * `as(role, unit)` gives somebody who can ask; `aReport()` gives something to say.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { pino } from 'pino'
import type { Test } from 'tap'
import { v7 as uuidv7 } from 'uuid'
import type { z } from 'zod'
import type { Role } from '../src/accounts/caller.ts'
import { setSimulatedNow } from '../src/clock.ts'
import { readConfig } from '../src/config.ts'
import type { acceptedSchema } from '../src/reports/reply-schemas.ts'
import type { newReport } from '../src/reports/schemas.ts'
import { startService } from '../src/service.ts'
import { type TestDatabase, testDb } from './database.ts'

export const NOON = new Date('2026-07-01T04:00:00.000Z')
export const CITY = '540100000000'
export const COUNTY = '540122000000'
export const TOWNSHIP = '540122200000'
export const VILLAGE = '540122200202'
/** Beside VILLAGE, in the same township. */
export const NEXT_VILLAGE = '540122200203'
/** In the same county, in another township. */
export const FAR_VILLAGE = '540122101201'
export const OTHER_COUNTY = '540121000000'

export type NewReport = z.input<typeof newReport>
export type Accepted = z.infer<typeof acceptedSchema>

/** A problem as it goes over the wire. */
export interface ProblemBody {
  type: string
  title: string
  status: number
  detail: string
  errors?: { pointer: string; code: string; detail: string }[]
  violations?: { rule: string; kind: string; pointers: string[]; because: { clause: string }[] }[]
  [member: string]: unknown
}

export interface Answer {
  status: number
  headers: Headers
  /** the body, byte for byte */
  text: string
  json<Body = unknown>(): Body
}

type HeadersToSend = Record<string, string>

/** Somebody who is logged in, or nobody (`api.nobody`). Logs in when first needed. */
export interface Client {
  token(): Promise<string>
  get(path: string, headers?: HeadersToSend): Promise<Answer>
  /** A string goes out as it is, anything else as JSON. */
  post(path: string, body: unknown, headers?: HeadersToSend): Promise<Answer>
  /** Sends a report; its id is the Idempotency-Key unless `headers` say otherwise. */
  submit(report: NewReport, headers?: HeadersToSend): Promise<Answer>
  /** Sends a report that must be accepted. */
  report(report: NewReport): Promise<Accepted>
}

export type FirstAccount = { role: Role; regionCode: string; section?: string } & (
  | { account: string; password: string }
  | { clientId: string; secret: string }
)

export interface ApiOptions {
  /** what differs from the test's configuration */
  environment?: Record<string, string>
  /** the simulated instant at which the service starts; noon of 2026-07-01 unless given */
  now?: Date
  /** a database that another service is using already */
  db?: TestDatabase
  /** another way to that database: through a proxy */
  databaseUrl?: string
}

export interface Api {
  address: string
  db: TestDatabase
  accounts: readonly FirstAccount[]
  dataDir: string
  /** One of the first accounts. */
  as(role: Role, regionCode?: string): Client
  /** Makes another account through the administrator, and logs it in. */
  hire(role: Role, regionCode: string, more?: Record<string, unknown>): Promise<Client>
  /** A client with this token, or with none. */
  withToken(token: string | null): Client
  nobody: Client
  setNow(now: Date): Promise<void>
  /** Moves the simulated clock, from noon unless told otherwise. */
  minutesLater(minutes: number, from?: Date): Promise<void>
  /** Runs everything that is due. */
  runDue(): Promise<void>
  /**
   * Waits until what is committed is told by `GET /v1/sync`: it holds back what a transaction of anybody else in the same
   * cluster, tests of another file among them, might still overtake.
   */
  settled(): Promise<void>
  /** Asks the database itself. */
  rows<Row extends object>(text: string, values?: unknown[]): Promise<Row[]>
  stop(): Promise<void>
}

/** What every test service is configured with. */
export const TEST_ENVIRONMENT = {
  HOST: '127.0.0.1',
  PORT: '0',
  LOG_LEVEL: 'silent',
  REQUESTS_PER_MINUTE: '1000000',
  SEALING_KEY: Buffer.alloc(32, 7).toString('base64'),
} as const

/**
 * Starts a service for one test; it stops at teardown.
 */
export async function startApi(
  t: Pick<Test, 'teardown' | 'comment'>,
  options: ApiOptions = {},
): Promise<Api> {
  const { environment = {}, now = NOON } = options
  const db = options.db ?? (await testDb(t))
  if (!options.db) await setSimulatedNow(db, now)
  const dataDir = await mkdtemp(join(tmpdir(), 'fengsui-'))
  const config = readConfig({ ...TEST_ENVIRONMENT, DATA_DIR: dataDir, ...environment })
  const service = await startService(
    config,
    options.databaseUrl ?? db.url,
    pino({ level: config.LOG_LEVEL }, pino.destination(2)),
  )
  let stopping: Promise<void> | null = null
  const stop = () => {
    stopping ??= service.stop().finally(() => rm(dataDir, { recursive: true, force: true }))
    return stopping
  }
  t.teardown(stop)
  const address = service.address ?? ''
  const accounts: FirstAccount[] = service.firstAccountsFile
    ? JSON.parse(await readFile(service.firstAccountsFile, 'utf8'))
    : []
  const withToken = (token: string | null) => clientOf(address, async () => token)
  const as = (role: Role, regionCode?: string) => {
    const who = accounts.find(
      (one) => one.role === role && (regionCode === undefined || one.regionCode === regionCode),
    )
    if (!who) throw new Error(`nobody is ${role} at ${regionCode}`)
    return clientOf(address, () => logIn(address, who))
  }
  return {
    address,
    db,
    accounts,
    dataDir,
    as,
    withToken,
    nobody: withToken(null),
    async hire(role, regionCode, { binding, ...more } = {}) {
      const login = `${role.replaceAll('_', '-')}-${uuidv7().slice(-12)}`
      const answer = await as('administrator').post('/v1/accounts', {
        login,
        ...more,
        bindings: [{ role, regionCode, ...(binding as object) }],
      })
      if (answer.status !== 201) throw new Error(`not hired: ${answer.text}`)
      const { password } = answer.json<{ password: string }>()
      return clientOf(address, () => logIn(address, { role, regionCode, account: login, password }))
    },
    setNow: (instant) => setSimulatedNow(db, instant),
    minutesLater: (minutes, from = now) => setSimulatedNow(db, minutesAfter(from, minutes)),
    runDue: () => service.runDue(),
    settled: () => settle(db),
    rows: async (text, values = []) => (await db.pool.query(text, values)).rows,
    stop,
  }
}

async function settle(db: TestDatabase): Promise<void> {
  const { rows } = await db.pool.query('select pg_snapshot_xmax(pg_current_snapshot())::text as next')
  const isSettled = 'select pg_snapshot_xmin(pg_current_snapshot()) >= $1::text::xid8 as yes'
  for (let triesLeft = 2_000; triesLeft > 0; triesLeft -= 1) {
    if ((await db.pool.query(isSettled, [rows[0].next])).rows[0].yes) return
    await sleep(5)
  }
  throw new Error('a transaction holds everybody back')
}

export const minutesAfter = (instant: Date, minutes: number) => new Date(instant.getTime() + minutes * 60_000)

/** A valid first report of VILLAGE, ten minutes before noon; what is given replaces what would be said. */
export function aReport(given: Partial<NewReport> = {}): NewReport {
  const event = { hazard: 'earthquake', occurredAt: minutesAfter(NOON, -10).toISOString() } as const
  return {
    id: uuidv7(),
    parentVersionId: null,
    stage: 'first',
    regionCode: VILLAGE,
    figures: { injured: 1 },
    ...('eventId' in given ? {} : { event }),
    ...given,
  }
}

/** The next version of a chain. */
export function aFollowUp(
  parent: Pick<Accepted, 'versionId' | 'eventId' | 'regionCode'>,
  given: Partial<NewReport> = {},
): NewReport {
  const { versionId, eventId, regionCode } = parent
  return aReport({ parentVersionId: versionId, eventId, regionCode, stage: 'follow_up', ...given })
}

/** Logs somebody in at a service that runs elsewhere. */
export async function logIn(address: string, who: FirstAccount): Promise<string> {
  const { post } = clientOf(address, async () => null)
  const once = () =>
    'account' in who
      ? post('/v1/sessions', { login: who.account, password: who.password, device: 'phone-1' })
      : post('/v1/tokens', {
          grantType: 'client_credentials',
          clientId: who.clientId,
          clientSecret: who.secret,
        })
  let answer = await once()
  // a busy machine: the service says so before it does anything
  for (let times = 0; answer.status === 503 && times < 20; times += 1) {
    await sleep(1_000)
    answer = await once()
  }
  if (answer.status >= 300) throw new Error(`not logged in: ${answer.text}`)
  return answer.json<{ accessToken: string }>().accessToken
}

/** Somebody who asks a service that runs elsewhere; `login` is called once, when first needed. */
export function clientOf(address: string, login: () => Promise<string | null>): Client {
  let token: Promise<string | null> | null = null
  const tokenOnce = () => {
    token ??= login()
    return token
  }
  async function ask(path: string, init: RequestInit & { headers: HeadersToSend }): Promise<Answer> {
    const bearer = await tokenOnce()
    const headers = { ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }), ...init.headers }
    const response = await fetch(`${address}${path}`, { ...init, headers })
    const text = await response.text()
    return {
      status: response.status,
      headers: response.headers,
      text,
      json: <Body>() => JSON.parse(text) as Body,
    }
  }
  const post: Client['post'] = (path, body, headers = {}) =>
    ask(path, {
      method: 'POST',
      body: typeof body === 'string' ? body : JSON.stringify(body),
      headers: { 'content-type': 'application/json', ...headers },
    })
  const submit: Client['submit'] = (report, headers = {}) =>
    post('/v1/reports', report, { 'idempotency-key': report.id, ...headers })
  return {
    token: async () => (await tokenOnce()) ?? '',
    get: (path, headers = {}) => ask(path, { method: 'GET', headers }),
    post,
    submit,
    async report(report) {
      const answer = await submit(report)
      if (answer.status !== 201) throw new Error(`not accepted: ${answer.status} ${answer.text}`)
      return answer.json<Accepted>()
    },
  }
}
