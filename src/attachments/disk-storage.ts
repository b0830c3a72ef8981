import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { errorCode } from '../embedded-postgres/launcher-error.ts'
import type { Storage, StoredFile } from './storage.ts'
import { FileIsLost, type StorageTrouble, syncFolder } from './storage-trouble.ts'

/** The only names that are ever made into paths. */
const KEY = /^[0-9a-f]{2}\/[0-9a-f-]{36}\.[a-z]+\.[0-9a-f-]{36}$/

/** Keeps files in a folder of this machine, mode 0600. */
export function diskStorage(folder: string, trouble: StorageTrouble): Storage {
  const pathOf = (key: string) => {
    if (!KEY.test(key)) throw new Error('not a name that storage gave')
    return join(folder, key)
  }
  return {
    keep: (key, { path }) =>
      trouble.told('keep', async () => {
        const place = pathOf(key)
        await makeFolder(folder, dirname(place))
        // spooled on the same disk and synced there, so that the name appears with all of its bytes
        await rename(path, place)
        await syncFolder(dirname(place))
      }),
    read: (key, range) =>
      trouble.told('read', async () => {
        const file = await openKnown(pathOf(key))
        const span = range ? { start: range.first, end: range.last } : {}
        return file.createReadStream({ ...span, highWaterMark: 262_144 })
      }),
    sizeOf: (key) =>
      trouble.told('look', async () => {
        try {
          return (await stat(pathOf(key))).size
        } catch (error) {
          if (errorCode(error) === 'ENOENT') return null
          throw error
        }
      }),
    remove: (key) => trouble.told('remove', () => rm(pathOf(key), { force: true })),
    list: () => filesIn(folder),
  }
}

async function makeFolder(top: string, folder: string): Promise<void> {
  const made = await mkdir(folder, { recursive: true, mode: 0o700 })
  if (made === undefined) return
  await syncFolder(top)
  await syncFolder(dirname(top))
}

async function openKnown(path: string) {
  try {
    return await open(path, 'r')
  } catch (error) {
    throw errorCode(error) === 'ENOENT' ? new FileIsLost(path) : error
  }
}

/** The files in a folder and below it; none where there is no folder. */
export async function* filesIn(folder: string): AsyncGenerator<StoredFile> {
  const names = await readdir(folder, { recursive: true }).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return []
    throw error
  })
  for (const name of names) {
    const found = await stat(join(folder, name)).catch(() => null)
    if (found?.isFile()) yield { key: name, byteLength: found.size, storedAt: found.mtime }
  }
}
