import { isDeepStrictEqual } from 'node:util'
import type { Caller } from '../accounts/caller.ts'
import { readNow } from '../clock.ts'
import type { Db } from '../db/client.ts'
import type { Deps } from '../deps.ts'
import { readFamilies } from '../events/store.ts'
import type { EventRow } from '../events/views.ts'
import { Problem } from '../problems/problem.ts'
import { covers } from '../regions/codes.ts'
import { isOpenOn } from '../regions/rules.ts'
import { type Node, readNodes } from '../regions/store.ts'
import { shanghaiDay } from '../shanghai.ts'
import { keysForWriting } from './generations.ts'
import { mustWrite } from './jurisdiction.ts'
import { openFields } from './open-fields.ts'
import { type ContentRow, contentOfRow } from './row-state.ts'
import type { Register, RowContent } from './rules/row-content.ts'
import {
  findDestroyed,
  findEvent,
  findRows,
  lockRegistersOf,
  readOwnRegions,
  readSealedFields,
} from './store.ts'
import { rowTaken, writeRows } from './write-rows.ts'

/** A row as somebody sends it. */
export interface Draft {
  id: string
  eventId: string
  content: RowContent
}

/** What became of a draft. */
export type Added =
  | { kind: 'added' | 'repeated'; row: ContentRow }
  | { kind: 'refused'; id: string; problem: Problem }

/** What is asked about an event that a draft names. */
interface Named {
  /** the event that goes on */
  event: EventRow
  /** the events that are one with it, first the named one, with what each covers by itself */
  members: readonly { id: string; regions: readonly string[] }[]
  isDestroyed: boolean
}

/** Everything that is asked about drafts, read at once. */
interface Known {
  rows: ReadonlyMap<string, ContentRow>
  events: ReadonlyMap<string, Named>
  nodes: ReadonlyMap<string, Node>
  now: Date
}

/**
 * Adds rows to a register (登记一览表), each for itself: one that is refused keeps no other back. The same id with the same
 * content from the same account gives the first answer again.
 *
 * @returns what became of each, in order
 */
export async function addRows(
  { db }: Pick<Deps, 'db'>,
  sealingKey: Buffer,
  caller: Caller,
  register: Register,
  drafts: readonly Draft[],
): Promise<Added[]> {
  const { accountId } = caller
  return db.transaction(async (tx) => {
    const now = await readNow(tx)
    await lockRegistersOf(
      tx,
      drafts.map(({ eventId }) => eventId),
    )
    const known = await readKnown(tx, sealingKey, drafts, now)
    const results = new Map<string, Added>()
    const decided = drafts.map((draft) => decide(draft, { caller, register, known, results }))
    const fresh = drafts.filter(
      (draft, i) => decided[i]?.kind === 'added' && results.get(draft.id) === decided[i],
    )
    if (fresh.length === 0) return decided
    const keys = await keysForWriting(tx, sealingKey, now)
    const rows = fresh.map((draft) => ({ ...ENTRY, ...draft, eventId: homeOf(draft, known).id, register }))
    const written = await writeRows(tx, rows, { keys, accountId, now })
    const warnings = new Map(written.map((row) => [row.id, row.warnings]))
    return decided.map((one) =>
      one.kind === 'refused' || !warnings.has(one.row.id)
        ? one
        : { ...one, row: { ...one.row, warnings: warnings.get(one.row.id) ?? [] } },
    )
  })
}

const ENTRY = { kind: 'entry', replacesId: null, reasonCode: null } as const

async function readKnown(db: Db, sealingKey: Buffer, drafts: readonly Draft[], now: Date): Promise<Known> {
  const ids = drafts.map(({ id }) => id)
  const found = await findRows(db, ids)
  const opened = openFields(await readSealedFields(db, ids), sealingKey)
  const eventIds = [...new Set(drafts.map(({ eventId }) => eventId))]
  const destroyed = await findDestroyed(db, eventIds)
  const families = await readFamilies(db, eventIds)
  const regions = await readOwnRegions(db, [...families.values()].flat())
  const events: [string, Named][] = []
  for (const [eventId, family] of families) {
    const event = await findEvent(db, eventId)
    const ids = [...new Set([eventId, ...family])]
    const members = ids.map((id) => ({ id, regions: regions.get(id) ?? [] }))
    if (event) events.push([eventId, { event, members, isDestroyed: destroyed.has(eventId) }])
  }
  const nodes = await readNodes(db, [...new Set(drafts.map(({ content }) => content.regionCode))])
  return {
    rows: new Map(found.map((row) => [row.id, contentOfRow(row, opened.get(row.id))])),
    events: new Map(events),
    nodes: new Map(nodes.map((node) => [node.regionCode, node])),
    now,
  }
}

interface Deciding {
  caller: Caller
  register: Register
  known: Known
  /** what became of the drafts before, by their ids */
  results: Map<string, Added>
}

function decide(draft: Draft, deciding: Deciding): Added {
  const { results, known } = deciding
  try {
    const earlier = results.get(draft.id)
    const before = known.rows.get(draft.id) ?? (earlier?.kind === 'refused' ? undefined : earlier?.row)
    const result: Added = before
      ? { kind: 'repeated', row: mustBeSame(before, draft, deciding) }
      : { kind: 'added', row: admitted(draft, deciding) }
    if (!earlier) results.set(draft.id, result)
    return result
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return { kind: 'refused', id: draft.id, problem: error }
  }
}

/** Asked only of what is there already: a retry hears its first answer, whatever has become of the post or the event. */
function mustBeSame(before: ContentRow, draft: Draft, { caller, register, known }: Deciding): ContentRow {
  const members = known.events.get(draft.eventId)?.members ?? []
  const isSame =
    before.kind === 'entry' &&
    before.register === register &&
    members.some(({ id }) => id === before.eventId) &&
    before.accountId === caller.accountId &&
    before.destructionId === null &&
    isDeepStrictEqual(before.content, draft.content)
  if (isSame) return before
  throw rowTaken()
}

/**
 * @throws Problem not-permitted, outside-jurisdiction, unknown-region, unknown-event, registers-destroyed, event-closed
 */
function admitted({ id, eventId, content }: Draft, { caller, register, known }: Deciding): ContentRow {
  const { regionCode } = content
  mustWrite(caller, regionCode)
  mustBeOpenUnit(known.nodes.get(regionCode), known.now)
  const home = homeOf({ eventId, content }, known)
  if (home.isDestroyed) throw registersDestroyed()
  if (home.event.state === 'closed') {
    throw new Problem('event-closed', 'The event is closed: nobody is added to its registers any more.')
  }
  const facts = { register, eventId: home.id, regionCode, class: content.class, facts: { ...content.facts } }
  const acts = {
    accountId: caller.accountId,
    registeredAt: known.now,
    destructionId: null,
    replacedById: null,
  }
  return { ...ENTRY, ...facts, ...acts, id, warnings: [], content, unreadable: [] }
}

/**
 * The event whose row it becomes: the named one; where that covers the unit only since a merge, or not at all, the one
 * that covers it by itself. Taken apart again, each has the rows of its units.
 *
 * @throws Problem unknown-event when none of them covers the unit
 */
function homeOf({ eventId, content }: Pick<Draft, 'eventId' | 'content'>, known: Known) {
  const found = known.events.get(eventId)
  const home = found?.members.find(({ regions }) => mayBeCounted(regions, content.regionCode))
  if (!found || !home) throw unknownEvent()
  return { ...found, id: home.id }
}

/**
 * @throws Problem unknown-region
 */
export function mustBeOpenUnit(node: Node | undefined, now: Date): void {
  if (node && isOpenOn(node, shanghaiDay(now))) return
  const detail = 'No open unit has this code.'
  throw new Problem('unknown-region', detail, {
    errors: [{ pointer: '/regionCode', code: 'unknown_region', detail }],
  })
}

/** As with reports: a unit below what the event covers, or one above all of it. */
export function mayBeCounted(regions: readonly string[], regionCode: string): boolean {
  return (
    regions.some((region) => covers(region, regionCode)) ||
    (regions.length > 0 && regions.every((region) => covers(regionCode, region)))
  )
}

export function unknownEvent(): Problem {
  const detail = 'There is no such event, or it does not cover this unit.'
  return new Problem('unknown-event', detail, {
    errors: [{ pointer: '/eventId', code: 'unknown_event', detail }],
  })
}

export function registersDestroyed(): Problem {
  return new Problem(
    'registers-destroyed',
    'What identified people in the registers of this event was destroyed.',
  )
}
