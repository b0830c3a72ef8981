import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Config } from '../config.ts'
import type { Db } from '../db/client.ts'
import { openPair, openSecret } from '../keys/key-material.ts'
import { UnsealError } from '../keys/sealing.ts'
import { readSealingKey } from '../keys/sealing-key.ts'
import { readKeys } from '../keys/store.ts'

/** The name of the sealing key where no SEALING_KEY is configured. */
export function sealingKeyFile({ DATA_DIR }: Pick<Config, 'DATA_DIR'>): string {
  return join(DATA_DIR, 'sealing-key')
}

/**
 * Whether the sealing key that is configured here opens the signing keys of a database. Makes no key.
 *
 * @returns null when there is no key here, or nothing for it to open
 */
export async function opensKeys(db: Db, config: Config): Promise<boolean | null> {
  if (!config.SEALING_KEY && !(await isThere(sealingKeyFile(config)))) return null
  const [newest] = await readKeys(db)
  if (!newest) return null
  const sealingKey = await readSealingKey(config)
  try {
    if (newest.purpose === 'refresh_token') openSecret(newest, sealingKey)
    else openPair(newest, sealingKey)
    return true
  } catch (error) {
    if (error instanceof UnsealError) return false
    throw error
  }
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}
