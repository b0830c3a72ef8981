import { createHash } from 'node:crypto'
import { accessSync, constants, readdirSync, statfsSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { TEMPLATE_INPUTS } from '../build-template.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const MEMORY = '/dev/shm'
const NEEDED_BYTES = 1_000_000_000

/** How the folder of every keeper of this user begins. */
export const FOLDER_PREFIX = `fengsui-test-${process.getuid?.() ?? 0}-`

/** Where keepers live: in memory, where there is enough of it. */
export function keepersHome(): string {
  try {
    accessSync(MEMORY, constants.W_OK | constants.X_OK)
    const { bavail, bsize } = statfsSync(MEMORY)
    if (bavail * bsize > NEEDED_BYTES) return MEMORY
  } catch {
    // no such folder on this machine
  }
  return tmpdir()
}

/** The folder of the keeper for this very state of the migrations and seeds. */
export function keeperFolder(): string {
  const hash = createHash('sha256').update(ROOT)
  for (const input of TEMPLATE_INPUTS) {
    for (const path of filesUnder(join(ROOT, input))) {
      const { size, mtimeMs } = statSync(path)
      hash.update(`${path} ${size} ${mtimeMs}\n`)
    }
  }
  return join(keepersHome(), `${FOLDER_PREFIX}${hash.digest('hex').slice(0, 16)}`)
}

function filesUnder(path: string): string[] {
  const found = statSync(path, { throwIfNoEntry: false })
  if (!found) return []
  if (found.isFile()) return [path]
  return readdirSync(path, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}

/** The keeper's socket, in its folder. */
export function socketOf(folder: string): string {
  return join(folder, 'keeper.sock')
}
