import type { Caller } from '../accounts/caller.ts'
import { may, mustMay } from '../accounts/may.ts'
import { Problem } from '../problems/problem.ts'
import { isOpenOn } from '../regions/rules.ts'
import { shanghaiDay, shanghaiIso } from '../shanghai.ts'
import { mustSign } from './sign-draft.ts'
import { type BatchState, type EventState, keyOf, type Replay } from './state.ts'
import type { Outcome, Submission } from './submission.ts'

/**
 * Whether this submission was answered before.
 *
 * @returns the first reply to the letter; null when it is new
 * @throws Problem idempotency-key-reused for another body under the same key
 * @throws Problem report-id-taken for another report under the same id, or a draft that is to be signed under it
 */
export function replayOf(submission: Submission, state: BatchState): Outcome | null {
  const { claims, key, contentHash, report } = submission
  const byKey = state.replaysByKey.get(keyOf(claims.sub, key))
  if (byKey) {
    if (byKey.bodyHash === contentHash) return repeat(byKey)
    const detail =
      'This Idempotency-Key was used for another body; that one stands. Make a new key for a new report.'
    throw new Problem('idempotency-key-reused', detail, {
      errors: [{ pointer: 'header:idempotency-key', code: 'key_reused', detail }],
    })
  }
  const byVersion = state.replaysByVersion.get(report.id)
  if (!byVersion && !state.draftIds.has(report.id)) return null
  if (byVersion?.accountId === claims.sub && byVersion.bodyHash === contentHash) return repeat(byVersion)
  const detail = 'Another report already has this id, and it stands. Make a new UUIDv7 for a new report.'
  throw new Problem('report-id-taken', detail, { errors: [{ pointer: '/id', code: 'id_taken', detail }] })
}

function repeat({ status, reply, versionId }: Replay): Outcome {
  return { kind: status === 201 ? 'accepted' : 'held', status, reply, versionId, isReplay: true }
}

/**
 * Who sends it, with a session that is still open.
 *
 * @throws Problem unauthenticated
 */
export function authenticate({ claims }: Submission, state: BatchState): Caller {
  const caller = state.callers.get(claims.sid)
  if (caller?.accountId === claims.sub) return caller
  throw new Problem(
    'unauthenticated',
    'The session has ended; log in again.',
    {},
    { 'www-authenticate': 'Bearer' },
  )
}

/**
 * Whether the sender may report for this unit. Asked only of what is new: a retry hears its first reply, whatever
 * has become of the post or the unit since.
 *
 * @throws Problem not-found, not-permitted, outside-jurisdiction, unknown-region, source-missing, occurred-in-future;
 *   of a draft also state-conflict, stale-basis
 */
export function admit(submission: Submission, caller: Caller, state: BatchState): void {
  const { report, withdrawalReason, draft } = submission
  if (withdrawalReason !== null && !may(caller, 'report.read', report)) throw noSuchReport()
  if (draft) mustSign(submission, draft, caller, state)
  else mustMay(caller, 'report.submit', { regionCode: report.regionCode })
  const node = state.nodes.get(report.regionCode)
  if (!node || !isOpenOn(node, shanghaiDay(state.now))) {
    const detail = 'No open unit has this code.'
    throw new Problem('unknown-region', detail, {
      errors: [{ pointer: '/regionCode', code: 'unknown_region', detail }],
    })
  }
  if (withdrawalReason === null && !draft) mustNameSource(report, isOwnUnit(caller, report.regionCode))
  mustBePast(report.onBehalfOf?.saidAt, state.now)
}

/**
 * Nobody says before it happened what others then enter: else the clock would run from whatever instant was written.
 *
 * @throws Problem invalid-request
 */
export function mustHaveBeenSaidSince(
  { onBehalfOf }: Submission['report'],
  { occurredAt }: Pick<EventState, 'occurredAt'>,
): void {
  if (!onBehalfOf || new Date(onBehalfOf.saidAt) >= occurredAt) return
  const detail = `It happened at ${shanghaiIso(occurredAt)}, as far as is known: it cannot have been said before. Look at saidAt, or have the instant of the event corrected.`
  throw new Problem('invalid-request', detail, {
    errors: [{ pointer: '/onBehalfOf/saidAt', code: 'said_before_it_happened', detail }],
  })
}

/** What others enter runs from when it was said; of the own unit nobody says by oneself when that was. */
function mustNameSource({ onBehalfOf }: Submission['report'], isOwn: boolean): void {
  if (!isOwn && !onBehalfOf) {
    const detail = 'This is another unit’s report: say in onBehalfOf who told it, by which channel and when.'
    throw new Problem('source-missing', detail, {
      errors: [{ pointer: '/onBehalfOf', code: 'source_missing', detail }],
    })
  }
  if (!isOwn || !onBehalfOf) return
  const detail =
    'This is your own unit’s report: send it without onBehalfOf, which is for those who enter another unit’s.'
  throw new Problem('invalid-request', detail, {
    errors: [{ pointer: '/onBehalfOf', code: 'own_unit', detail }],
  })
}

/** What is outside the caller's sight is answered as what does not exist. */
export function noSuchReport(): Problem {
  return new Problem('not-found', 'There is no report of this id that the account may see.')
}

function isOwnUnit(caller: Caller, regionCode: string): boolean {
  const own = { bindings: caller.bindings.filter((binding) => binding.regionCode === regionCode) }
  return may(own, 'report.submit', { regionCode })
}

function mustBePast(saidAt: string | undefined, now: Date): void {
  if (saidAt === undefined || +new Date(saidAt) <= +now) return
  const at = shanghaiIso(now)
  const detail = `It is ${at} here; it cannot have been said after that. Check the clock of the device.`
  throw new Problem('occurred-in-future', detail, {
    errors: [{ pointer: '/onBehalfOf/saidAt', code: 'in_future', detail }],
    now: at,
  })
}
