import { z } from 'zod'
import { Problem } from '../problems/problem.ts'
import { code, instantIn, listOf } from '../wire.ts'

const MOST_ITEMS = 200

/** `?limit=&after=` of every list. */
export const pageQuery = {
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(MOST_ITEMS)
    .default(50)
    .meta({ description: 'How many items at most', example: 50 }),
  after: code(400)
    .optional()
    .meta({ description: 'The `next` of the page before', example: 'WzQsIjIwMjYtMDctMDFUMDA6MDA6MDBaIl0' }),
}

/** A page of a list: `next` is null on the last one. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({
    items: listOf(item, MOST_ITEMS),
    next: code(400)
      .nullable()
      .meta({
        description: 'Pass as `after` for the next page; null on the last',
        examples: ['WzQsIjIwMjYtMDctMDFUMDA6MDA6MDBaIl0'],
      }),
  })

/**
 * What keyset positions are made of. Whoever forges a cursor says nothing that PostgreSQL could not compare: an
 * instant of our time, an integer of its own.
 */
export const cursorInstant = instantIn()
export const cursorInt = z.int32()

/** Packs a keyset position into an opaque cursor. */
export function cursorOf(position: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url')
}

/**
 * Unpacks a cursor into the position it was made from.
 *
 * @param pointer where the cursor stands in the request
 * @throws Problem invalid-request when it is not one of ours
 */
export function positionOf<Position extends z.ZodType>(
  shape: Position,
  cursor: string,
  pointer = 'query:after',
): z.infer<Position> {
  try {
    return shape.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')))
  } catch {
    const detail = 'The cursor is not one that this list gave out.'
    throw new Problem('invalid-request', detail, {
      errors: [{ pointer, code: 'bad_cursor', detail }],
    })
  }
}

/**
 * Cuts what was found to a page. The query asks for one row more than the page holds, to know whether another
 * page follows.
 *
 * @param position the keyset position of a row, as `positionOf` will read it again
 */
export function pageFrom<Row>(
  found: readonly Row[],
  limit: number,
  position: (last: Row) => readonly (string | number)[],
): { rows: Row[]; next: string | null } {
  const rows = found.slice(0, limit)
  const last = rows.at(-1)
  return { rows, next: found.length > limit && last !== undefined ? cursorOf(position(last)) : null }
}
