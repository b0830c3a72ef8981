import { v7 as uuidv7 } from 'uuid'
import type { Caller } from '../accounts/caller.ts'
import { may, mustMay } from '../accounts/may.ts'
import type { Deps } from '../deps.ts'
import { Problem } from '../problems/problem.ts'
import { noSuchReport } from '../reports/admit.ts'
import { shanghaiIso } from '../shanghai.ts'
import { type Act, actOn, mustNotBeClosed, tellAct } from './act.ts'
import { findVersion, readCorrectionsOf, writeCorrection } from './correction-store.ts'
import type { CorrectionView } from './schemas.ts'
import { viewCorrections } from './views.ts'

/**
 * Asks to correct a verified report (申请核报更正). Once the unit above approves, one verified version more may follow it.
 *
 * @throws Problem not-found, not-permitted or outside-jurisdiction; event-closed
 * @throws Problem state-conflict where it is not the verified report that stands, was returned for correction, or a
 *   request stands already
 */
export async function requestCorrection(
  deps: Pick<Deps, 'db'>,
  caller: Caller,
  versionId: string,
  reason: string,
): Promise<CorrectionView> {
  const seen = await findVersion(deps.db, versionId)
  if (!seen || !may(caller, 'report.read', seen)) throw noSuchReport()
  const { eventId, regionCode } = seen
  return actOn(deps, caller, eventId, async (act) => {
    const { db, now } = act
    mustMay(caller, 'report.submit', { regionCode })
    mustNotBeClosed(act)
    await mustStand(act, versionId)
    const requestedBy = caller.accountId
    const request = { id: uuidv7(), eventId, versionId, regionCode, reason, requestedAt: now, requestedBy }
    await writeCorrection(db, request)
    await tellAct(act, {
      action: 'correction.requested',
      subjectKind: 'correction_request',
      subjectId: request.id,
      regionCode,
      detail: { versionId, reason },
    })
    const [view] = await viewCorrections(db, [{ request, answer: null, isOpen: true }])
    if (!view) throw new Error('a request that was just written has gone')
    return view
  })
}

async function mustStand({ db, event }: Act, versionId: string): Promise<void> {
  const version = await findVersion(db, versionId)
  const isVerified = version?.headVersionId === versionId && version.chainStage === 'verified'
  if (event.state !== 'stable' || !isVerified) {
    const detail =
      'Only the verified report that stands is corrected by leave; everything else is changed by the next report.'
    throw new Problem('state-conflict', detail, { headVersionId: version?.headVersionId ?? null })
  }
  if (version?.returnedUntil) {
    const dueAt = shanghaiIso(version.returnedUntil)
    const detail = `The report was returned for correction, which is leave enough: send one verified report more by ${dueAt}.`
    throw new Problem('state-conflict', detail, { headVersionId: versionId, dueAt })
  }
  const known = (await readCorrectionsOf(db, versionId)).find(({ answer }) => answer?.isApproved !== false)
  if (!known) return
  const detail = known.answer
    ? 'A correction of this version is approved: send the verified report that follows it.'
    : 'A request about this version waits for the unit above.'
  throw new Problem('state-conflict', detail, { correctionRequestId: known.request.id })
}
