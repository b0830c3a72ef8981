import { Socket } from 'node:net'
import type { Readable } from 'node:stream'
import pg from 'pg'
import { to } from 'pg-copy-streams'
import { CommandError } from '../command-error.ts'
import type { CataloguedTable } from './catalogue.ts'
import { quoted } from './format.ts'

/** How values are written: the same on every server, whatever its settings. */
const SETTINGS = [
  `set client_encoding = 'UTF8'`,
  `set datestyle = 'ISO, YMD'`,
  `set intervalstyle = 'postgres'`,
  `set timezone = 'UTC'`,
  `set bytea_output = 'hex'`,
  'set extra_float_digits = 1',
  'set statement_timeout = 0',
  'set idle_in_transaction_session_timeout = 0',
  'set client_min_messages = warning',
]

/**
 * Works on one connection of its own. When the work fails or is broken off, the connection is cut, and PostgreSQL
 * undoes what was not committed.
 *
 * @throws CommandError when the database cannot be reached
 */
export async function withSession<Result>(
  url: string,
  signal: AbortSignal | undefined,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  signal?.throwIfAborted()
  const socket = new Socket()
  const client = new pg.Client({
    connectionString: url,
    application_name: 'fengsui-backup',
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    stream: () => socket,
  })
  // the statement that is under way fails with it
  client.on('error', () => {})
  const cut = () => socket.destroy()
  signal?.addEventListener('abort', cut)
  try {
    await client.connect().catch((cause: Error) => {
      throw new CommandError(`The database cannot be reached: ${cause.message}`, { cause })
    })
    await client.query(SETTINGS.join('; '))
    const result = await work(client)
    await client.end()
    return result
  } catch (error) {
    cut()
    signal?.throwIfAborted()
    throw error
  } finally {
    signal?.removeEventListener('abort', cut)
  }
}

/** The rows of a table as COPY writes them, in the order of its primary key. */
export function rowsOf(
  client: pg.Client,
  { name, columns, orderBy }: Pick<CataloguedTable, 'name' | 'columns' | 'orderBy'>,
): Readable {
  const list = columns.map(quoted).join(', ')
  return client.query(
    to(`copy (select ${list} from public.${quoted(name)} order by ${orderBy.join(', ')}) to stdout`),
  )
}
