import type { Caller, Claims } from '../accounts/caller.ts'
import type { Deps } from '../deps.ts'
import { Problem } from '../problems/problem.ts'
import type { SubmissionLane } from '../reports/lane.ts'
import type { NewReport } from '../reports/schemas.ts'
import type { Outcome, Submission } from '../reports/submission.ts'
import { shanghaiIso } from '../shanghai.ts'
import { findTierReport, type TierReportRow } from './tier-store.ts'
import { mustSeeTierReport } from './view-tier-report.ts'

interface Signature {
  claims: Claims
  id: string
  /** of the draft that the signer has read */
  contentHash: string
}

/**
 * Signs a tier's own report off (签发): a second person sends what was drafted, to the letter. It travels in the lane
 * like any report of the unit, which looks again at what it rests on. Who signs again gets the same reply again.
 *
 * @throws Problem not-found; state-conflict when another draft was read, or somebody else has signed
 * @returns what became of it in the lane: also not-permitted to its drafter, stale-basis with what has changed
 */
export async function signTierReport(
  { db }: Pick<Deps, 'db'>,
  lane: SubmissionLane,
  caller: Caller,
  { claims, id, contentHash }: Signature,
): Promise<Outcome> {
  const row = mustSeeTierReport(caller, await findTierReport(db, id))
  mustBeUnsigned(row, caller)
  if (row.draft.contentHash !== contentHash) {
    throw new Problem('state-conflict', 'This is not the draft that stands: read it again, and sign that.', {
      contentHash: row.draft.contentHash,
      draftNumber: row.draft.number,
    })
  }
  const outcome = await lane.submit(asSubmission(row, claims))
  if (outcome.kind === 'refused' && outcome.problem.slug === 'report-id-taken') {
    mustBeUnsigned(mustSeeTierReport(caller, await findTierReport(db, id)), caller)
  }
  return outcome
}

/** The first signature stands; whoever it is of may ask again. */
function mustBeUnsigned({ signed }: TierReportRow, { accountId }: Caller): void {
  if (!signed || signed.signedBy === accountId) return
  const { signedBy, signerRole, signerCode, signedAt } = signed
  throw new Problem('state-conflict', `It was signed off at ${shanghaiIso(signedAt)}.`, {
    signedBy: { accountId: signedBy, role: signerRole, regionCode: signerCode },
    signedAt: shanghaiIso(signedAt),
  })
}

function asSubmission({ report, draft }: TierReportRow, claims: Claims): Submission {
  const { number, draftedAt, basis, rolledUp, additional, content, contentHash } = draft
  return {
    claims,
    key: `tier-report:${report.id}`,
    // written by makeDraft, which promises that it is one
    report: content as unknown as NewReport,
    content,
    contentHash,
    sentAt: null,
    withdrawalReason: null,
    heldSince: null,
    draft: { number, draftedBy: report.draftedBy, draftedAt, basis, rolledUp, additional },
  }
}
