import { customType, text } from 'drizzle-orm/pg-core'

/**
 * A region code (区划代码): twelve digits, compared byte by byte so that a prefix is a range.
 */
export const regionCodeColumn = customType<{ data: string; driverData: string }>({
  dataType: () => 'text collate "C"',
})

/** An instant with zone; always a Date in code. */
export const instant = customType<{ data: Date; driverData: string | Date }>({
  dataType: () => 'timestamptz',
  toDriver: (value) => value.toISOString(),
  fromDriver: (value) => new Date(value),
})

/** A transaction id that never wraps (xid8), for reading facts in commit order. */
export const xid8 = customType<{ data: string; driverData: string }>({
  dataType: () => 'xid8',
})

/** Text restricted to a known list; the check constraint beside it makes the database agree. */
export const oneOf = <const Values extends readonly [string, ...string[]]>(values: Values) =>
  text({ enum: values as unknown as [Values[number], ...Values[number][]] })
