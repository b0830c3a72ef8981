import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { checkBackup, restoreBackup } from '../backup/restore-backup.ts'
import { opensKeys, sealingKeyFile } from '../backup/sealing-key-at-hand.ts'
import { CommandError } from '../command-error.ts'
import type { Config } from '../config.ts'
import { openDatabase } from '../db/client.ts'
import { interruptible, saying, summary } from './backup-words.ts'
import type { Command } from './command.ts'
import { commandConfig, commandLog, databaseOf } from './with-database.ts'

const USAGE = 'usage: npm run restore -- FILE   (into the empty database that DATA_DIR or DATABASE_URL names)'

/** Restores a backup into an empty database: all of it, or nothing. */
export const run: Command = async (args) => {
  const [file, ...more] = args
  if (file === undefined || file.startsWith('-') || more.length > 0) throw new CommandError(USAGE)
  const began = performance.now()
  const config = commandConfig()
  const path = resolve(file)
  await interruptible('The restore was broken off. Nothing was changed.', async (signal) => {
    const manifest = await checkBackup(path, signal)
    const { purpose, takenAt, fengsui } = manifest
    saying(`the backup is whole: ${purpose}, of ${takenAt}, made by Fengsui ${fengsui}`)
    const { url, stop } = await databaseOf(config, commandLog(config))
    try {
      await restoreBackup({ url, path, manifest, tell: saying, signal })
      saying(await sayWhetherKeysOpen(url, config))
      const { size } = await stat(path)
      process.stdout.write(`${summary('restored', path, size, manifest, began)}\n`)
    } finally {
      await stop()
    }
  })
}

async function sayWhetherKeysOpen(url: string, config: Config): Promise<string> {
  const db = openDatabase({ url, poolSize: 1, onIdleError: (error) => saying(error.message) })
  try {
    const opens = await opensKeys(db, config)
    if (opens) return 'the sealing key here opens the signing keys of the backup'
    const found =
      opens === null ? 'the sealing key is not in the backup' : 'the sealing key here is another one'
    return (
      `${found}: before the start, put the one of the old Fengsui at ${sealingKeyFile(config)}, ` +
      'or set SEALING_KEY to it; with any other, Fengsui does not start'
    )
  } finally {
    await db.$client.end()
  }
}
