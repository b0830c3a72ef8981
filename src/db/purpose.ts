import type { Db } from './client.ts'
import type { Purpose } from './migrate.ts'
import { databasePurpose } from './tables.ts'

/**
 * What this database was made for.
 *
 * @throws when it was never migrated
 */
export async function readPurpose(db: Db): Promise<Purpose> {
  const [row] = await db.select({ purpose: databasePurpose.purpose }).from(databasePurpose)
  if (!row) throw new Error('the database has no purpose: it was never migrated')
  return row.purpose
}
