import type { Readable } from 'node:stream'
import type { Caller } from '../accounts/caller.ts'
import { mustMay } from '../accounts/may.ts'
import { readNow } from '../clock.ts'
import type { Deps } from '../deps.ts'
import { Problem } from '../problems/problem.ts'
import { mustFindAttachment } from './read-attachments.ts'
import type { LinkedAttachment } from './read-store.ts'
import { recordAct } from './record-act.ts'
import { isRestricted, mayReadOriginal, type Rendition, renditionForAll } from './rules.ts'
import type { AttachmentFiles, ByteRange } from './storage.ts'
import { FileIsLost } from './storage-trouble.ts'
import type { FileRow } from './store.ts'

export interface Content {
  attachment: LinkedAttachment
  file: FileRow
  isRestricted: boolean
}

/**
 * The file that a caller asks for (查看附件), if they may have it. That a restricted original is read goes into the trail
 * before its first byte goes out.
 *
 * @param rendition undefined for what everybody may read
 * @throws Problem not-found; state-conflict while it is not complete; not-permitted or outside-jurisdiction
 */
export async function openContent(
  { db }: Pick<Deps, 'db'>,
  caller: Caller,
  id: string,
  rendition: Rendition | undefined,
): Promise<Content> {
  const attachment = await mustFindAttachment(db, caller, id)
  if (attachment.state !== 'complete') {
    const detail = `It is ${attachment.state === 'uploading' ? 'still being uploaded' : 'refused'}; there is nothing to read.`
    throw new Problem('state-conflict', detail, { state: attachment.state })
  }
  const file = fileOf(attachment, rendition)
  const restricted = isRestricted(attachment, file.rendition)
  if (restricted) {
    mustReadOriginal(caller, attachment.regionCode)
    await db.transaction(async (tx) => {
      const act = {
        action: 'attachment.original_read',
        at: await readNow(tx),
        accountId: caller.accountId,
      } as const
      await recordAct(tx, attachment, act)
    })
  }
  return { attachment, file, isRestricted: restricted }
}

/**
 * Opens its bytes.
 *
 * @throws Problem unavailable when the store has lost them, or does not answer; the operator is told
 */
export async function readContent(
  { log }: Pick<Deps, 'log'>,
  { storage }: AttachmentFiles,
  { file }: Content,
  range: ByteRange | undefined,
): Promise<Readable> {
  try {
    return await storage.read(file.storageKey, range)
  } catch (error) {
    if (!(error instanceof FileIsLost)) throw error
    log.error({ attachmentId: file.attachmentId, problem: file.rendition }, 'a file of an attachment is lost')
    const detail = 'The store does not have this file; its operator has been told.'
    throw new Problem('unavailable', detail, {}, { 'retry-after': '60' })
  }
}

function fileOf(attachment: LinkedAttachment, rendition: Rendition | undefined): FileRow {
  const { files } = attachment
  const wanted =
    rendition ??
    renditionForAll(
      attachment,
      files.map((file) => file.rendition),
    )
  const file = files.find((one) => one.rendition === wanted)
  if (file) return file
  const detail = wanted
    ? `There is no ${wanted} of this ${attachment.kind}; \`files\` of the attachment tells what there is.`
    : `Of this ${attachment.kind} nothing could be stripped: only the original is there, for duty officers.`
  throw new Problem('not-found', detail)
}

function mustReadOriginal(caller: Caller, regionCode: string): void {
  if (mayReadOriginal(caller, regionCode)) return
  mustMay(caller, 'attachment.read_original', { regionCode })
  throw new Problem('not-permitted', 'Originals are for the duty desks of counties and above.', {
    action: 'attachment.read_original',
  })
}
