/** Reads the CSV of an import of accounts (批量开户): its shape only; places and logins are checked after. */
import { CsvError, parse } from 'csv-parse/sync'
import { z } from 'zod'
import { Problem, type ProblemError } from '../problems/problem.ts'
import type { NewAccount } from './create-account.ts'
import { bindingInput, displayNameInput, languageInput, loginInput, phoneInput, postInput } from './inputs.ts'

const IMPORT_COLUMNS = [
  'login',
  'displayName',
  'role',
  'regionCode',
  'sectionCode',
  'departmentCode',
  'post',
  'language',
  'phone',
] as const

const ROWS_AT_MOST = 1_000
const ERRORS_SHOWN = 200

const empty = (value: unknown) => (value === '' ? undefined : value)

const rowSchema = z.object({
  login: loginInput,
  displayName: z.preprocess(empty, displayNameInput.optional()),
  phone: z.preprocess(empty, phoneInput.optional()),
  language: z.preprocess(empty, languageInput.optional()),
  post: z.preprocess(empty, postInput.optional()),
})

const rowBinding = z
  .preprocess(
    (row) =>
      typeof row === 'object' && row !== null
        ? Object.fromEntries(Object.entries(row).filter(([, value]) => value !== ''))
        : row,
    bindingInput,
  )
  .refine((binding) => binding.role !== 'system', {
    path: ['role'],
    message: 'systems are created one by one',
  })

const utf8 = new TextDecoder('utf-8', { fatal: true })

/**
 * The text of an uploaded file. Spreadsheets here like to save GBK: read as UTF-8, every name in it would be lost.
 *
 * @throws Problem import-refused
 */
export function readCsvText(bytes: Buffer): string {
  try {
    return utf8.decode(bytes)
  } catch {
    const detail = 'The file is not UTF-8; save it as "CSV UTF-8" and send it again.'
    throw refusedImport([{ pointer: '/rows', code: 'not_utf8', detail }])
  }
}

/**
 * The rows of the file, each an account with one role.
 *
 * @throws Problem import-refused with a pointer to every value that cannot be read
 */
export function readAccountRows(csvText: string): NewAccount[] {
  const records = parseRecords(csvText)
  const errors: ProblemError[] = []
  const rows = records.map((record, position) => {
    const { role, regionCode, sectionCode, departmentCode, ...rest } = record
    const account = rowSchema.safeParse(rest)
    const binding = rowBinding.safeParse({ role, regionCode, sectionCode, departmentCode })
    for (const result of [account, binding]) {
      for (const issue of result.error?.issues ?? []) {
        errors.push(rowError(position, issue.path.join('/'), issue.code, issue.message))
      }
    }
    return account.success && binding.success ? { ...account.data, bindings: [binding.data] } : null
  })
  errors.push(...repeatedLogins(records.map((record) => record.login ?? '')))
  if (errors.length > 0) throw refusedImport(errors)
  return rows.filter((row) => row !== null)
}

/** One fault of a row; rows count from 0 after the header, as JSON pointers do. */
export function rowError(position: number, field: string, code: string, message: string): ProblemError {
  return { pointer: `/rows/${position}/${field}`, code, detail: `line ${position + 2}: ${message}` }
}

/** Nothing was imported; the first faults are told, with their number. */
export function refusedImport(errors: readonly ProblemError[]): Problem {
  return new Problem('import-refused', `Nothing was imported: ${errors.length} values are wrong.`, {
    errors: errors.slice(0, ERRORS_SHOWN),
  })
}

function parseRecords(csvText: string): Record<string, string>[] {
  const rows = parseCsv(csvText)
  const [header = [], ...rest] = rows
  if (header.join() !== IMPORT_COLUMNS.join()) {
    const detail = `The first line must be ${IMPORT_COLUMNS.join()}`
    throw refusedImport([{ pointer: '/rows', code: 'wrong_header', detail }])
  }
  if (rest.length === 0 || rest.length > ROWS_AT_MOST) {
    const detail = `The file must have 1 to ${ROWS_AT_MOST} rows below the header; it has ${rest.length}.`
    throw refusedImport([{ pointer: '/rows', code: 'wrong_length', detail }])
  }
  return rest.map((row) => Object.fromEntries(IMPORT_COLUMNS.map((column, i) => [column, row[i] ?? ''])))
}

function parseCsv(csvText: string): string[][] {
  try {
    return parse(csvText, { bom: true, trim: true, skip_empty_lines: true })
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    throw refusedImport([{ pointer: '/rows', code: 'not_csv', detail: error.message }])
  }
}

function repeatedLogins(logins: readonly string[]): ProblemError[] {
  const seen = new Map<string, number>()
  return logins.flatMap((login, position) => {
    const first = seen.get(login.toLowerCase())
    if (first === undefined) {
      seen.set(login.toLowerCase(), position)
      return []
    }
    return [rowError(position, 'login', 'login_repeated', `the same login stands in line ${first + 2}`)]
  })
}
