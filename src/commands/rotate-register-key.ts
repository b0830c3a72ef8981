import { CommandError } from '../command-error.ts'
import { rotateRegisterKey } from '../registers/rotate-register-key.ts'
import { interruptible, saying } from './backup-words.ts'
import type { Command } from './command.ts'
import { mustHaveSealingKey, withFoundDatabase } from './with-found-database.ts'

/** Rotates the keys of the registers, while the service runs or not. Broken off, it goes on at the next call. */
export const run: Command = async (args) => {
  if (args.length > 0) throw new CommandError('usage: npm run cli -- rotate-register-key')
  await interruptible(
    'The rotation was broken off. Everything stays readable; run it again to go on.',
    (signal) =>
      withFoundDatabase('rotate', async (deps) => {
        const sealingKey = await mustHaveSealingKey(deps)
        const { kid, rows, unreadableRows, destroyed } = await rotateRegisterKey(deps, {
          ...{ sealingKey, tell: saying, signal },
        })
        process.stdout.write(
          `key ${kid} seals the registers: ${rows} rows sealed anew, ${destroyed.length} old keys destroyed\n`,
        )
        if (unreadableRows.length === 0) return
        throw new CommandError(
          `These rows have fields that no key opens; they were left as they are, and so was their key: ${unreadableRows.join(', ')}`,
        )
      }),
  )
}
