import { v7 as uuidv7 } from 'uuid'
import { record } from '../audit/store.ts'
import type { Db } from '../db/client.ts'
import { DEPARTMENTS } from '../regulations/departments.ts'
import { ROUTING_RULES } from '../regulations/routing.ts'
import { SECTIONS } from '../regulations/sections.ts'
import { addMissingRouting } from './store.ts'

/**
 * Makes sure that the sections (业务科室), the departments and the routing rules (分转规则) to start with exist. What
 * the bureau has changed stays, so it is safe at every start.
 *
 * @returns how many rows were missing and are there now
 */
export async function seedRouting(db: Db, now: Date): Promise<number> {
  const added = await addMissingRouting(db, {
    sections: SECTIONS.map(({ citation, ...section }) => ({ ...section, status: citation.status })),
    departments: DEPARTMENTS.map(({ citation, ...department }) => ({
      ...department,
      status: citation.status,
    })),
    rules: ROUTING_RULES.map(({ id, order, continue: goesOn, ...rule }) => ({
      id: uuidv7(),
      rule: id,
      position: order,
      goesOn,
      ...rule,
    })),
  })
  if (added > 0) {
    const subject = { subjectKind: 'routing_rules', subjectId: 'seed', regionCode: null }
    await record(db, [{ at: now, accountId: null, action: 'routing.seeded', ...subject, detail: { added } }])
  }
  return added
}
