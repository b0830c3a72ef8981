import type { z } from 'zod'
import type { Claims } from '../accounts/caller.ts'
import { contentHash } from './canonical.ts'
import type { SubmissionLane } from './lane.ts'
import type { newNilReport } from './schemas.ts'
import type { Outcome } from './submission.ts'

interface NilReport {
  claims: Claims
  key: string
  eventId: string
  body: z.infer<typeof newNilReport>
  /** the body to the letter */
  received: object
  sentAt: Date | null
}

/**
 * Confirms that nothing has changed (零报告): travels in the lane like any report, where it takes the figures that stand
 * in the very moment. The same key and body hear the same answer for good.
 */
export async function submitNilReport(lane: SubmissionLane, nilReport: NilReport): Promise<Outcome> {
  const { claims, key, eventId, body, received, sentAt } = nilReport
  const { id, regionCode, day = null, onBehalfOf } = body
  const content = { ...received, eventId }
  return lane.submit({
    claims,
    key,
    report: {
      id,
      parentVersionId: null,
      stage: 'follow_up',
      eventId,
      regionCode,
      figures: {},
      ...(onBehalfOf ? { onBehalfOf } : {}),
    },
    content,
    contentHash: contentHash(content),
    sentAt,
    withdrawalReason: null,
    heldSince: null,
    nilReport: { day },
  })
}
