import { record } from '../audit/store.ts'
import type { Db } from '../db/client.ts'
import { enqueue } from '../outbox/store.ts'
import { readNames } from '../regions/names.ts'
import { shanghaiIso } from '../shanghai.ts'
import type { ReviewedVersion } from './review-store.ts'
import { returnSentence } from './rules.ts'
import type { reportReviews } from './tables.ts'

export type ReviewRow = typeof reportReviews.$inferSelect

/**
 * Tells of a review (审核): the reporting unit hears at its next contact that its report was accepted, or why it came
 * back, in words, and by when it is to be corrected.
 */
export async function tellReview(db: Db, version: ReviewedVersion, row: ReviewRow): Promise<void> {
  const { number, eventId, regionCode } = version
  const { versionId, outcome, reviewedAt, reviewedBy, reviewerRole, reviewerCode, comment } = row
  const action = `report.${outcome}`
  const by = { role: reviewerRole, regionCode: reviewerCode }
  const subject = { regionCode, subjectId: versionId }
  const returned = await returnedBecause(db, version, row)
  const payload = { number, reviewedAt: shanghaiIso(reviewedAt), reviewedBy: by, comment, ...returned }
  await enqueue(db, [{ topic: action, eventId, ...subject, payload, createdAt: reviewedAt }])
  const { reasonCode, fields, dueAt } = row
  const detail = { eventId, number, by, reasonCode, fields, dueAt: dueAt && shanghaiIso(dueAt) }
  await record(db, [
    { at: reviewedAt, accountId: reviewedBy, action, subjectKind: 'report', ...subject, detail },
  ])
}

async function returnedBecause(
  db: Db,
  { number, regionCode }: ReviewedVersion,
  { reasonCode, fields, comment, dueAt }: ReviewRow,
) {
  if (!reasonCode || !dueAt) return {}
  const unitZh = (await readNames(db, [regionCode])).of(regionCode)
  const { zh, en } = returnSentence({ unitZh, number, reasonCode, fields, comment, dueAt })
  return { reasonCode, fields, dueAt: shanghaiIso(dueAt), sentenceZh: zh, sentenceEn: en }
}
