import type { Caller } from '../accounts/caller.ts'
import { mustMay } from '../accounts/may.ts'
import { readNow } from '../clock.ts'
import type { Db } from '../db/client.ts'
import type { Deps } from '../deps.ts'
import { mustFindEvent } from '../events/read-event.ts'
import { Problem } from '../problems/problem.ts'
import { readDepartments } from '../routing/store.ts'
import type { ClaimView, NewClaim } from './claim-schemas.ts'
import { findClaim, insertClaim } from './claim-store.ts'
import { viewClaim } from './claim-view.ts'
import { type Creation, findMade, identify, mustBeSame, mustConcern } from './create.ts'
import { readFamily } from './family-store.ts'
import { mustHaveBeen } from './instants.ts'
import { tell } from './tell.ts'

/**
 * Records what a department, or another source, says of one figure (口径): beside the totals, in none of them. A
 * liaison speaks for the own department.
 *
 * @throws Problem not-found, not-permitted or outside-jurisdiction; event-closed; unknown-region, unknown-recipient
 * @throws Problem invalid-request; idempotency-key-reused
 */
export async function makeClaim(
  { db }: Pick<Deps, 'db'>,
  caller: Caller,
  creation: Creation<NewClaim>,
): Promise<ClaimView> {
  const { body, parentId: eventId } = creation
  const { source, ...said } = body
  const { id, requestHash } = identify(caller, creation)
  const departmentCode = source.departmentCode ?? null
  return db.transaction(async (tx) => {
    const now = await readNow(tx)
    const { event } = await mustFindEvent(tx, caller, eventId)
    mustMay(caller, 'claim.make', { regionCode: body.regionCode, departmentCode })
    const { eventIds } = await readFamily(tx, eventId, null)
    const known = await findMade(caller, creation, eventIds, (made) => findClaim(tx, made))
    if (!known) {
      await mustConcern(tx, event, body.regionCode, now)
      if (departmentCode !== null)
        await mustKnowDepartments(tx, [departmentCode], () => '/source/departmentCode')
      const row = {
        ...said,
        id,
        eventId,
        departmentCode,
        sourceText: source.text ?? null,
        saidAt: mustHaveBeen(body.saidAt, '/saidAt', now),
        madeAt: now,
        madeBy: caller.accountId,
        requestHash,
      }
      if (await insertClaim(tx, row)) {
        const { regionCode, indicator, value } = body
        const subject = { subjectKind: 'claim' as const, subjectId: id, eventId, regionCode }
        const detail = { indicator, value, departmentCode }
        await tell(tx, { action: 'claim.made', ...subject, accountId: caller.accountId, now, detail })
      }
    }
    const made = known ?? (await findClaim(tx, id))
    if (made) mustBeSame(made, requestHash)
    return viewClaim(tx, made?.id ?? id)
  })
}

/**
 * Departments that the bureau works with.
 *
 * @throws Problem unknown-recipient, pointing at the first that is none
 */
export async function mustKnowDepartments(
  db: Db,
  codes: readonly string[],
  pointerOf: (place: number) => string,
): Promise<void> {
  const known = new Set((await readDepartments(db)).map(({ code }) => code))
  const place = codes.findIndex((code) => !known.has(code))
  if (place === -1) return
  const detail = `There is no department with the code ${codes[place]}; see /v1/departments.`
  throw new Problem('unknown-recipient', detail, {
    errors: [{ pointer: pointerOf(place), code: 'unknown_department', detail }],
  })
}
