import type { Db } from '../db/client.ts'
import { Problem, type ProblemError } from '../problems/problem.ts'
import { knownRecipients, openRegions } from './account-store.ts'
import type { NewBinding } from './jurisdiction.ts'

/**
 * What is wrong with the places of bindings: units that are not there or closed, sections and departments that
 * nobody has heard of. Pointers are relative to each binding, by its position.
 */
export async function missingPlaces(
  db: Db,
  bindings: readonly NewBinding[],
  now: Date,
): Promise<(ProblemError & { position: number })[]> {
  const open = await openRegions(db, [...new Set(bindings.map((binding) => binding.regionCode))], now)
  const { sections, departments } = await knownRecipients(db)
  return bindings.flatMap(({ regionCode, sectionCode, departmentCode }, position) => {
    const errors: (ProblemError & { position: number })[] = []
    if (!open.has(regionCode)) {
      errors.push({
        position,
        pointer: '/regionCode',
        code: 'unknown_region',
        detail: `There is no open unit ${regionCode}.`,
      })
    }
    if (sectionCode && !sections.has(sectionCode)) {
      errors.push({
        position,
        pointer: '/sectionCode',
        code: 'unknown_section',
        detail: `There is no section ${sectionCode}.`,
      })
    }
    if (departmentCode && !departments.has(departmentCode)) {
      const detail = `There is no department ${departmentCode}.`
      errors.push({ position, pointer: '/departmentCode', code: 'unknown_department', detail })
    }
    return errors
  })
}

/**
 * @param at pointer of the binding at a position
 * @throws Problem unknown-region or unknown-recipient with a pointer to each
 */
export async function mustExist(
  db: Db,
  bindings: readonly NewBinding[],
  now: Date,
  at: (position: number) => string = (position) => `/bindings/${position}`,
): Promise<void> {
  const missing = await missingPlaces(db, bindings, now)
  const [first] = missing
  if (!first) return
  const slug = first.code === 'unknown_region' ? 'unknown-region' : 'unknown-recipient'
  const errors = missing.map(({ position, pointer, ...rest }) => ({
    pointer: at(position) + pointer,
    ...rest,
  }))
  throw new Problem(slug, first.detail, { errors })
}
