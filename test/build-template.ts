/**
 * The databases that tests are cloned from: migrated and seeded once a run.
 */
import { type Database, openDatabase } from '../src/db/client.ts'
import { migrate, type Purpose } from '../src/db/migrate.ts'
import { seedRegions } from '../src/regions/seed-regions.ts'

/** Before every story that tests tell. */
const SEEDED_AT = new Date('2000-01-01T00:00:00.000Z')

/**
 * What every test database holds besides its tables, in order. Add a module's seeding function here, and its
 * folder to TEMPLATE_INPUTS.
 */
const SEEDS: readonly ((db: Database) => Promise<unknown>)[] = [(db) => seedRegions(db, SEEDED_AT)]

/** Files and folders that decide what a template holds: when one changes, templates are made anew. */
export const TEMPLATE_INPUTS = [
  'migrations',
  'src/db',
  'src/regions',
  'src/routing',
  'test/build-template.ts',
]

/**
 * Fills an empty database. No connection to it is left open: PostgreSQL clones none that is in use.
 */
export async function buildTemplate(url: string, purpose: Purpose): Promise<void> {
  await migrate(url, purpose)
  const idleErrors: Error[] = []
  const db = openDatabase({ url, poolSize: 1, onIdleError: (error) => idleErrors.push(error) })
  try {
    for (const seed of SEEDS) await seed(db)
  } finally {
    await db.$client.end()
  }
  if (idleErrors[0]) throw idleErrors[0]
}
