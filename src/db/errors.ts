import { DrizzleQueryError } from 'drizzle-orm/errors'
import pg from 'pg'

/**
 * The PostgreSQL error behind whatever was thrown.
 *
 * @returns null when the failure did not come from PostgreSQL
 */
export function postgresError(error: unknown): pg.DatabaseError | null {
  if (error instanceof pg.DatabaseError) return error
  if (error instanceof DrizzleQueryError) return postgresError(error.cause)
  return null
}

/**
 * What may be logged of a failure: a failed statement's own message carries its parameters, and they are people's.
 */
export function withoutParameters(error: unknown): unknown {
  const known = postgresError(error)
  if (!known) return error instanceof DrizzleQueryError ? withoutParameters(error.cause) : error
  const { name, code, constraint, table, routine, severity } = known
  return Object.assign(new Error(known.message), {
    name,
    code,
    constraint,
    table,
    routine,
    severity,
    stack: known.stack,
  })
}

/** Serialization failures and deadlocks: the transaction may simply be tried again. */
export function isRetryable(error: unknown): boolean {
  const code = postgresError(error)?.code
  return code === '40001' || code === '40P01'
}

/** The database cannot be reached, is starting or is going down. */
export function isUnavailable(error: unknown): boolean {
  const known = postgresError(error)
  if (known) return /^(08|57P0[123]|57014|55P03|53)/.test(known.code ?? '')
  const cause = error instanceof DrizzleQueryError ? error.cause : error
  if (!(cause instanceof Error)) return false
  const code = 'code' in cause ? String(cause.code) : ''
  return (
    /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN)$/.test(code) ||
    /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/.test(
      cause.message,
    )
  )
}

/** The name of the constraint that refused a row, or null. */
export function refusedBy(error: unknown): string | null {
  return postgresError(error)?.constraint ?? null
}
