import { join } from 'node:path'
import { findDatabase } from '../backup/running-database.ts'
import { sealingKeyFile } from '../backup/sealing-key-at-hand.ts'
import { writeBackup } from '../backup/write-backup.ts'
import { CommandError } from '../command-error.ts'
import { interruptible, saying, summary } from './backup-words.ts'
import type { Command } from './command.ts'
import { commandConfig, commandLog } from './with-database.ts'

const USAGE = 'usage: npm run backup -- [FILE]   (by default DATA_DIR/backups/fengsui-<time>.backup)'

/** Backs up the configured database into one file, whether the service runs or not. */
export const run: Command = async (args) => {
  const [file = null, ...more] = args
  if (file?.startsWith('-') || more.length > 0) throw new CommandError(USAGE)
  const began = performance.now()
  const config = commandConfig()
  await interruptible('The backup was broken off; no file was left.', async (signal) => {
    const database = await findDatabase(config, commandLog(config))
    try {
      const folder = join(config.DATA_DIR, 'backups')
      const { path, bytes, manifest } = await writeBackup({
        ...{ url: database.url, file, folder, tell: saying, signal },
      })
      const kept = config.SEALING_KEY ? 'SEALING_KEY' : sealingKeyFile(config)
      saying(
        `the sealing key is not in the backup: keep a copy of ${kept} elsewhere, for without it ` +
          'the signing keys in the backup cannot be opened',
      )
      process.stdout.write(`${summary('backed up', path, bytes, manifest, began)}\n`)
    } finally {
      await database.leave()
    }
  })
}
