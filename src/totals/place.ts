/** Which unit totals are asked for, and how much of it the caller may see. */
import type { Caller } from '../accounts/caller.ts'
import type { Db } from '../db/client.ts'
import { reachOf } from '../events/reach.ts'
import type { VisibleEvent } from '../events/store.ts'
import { Problem } from '../problems/problem.ts'
import { ancestorsOf, cityOf, covers } from '../regions/codes.ts'
import { readNode } from '../regions/store.ts'

/** A unit, and what of it the caller may see. */
export interface Place {
  regionCode: string
  /** the unit itself, or those parts of it that the caller may see */
  parts: readonly string[]
  /** false where parts of the unit are hidden from the caller, and missing in its totals */
  isWhole: boolean
}

/**
 * The place that totals are asked for; where none is named, the nearest unit that holds all the caller may see.
 *
 * @throws Problem unknown-region; outside-jurisdiction when the caller may not see all of a unit that they name
 */
export async function placeOfTotals(
  db: Db,
  caller: Pick<Caller, 'bindings'>,
  found: VisibleEvent,
  named: string | undefined,
): Promise<Place> {
  const city = cityOf(found.event.regionCode) ?? found.event.regionCode
  const seen = outermost(reachOf(caller, found).reports)
  if (named === undefined) return placeIn(nearestAbove(seen, city), seen)
  if (!(await readNode(db, named))) {
    const detail = `There is no unit with the code ${named}.`
    throw new Problem('unknown-region', detail, {
      errors: [{ pointer: 'query:regionCode', code: 'unknown_region', detail }],
      regionCode: named,
    })
  }
  if (!seen.some((code) => covers(code, named))) {
    throw new Problem(
      'outside-jurisdiction',
      'The totals of this unit are for its own people and those above.',
      {
        regionCode: named,
      },
    )
  }
  return placeIn(named, seen)
}

/** The units among these that lie in no other one of them. */
export function outermost(codes: readonly string[]): string[] {
  const all = [...new Set(codes)]
  return all.filter((code) => !all.some((other) => other !== code && covers(other, code)))
}

function nearestAbove(codes: readonly string[], city: string): string {
  const inCity = codes.filter((code) => covers(city, code))
  const [first = city, ...others] = inCity
  if (codes.some((code) => covers(code, city))) return city
  const above = [first, ...ancestorsOf(first)]
  return above.find((candidate) => others.every((code) => covers(candidate, code))) ?? city
}

function placeIn(regionCode: string, seen: readonly string[]): Place {
  const isWhole = seen.some((code) => covers(code, regionCode))
  return {
    regionCode,
    isWhole,
    parts: isWhole ? [regionCode] : seen.filter((code) => covers(regionCode, code)),
  }
}
