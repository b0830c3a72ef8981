import type { Caller } from '../accounts/caller.ts'
import { mustMay, postsFor } from '../accounts/may.ts'
import { record } from '../audit/store.ts'
import { readNow } from '../clock.ts'
import type { Db } from '../db/client.ts'
import type { Deps } from '../deps.ts'
import { mustFindEvent } from '../events/read-event.ts'
import { lockCityOf } from '../events/store.ts'
import { enqueue } from '../outbox/store.ts'
import { Problem } from '../problems/problem.ts'
import { contentHash } from '../reports/canonical.ts'
import { changesSince } from '../reports/sign-draft.ts'
import { mustHaveUnitsBelow } from './consolidate.ts'
import { makeDraft, type Said } from './make-draft.ts'
import type { NewTierReport, TierReportRefresh, TierReportView } from './tier-schemas.ts'
import {
  type DraftRow,
  findOpenDraft,
  findTierReport,
  insertDraft,
  insertTierReport,
  isReportId,
  lockTierReport,
  readOwnHead,
  type TierReportRow,
} from './tier-store.ts'
import { mustSeeTierReport, viewTierReport } from './view-tier-report.ts'

/**
 * Drafts a tier's own report (拟稿): one for the event, not one for each message received. Nothing is reported by it.
 * What this tier added to its last signed report it starts from again, unless other additions are given. Who sends the same again gets the draft as it now stands.
 *
 * @throws Problem not-found, not-permitted, outside-jurisdiction: it is drafted in the unit itself
 * @throws Problem report-id-taken; state-conflict with the draft that waits already; and what `makeDraft` throws
 */
export async function draftTierReport(
  { db }: Pick<Deps, 'db'>,
  caller: Caller,
  eventId: string,
  given: NewTierReport,
): Promise<TierReportView> {
  const { id, regionCode, additionalFigures, ...said } = given
  return db.transaction(async (tx) => {
    const now = await readNow(tx)
    await mustFindEvent(tx, caller, eventId)
    mustHaveUnitsBelow(regionCode, '/regionCode')
    mustDraft(caller, regionCode)
    const bodyHash = contentHash({ eventId, ...given })
    const known = await findTierReport(tx, id)
    if (known) return viewTierReport(tx, mustBeSame(known, caller, bodyHash))
    // two that draft at once: the second one finds the draft of the first
    await lockCityOf(tx, regionCode)
    mustBeTheOnly(await findOpenDraft(tx, eventId, regionCode), id)
    const additional = additionalFigures ?? (await readOwnHead(tx, eventId, regionCode))?.additional ?? {}
    const draft = await makeDraft(tx, {
      ...{ reportId: id, number: 1, eventId, regionCode, draftedBy: caller.accountId, now },
      said: { additional, ...said },
    })
    if (await isReportId(tx, id)) throw idTaken()
    const opened = { id, eventId, regionCode, draftedBy: caller.accountId, openedAt: now, bodyHash }
    if (await insertTierReport(tx, opened)) {
      await insertDraft(tx, draft)
      await tell(tx, 'tier_report.drafted', opened, draft)
    }
    const made = await findTierReport(tx, id)
    if (!made) throw new Error(`the draft ${id} was not made`)
    return viewTierReport(tx, mustBeSame(made, caller, bodyHash))
  })
}

/**
 * Makes a new draft on what those below say now (重拟); what is not given stays as it was. Where nothing has changed, the
 * draft stays the same.
 *
 * @throws Problem not-found; not-permitted to anybody but its drafter; state-conflict once it is signed or given up
 */
export async function refreshTierReport(
  { db }: Pick<Deps, 'db'>,
  caller: Caller,
  id: string,
  given: TierReportRefresh,
): Promise<TierReportView> {
  return db.transaction(async (tx) => {
    const now = await readNow(tx)
    mustSeeTierReport(caller, await findTierReport(tx, id))
    await lockTierReport(tx, id)
    const row = mustSeeTierReport(caller, await findTierReport(tx, id))
    const { report, draft } = row
    mustDraft(caller, report.regionCode)
    if (report.draftedBy !== caller.accountId) {
      throw new Problem('not-permitted', 'Its drafter refreshes a draft; others make one of their own.')
    }
    mustBeDrafted(row)
    const { eventId, regionCode } = report
    const number = draft.number + 1
    const made = await makeDraft(tx, {
      reportId: id,
      number,
      eventId,
      regionCode,
      draftedBy: caller.accountId,
      said: saidAgain(draft, given),
      now,
    })
    if (made.contentHash !== draft.contentHash || restsOnOthers(regionCode, draft, made)) {
      await insertDraft(tx, made)
      await tell(tx, 'tier_report.refreshed', { ...report, openedAt: now }, made)
    }
    return viewTierReport(tx, mustSeeTierReport(caller, await findTierReport(tx, id)))
  })
}

/**
 * A draft that can still be worked on.
 *
 * @throws Problem state-conflict
 */
export function mustBeDrafted({ signed, discarded }: TierReportRow): void {
  if (signed)
    throw new Problem(
      'state-conflict',
      'It is signed off, and reported; what changes now is the next report.',
    )
  if (discarded) throw new Problem('state-conflict', 'It was given up; make a new draft.')
}

/** A tier's own report is drafted by somebody of that very unit: it is the tier's own view. */
function mustDraft(caller: Caller, regionCode: string): void {
  mustMay(caller, 'tier_report.draft', { regionCode })
  const own = postsFor(caller, 'tier_report.draft', { regionCode }).some(
    (post) => post.regionCode === regionCode,
  )
  if (own) return
  throw new Problem('outside-jurisdiction', 'A tier’s own report is drafted in the unit itself.', {
    action: 'tier_report.draft',
    regionCode,
  })
}

/** One event gives one report of each tier: a second draft of it would be one too many. */
function mustBeTheOnly(open: TierReportRow | null, id: string): void {
  if (!open || open.report.id === id) return
  throw new Problem(
    'state-conflict',
    'A draft of this unit waits for its signature: refresh it, sign it or give it up; one event gives one report.',
    { tierReportId: open.report.id, draftedBy: open.report.draftedBy },
  )
}

function mustBeSame(row: TierReportRow, { accountId }: Caller, bodyHash: string): TierReportRow {
  if (row.report.draftedBy === accountId && row.report.bodyHash === bodyHash) return row
  throw idTaken()
}

function idTaken(): Problem {
  const detail = 'Another report or draft already has this id, and it stands. Make a new UUIDv7.'
  return new Problem('report-id-taken', detail, { errors: [{ pointer: '/id', code: 'id_taken', detail }] })
}

function restsOnOthers(regionCode: string, before: DraftRow, now: DraftRow): boolean {
  const changed = changesSince(
    regionCode,
    { own: null, basis: before.basis },
    { own: null, basis: now.basis },
  )
  return changed.length > 0
}

/** A verified report stays one; whether it is the first or a follow-up is for the chain to say. */
function saidAgain({ additional, content, stage }: DraftRow, given: TierReportRefresh): Said {
  const before = content as { narrative?: string; explanation?: string }
  return {
    additional: given.additionalFigures ?? additional,
    narrative: given.narrative ?? before.narrative,
    explanation: given.explanation ?? before.explanation,
    stage: given.stage ?? (stage === 'verified' ? stage : undefined),
  }
}

async function tell(
  db: Db,
  action: 'tier_report.drafted' | 'tier_report.refreshed',
  { id, eventId, regionCode, draftedBy, openedAt }: Omit<TierReportRow['report'], 'bodyHash'>,
  { number, stage, contentHash: hash }: DraftRow,
): Promise<void> {
  const subject = { regionCode, subjectId: id }
  const detail = { number, stage, contentHash: hash }
  await enqueue(db, [{ topic: action, eventId, ...subject, payload: detail, createdAt: openedAt }])
  const about = { subjectKind: 'tier_report', ...subject, detail: { eventId, ...detail } }
  await record(db, [{ at: openedAt, accountId: draftedBy, action, ...about }])
}
