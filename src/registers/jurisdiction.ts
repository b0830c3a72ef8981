/** Who may see and change which rows (一览表管辖). Registers name people, so that fewer see them than see the event. */
import type { Caller } from '../accounts/caller.ts'
import { may, mustHold, mustMay, type PermittedPlace, placesOf } from '../accounts/may.ts'
import type { Db } from '../db/client.ts'
import { findVisibleEvent, readFamilies, type VisibleEvent } from '../events/store.ts'
import type { EventRow } from '../events/views.ts'
import { Problem } from '../problems/problem.ts'
import { cityOf, covers } from '../regions/codes.ts'
import type { Register } from './rules/row-content.ts'
import { findEvent, findRow, type StoredRow } from './store.ts'

/** The relief section (救灾和物资保障): it reads the registers of the events that were handed to it. */
const RELIEF_SECTION = 'JZWZ'

/** An event that goes on whose registers a caller may read, with those of the events merged into it, and of which units. */
export interface Readable {
  event: EventRow
  regionCodes: readonly string[]
}

/**
 * The units whose rows in an event the caller may read: the own ones, and for the relief section the whole city when the
 * event, or one that was merged into it, was handed to it.
 *
 * @throws Problem not-permitted to those who may read no registers at all
 * @throws Problem not-found when there is no such event, or it is hidden
 */
export async function mustReadRegisters(db: Db, caller: Caller, eventId: string): Promise<Readable> {
  const reader = asRegistrar(caller)
  mustHold(reader, 'register.read')
  const event = await findEvent(db, eventId)
  const seen: VisibleEvent[] = []
  for (const member of (await readFamilies(db, [eventId])).get(eventId) ?? []) {
    const visible = await findVisibleEvent(db, reader, member)
    if (visible) seen.push(visible)
  }
  if (!event || seen.length === 0) throw noSuchEvent()
  const isRecipient = seen.some((visible) => visible.isRecipient)
  const { regionCode: city } = cityPlace(event)
  const regionCodes = placesOf(reader, 'register.read')
    .filter((place) => !isOfSection(place) || (isRecipient && covers(place.regionCode, city)))
    .map(({ regionCode }) => regionCode)
  if (regionCodes.length === 0) throw noSuchEvent()
  return { event, regionCodes }
}

/**
 * One row of a register, if the caller may read it.
 *
 * @throws Problem not-permitted, or not-found when there is none or it is hidden
 */
export async function mustSeeRow(
  db: Db,
  caller: Caller,
  register: Register,
  id: string,
): Promise<Readable & { row: StoredRow }> {
  mustHold(asRegistrar(caller), 'register.read')
  const row = await findRow(db, register, id)
  if (!row) throw noSuchRow()
  const readable = await mustReadRegisters(db, caller, row.eventId).catch((error: unknown) => {
    throw error instanceof Problem ? noSuchRow() : error
  })
  if (!readable.regionCodes.some((code) => covers(code, row.regionCode))) throw noSuchRow()
  return { ...readable, row }
}

/**
 * An event, to those who may have its registers destroyed: they answer for its whole city.
 *
 * @throws Problem not-permitted, or not-found when there is none or it is another city's
 */
export async function mustOversee(db: Db, caller: Caller, eventId: string): Promise<EventRow> {
  mustHold(caller, 'register.destroy')
  const event = await findEvent(db, eventId)
  if (!event || !may(caller, 'register.destroy', cityPlace(event))) throw noSuchEvent()
  return event
}

/**
 * The same for reading what was destroyed and why: auditors may too.
 *
 * @throws Problem not-permitted or not-found
 */
export async function mustReview(db: Db, caller: Caller, eventId: string): Promise<EventRow> {
  if (placesOf(caller, 'register.destroy').length === 0) mustHold(caller, 'audit.read')
  const event = await findEvent(db, eventId)
  const place = event && cityPlace(event)
  const isOpen = place && (may(caller, 'register.destroy', place) || may(caller, 'audit.read', place))
  if (!event || !isOpen) throw noSuchEvent()
  return event
}

/**
 * @throws Problem not-permitted or outside-jurisdiction
 */
export function mustWrite(caller: Caller, regionCode: string): void {
  mustMay(caller, 'register.write', { regionCode })
}

/** The city whose bureau answers for an event. */
export function cityPlace(event: Pick<EventRow, 'regionCode'>): { regionCode: string } {
  return { regionCode: cityOf(event.regionCode) ?? event.regionCode }
}

function noSuchEvent(): Problem {
  return new Problem('not-found', 'There is no such event in your jurisdiction.')
}

function noSuchRow(): Problem {
  return new Problem('not-found', 'There is no such row in your jurisdiction.')
}

/** The caller with those posts alone that have to do with registers: what other posts see of an event opens none. */
function asRegistrar(caller: Caller): Caller {
  const bindings = caller.bindings.filter(
    (binding) =>
      placesOf({ bindings: [binding] }, 'register.read').length > 0 &&
      (binding.role !== 'section_clerk' || binding.sectionCode === RELIEF_SECTION),
  )
  return { ...caller, bindings }
}

function isOfSection({ sectionCode, departmentCode }: PermittedPlace): boolean {
  return sectionCode !== null || departmentCode !== null
}
