import type { z } from 'zod'
import type { Caller } from '../accounts/caller.ts'
import { readNow } from '../clock.ts'
import type { Database } from '../db/client.ts'
import { mustFindEvent } from '../events/read-event.ts'
import { Problem } from '../problems/problem.ts'
import { readNames } from '../regions/names.ts'
import { shanghaiIso } from '../shanghai.ts'
import { mustFindFamily } from './family-store.ts'
import { readWordsAt } from './figures-store.ts'
import { settledInstant } from './instants.ts'
import { type Place, placeOfTotals } from './place.ts'
import { differencesOf, type Standing } from './rules/differences.ts'
import { rollUp } from './rules/roll-up.ts'
import type { DifferencesView, differencesQuery } from './schemas.ts'
import { viewVersion } from './totals-view.ts'
import { readVersionRefs, readVersionsBetween, type Standpoint } from './versions-store.ts'

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
  const asked = await mustFindEvent(db, caller, eventId)
  const latest = query.to ?? (await readNow(db)).toISOString()
  const to = await settledInstant(db, asked.event, latest, 'query:to')
  const from = mustBeBefore(new Date(query.from), to)
  const then = { at: from, ...(await mustFindFamily(db, caller, asked, from)) }
  const found = { at: to, ...(await mustFindFamily(db, caller, asked, to)) }
  const place = await placeOfTotals(db, caller, found, query.regionCode)
  const before = await standingAt(db, then, place)
  const after = await standingAt(db, found, place)
  const changes = await readVersionsBetween(db, [then, found], place.parts)
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
    versions: (await readVersionRefs(db, [...named])).map(viewVersion),
  }
}

async function standingAt(
  db: Database,
  { eventIds, at }: Standpoint,
  { regionCode, parts }: Place,
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
