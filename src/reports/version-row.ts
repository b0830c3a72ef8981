import { v7 as uuidv7 } from 'uuid'
import type { Violation } from '../evaluations/types.ts'
import { asWgs84 } from './place-on-earth.ts'
import type { Placement } from './place-report.ts'
import type { Sender, Submission } from './submission.ts'
import type { VersionRow } from './writes.ts'

/** The version as it is stored, for good. */
export function versionRow(
  submission: Submission,
  sender: Sender,
  { event, chain, joinsChain }: Placement,
  violations: readonly Violation[],
  isLate: boolean,
  receivedAt: Date,
): VersionRow {
  const { report, content, contentHash, sentAt, withdrawalReason } = submission
  return {
    id: report.id,
    chainId: chain?.id ?? uuidv7(),
    eventId: event.id,
    regionCode: report.regionCode,
    number: (chain?.headNumber ?? 0) + 1,
    parentVersionId: chain?.headVersionId ?? null,
    joinedChain: joinsChain,
    stage: joinsChain ? 'follow_up' : report.stage,
    accountId: sender.accountId,
    content,
    contentHash,
    occurredAt: event.occurredAt,
    observedAt: instantOrNull(report.observedAt),
    enteredAt: instantOrNull(report.enteredAt),
    sentAt,
    receivedAt,
    isLate,
    violations,
    location: report.location ? asWgs84(report.location) : null,
    withdrawalReason,
    nilReportFor: submission.nilReport?.day ?? null,
  }
}

function instantOrNull(text: string | undefined): Date | null {
  return text === undefined ? null : new Date(text)
}
