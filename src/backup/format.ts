/**
 * The form of a backup (备份): a gzip of SQL text. Two comment lines say what it is, each table stands as COPY, and at the
 * end come the counts and hashes of every table and the seal, the SHA-256 of everything above it.
 */
import { z } from 'zod'
import { CommandError } from '../command-error.ts'

const FORMAT = 1
const MAGIC = `-- fengsui backup ${FORMAT}`
const MAGIC_OF_ANY = /^-- fengsui backup (\d+)$/

/** How the line begins that holds the hash of all lines before it. */
export const SEAL = '-- sha256 '
/** How a line begins that is followed by the rows of a table. */
export const COPY = 'copy '
/** The line after a table's rows; no row can look like it, because a row's backslashes are doubled. */
export const END_OF_ROWS = '\\.'

const headSchema = z.strictObject({
  fengsui: z.string(),
  postgresql: z.string(),
  purpose: z.enum(['production', 'simulation']),
  takenAt: z.iso.datetime({ offset: true }),
  migrations: z.array(z.strictObject({ tag: z.string(), hash: z.string(), when: z.int() })).min(1),
})

const tableSchema = z.strictObject({
  name: z.string(),
  columns: z.array(z.string()).min(1),
  rows: z.int().min(0),
  bytes: z.int().min(0),
  sha256: z.string().length(64),
})

const tailSchema = z.strictObject({
  tables: z.array(tableSchema),
  sequences: z.array(z.strictObject({ name: z.string(), lastValue: z.string().regex(/^-?\d+$/) })),
})

/** What a backup says of itself before its tables. */
export type Head = z.infer<typeof headSchema>
/** One table as it was written. */
export type WrittenTable = z.infer<typeof tableSchema>
/** What a backup says of itself after its tables. */
export type Tail = z.infer<typeof tailSchema>
export type Manifest = Head & Tail

/** The lines before the first table. */
export function headLines(head: Head): string[] {
  return [MAGIC, `-- ${JSON.stringify(head)}`, 'begin;', `set local client_encoding = 'UTF8';`]
}

/** The line that opens a table. */
export function copyLine({ name, columns }: Pick<WrittenTable, 'name' | 'columns'>): string {
  return `${COPY}public.${quoted(name)} (${columns.map(quoted).join(', ')}) from stdin;`
}

/** The lines after the last table, without the seal. */
export function tailLines(tail: Tail): string[] {
  const sequences = tail.sequences.map(
    ({ name, lastValue }) => `select setval('public.${quoted(name).replaceAll("'", "''")}', ${lastValue});`,
  )
  return [...sequences, 'commit;', `-- ${JSON.stringify(tail)}`]
}

/**
 * Checks a backup's first line.
 *
 * @throws CommandError when it is another format's, or not a backup's at all
 */
export function checkFirstLine(path: string, line: string): void {
  if (line === MAGIC) return
  const format = MAGIC_OF_ANY.exec(line)?.[1]
  throw format
    ? new CommandError(
        `${path} is a backup in format ${format}, and this Fengsui reads format ${FORMAT}. ` +
          'Nothing was changed. Restore it with the Fengsui that made it, or a newer one.',
      )
    : notABackup(path)
}

/**
 * Reads a comment line as what the backup says of itself.
 *
 * @returns null when it is something else
 */
export function readHead(line: string | undefined): Head | null {
  return readComment(headSchema, line)
}

/** The same for the comment line after the tables. */
export function readTail(line: string | undefined): Tail | null {
  return readComment(tailSchema, line)
}

function readComment<Schema extends z.ZodType>(
  schema: Schema,
  line: string | undefined,
): z.infer<Schema> | null {
  if (!line?.startsWith('-- {')) return null
  try {
    return schema.safeParse(JSON.parse(line.slice(3))).data ?? null
  } catch {
    return null
  }
}

/** A name as SQL. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

export function notABackup(path: string): CommandError {
  return new CommandError(`${path} is not a backup that Fengsui made. Nothing was changed.`)
}

export function damaged(path: string, why: string): CommandError {
  return new CommandError(
    `${path} is damaged: ${why}. Nothing was changed. Use another copy of this backup, or an earlier one.`,
  )
}
