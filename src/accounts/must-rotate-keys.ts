import type { Db } from '../db/client.ts'
import { topRegions } from './account-store.ts'
import type { Caller } from './caller.ts'
import { mustHold, mustMay } from './may.ts'

/**
 * Keys are everybody's: they are rotated by administrators of the topmost unit, or of each where there are several.
 *
 * @throws Problem not-permitted or outside-jurisdiction
 */
export async function mustRotateKeys(db: Db, caller: Caller): Promise<void> {
  mustHold(caller, 'key.rotate')
  for (const regionCode of await topRegions(db)) mustMay(caller, 'key.rotate', { regionCode })
}
