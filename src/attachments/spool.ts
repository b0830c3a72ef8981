import { createHash, randomUUID } from 'node:crypto'
import { type FileHandle, mkdir, open, rm, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { Problem } from '../problems/problem.ts'
import { filesIn } from './disk-storage.ts'
import type { StoredFile } from './storage.ts'
import type { StorageTrouble } from './storage-trouble.ts'

/** Bytes that were written to the disk of this machine and hashed on the way. */
export interface Spooled {
  path: string
  byteLength: number
  sha256: string
}

/** Where bytes lie until they are known to be right (暂存): nothing here counts. */
export interface Spool {
  folder: string
  /**
   * Writes what comes to the disk.
   *
   * @throws Problem body-too-large after so many bytes; whatever the source throws
   */
  take(source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>, most: number): Promise<Spooled>
  /** Forgets them; harmless when they were moved elsewhere. */
  drop(spooled: Pick<Spooled, 'path'>): Promise<void>
  /** What processes left behind that were killed, and what is being received right now. */
  list(): AsyncIterable<StoredFile>
  /** @throws Problem storage-full when so many bytes more would leave the database too little */
  mustHaveRoom(byteLength: number): Promise<void>
}

/** Opens the spool in a folder, which is made when first needed. */
export function openSpool(folder: string, reserveBytes: number, trouble: StorageTrouble): Spool {
  const ready = () => mkdir(folder, { recursive: true, mode: 0o700 })
  return {
    folder,
    async take(source, most) {
      const path = join(folder, randomUUID())
      const file = await trouble.told('spool', async () => {
        await ready()
        return open(path, 'wx', 0o600)
      })
      try {
        return { path, ...(await write(file, source, most, trouble)) }
      } catch (error) {
        await rm(path, { force: true })
        throw error
      } finally {
        await file.close()
      }
    },
    drop: ({ path }) => rm(path, { force: true }),
    list: () => filesIn(folder),
    async mustHaveRoom(byteLength) {
      const { bavail, bsize } = await trouble.told('room', async () => {
        await ready()
        return statfs(folder)
      })
      if (bavail * bsize - byteLength >= reserveBytes) return
      throw new Problem('storage-full', 'There is no room for more attachments just now; reports are taken.')
    },
  }
}

async function write(
  file: FileHandle,
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  most: number,
  trouble: StorageTrouble,
): Promise<Omit<Spooled, 'path'>> {
  const hash = createHash('sha256')
  let byteLength = 0
  for await (const bytes of source) {
    byteLength += bytes.length
    if (byteLength > most) throw new Problem('body-too-large', `No more than ${most} bytes are taken here.`)
    hash.update(bytes)
    await trouble.told('spool', () => file.writeFile(bytes))
  }
  await trouble.told('spool', () => file.sync())
  return { byteLength, sha256: hash.digest('hex') }
}
