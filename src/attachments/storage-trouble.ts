import { open } from 'node:fs/promises'
import type { Logger } from 'pino'
import { errorCode } from '../embedded-postgres/launcher-error.ts'
import { Problem } from '../problems/problem.ts'

/** Turns what disks and object stores do wrong into problems, and tells the operator. */
export interface StorageTrouble {
  /** @throws Problem storage-full or unavailable instead of whatever the work throws */
  told<Result>(act: string, work: () => Promise<Result>): Promise<Result>
}

/** A file that the database knows of is not there. */
export class FileIsLost extends Error {
  override name = 'FileIsLost'
}

const FULL = ['ENOSPC', 'EDQUOT', 'EFBIG']

export function storageTrouble(log: Pick<Logger, 'error'>): StorageTrouble {
  return {
    async told(act, work) {
      try {
        return await work()
      } catch (error) {
        if (error instanceof Problem || error instanceof FileIsLost) throw error
        log.error({ err: error, step: act }, 'the store of attachments failed')
        throw problemOf(error)
      }
    },
  }
}

function problemOf(error: unknown): Problem {
  if (FULL.includes(errorCode(error))) {
    return new Problem('storage-full', 'There is no room for more attachments just now; reports are taken.')
  }
  const detail = 'The store of attachments does not answer; try again shortly. Reports are taken.'
  return new Problem('unavailable', detail, {}, { 'retry-after': '10' })
}

/** Makes the names in a folder survive a power cut. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
