import type { z } from 'zod'
import type { Caller } from '../accounts/caller.ts'
import { readNow } from '../clock.ts'
import type { Database } from '../db/client.ts'
import { mustFindEvent } from '../events/read-event.ts'
import { Problem } from '../problems/problem.ts'
import { readNames } from '../regions/names.ts'
import { shanghaiIso } from '../shanghai.ts'
import { readWordsAt } from './figures-store.ts'
import { settledInstant } from './instants.ts'
import { type Place, placeOfTotals } from './place.ts'
import { differencesOf, type Standing } from './rules/differences.ts'
import { rollUp } from './rules/roll-up.ts'
import type { DifferencesView, differencesQuery } from './schemas.ts'
import { viewVersion } from './totals-view.ts'
import { readVersionsBetween } from './versions-store.ts'

/**
 * What changed in the totals of an event between two instants (差异), by indicator and unit, and which versions did it.
 *
 * @throws Problem not-found; unknown-region; outside-jurisdiction
 * @throws Problem invalid-request when asked about the future, or backwards
 */
export async function readDifferences(
  db: Database,
  caller: Caller,
  eventId: string,
  query: z.infer<typeof differencesQuery>,
): Promise<DifferencesView> {
  const found = await mustFindEvent(db, caller, eventId)
  const place = await placeOfTotals(db, caller, found, query.regionCode)
  const latest = query.to ?? (await readNow(db)).toISOString()
  const to = await settledInstant(db, found.event, latest, 'query:to')
  const from = mustBeBefore(new Date(query.from), to)
  const eventIds = [found.event.id]
  const before = await standingAt(db, eventIds, place, from)
  const after = await standingAt(db, eventIds, place, to)
  const changes = await readVersionsBetween(db, eventIds, place.parts, from, to)
  const differences = differencesOf(before, after, changes)
  const units = differences.flatMap((one) => one.units)
  const names = await readNames(db, [place.regionCode, ...units.map(({ regionCode }) => regionCode)])
  const named = new Set(units.flatMap(({ versionIds }) => versionIds))
  return {
    eventId: found.event.id,
    regionCode: place.regionCode,
    nameZh: names.of(place.regionCode),
    isWhole: place.isWhole,
    from: shanghaiIso(from),
    to: shanghaiIso(to),
    indicators: differences.map((one) => ({
      ...one,
      units: one.units.map((unit) => ({ ...unit, nameZh: names.of(unit.regionCode) })),
    })),
    versions: changes.filter(({ versionId }) => named.has(versionId)).map(viewVersion),
  }
}

async function standingAt(
  db: Database,
  eventIds: readonly string[],
  { regionCode, parts }: Place,
  at: Date,
): Promise<Standing> {
  const words = await readWordsAt(db, eventIds, parts, at)
  return { words, totals: rollUp(words, regionCode, true) }
}

function mustBeBefore(from: Date, to: Date): Date {
  if (from <= to) return from
  const detail = `The earlier instant lies after the later one, ${shanghaiIso(to)}.`
  throw new Problem('invalid-request', detail, {
    errors: [{ pointer: 'query:from', code: 'after_to', detail }],
  })
}
