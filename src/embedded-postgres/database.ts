import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { errorCode, LauncherError } from './launcher-error.ts'

const PATIENCE_MS = 15_000
const RETRY_MS = 50
const ROLE = 'fengsui'

/** Where the server listens, and the one generated password. */
export interface Access {
  port: number
  password: string
}

/** The address of Fengsui's database, as an ordinary role: the superuser is the launcher's alone. */
export function databaseUrl({ port, password }: Access): string {
  return `postgres://${ROLE}:${password}@127.0.0.1:${port}/${ROLE}`
}

/**
 * Opens the database once, and makes its role and itself where they are missing.
 *
 * @param fresh whether the data folder was made just now
 * @returns whether the server syncs what it commits to the disk
 * @throws LauncherError when the server refuses us
 */
export async function openOnce(access: Access, fresh: boolean): Promise<{ durable: boolean }> {
  if (fresh) await createRoleAndDatabase(access)
  try {
    return await ask(databaseUrl(access))
  } catch (error) {
    // invalid password, or no such database: the first start was cut short between its steps
    if (fresh || !['28P01', '28000', '3D000'].includes(errorCode(error))) throw refused(error)
  }
  await createRoleAndDatabase(access)
  return ask(databaseUrl(access)).catch((error: unknown) => {
    throw refused(error)
  })
}

async function ask(url: string): Promise<{ durable: boolean }> {
  const client = await connect(url)
  try {
    const { rows } = await client.query<{ fsync: string }>(`select current_setting('fsync') as fsync`)
    return { durable: rows[0]?.fsync === 'on' }
  } finally {
    await client.end()
  }
}

async function createRoleAndDatabase({ port, password }: Access): Promise<void> {
  const url = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`
  const client = await connect(url).catch((error: unknown) => {
    throw refused(error)
  })
  try {
    const { rows } = await client.query<{ role: boolean; database: boolean }>(
      `select exists (select from pg_roles where rolname = $1) as role,
              exists (select from pg_database where datname = $1) as database`,
      [ROLE],
    )
    const secret = client.escapeLiteral(password)
    if (!rows[0]?.role) await client.query(`create role ${ROLE} login createdb password ${secret}`)
    if (!rows[0]?.database) await client.query(`create database ${ROLE} owner ${ROLE}`)
  } finally {
    await client.end()
  }
}

/** Connects, and tries again while the server is starting, recovering, or its port not yet open. */
async function connect(connectionString: string): Promise<pg.Client> {
  const deadline = Date.now() + PATIENCE_MS
  for (;;) {
    const client = new pg.Client({ connectionString, application_name: 'fengsui-launcher' })
    client.on('error', () => client.end())
    try {
      await client.connect()
      return client
    } catch (error) {
      await client.end()
      if (Date.now() > deadline || !isPassing(error)) throw error
    }
    await sleep(RETRY_MS)
  }
}

function isPassing(error: unknown): boolean {
  return /^(57P0[123]|53300|ECONNREFUSED|ECONNRESET|EPIPE)$/.test(errorCode(error))
}

function refused(error: unknown): LauncherError {
  const reason = error instanceof Error ? error.message : String(error)
  return new LauncherError(
    `The embedded PostgreSQL runs but does not let Fengsui in (${reason}). ` +
      'If its password file was changed, restore it from a backup.',
    { cause: error },
  )
}
