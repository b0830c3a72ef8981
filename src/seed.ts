import { readNow } from './clock.ts'
import type { Deps } from './deps.ts'
import { seedRegions } from './regions/seed-regions.ts'
import { seedRouting } from './routing/seed-routing.ts'

/** Adds what every Fengsui begins with and is not there yet: Lhasa's units, sections, departments, routing rules. */
export async function seed({ db, log }: Pick<Deps, 'db' | 'log'>): Promise<void> {
  await db.transaction(async (tx) => {
    const now = await readNow(tx)
    const nodes = await seedRegions(tx, now)
    const routes = await seedRouting(tx, now)
    if (nodes + routes > 0) log.info({ nodes, routes }, 'seeded')
  })
}
