import type { z } from 'zod'
import type { Claims } from '../accounts/caller.ts'
import type { Db } from '../db/client.ts'
import { noSuchReport } from './admit.ts'
import { contentHash } from './canonical.ts'
import type { SubmissionLane } from './lane.ts'
import { readVersion } from './report-store.ts'
import type { newWithdrawal } from './schemas.ts'
import type { Outcome } from './submission.ts'

interface Withdrawal {
  claims: Claims
  key: string
  versionId: string
  body: z.infer<typeof newWithdrawal>
  sentAt: Date | null
}

/**
 * Withdraws a mistaken report (撤回) by a new version with a reason: the chain keeps all that was said, the totals
 * lose its figures. It travels in the lane like any version.
 *
 * @throws Problem not-found when there is no such version
 */
export async function withdrawReport(db: Db, lane: SubmissionLane, withdrawal: Withdrawal): Promise<Outcome> {
  const { claims, key, versionId, body, sentAt } = withdrawal
  const parent = await readVersion(db, versionId)
  if (!parent) throw noSuchReport()
  const content = { id: body.id, withdraws: versionId, reason: body.reason }
  return lane.submit({
    claims,
    key,
    report: {
      id: body.id,
      parentVersionId: versionId,
      stage: 'follow_up',
      regionCode: parent.regionCode,
      figures: {},
    },
    content,
    contentHash: contentHash(content),
    sentAt,
    withdrawalReason: body.reason,
    heldSince: null,
  })
}
