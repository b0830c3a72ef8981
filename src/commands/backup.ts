import { join } from 'node:path'
import type { Manifest } from '../backup/format.ts'
import { findDatabase } from '../backup/running-database.ts'
import { sealingKeyFile } from '../backup/sealing-key-at-hand.ts'
import { writeBackup } from '../backup/write-backup.ts'
import { CommandError } from '../command-error.ts'
import type { Config } from '../config.ts'
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
      saying(aboutAttachments(config, manifest))
      process.stdout.write(`${summary('backed up', path, bytes, manifest, began)}\n`)
    } finally {
      await database.leave()
    }
  })
}

/** Files are copied as files; the copy is made after the backup, so that it holds all that the backup knows of. */
function aboutAttachments(config: Config, { tables }: Manifest): string {
  const count = tables.find(({ name }) => name === 'attachment_files')?.rows ?? 0
  const place = config.S3_ENDPOINT
    ? `the bucket ${config.S3_BUCKET}`
    : join(config.DATA_DIR, 'attachments', 'files')
  return (
    `the ${count} files of attachments are not in the backup: copy ${place} now, after it; ` +
    '`npm run cli -- check-attachments` tells after a restore whether all are there'
  )
}
