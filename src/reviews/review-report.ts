import type { Binding, Caller } from '../accounts/caller.ts'
import { may, mustMay, postsFor } from '../accounts/may.ts'
import { readNow } from '../clock.ts'
import type { Db } from '../db/client.ts'
import { dueWithin } from '../deadlines/rules.ts'
import { insertDeadlines } from '../deadlines/store.ts'
import type { Deps } from '../deps.ts'
import { lockCityOf } from '../events/store.ts'
import { Problem } from '../problems/problem.ts'
import { noSuchReport } from '../reports/admit.ts'
import { readVersion } from '../reports/report-store.ts'
import { versionView } from '../reports/views.ts'
import { insertReview, type ReviewedVersion, readCorrectionDue, readReviewedVersion } from './review-store.ts'
import { returnLimit } from './rules.ts'
import type { NewReview, ReviewedView } from './schemas.ts'
import { type ReviewRow, tellReview } from './tell-review.ts'

/**
 * Reviews a version (审核): accepted, or returned with a reason and a time limit (退回更正). Its figures count before
 * and after. Of any number at once the first one stands; who repeats their own review gets the same answer again.
 *
 * @throws Problem not-found, not-permitted, outside-jurisdiction, needs-another-person
 * @throws Problem event-closed; state-conflict for what is withdrawn, or returned when it is not the latest any more
 * @throws Problem already-reviewed with who was first and when
 */
export async function reviewReport(
  { db }: Pick<Deps, 'db'>,
  caller: Caller,
  versionId: string,
  review: NewReview,
): Promise<ReviewedView> {
  return db.transaction(async (tx) => {
    const now = await readNow(tx)
    const seen = await readReviewedVersion(tx, versionId)
    if (!seen || !may(caller, 'report.read', seen)) throw noSuchReport()
    const post = mustReview(caller, seen)
    const isReturned = review.outcome === 'returned'
    // the unit's next report waits for the duty that it will meet, or is there and is seen
    if (isReturned) await lockCityOf(tx, seen.regionCode)
    const version = isReturned ? await readReviewedVersion(tx, versionId) : seen
    if (!version) throw new Error(`version ${versionId} has gone`)
    const row = await reviewRow(tx, version, post, caller.accountId, review, now)
    const earlier = await earlierReview(tx, row)
    if (earlier) return earlier
    mustBeReviewable(version, review)
    if (await insertReview(tx, row)) {
      if (isReturned) await setCorrection(tx, version, now)
      await tellReview(tx, version, row)
      return viewOf(tx, versionId)
    }
    // an acceptance, which holds no lock, came in between
    const first = await earlierReview(tx, row)
    if (!first) throw new Error(`the review of ${versionId} was refused for none`)
    return first
  })
}

/** A unit above reviews: never the reporting unit, and nobody their own work. */
function mustReview(caller: Caller, { regionCode, accountId, draftedBy }: ReviewedVersion): Binding {
  mustMay(caller, 'report.review', { regionCode })
  const post = postsFor(caller, 'report.review', { regionCode }).find((one) => one.regionCode !== regionCode)
  if (!post) {
    throw new Problem('outside-jurisdiction', 'A unit above reviews this report, not the unit itself.', {
      action: 'report.review',
      regionCode,
    })
  }
  if (accountId === caller.accountId || draftedBy === caller.accountId) {
    throw new Problem(
      'needs-another-person',
      'Nobody reviews a report that they sent, entered for another unit, drafted or signed; a colleague does.',
      { action: 'report.review' },
    )
  }
  return post
}

function mustBeReviewable(
  { id, isWithdrawn, countsInstead, eventState, head }: ReviewedVersion,
  { outcome }: NewReview,
): void {
  if (eventState === 'closed')
    throw new Problem('event-closed', 'The event is closed: nothing is reviewed any more.')
  if (isWithdrawn)
    throw new Problem('state-conflict', 'The report was withdrawn: there is nothing to review.')
  if (countsInstead) {
    const detail =
      'Two events were merged, and another report of the unit counts in what goes on: review that.'
    throw new Problem('state-conflict', detail, { head: countsInstead })
  }
  if (outcome === 'accepted' || head.versionId === id) return
  throw new Problem(
    'state-conflict',
    'The unit has reported again: look at its latest report, and return that.',
    {
      head,
    },
  )
}

async function reviewRow(
  db: Db,
  version: ReviewedVersion,
  { role, regionCode }: Binding,
  accountId: string,
  { outcome, reasonCode, fields, comment }: NewReview,
  now: Date,
): Promise<ReviewRow> {
  const { minutes } = returnLimit(version.figures)
  const owed = outcome === 'returned' ? await readCorrectionDue(db, version) : null
  const dueAt = owed ?? new Date(now.getTime() + minutes * 60_000)
  return {
    versionId: version.id,
    outcome,
    reviewedAt: now,
    reviewedBy: accountId,
    reviewerRole: role,
    reviewerCode: regionCode,
    reasonCode: reasonCode ?? null,
    fields: fields ?? [],
    comment: comment ?? null,
    dueAt: outcome === 'returned' ? dueAt : null,
  }
}

async function setCorrection(
  db: Db,
  { id, dutyEventId, regionCode, figures }: ReviewedVersion,
  now: Date,
): Promise<void> {
  const owed = { eventId: dutyEventId, regionCode, duty: 'correction', subjectId: id, setAt: now }
  await insertDeadlines(db, [dueWithin({ ...owed, ...returnLimit(figures) })])
}

/**
 * What was said of the version before.
 *
 * @returns null when nobody has reviewed it; the review itself where the caller said the very same
 * @throws Problem already-reviewed
 */
async function earlierReview(db: Db, given: ReviewRow): Promise<ReviewedView | null> {
  const view = await viewOf(db, given.versionId)
  const { state, by, at, reasonCode, fields, comment } = view.review
  if (state === 'unreviewed' || !by) return null
  const isSame =
    by.accountId === given.reviewedBy &&
    state === given.outcome &&
    reasonCode === given.reasonCode &&
    comment === given.comment &&
    fields.join() === given.fields.join()
  if (isSame) return view
  throw new Problem('already-reviewed', `It was ${state} at ${at}.`, {
    outcome: state,
    reviewedBy: by,
    reviewedAt: at,
  })
}

async function viewOf(db: Db, versionId: string): Promise<ReviewedView> {
  const version = await readVersion(db, versionId)
  if (!version) throw new Error(`version ${versionId} has gone`)
  const { eventId, regionCode, review } = versionView(version)
  return { versionId, eventId, regionCode, review }
}
