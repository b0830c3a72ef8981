import { checkAttachments } from '../attachments/check-attachments.ts'
import { openAttachmentFiles } from '../attachments/storage.ts'
import { findDatabase } from '../backup/running-database.ts'
import { CommandError } from '../command-error.ts'
import { openDatabase } from '../db/client.ts'
import { saying } from './backup-words.ts'
import type { Command } from './command.ts'
import { commandConfig, commandLog } from './with-database.ts'

const USAGE = `usage: npm run cli -- check-attachments [--read] [--remove]
  --read    also read every file and compare its hash
  --remove  remove files that nobody needs: without a row, and a day old`

/** Compares the files of attachments with the database, whether the service runs or not. */
export const run: Command = async (args) => {
  if (args.some((arg) => !['--read', '--remove'].includes(arg))) throw new CommandError(USAGE)
  const config = commandConfig()
  const log = commandLog(config)
  const database = await findDatabase(config, log)
  const db = openDatabase({ url: database.url, poolSize: 1, onIdleError: (error) => saying(error.message) })
  try {
    const order = { isReading: args.includes('--read'), isRemoving: args.includes('--remove'), tell: saying }
    const result = await checkAttachments(db, openAttachmentFiles({ config, log }), order)
    const { files, byteLength, missing, damaged, needless } = result
    const told = `${files} files, ${byteLength} bytes: ${missing} missing, ${damaged} damaged, ${needless} needless`
    process.stdout.write(`${told}\n`)
    if (missing + damaged > 0) throw new CommandError('Copy these files from a backup, by the same names.')
  } finally {
    await db.$client.end()
    await database.leave()
  }
}
