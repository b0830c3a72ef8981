import type { z } from 'zod'
import { RETURN_REASONS } from '../regulations/reviews.ts'
import { shanghaiIso } from '../shanghai.ts'
import type { StoredVersion } from './report-store.ts'
import type { reviewSchema, tierReportBasisSchema } from './review-schemas.ts'

/** A stored version as it goes out: instants in Shanghai time. */
export function versionView({ review, tierReport, ...version }: StoredVersion) {
  return {
    ...version,
    occurredAt: shanghaiIso(version.occurredAt),
    observedAt: isoOrNull(version.observedAt),
    enteredAt: isoOrNull(version.enteredAt),
    sentAt: isoOrNull(version.sentAt),
    receivedAt: shanghaiIso(version.receivedAt),
    review: reviewView(review),
    tierReport: tierReport && tierReportView(tierReport),
  }
}

const UNREVIEWED: z.infer<typeof reviewSchema> = {
  state: 'unreviewed',
  by: null,
  at: null,
  reasonCode: null,
  reasonZh: null,
  fields: [],
  comment: null,
  dueAt: null,
}

/** What a unit above said of a version; null where none has. */
function reviewView(review: StoredVersion['review']): z.infer<typeof reviewSchema> {
  if (!review) return UNREVIEWED
  const { outcome, accountId, role, regionCode, at, dueAt, reasonCode, fields, comment } = review
  return {
    state: outcome,
    by: { accountId, role, regionCode },
    at: shanghaiIso(new Date(at)),
    reasonCode,
    reasonZh: reasonCode && RETURN_REASONS[reasonCode].zh,
    fields,
    comment,
    dueAt: dueAt && shanghaiIso(new Date(dueAt)),
  }
}

function tierReportView({
  draftNumber,
  draftedBy,
  draftedAt,
  signedBy,
  signerRole,
  signerCode,
  basis,
  rolledUp,
  additional,
}: NonNullable<StoredVersion['tierReport']>): z.infer<typeof tierReportBasisSchema> {
  return {
    draftNumber,
    draftedBy,
    draftedAt: shanghaiIso(draftedAt),
    signedBy: { accountId: signedBy, role: signerRole, regionCode: signerCode },
    basis,
    rolledUpFigures: rolledUp,
    additionalFigures: additional,
  }
}

function isoOrNull(instant: Date | null): string | null {
  return instant === null ? null : shanghaiIso(instant)
}
