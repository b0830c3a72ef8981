import { randomBytes } from 'node:crypto'
import { link, mkdir, open, readFile, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { type Config, ConfigError } from '../config.ts'

const KEY_BYTES = 32

/**
 * The key that seals the signing keys: SEALING_KEY, or the file `sealing-key` in DATA_DIR, which the first process
 * that needs it makes. Processes that start together agree on one.
 *
 * @throws ConfigError when the file holds something else
 */
export async function readSealingKey(config: Pick<Config, 'SEALING_KEY' | 'DATA_DIR'>): Promise<Buffer> {
  if (config.SEALING_KEY) return Buffer.from(config.SEALING_KEY, 'base64')
  const path = join(config.DATA_DIR, 'sealing-key')
  const text = (await readIfThere(path)) ?? (await makeOnce(config.DATA_DIR, path))
  const key = Buffer.from(text.trim(), 'base64')
  if (key.length !== KEY_BYTES) {
    throw new ConfigError(
      `${path} does not hold a sealing key (32 bytes in base64). Put back the file this database was started with, or set SEALING_KEY.`,
    )
  }
  return key
}

async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null
    throw error
  }
}

/** A complete file appears under the final name at once, by a hard link; whoever comes second reads the first one's. */
async function makeOnce(folder: string, path: string): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const draft = `${path}.${process.pid}.${randomBytes(6).toString('hex')}`
  const file = await open(draft, 'wx', 0o600)
  try {
    await file.writeFile(`${randomBytes(KEY_BYTES).toString('base64')}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
  try {
    await link(draft, path)
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
  } finally {
    await unlink(draft)
  }
  await syncFolder(folder)
  return readFile(path, 'utf8')
}

/** The name survives a power cut too: without it the keys in the database would never open again. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error ? String(error.code) : null
}
