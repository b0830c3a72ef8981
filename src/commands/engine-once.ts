import { startService } from '../service.ts'
import type { Command } from './command.ts'
import { withDatabase } from './with-database.ts'

/** Does everything that is due, once: for a scheduler, or for a look at what would happen. */
export const run: Command = async () => {
  await withDatabase(async ({ config, databaseUrl, log }) => {
    const service = await startService({ ...config, RUN: 'engine' }, databaseUrl, log)
    await service.runDue()
    await service.stop()
    process.stdout.write('everything due is done\n')
  })
}
