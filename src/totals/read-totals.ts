import type { z } from 'zod'
import type { Caller } from '../accounts/caller.ts'
import type { Database, Db } from '../db/client.ts'
import { mustFindEvent } from '../events/read-event.ts'
import { tierOf } from '../regions/codes.ts'
import { readClaimPage } from './claim-store.ts'
import { readStandingDecisions } from './decision-store.ts'
import { mustFindFamily } from './family-store.ts'
import { readLatestWords, readWordsAt } from './figures-store.ts'
import { settledInstant } from './instants.ts'
import { readStandingLosses } from './outside-store.ts'
import { outermost, type Place, placeOfTotals } from './place.ts'
import { rollUp, rollUpSums, type Totals } from './rules/roll-up.ts'
import type { Word } from './rules/tree.ts'
import type { TotalsView, totalsQuery } from './schemas.ts'
import { readSummedWords } from './summed-store.ts'
import { viewTotals } from './totals-view.ts'

/** More open claims than these about one event are no claims any more. */
const MOST_CLAIMS = 1_000

/** What totals are made of: the reports to an event and to those that lead to it; now, or as of an instant. */
interface Source {
  eventId: string
  eventIds: readonly string[]
  at: Date | null
}

/**
 * The totals of an event (汇总) in a unit and how they came about, as they stand or stood at an instant: with open
 * claims and the standing joint decision beside each, and the losses outside beside all. Neither is counted.
 *
 * @throws Problem not-found; unknown-region; outside-jurisdiction; invalid-request when asked about the future
 */
export async function readTotals(
  db: Database,
  caller: Caller,
  eventId: string,
  query: z.infer<typeof totalsQuery>,
): Promise<TotalsView> {
  const asked = await mustFindEvent(db, caller, eventId)
  const at = query.asOf === undefined ? null : await settledInstant(db, asked.event, query.asOf, 'query:asOf')
  const found = await mustFindFamily(db, caller, asked, at)
  const place = await placeOfTotals(db, caller, found, query.regionCode)
  const source = { eventId: found.event.id, eventIds: found.eventIds, at }
  const { regionCode, parts } = place
  const totals = await totalsIn(db, source, place, query.lineage === 'true')
  const open = { eventIds: source.eventIds, units: parts, onlyOpen: true, at }
  const claims = await readClaimPage(db, open, MOST_CLAIMS, null)
  return viewTotals(db, {
    eventId: found.event.id,
    place,
    at,
    totals,
    withLineage: query.lineage === 'true',
    claims,
    totalsOfClaims: await totalsOfUnits(
      db,
      source,
      claims.map((claim) => claim.regionCode),
    ),
    decisions: await readStandingDecisions(db, source.eventIds, regionCode, at),
    losses: await readStandingLosses(db, source.eventIds, parts, at),
  })
}

/** Where no single village is asked for, their sums are enough: it takes a fraction of the time. */
async function totalsIn(db: Database, source: Source, place: Place, withLineage: boolean): Promise<Totals> {
  const { regionCode, parts, isWhole } = place
  const isFar = !['township', 'village'].includes(tierOf(regionCode))
  if (source.at === null && isFar && isWhole && !withLineage) {
    const totals = rollUpSums(await readSummedWords(db, source.eventId, regionCode), regionCode)
    if (totals) return totals
  }
  return rollUp(await readWords(db, source, parts), regionCode, withLineage)
}

/** The totals of each of these units by itself. */
async function totalsOfUnits(
  db: Database,
  source: Source,
  units: readonly string[],
): Promise<ReadonlyMap<string, Totals>> {
  const distinct = [...new Set(units)]
  if (distinct.length === 0) return new Map()
  const words = await readWords(db, source, outermost(distinct))
  return new Map(distinct.map((code) => [code, rollUp(words, code)]))
}

/** The words of these units and all below, now or as of an instant. */
async function readWords(
  db: Db & Pick<Database, '$client'>,
  { eventId, eventIds, at }: Source,
  units: readonly string[],
): Promise<Word[]> {
  return at === null ? readLatestWords(db, [eventId], units) : readWordsAt(db, eventIds, units, at)
}
