/** Instants that totals are asked for: never ahead of the clock that judges. */
import { readNow } from '../clock.ts'
import type { Db } from '../db/client.ts'
import { Problem } from '../problems/problem.ts'
import { cityOf } from '../regions/codes.ts'
import { shanghaiIso } from '../shanghai.ts'
import { settleSubmissions } from './versions-store.ts'

/** A device's clock may run this far ahead of ours; what was said "then" counts as said now. */
const CLOCK_TOLERANCE_MS = 5 * 60_000

/**
 * An instant that lies behind us, all that was reported until then being written.
 *
 * @throws Problem invalid-request when it lies in the future
 */
export async function settledInstant(
  db: Db,
  event: { regionCode: string },
  text: string,
  pointer: string,
): Promise<Date> {
  const at = new Date(text)
  const now = await readNow(db)
  if (at > now) throw inFuture(pointer, now)
  await settleSubmissions(db, cityOf(event.regionCode) ?? event.regionCode)
  return at
}

/**
 * When something was said or happened, as whoever writes it down tells it.
 *
 * @throws Problem invalid-request when it lies in the future, by more than a clock may be wrong
 */
export function mustHaveBeen(text: string, pointer: string, now: Date): Date {
  const at = new Date(text)
  if (at <= now) return at
  if (+at - +now > CLOCK_TOLERANCE_MS) throw inFuture(pointer, now)
  return now
}

function inFuture(pointer: string, now: Date): Problem {
  const detail = `It is ${shanghaiIso(now)} here; nobody knows yet what will be after that.`
  return new Problem('invalid-request', detail, { errors: [{ pointer, code: 'in_future', detail }] })
}
