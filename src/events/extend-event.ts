import type { z } from 'zod'
import type { Caller } from '../accounts/caller.ts'
import { may, mustMay } from '../accounts/may.ts'
import { record } from '../audit/store.ts'
import { readNow } from '../clock.ts'
import type { Db } from '../db/client.ts'
import type { Deps } from '../deps.ts'
import { enqueue } from '../outbox/store.ts'
import { Problem } from '../problems/problem.ts'
import { cityOf, tierOf } from '../regions/codes.ts'
import { isOpenOn } from '../regions/rules.ts'
import { readNode } from '../regions/store.ts'
import { shanghaiDay } from '../shanghai.ts'
import { mustFindEvent, readRegionsOf } from './read-event.ts'
import type { eventRegionsSchema } from './schemas.ts'
import { addEventRegion, lockCityOf, readEventRegions } from './store.ts'
import type { EventRow } from './views.ts'

/**
 * Extends an event (扩大涉及区域) to another county of its city, or to the whole city: an officer decides that what is
 * reported there is the same process. To extend it again by the same region is harmless.
 *
 * @throws Problem not-found, not-permitted or outside-jurisdiction: both the event and the region must be one's own
 * @throws Problem event-closed; unknown-region; invalid-request where an event cannot cover that unit
 */
export async function extendEvent(
  { db }: Pick<Deps, 'db'>,
  caller: Caller,
  eventId: string,
  regionCode: string,
): Promise<z.infer<typeof eventRegionsSchema>> {
  return db.transaction(async (tx) => {
    const now = await readNow(tx)
    const { event } = await mustFindEvent(tx, caller, eventId)
    await mustExtend(tx, caller, event)
    mustFit(event, regionCode)
    mustMay(caller, 'event.extend', { regionCode })
    const node = await readNode(tx, regionCode)
    if (!node || !isOpenOn(node, shanghaiDay(now))) {
      throw new Problem('unknown-region', `There is no open unit with the code ${regionCode}.`, {
        regionCode,
      })
    }
    if (event.state === 'closed')
      throw new Problem(
        'event-closed',
        'The event is closed: a duty leader of the city opens it again before it is extended.',
      )
    await lockCityOf(tx, regionCode)
    const { accountId } = caller
    if (await addEventRegion(tx, { eventId, regionCode, addedAt: now, addedBy: accountId })) {
      await writeExtension(tx, eventId, regionCode, accountId, now)
    }
    return readRegionsOf(tx, eventId)
  })
}

async function mustExtend(db: Db, caller: Caller, event: EventRow): Promise<void> {
  const regions = await readEventRegions(db, event.id)
  if (regions.some(({ regionCode }) => may(caller, 'event.extend', { regionCode }))) return
  mustMay(caller, 'event.extend', { regionCode: event.regionCode })
}

/** Reports find their events through counties and the city, so that these are what an event covers. */
function mustFit(event: EventRow, regionCode: string): void {
  const tier = tierOf(regionCode)
  const refuse = (code: string, detail: string) => {
    throw new Problem('invalid-request', detail, { errors: [{ pointer: '/regionCode', code, detail }] })
  }
  if (tier !== 'county' && tier !== 'city') {
    refuse('not_county_or_city', 'An event covers counties or the city; choose the county of that unit.')
  }
  if (cityOf(regionCode) !== cityOf(event.regionCode)) {
    refuse('another_city', 'An event stays within one city.')
  }
}

async function writeExtension(
  db: Db,
  eventId: string,
  regionCode: string,
  accountId: string,
  now: Date,
): Promise<void> {
  const payload = { regionCode, accountId }
  await enqueue(db, [
    { topic: 'event.extended', eventId, regionCode, subjectId: eventId, payload, createdAt: now },
  ])
  const subject = { subjectKind: 'event', subjectId: eventId, regionCode }
  await record(db, [{ at: now, accountId, action: 'event.extended', ...subject, detail: { regionCode } }])
}
