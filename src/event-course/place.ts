import { Problem } from '../problems/problem.ts'
import { covers, tierOf } from '../regions/codes.ts'
import { isOpenOn } from '../regions/rules.ts'
import { readNode } from '../regions/store.ts'
import { shanghaiDay } from '../shanghai.ts'
import { type Act, placeOf, unfit } from './act.ts'

const TIERS: ReadonlySet<string> = new Set(['township', 'county', 'city'])

/**
 * The unit that a decision is for: the one that is named, or the one that decides about the event.
 *
 * @throws Problem invalid-request where it has nothing to do with the event, or is a village
 * @throws Problem unknown-region where there is no such open unit
 */
export async function placeFor(act: Act, named: string | undefined): Promise<string> {
  const regionCode = named ?? placeOf(act)
  if (!TIERS.has(tierOf(regionCode))) {
    throw unfit('/regionCode', 'no_such_tier', 'Choose a township, a county or the city.')
  }
  if (!act.regions.some((region) => covers(region, regionCode) || covers(regionCode, region))) {
    throw unfit('/regionCode', 'not_in_event', 'The event does not cover this unit.')
  }
  const node = await readNode(act.db, regionCode)
  if (node && isOpenOn(node, shanghaiDay(act.now))) return regionCode
  throw new Problem('unknown-region', `There is no open unit with the code ${regionCode}.`, { regionCode })
}
