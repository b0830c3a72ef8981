import type { Db } from '../db/client.ts'
import { auditEntries } from './tables.ts'

/** One act: who did what to which subject, when. `accountId` is null for what the engine did by itself. */
export interface AuditEntry {
  at: Date
  accountId: string | null
  action: string
  subjectKind: string
  subjectId: string
  regionCode: string | null
  detail: object
}

/** Writes the trail in the transaction of the act. */
export async function record(db: Db, entries: readonly AuditEntry[]): Promise<void> {
  if (entries.length > 0) await db.insert(auditEntries).values([...entries])
}
