import { Problem } from '../problems/problem.ts'
import type { OpenedRow } from './open-fields.ts'
import type { Register, RowClass, RowContent } from './rules/row-content.ts'
import type { StoredRow } from './store.ts'

/** A stored row with what it says, its sealed fields opened. */
export type ContentRow = StoredRow & {
  register: Register
  content: RowContent
  unreadable: readonly string[]
}

/** Puts a row together with what was opened of it; nothing was where all of it is unknown or destroyed. */
export function contentOfRow(row: StoredRow, opened: OpenedRow = { values: {}, unreadable: [] }): ContentRow {
  const { regionCode, facts } = row
  // The checks of the table know which classes each register has.
  const content = { regionCode, class: row.class as RowClass, facts, identity: opened.values }
  return { ...row, content, unreadable: opened.unreadable }
}

/**
 * Only the row that stands can be corrected or removed.
 *
 * @throws Problem register-row-replaced
 */
export function mustBeCurrent({ kind, replacedById }: StoredRow): void {
  if (kind === 'removal') {
    throw new Problem(
      'register-row-replaced',
      'This row says that another one was removed; it stands as it is.',
      {
        replacedById: null,
      },
    )
  }
  if (replacedById === null) return
  throw new Problem('register-row-replaced', 'Another row has replaced this one; look at that one first.', {
    replacedById,
  })
}
