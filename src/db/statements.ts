import { getTableColumns, getTableName, type Table } from 'drizzle-orm'
import { CasingCache } from 'drizzle-orm/casing'
import type pg from 'pg'

/** A statement that is planned once on each connection and then only bound: no SQL is built per request. */
export interface PreparedText {
  name: string
  text: string
}

const casing = new CasingCache('snake_case')

/**
 * The statement that inserts any number of whole rows of a table, given as one JSON array whose keys are the
 * table's property names. Columns that the database fills itself are left out.
 *
 * @param conflict what to do with rows that already exist, as SQL after the select
 * @param defaulted property names of further columns that take their default
 */
export function insertRows(table: Table, conflict = '', defaulted: readonly string[] = []): PreparedText {
  const tableName = getTableName(table)
  const columns = Object.entries(getTableColumns(table)).filter(
    ([key, column]) => column.generatedIdentity === undefined && key !== 'xid' && !defaulted.includes(key),
  )
  const names = columns.map(([, column]) => `"${casing.getColumnCasing(column)}"`).join(', ')
  const keys = columns.map(([key]) => `"${key}"`).join(', ')
  const shape = columns.map(([key, column]) => `"${key}" ${column.getSQLType()}`).join(', ')
  return {
    name: `insert_${tableName}`,
    text: `insert into ${tableName} (${names})\nselect ${keys}\nfrom json_to_recordset($1::json) as given (${shape})\n${conflict}`,
  }
}

/** Binds one parameter to a prepared text. */
export function bind(statement: PreparedText, values: readonly unknown[]): pg.QueryConfig {
  return { name: statement.name, text: statement.text, values: [...values] }
}
