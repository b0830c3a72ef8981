/** Shapes tiers' own reports (本级报告) for whoever drafts, signs or reads them. */
import type { Caller } from '../accounts/caller.ts'
import { may } from '../accounts/may.ts'
import type { Db } from '../db/client.ts'
import { Problem } from '../problems/problem.ts'
import { type Names, readNames } from '../regions/names.ts'
import type { Figures } from '../regulations/indicators.ts'
import { changesSince } from '../reports/sign-draft.ts'
import { shanghaiIso } from '../shanghai.ts'
import { consolidate } from './consolidate.ts'
import type { TierReportBrief, TierReportView } from './tier-schemas.ts'
import { readLatestBelow, readOwnHead, type TierReportRow } from './tier-store.ts'

/** The parts of a draft's content that answers show by themselves. */
interface Content {
  parentVersionId: string | null
  figures: Figures
  narrative?: string
  explanation?: string
}

/**
 * Drafts are seen by their unit and by those above it.
 *
 * @throws Problem not-found when there is none, or it is hidden
 */
export function mustSeeTierReport(caller: Caller, row: TierReportRow | null): TierReportRow {
  if (row && may(caller, 'report.read', row.report)) return row
  throw new Problem('not-found', 'There is no draft of this id that the account may see.')
}

/** One in short. */
export function tierReportBrief(row: TierReportRow, names: Names): TierReportBrief {
  const { report, draft, signed, discarded } = row
  const { id, eventId, regionCode, draftedBy, openedAt } = report
  return {
    ...{ id, eventId, regionCode, nameZh: names.of(regionCode) },
    state: signed ? 'signed' : discarded ? 'discarded' : 'drafted',
    draftNumber: draft.number,
    stage: draft.stage,
    draftedBy,
    openedAt: shanghaiIso(openedAt),
    draftedAt: shanghaiIso(draft.draftedAt),
    figures: contentOf(row).figures,
    contentHash: draft.contentHash,
    signed: signed && {
      by: { accountId: signed.signedBy, role: signed.signerRole, regionCode: signed.signerCode },
      at: shanghaiIso(signed.signedAt),
    },
    discarded: discarded && {
      by: discarded.discardedBy,
      at: shanghaiIso(discarded.discardedAt),
      reason: discarded.reason,
    },
  }
}

/** One with all that it rests on, and while it waits for a signature with what has changed since. */
export async function viewTierReport(db: Db, row: TierReportRow): Promise<TierReportView> {
  const { draft, report } = row
  const { narrative, explanation } = contentOf(row)
  return {
    ...tierReportBrief(row, await readNames(db, [report.regionCode])),
    rolledUpFigures: draft.rolledUp,
    additionalFigures: draft.additional,
    narrative: narrative ?? null,
    explanation: explanation ?? null,
    basis: draft.basis,
    changed: row.signed || row.discarded ? [] : await changesOf(db, row),
    violations: draft.violations as TierReportView['violations'],
    content: draft.content,
  }
}

async function changesOf(db: Db, row: TierReportRow) {
  const { eventId, regionCode } = row.report
  const { restsOn } = consolidate(await readLatestBelow(db, eventId, regionCode), regionCode)
  const own = (await readOwnHead(db, eventId, regionCode))?.versionId ?? null
  const drafted = { own: contentOf(row).parentVersionId, basis: row.draft.basis }
  return changesSince(regionCode, drafted, { own, basis: restsOn })
}

function contentOf({ draft }: TierReportRow): Content {
  return draft.content as unknown as Content
}
