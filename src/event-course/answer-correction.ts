import type { Caller } from '../accounts/caller.ts'
import { may, mustMay } from '../accounts/may.ts'
import type { Deps } from '../deps.ts'
import { Problem } from '../problems/problem.ts'
import { codeAbove, tierOf } from '../regions/codes.ts'
import { shanghaiIso } from '../shanghai.ts'
import { actOn, mustNotBeClosed, tellAct } from './act.ts'
import { mustBeAnother } from './another-person.ts'
import { type CorrectionRow, findCorrection, findVersion, writeCorrectionAnswer } from './correction-store.ts'
import type { CorrectionView } from './schemas.ts'
import { viewCorrections } from './views.ts'

/**
 * Approves or refuses to correct a verified report (批准、否决核报更正): by a reviewer or leader of the unit above; for
 * the city, above which nobody is in this service, by another one of the city.
 *
 * @throws Problem not-found, not-permitted or outside-jurisdiction; event-closed
 * @throws Problem needs-another-person for whoever asked for it
 * @throws Problem state-conflict where it was answered, the version is not the verified one any more, or it was returned,
 *   which gives the same leave
 */
export async function answerCorrection(
  deps: Pick<Deps, 'db'>,
  caller: Caller,
  id: string,
  { isApproved, reason }: { isApproved: boolean; reason: string | null },
): Promise<CorrectionView> {
  const asked = await findCorrection(deps.db, id)
  if (!asked || !may(caller, 'report.read', asked.request)) throw noSuchRequest()
  return actOn(deps, caller, asked.request.eventId, async (act) => {
    const { db, now } = act
    const row = await findCorrection(db, id)
    if (!row) throw noSuchRequest()
    const { request } = row
    mustMay(caller, 'correction.decide', { regionCode: unitAbove(request.regionCode) })
    mustBeAnother(caller, request.requestedBy)
    mustNotBeClosed(act)
    mustWait(row, await findVersion(db, request.versionId))
    const { requestedBy, regionCode, versionId } = request
    const answer = {
      requestId: id,
      requestedBy,
      isApproved,
      reason,
      answeredAt: now,
      answeredBy: caller.accountId,
    }
    await writeCorrectionAnswer(db, answer)
    await tellAct(act, {
      action: isApproved ? 'correction.approved' : 'correction.refused',
      subjectKind: 'correction_request',
      subjectId: id,
      regionCode,
      detail: { versionId, reason },
    })
    const [view] = await viewCorrections(db, [{ request, answer, isOpen: false }])
    if (!view) throw new Error('a request that was just answered has gone')
    return view
  })
}

function unitAbove(regionCode: string): string {
  return tierOf(regionCode) === 'city' ? regionCode : (codeAbove(regionCode) ?? regionCode)
}

function mustWait(
  { request, answer }: CorrectionRow,
  version: Awaited<ReturnType<typeof findVersion>>,
): void {
  if (answer) {
    throw new Problem('state-conflict', 'This request was answered before.', {
      isApproved: answer.isApproved,
      answeredBy: answer.answeredBy,
    })
  }
  const isVerified = version?.headVersionId === request.versionId && version.chainStage === 'verified'
  if (isVerified && version.returnedUntil) {
    const dueAt = shanghaiIso(version.returnedUntil)
    const detail = `The report was returned for correction, which gives the same leave: one verified report more is owed by ${dueAt}, and there is nothing left to answer.`
    throw new Problem('state-conflict', detail, { headVersionId: version.headVersionId, dueAt })
  }
  if (isVerified) return
  throw new Problem('state-conflict', 'The version is not the verified one of its unit any more.', {
    headVersionId: version?.headVersionId ?? null,
  })
}

function noSuchRequest(): Problem {
  return new Problem('not-found', 'There is no such request in your jurisdiction.')
}
