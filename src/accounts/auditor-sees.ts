import { isNull, or, type SQL, sql } from 'drizzle-orm'
import type { FastifyRequest } from 'fastify'
import { auditEntries } from '../audit/tables.ts'
import { tierOf } from '../regions/codes.ts'
import { within } from '../regions/within.ts'
import { mustHold, scopeOf } from './may.ts'

/**
 * Which entries of the trail an auditor may read: those filed under their jurisdiction, and at the city or above
 * also those without a region, such as logins and keys, which concern the whole house.
 *
 * @throws Problem not-permitted to those who are no auditors
 */
export function auditorSees({ caller }: Pick<FastifyRequest, 'caller'>): SQL {
  mustHold(caller, 'audit.read')
  const scope = scopeOf(caller, 'audit.read')
  const isOfTheHouse = scope.some((code) => ['city', 'province'].includes(tierOf(code)))
  const ofTheHouse = isOfTheHouse ? isNull(auditEntries.regionCode) : undefined
  return or(within(auditEntries.regionCode, scope), ofTheHouse) ?? sql`false`
}
