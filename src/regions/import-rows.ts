/** Reads the CSV of an import of units (导入区划): its shape only; whether the units fit together is checked after. */
import { CsvError, parse } from 'csv-parse/sync'
import { z } from 'zod'
import { Problem, type ProblemError } from '../problems/problem.ts'
import { asLine } from '../wire.ts'
import { isRegionCode } from './codes.ts'

const HEADER = ['regionCode', 'nameZh', 'nameRomanised', 'nameBo', 'aliases', 'openedOn', 'closedOn'] as const

const printable = asLine(z.string().max(100, 'must have at most 100 characters'))
const orNull = (value: string) => (value === '' ? null : value)
const day = z.iso.date('must be a calendar day, YYYY-MM-DD')

const rowSchema = z.object({
  regionCode: z.string().refine(isRegionCode, 'must be the twelve digits of a region code'),
  nameZh: printable.min(1, 'must not be empty'),
  nameRomanised: printable.transform(orNull),
  nameBo: printable.transform(orNull),
  aliases: z
    .string()
    .transform((value) =>
      value
        .split('|')
        .map((alias) => alias.trim())
        .filter((alias) => alias !== ''),
    )
    .pipe(z.array(printable).max(20, 'must be at most 20')),
  openedOn: day,
  closedOn: z.string().transform(orNull).pipe(day.nullable()),
})

/** One unit as the file says it is. */
export type ImportedNode = z.infer<typeof rowSchema>

/**
 * The bytes of a file as text.
 *
 * @throws Problem import-refused when they are not UTF-8, as Chinese spreadsheets often are not
 */
export function readCsvText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    const detail = 'The file is not UTF-8; it may be GBK. Save it as "CSV UTF-8" and try again.'
    throw new Problem('import-refused', detail, { errors: [{ pointer: '', code: 'not_utf8', detail }] })
  }
}

/**
 * The rows of the file.
 *
 * @throws Problem import-refused with every value that cannot be read
 */
export function readNodeRows(csvText: string): ImportedNode[] {
  const [header = [], ...records] = parseRecords(csvText)
  if (header.join() !== HEADER.join()) {
    refuse([{ pointer: '', code: 'wrong_header', detail: `The first line must be ${HEADER.join()}` }])
  }
  if (records.length === 0) refuse([{ pointer: '', code: 'no_rows', detail: 'The file has no rows.' }])
  const errors: ProblemError[] = []
  const rows = records.flatMap((fields, index) => {
    const found = readRow(fields, index)
    if (Array.isArray(found)) errors.push(...found)
    return Array.isArray(found) ? [] : [found]
  })
  if (errors.length > 0) refuse(errors)
  return rows
}

/** Where a value stands: row 0 is the first one after the header. */
export function pointerTo(row: number, column: (typeof HEADER)[number]): string {
  return `/rows/${row}/${column}`
}

function parseRecords(csvText: string): string[][] {
  try {
    return parse(csvText, { bom: true, trim: true, skip_empty_lines: true, relax_column_count: true })
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    return refuse([{ pointer: '', code: 'not_csv', detail: error.message }])
  }
}

function readRow(fields: readonly string[], index: number): ImportedNode | ProblemError[] {
  if (fields.length !== HEADER.length) {
    const detail = `Row ${index + 1} has ${fields.length} fields instead of ${HEADER.length}.`
    return [{ pointer: `/rows/${index}`, code: 'wrong_field_count', detail }]
  }
  const parsed = rowSchema.safeParse(Object.fromEntries(HEADER.map((name, at) => [name, fields[at]])))
  if (parsed.success) return parsed.data
  return parsed.error.issues.map(({ path, message, code }) => ({
    pointer: `/rows/${index}/${path.map(String).join('/')}`,
    code,
    detail: `Row ${index + 1}: ${String(path[0])} ${message}.`,
  }))
}

function refuse(errors: ProblemError[]): never {
  const detail = errors.length === 1 ? (errors[0]?.detail ?? '') : `${errors.length} things are wrong`
  throw new Problem('import-refused', `${detail.replace(/\.$/, '')}; nothing was imported.`, { errors })
}
