import { v7 as uuidv7 } from 'uuid'
import type { Caller } from '../accounts/caller.ts'
import { mustMay } from '../accounts/may.ts'
import { readNow } from '../clock.ts'
import type { Config } from '../config.ts'
import type { Db } from '../db/client.ts'
import type { Deps } from '../deps.ts'
import { Problem } from '../problems/problem.ts'
import { covers } from '../regions/codes.ts'
import { isOpenOn } from '../regions/rules.ts'
import { readNode } from '../regions/store.ts'
import { shanghaiDay } from '../shanghai.ts'
import type { Announced } from './announcement.ts'
import { type FileType, type Kind, takenAs, typeOf } from './file-types.ts'
import { recordAct } from './record-act.ts'
import { expiryAfter, isExpired } from './rules.ts'
import type { AttachmentFiles } from './storage.ts'
import { type AttachmentRow, addAttachment, countUnfinished, findSame, markRefused } from './store.ts'
import { readTargetEvent, readUnitOfVersion } from './target-store.ts'

/** Uploads that an account may have begun and not finished. */
const MOST_UNFINISHED = 100
const RETRY = { 'retry-after': '1' }

/**
 * Opens an upload (登记附件). The same file of the same unit for the same target is the same upload: whoever did not hear
 * the answer asks again and goes on where it stands.
 *
 * @returns its id
 * @throws Problem not-permitted, outside-jurisdiction, unknown-region, unknown-event, attachment-mismatch
 * @throws Problem event-closed, for what was not announced before
 * @throws Problem file-type-refused, attachment-too-large, storage-full, too-many-requests
 */
export async function openUpload(
  { db, config }: Pick<Deps, 'db' | 'config'>,
  { spool }: AttachmentFiles,
  caller: Caller,
  announced: Announced,
  byteLength: number,
): Promise<string> {
  const type = mustBeTaken(announced)
  mustFit(config, announced.kind, byteLength)
  await spool.mustHaveRoom(byteLength)
  return db.transaction(async (tx) => {
    const now = await readNow(tx)
    await mustBelong(tx, caller, announced, now)
    const row = rowOf(
      announced,
      caller.accountId,
      type,
      byteLength,
      now,
      expiryAfter(now, config.ATTACHMENT_HOURS),
    )
    const same = await findOpen(tx, row, now)
    if (same) return same.id
    await mustBeOpenEvent(tx, announced)
    if ((await countUnfinished(tx, caller.accountId)) >= MOST_UNFINISHED) {
      const detail = `This account has ${MOST_UNFINISHED} unfinished uploads; finish or cancel some of them.`
      throw new Problem('too-many-requests', detail, {}, { 'retry-after': '60' })
    }
    if (!(await addAttachment(tx, row))) {
      // another request of the same account was quicker by a moment, and is committed by now
      const other = await findSame(tx, row)
      if (other) return other.id
      throw new Problem('unavailable', 'The same upload was just refused; announce it again.', {}, RETRY)
    }
    await recordAct(tx, row, { action: 'attachment.opened', at: now, accountId: caller.accountId })
    return row.id
  })
}

function mustBeTaken({ kind, filetype }: Announced): FileType {
  const type = typeOf(kind, filetype)
  if (type) return type
  const heic = /^image\/hei[cf]/i.test(filetype)
    ? ' HEIC is not taken: set the camera to JPEG (“most compatible”), or convert the photo.'
    : ''
  const detail = `A ${kind} may be ${takenAs(kind)}; this one is declared as ${filetype}.${heic}`
  throw new Problem('file-type-refused', detail, { declared: filetype, found: null })
}

function mustFit(config: Config, kind: Kind, byteLength: number): void {
  const LIMITS = {
    photo: config.PHOTO_LIMIT_BYTES,
    document: config.DOCUMENT_LIMIT_BYTES,
    video: config.VIDEO_LIMIT_BYTES,
    audio: config.AUDIO_LIMIT_BYTES,
  } as const
  const limitBytes = LIMITS[kind]
  if (byteLength === 0) {
    const detail = 'The file is empty; there is nothing to upload.'
    throw new Problem('invalid-request', detail, {
      errors: [{ pointer: 'header:upload-length', code: 'too_small', detail }],
    })
  }
  if (byteLength <= limitBytes) return
  const detail = `A ${kind} may have ${limitBytes} bytes; this one has ${byteLength}.`
  throw new Problem('attachment-too-large', detail, { kind, limitBytes })
}

/** The unit is the caller's to report for, and the event or the version is that unit's. */
async function mustBelong(db: Db, caller: Caller, announced: Announced, now: Date): Promise<void> {
  const { regionCode, eventId, versionId } = announced
  mustMay(caller, 'report.submit', { regionCode })
  const node = await readNode(db, regionCode)
  if (!node || !isOpenOn(node, shanghaiDay(now))) {
    throw new Problem('unknown-region', `There is no open unit with the code ${regionCode}.`, { regionCode })
  }
  if (eventId !== undefined) {
    const regions = (await readTargetEvent(db, eventId))?.regions ?? []
    const isCovered = regions.some((region) => covers(region, regionCode))
    const isAbove = regions.length > 0 && regions.every((region) => covers(regionCode, region))
    if (isCovered || isAbove) return
    throw new Problem('unknown-event', 'There is no such event that covers this unit.', { eventId })
  }
  const unit = versionId === undefined ? null : await readUnitOfVersion(db, versionId)
  if (unit === null || unit === regionCode) return
  throw new Problem('attachment-mismatch', 'The version is not a report of this unit.', { versionId })
}

/** What belongs to a report that counts may come at any time; an event that is closed takes nothing else. */
async function mustBeOpenEvent(db: Db, { eventId }: Announced): Promise<void> {
  if (eventId === undefined || (await readTargetEvent(db, eventId))?.state !== 'closed') return
  const detail = 'The event is closed: it takes no new attachments. Those of a report name it in versionId.'
  throw new Problem('event-closed', detail, { eventId })
}

/** What has expired makes room for the same file again, whether the engine has come by or not. */
async function findOpen(db: Db, row: AttachmentRow, now: Date): Promise<AttachmentRow | null> {
  const same = await findSame(db, row)
  if (!same || !isExpired(same, now)) return same
  const expired = await markRefused(db, same.id, 'expired', now)
  if (expired) await recordAct(db, expired, { action: 'attachment.refused', at: now, accountId: null })
  return null
}

function rowOf(
  announced: Announced,
  accountId: string,
  { mediaType }: FileType,
  byteLength: number,
  now: Date,
  expiresAt: Date,
): AttachmentRow {
  const { regionCode, eventId = null, versionId = null, kind, filename, sha256 } = announced
  return {
    id: uuidv7(),
    ...{ accountId, regionCode, eventId, versionId, kind, filename, mediaType, byteLength, sha256 },
    ...{ byteOffset: 0, state: 'uploading' as const, createdAt: now, touchedAt: now, expiresAt },
    ...{ completedAt: null, refusedAt: null, refusal: null },
  }
}
