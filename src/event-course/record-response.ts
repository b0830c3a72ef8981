import { v7 as uuidv7 } from 'uuid'
import type { z } from 'zod'
import type { Caller } from '../accounts/caller.ts'
import { mustMay } from '../accounts/may.ts'
import type { Deps } from '../deps.ts'
import { Problem } from '../problems/problem.ts'
import { shanghaiIso } from '../shanghai.ts'
import { type Act, actOn, mustNotBeClosed, tellAct, unfit } from './act.ts'
import { placeFor } from './place.ts'
import { type ResponseRow, readResponses, standingResponses, writeResponse } from './response-store.ts'
import type { newResponseSchema, ResponseView } from './schemas.ts'
import { settleFollowUps } from './settle-follow-ups.ts'
import { viewResponses } from './views.ts'

type NewResponse = z.infer<typeof newResponseSchema>

/**
 * Records that a named body started, raised, lowered or ended a response (启动、调整、终止响应). While a relief response is
 * on, its place and the units below and above it owe daily follow-ups.
 *
 * @throws Problem not-found, not-permitted or outside-jurisdiction; event-closed
 * @throws Problem invalid-request where instants, levels or places do not fit; unknown-region
 * @throws Problem state-conflict where a response of that kind is on there already, or was changed meanwhile
 */
export async function recordResponse(
  deps: Pick<Deps, 'db'>,
  caller: Caller,
  eventId: string,
  given: NewResponse,
): Promise<ResponseView> {
  return actOn(deps, caller, eventId, async (act) => {
    const known = await readResponses(act.db, eventId)
    const followed = given.followsId === undefined ? null : mustFollow(given, known)
    const regionCode = followed?.regionCode ?? (await placeFor(act, given.regionCode))
    mustMay(caller, 'event.decide', { regionCode })
    mustNotBeClosed(act)
    mustBeInTime(act, given, followed)
    if (!followed) mustBeTheFirst(given, regionCode, known)
    const row = newRow(act, given, regionCode, followed)
    await writeResponse(act.db, row)
    await tellAct(act, {
      action: followed ? (row.level === null ? 'response.ended' : 'response.changed') : 'response.started',
      subjectKind: 'response',
      subjectId: row.id,
      regionCode,
      detail: { kind: row.kind, level: row.level, startedAt: shanghaiIso(row.startedAt) },
    })
    await settleFollowUps(act.db, [eventId], act.now)
    const [view] = await viewResponses(act.db, [row], [...known, row])
    if (!view) throw new Error('a response that was just written has gone')
    return view
  })
}

/** The row that this one changes: the last of its response, of the same kind and place, and not ended. */
function mustFollow(given: NewResponse, known: readonly ResponseRow[]): ResponseRow {
  const followed = known.find(({ id }) => id === given.followsId)
  if (!followed) throw unfit('/followsId', 'unknown_response', 'There is no such response in this event.')
  const next = known.find(({ followsId }) => followsId === followed.id)
  if (next || followed.level === null) {
    const detail = next
      ? 'Somebody has changed this response meanwhile: follow the last row of it.'
      : 'This response was ended; start a new one.'
    throw new Problem('state-conflict', detail, { responseId: (next ?? followed).id })
  }
  if (followed.kind !== given.kind) {
    throw unfit('/kind', 'another_kind', `What it follows is of the kind ${followed.kind}.`)
  }
  if (given.regionCode !== undefined && given.regionCode !== followed.regionCode) {
    throw unfit('/regionCode', 'another_place', 'A change is for the place of what it follows.')
  }
  if (followed.level === given.level) {
    throw unfit('/level', 'same_level', `It is at level ${followed.level} already.`)
  }
  return followed
}

function mustBeInTime({ now }: Act, { startedAt }: NewResponse, followed: ResponseRow | null): void {
  const at = new Date(startedAt)
  if (at > now) throw unfit('/startedAt', 'in_future', `It is ${shanghaiIso(now)}: that has not come yet.`)
  if (followed && at < followed.startedAt) {
    throw unfit(
      '/startedAt',
      'before_what_it_follows',
      `What it follows began at ${shanghaiIso(followed.startedAt)}.`,
    )
  }
}

function mustBeTheFirst({ kind }: NewResponse, regionCode: string, known: readonly ResponseRow[]): void {
  const on = standingResponses(known).find((one) => one.kind === kind && one.regionCode === regionCode)
  if (!on) return
  const detail = `A response of this kind is on there at level ${on.level}: name it in followsId to change it.`
  throw new Problem('state-conflict', detail, { responseId: on.id, level: on.level })
}

function newRow(
  { event, now, caller }: Act,
  given: NewResponse,
  regionCode: string,
  followed: ResponseRow | null,
): ResponseRow {
  return {
    id: uuidv7(),
    // what was decided about an event before it was merged is changed where it was decided
    eventId: followed?.eventId ?? event.id,
    regionCode,
    kind: given.kind,
    level: given.level,
    decidedByBody: given.decidedBy.body,
    decidedByName: given.decidedBy.name,
    startedAt: new Date(given.startedAt),
    basis: given.basis,
    followsId: given.followsId ?? null,
    recordedAt: now,
    recordedBy: caller.accountId,
  }
}
