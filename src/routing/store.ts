import { and, asc, gt, isNull, lte, or } from 'drizzle-orm'
import type { Db } from '../db/client.ts'
import type { Citation } from '../regulations/citation.ts'
import type { RoutingRule } from '../regulations/routing.ts'
import { departments, routingRules, sections } from './tables.ts'

export type SectionRow = typeof sections.$inferSelect
export type DepartmentRow = typeof departments.$inferSelect

/** The sections of the bureau (业务科室), by code. */
export async function readSections(db: Db): Promise<SectionRow[]> {
  return db.select().from(sections).orderBy(asc(sections.code))
}

/** The departments outside the bureau (联动单位), by code. */
export async function readDepartments(db: Db): Promise<DepartmentRow[]> {
  return db.select().from(departments).orderBy(asc(departments.code))
}

/**
 * The routing rules in force on a Shanghai day, in the order in which they are tried.
 */
export async function readRoutingRules(db: Db, onDay: string): Promise<RoutingRule[]> {
  const rows = await db
    .select()
    .from(routingRules)
    .where(
      and(
        lte(routingRules.validFrom, onDay),
        or(isNull(routingRules.validTo), gt(routingRules.validTo, onDay)),
      ),
    )
    .orderBy(asc(routingRules.position), asc(routingRules.rule))
  return rows.map((row) => ({
    id: row.rule,
    order: row.position,
    when: row.when as RoutingRule['when'],
    to: row.to as RoutingRule['to'],
    continue: row.goesOn,
    validFrom: row.validFrom,
    validTo: row.validTo,
    because: row.because as Citation,
  }))
}

/**
 * Adds the sections, departments and rules that are not there yet and leaves the others as the bureau made them.
 *
 * @returns how many rows were added
 */
export async function addMissingRouting(
  db: Db,
  seed: {
    sections: readonly SectionRow[]
    departments: readonly DepartmentRow[]
    rules: readonly (typeof routingRules.$inferInsert)[]
  },
): Promise<number> {
  const given = [
    db
      .insert(sections)
      .values([...seed.sections])
      .onConflictDoNothing({ target: sections.code }),
    db
      .insert(departments)
      .values([...seed.departments])
      .onConflictDoNothing({ target: departments.code }),
    db
      .insert(routingRules)
      .values([...seed.rules])
      .onConflictDoNothing({ target: [routingRules.rule, routingRules.validFrom] }),
  ]
  let added = 0
  for (const insert of given) added += (await insert).rowCount ?? 0
  return added
}
