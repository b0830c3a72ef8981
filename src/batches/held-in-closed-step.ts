import { v7 as uuidv7 } from 'uuid'
import { readNow } from '../clock.ts'
import type { Deps } from '../deps.ts'
import { lockCities } from '../event-course/store.ts'
import { Problem } from '../problems/problem.ts'
import { readHeldInClosed, refuseHeld } from './held-store.ts'
import { tellQuarantined } from './keep-refused.ts'
import { upsertQuarantined } from './store.ts'

/** Reports of one run; a full batch means there may be more. */
export const HELD_IN_CLOSED_BATCH = 100

/**
 * Engine step: a report that waits for the version before it, while its event has been closed, waits for what cannot come
 * any more. It goes to quarantine, where its sender and those who answer for the unit see it, and nobody is reminded of
 * it as of one that waits. Nobody opens or closes an event of the city meanwhile; a second engine waits, and finds none.
 *
 * @returns reports moved; equal to HELD_IN_CLOSED_BATCH means call again
 */
export async function heldInClosedStep({ db }: Pick<Deps, 'db'>): Promise<number> {
  return db.transaction(async (tx) => {
    const seen = await readHeldInClosed(tx, HELD_IN_CLOSED_BATCH)
    if (seen.length === 0) return 0
    await lockCities(
      tx,
      seen.map(({ city }) => city),
    )
    const now = await readNow(tx)
    const still = new Set(seen.map(({ versionId }) => versionId))
    const held = (await readHeldInClosed(tx, HELD_IN_CLOSED_BATCH)).filter((one) => still.has(one.versionId))
    if (held.length === 0) return 0
    const refused = held.map((one) => ({ ...one, id: uuidv7(), problem: closedProblem(one.eventId).body }))
    await refuseHeld(tx, refused, now)
    const rows = refused.map(({ eventId: _, city: __, ...row }) => ({ ...row, firstAt: now, lastAt: now }))
    const kept = await upsertQuarantined(tx, rows)
    await tellQuarantined(
      tx,
      refused.map((one) => ({ ...one, id: kept.get(one.contentHash) ?? one.id })),
      null,
      now,
    )
    return held.length
  })
}

function closedProblem(eventId: string): Problem {
  const detail =
    'The event was closed while this report waited for the version before it. Once a duty leader of the city opens it again (POST /v1/events/{id}/reopening), send what is still true in a new report.'
  return new Problem('event-closed', detail, { eventId })
}
