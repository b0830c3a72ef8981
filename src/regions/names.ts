import type { Db } from '../db/client.ts'
import { ancestorsOf, tierOf } from './codes.ts'
import { readNodes } from './store.ts'

/** Names of units, as far as they were asked for. */
export interface Names {
  /** official Chinese name of a unit, or its code where it is not known */
  of: (regionCode: string) => string
  /** where a unit lies, below the city: 当雄县格达乡羊易村 */
  place: (regionCode: string) => string
}

/**
 * Reads the names of units and of those above them, in one query.
 */
export async function readNames(db: Db, regionCodes: Iterable<string>): Promise<Names> {
  const wanted = new Set([...regionCodes].flatMap((code) => [code, ...ancestorsOf(code)]))
  const known = new Map((await readNodes(db, [...wanted])).map((node) => [node.regionCode, node.nameZh]))
  const of = (code: string): string => known.get(code) ?? code
  return {
    of,
    place: (code) => {
      const below = [code, ...ancestorsOf(code)].filter((one) => !['city', 'province'].includes(tierOf(one)))
      return below.length === 0 ? of(code) : below.reverse().map(of).join('')
    },
  }
}
