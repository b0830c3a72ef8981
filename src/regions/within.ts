import { type Column, type SQL, sql } from 'drizzle-orm'
import { lastCodeUnder } from './codes.ts'

/**
 * SQL that holds where a region code is one of these units or lies below one: a range of codes each.
 *
 * @param regionCodes nothing lies within an empty list
 */
export function within(column: Column | SQL, regionCodes: readonly string[]): SQL {
  if (regionCodes.length === 0) return sql`false`
  const ranges = regionCodes.map((code) => sql`${column} between ${code} and ${lastCodeUnder(code)}`)
  return sql`(${sql.join(ranges, sql` or `)})`
}

/**
 * SQL that holds where a region code lies below one of these units and is none of them.
 *
 * @param regionCodes units of which none lies inside another; nothing lies below an empty list
 */
export function below(column: Column | SQL, regionCodes: readonly string[]): SQL {
  if (regionCodes.length === 0) return sql`false`
  const ranges = regionCodes.map((code) => sql`(${column} > ${code} and ${column} <= ${lastCodeUnder(code)})`)
  return sql`(${sql.join(ranges, sql` or `)})`
}
