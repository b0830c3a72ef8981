import { postgresError } from './errors.ts'

/** By SQLSTATE: what is wrong with the address, the server or the role, and what to do. */
const REFUSED: Readonly<Record<string, string>> = {
  '28P01': 'PostgreSQL refused the user or the password in DATABASE_URL',
  '28000': 'PostgreSQL refused the user in DATABASE_URL',
  '3D000': 'DATABASE_URL names a database that is not there; create it first',
  '42501': 'The user in DATABASE_URL lacks a right that Fengsui needs; it must be able to create tables',
  '53300': 'PostgreSQL has no connection left; raise its max_connections or lower DATABASE_POOL_SIZE',
  '57P03': 'PostgreSQL is starting or stopping; try again shortly',
}

/** By the code of the system's error. */
const UNREACHABLE: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'No PostgreSQL listens where DATABASE_URL points',
  ECONNRESET: 'The connection was cut; look whether DATABASE_URL points to a PostgreSQL',
  ENOENT: 'No PostgreSQL listens where DATABASE_URL points',
  ENOTFOUND: 'A host name is not known; look at DATABASE_URL and HOST',
  EAI_AGAIN: 'A host name cannot be looked up now; look at DATABASE_URL, HOST and the network',
  ETIMEDOUT: 'PostgreSQL does not answer where DATABASE_URL points',
  EHOSTUNREACH: 'There is no way to the host in DATABASE_URL',
  ENETUNREACH: 'There is no way to the host in DATABASE_URL',
  ERR_INVALID_URL:
    'DATABASE_URL cannot be read; write characters such as @ / : # in its password percent-encoded',
}

/**
 * Why a database cannot be used, in a sentence for whoever starts Fengsui.
 *
 * @returns null when the failure is another one
 */
export function explainUnusable(error: unknown): string | null {
  const known = postgresError(error)
  if (known) return withDetail(REFUSED[known.code ?? ''], known.message)
  // a name with two addresses fails with both at once
  const one = error instanceof AggregateError && error.errors.length > 0 ? error.errors[0] : error
  if (!(one instanceof Error)) return null
  const cause = one.cause instanceof Error ? explainUnusable(one.cause) : null
  if (cause) return cause
  if (one.message.startsWith('Connection terminated')) return withDetail(UNREACHABLE.ECONNRESET, one.message)
  const code = 'code' in one ? String(one.code) : ''
  const isOfFiles = code === 'ENOENT' && !('syscall' in one && one.syscall === 'connect')
  return isOfFiles ? null : withDetail(UNREACHABLE[code], one.message)
}

function withDetail(sentence: string | undefined, detail: string): string | null {
  return sentence ? `${sentence}. (${detail})` : null
}
