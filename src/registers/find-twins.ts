/** Who may have been entered twice: rows that stand and tell of the same id number. */
import type { Db } from '../db/client.ts'
import { readFamilies } from '../events/store.ts'
import { covers } from '../regions/codes.ts'
import { readSealedNumbers, readTwins, type Twins } from './count-store.ts'
import { openFields } from './open-fields.ts'

const TWINS_SHOWN = 200

/**
 * Rows of an event with the same id number, where at least one of them lies in these units. Each event hashes numbers in
 * its own way, so that where several were merged the numbers themselves are compared; none of them leaves this function.
 */
export async function findTwins(
  db: Db,
  sealingKey: Buffer,
  eventId: string,
  regionCodes: readonly string[],
): Promise<Twins[]> {
  const family = (await readFamilies(db, [eventId])).get(eventId) ?? []
  if (family.length < 2) return readTwins(db, eventId, regionCodes, TWINS_SHOWN)
  const numbers = await readSealedNumbers(db, eventId)
  const opened = openFields(numbers, sealingKey)
  const known = numbers.filter(({ rowId }) => opened.get(rowId)?.values.idNumber !== undefined)
  const groups = Map.groupBy(
    known,
    ({ register, rowId }) => `${register} ${opened.get(rowId)?.values.idNumber}`,
  )
  return [...groups.values()]
    .filter((rows) => rows.length > 1 && rows.some((row) => isIn(regionCodes, row.regionCode)))
    .slice(0, TWINS_SHOWN)
    .map((rows) => ({
      register: rows[0]?.register ?? 'people',
      rowIds: rows.map(({ rowId }) => rowId).sort(),
    }))
}

function isIn(regionCodes: readonly string[], regionCode: string): boolean {
  return regionCodes.some((code) => covers(code, regionCode))
}
