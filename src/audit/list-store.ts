import { and, desc, eq, gte, lt, type SQL } from 'drizzle-orm'
import type { Db } from '../db/client.ts'
import { auditEntries } from './tables.ts'

export type AuditRow = typeof auditEntries.$inferSelect

export interface TrailFilter {
  action?: string | undefined
  subjectKind?: string | undefined
  subjectId?: string | undefined
  accountId?: string | undefined
  /** from this instant on */
  from?: Date | undefined
  /** up to, not including, this instant */
  to?: Date | undefined
}

/**
 * The trail (审计记录), the newest first.
 *
 * @param visible which entries the reader may see, as SQL over `auditEntries`
 * @param before position of the last entry of the page before
 */
export async function readTrail(
  db: Db,
  visible: SQL,
  filter: TrailFilter,
  limit: number,
  before: number | null,
): Promise<AuditRow[]> {
  const { action, subjectKind, subjectId, accountId, from, to } = filter
  return db
    .select()
    .from(auditEntries)
    .where(
      and(
        visible,
        action === undefined ? undefined : eq(auditEntries.action, action),
        subjectKind === undefined ? undefined : eq(auditEntries.subjectKind, subjectKind),
        subjectId === undefined ? undefined : eq(auditEntries.subjectId, subjectId),
        accountId === undefined ? undefined : eq(auditEntries.accountId, accountId),
        from === undefined ? undefined : gte(auditEntries.at, from),
        to === undefined ? undefined : lt(auditEntries.at, to),
        before === null ? undefined : lt(auditEntries.position, before),
      ),
    )
    .orderBy(desc(auditEntries.position))
    .limit(limit)
}
