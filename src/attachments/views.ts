/** Shapes attachments for those who may see them. */
import type { z } from 'zod'
import type { Db } from '../db/client.ts'
import { maybeIso } from '../events/views.ts'
import { type Names, readNames } from '../regions/names.ts'
import { shanghaiIso } from '../shanghai.ts'
import type { LinkedAttachment } from './read-store.ts'
import { isRestricted, REFUSAL_TEXT } from './rules.ts'
import type { attachmentSchema } from './schemas.ts'

type AttachmentView = z.infer<typeof attachmentSchema>

const KIND_ZH = { photo: '照片', document: '文件', video: '视频', audio: '录音' } as const
const STATE_ZH = { uploading: '上传中', complete: '已完成', refused: '已退回' } as const

/** Attachments with the names of their units. */
export async function viewAttachments(db: Db, rows: readonly LinkedAttachment[]): Promise<AttachmentView[]> {
  const names = await readNames(
    db,
    rows.map(({ regionCode }) => regionCode),
  )
  return rows.map((row) => view(row, names))
}

function view(row: LinkedAttachment, names: Names): AttachmentView {
  const { id, versionId, regionCode, accountId, kind, filename, mediaType, byteLength, sha256, state } = row
  const waitsForBytes = state === 'uploading' && row.byteOffset < byteLength
  return {
    ...{ id, eventId: row.linkedEventId, versionId, regionCode, nameZh: names.of(regionCode), accountId },
    ...{ kind, kindZh: KIND_ZH[kind], filename, mediaType, byteLength, sha256 },
    ...{ state, stateZh: STATE_ZH[state], receivedBytes: row.byteOffset },
    createdAt: shanghaiIso(row.createdAt),
    completedAt: maybeIso(row.completedAt),
    expiresAt: waitsForBytes ? shanghaiIso(row.expiresAt) : null,
    refusal: refusalOf(row),
    files: row.files.map((file) => ({
      ...{ rendition: file.rendition, mediaType: file.mediaType, byteLength: file.byteLength },
      ...{ sha256: file.sha256, width: file.width, height: file.height },
      isRestricted: isRestricted(row, file.rendition),
      href: `/v1/attachments/${id}/content?rendition=${file.rendition}`,
    })),
  }
}

function refusalOf({ refusal, refusedAt }: LinkedAttachment): AttachmentView['refusal'] {
  if (!refusal || !refusedAt) return null
  return { reason: refusal, reasonZh: REFUSAL_TEXT[refusal].zh, at: shanghaiIso(refusedAt) }
}
