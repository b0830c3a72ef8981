/** Putting a tier's own report together (拟稿): the sum of those below, what this tier adds, and what both rest on. */
import type { Db } from '../db/client.ts'
import { readApprovedRules } from '../local-rules/store.ts'
import type { Figures } from '../regulations/indicators.ts'
import type { Stage } from '../regulations/vocabulary.ts'
import { together } from '../reports/below.ts'
import { contentHash } from '../reports/canonical.ts'
import { violationsOf } from '../reports/check-report.ts'
import { readEventState } from '../reports/event-state.ts'
import { mayReportTo } from '../reports/find-event.ts'
import { mustBeOpen, sequenceProblem, unknownEvent } from '../reports/place-report.ts'
import { pointedAtDraft, pointedAtReport } from '../reports/point-at.ts'
import type { NewReport } from '../reports/schemas.ts'
import type { ChainState } from '../reports/state.ts'
import { mustComeInTurn } from '../reports/verification.ts'
import { consolidate } from './consolidate.ts'
import { type DraftRow, readLatestBelow } from './tier-store.ts'

/** What the drafter says beside the figures of those below. */
export interface Said {
  additional: Figures
  narrative?: string | undefined
  explanation?: string | undefined
  stage?: Stage | undefined
}

interface Drafted {
  reportId: string
  number: number
  eventId: string
  regionCode: string
  draftedBy: string
  said: Said
  now: Date
}

/**
 * A draft on what those below say now. Its content is made of nothing but what is kept with it, so that it is hashed,
 * shown, signed and stored to the letter.
 *
 * @throws Problem unknown-event where the event does not cover the unit; event-closed, chain-verified
 * @throws Problem event-not-stable, children-not-verified for a verified report before its turn
 * @throws Problem rules-violated (C20) for a stage that does not follow
 */
export async function makeDraft(db: Db, drafted: Drafted): Promise<DraftRow> {
  const { reportId, number, eventId, regionCode, said, now } = drafted
  const { event } = await readEventState(db, eventId, [regionCode])
  if (!mayReportTo(event, regionCode)) {
    throw unknownEvent('/regionCode', 'The event covers nothing of this unit; choose another event.')
  }
  const chain = event.chains.get(regionCode) ?? null
  const turn = { regionCode, stage: stageOf(said.stage, chain) }
  mustBeOpen({ report: turn }, event, chain)
  mustComeInTurn({ report: turn, claims: { sub: drafted.draftedBy } }, event, chain)
  const { rolledUp, restsOn } = consolidate(await readLatestBelow(db, eventId, regionCode), regionCode)
  const report = reportOf(drafted, turn.stage, chain, together([rolledUp, said.additional]))
  const localRules = await readApprovedRules(db)
  const violations = violationsOf({ report, event, chain, ownAdditional: said.additional, localRules, now })
  return {
    ...{ reportId, number, draftedAt: now, stage: turn.stage, rolledUp, additional: said.additional },
    basis: restsOn.map((one) => ({ regionCode: one.regionCode, versionId: one.versionId })),
    violations: pointedAtDraft(pointedAtReport(violations, report)),
    content: report,
    contentHash: contentHash(report),
  }
}

function reportOf(
  { reportId, eventId, regionCode, said }: Drafted,
  stage: Stage,
  chain: ChainState | null,
  figures: Figures,
) {
  const { narrative, explanation } = said
  return {
    id: reportId,
    parentVersionId: chain?.headVersionId ?? null,
    stage,
    eventId,
    regionCode,
    figures,
    ...(narrative === undefined ? {} : { narrative }),
    ...(explanation === undefined ? {} : { explanation }),
  } satisfies NewReport
}

function stageOf(wanted: Stage | undefined, chain: ChainState | null): Stage {
  const next = chain?.stage === 'verified' ? 'verified' : 'follow_up'
  const stage = wanted ?? (chain ? next : 'first')
  if ((stage === 'first') === (chain === null)) return stage
  throw sequenceProblem(
    chain
      ? 'The unit has reported already: what follows is a follow-up or a verified report.'
      : 'The unit has not reported yet: its first report comes first.',
  )
}
