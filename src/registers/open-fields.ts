import { UnsealError } from '../keys/sealing.ts'
import { openDataKey, openField } from './generations.ts'
import type { Value } from './rules/row-content.ts'
import type { SealedField } from './store.ts'

/** What was sealed of one row. */
export interface OpenedRow {
  values: Record<string, Value>
  /** fields that do not open: altered, or moved here from another row */
  unreadable: string[]
}

/**
 * Opens the sealed fields of rows. One that does not open is named and hides none of the others.
 *
 * @returns for every row that has any
 * @throws UnsealError when the configured key opens none of the keys
 */
export function openFields(fields: readonly SealedField[], sealingKey: Buffer): Map<string, OpenedRow> {
  const dataKeys = new Map<string, Buffer>()
  const rows = new Map<string, OpenedRow>()
  for (const sealedField of fields) {
    const { rowId, field, keyId, sealed, sealedDataKey } = sealedField
    const dataKey = dataKeys.get(keyId) ?? openDataKey(keyId, sealedDataKey, sealingKey)
    dataKeys.set(keyId, dataKey)
    const row = rows.get(rowId) ?? { values: {}, unreadable: [] }
    rows.set(rowId, row)
    try {
      row.values[field] = openField({ kid: keyId, dataKey }, { rowId, field }, sealed)
    } catch (error) {
      if (!(error instanceof UnsealError)) throw error
      row.unreadable.push(field)
    }
  }
  return rows
}
