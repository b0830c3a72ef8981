import type { Caller } from '../accounts/caller.ts'
import { mustMay } from '../accounts/may.ts'
import { readNow } from '../clock.ts'
import type { Db } from '../db/client.ts'
import { Problem } from '../problems/problem.ts'
import { shanghaiIso } from '../shanghai.ts'
import { isExpired, REFUSAL_TEXT } from './rules.ts'
import { type AttachmentRow, type Refusal, readAttachment } from './store.ts'

/**
 * An upload that the caller may look at or go on with: their own, while they may still report for its unit.
 *
 * @throws Problem not-found for another account's, as for none at all
 * @throws Problem not-permitted or outside-jurisdiction when the post has ended meanwhile
 * @throws Problem upload-gone when it was refused or has expired
 */
export async function mustContinue(db: Db, caller: Caller, id: string): Promise<AttachmentRow> {
  const upload = await readAttachment(db, id)
  if (!upload || upload.accountId !== caller.accountId) {
    throw new Problem('not-found', 'There is no such upload of this account.')
  }
  mustMay(caller, 'report.submit', { regionCode: upload.regionCode })
  mustBeAlive(upload, await readNow(db))
  return upload
}

/** @throws Problem upload-gone */
export function mustBeAlive(upload: AttachmentRow, now: Date): void {
  if (upload.refusal) throw gone(upload.refusal, upload.refusedAt)
  if (isExpired(upload, now)) throw gone('expired', upload.expiresAt)
}

function gone(refusal: Refusal, at: Date | null): Problem {
  return new Problem('upload-gone', REFUSAL_TEXT[refusal].en, { refusal, at: at && shanghaiIso(at) })
}
