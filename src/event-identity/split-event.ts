import { v7 as uuidv7 } from 'uuid'
import type { Caller } from '../accounts/caller.ts'
import { mustMay } from '../accounts/may.ts'
import { readNow } from '../clock.ts'
import type { Db } from '../db/client.ts'
import type { Deps } from '../deps.ts'
import { settleFollowUps } from '../event-course/settle-follow-ups.ts'
import { mustFindEvent } from '../events/read-event.ts'
import { events } from '../events/tables.ts'
import { Problem } from '../problems/problem.ts'
import { ancestorAt, covers } from '../regions/codes.ts'
import { endDutiesOfAbandoned } from '../reports/abandoned.ts'
import { type ActDetail, type Locked, lockOut, mustBeGoing, mustKeepRegisters } from './act.ts'
import { askDirectly } from './ask-directly.ts'
import { carryCorrections, readRestingOnBoth } from './duty-store.ts'
import { leaveWithChains } from './first-reports.ts'
import { followAgain } from './follow-again.ts'
import { judgeAgain } from './judge-again.ts'
import {
  type ActRow,
  type ChainPlace,
  coverRegions,
  lockEvents,
  moveChains,
  readChainPlaces,
  readParkedUnits,
  readRegions,
  rebuildLatest,
  writeAct,
} from './store.ts'
import { tellAct } from './tell-act.ts'

interface Split {
  eventId: string
  /** units whose chains, with all below, belong to the new event */
  regionCodes: readonly string[]
  hazard?: string | undefined
  subhazard?: string | undefined
  occurredAt?: Date | undefined
  title?: string | undefined
  reason: string
}

/**
 * Splits an event (过程拆分): the chains of some units, with all below them, become an event of their own. Nothing is
 * lost: the act can be taken back. Rows of registers stay with the event that they were entered in.
 *
 * @throws Problem not-found, not-permitted, outside-jurisdiction
 * @throws Problem registers-destroyed
 * @throws Problem state-conflict for an event that is merged, stable or closed, or of which nothing would be left; for a
 *   unit that reported to several events that are one: its last word may stand in either of its chains
 * @throws Problem unjudgeable-facts for a hazard, subhazard or instant that contradict each other
 * @throws Problem invalid-request where none of the units has reported, or the new instant lies in the future
 */
export async function splitEvent(
  { db, config }: Pick<Deps, 'db' | 'config'>,
  caller: Caller,
  split: Split,
): Promise<ActRow> {
  return db.transaction(async (tx) => {
    const { event } = await mustFindEvent(tx, caller, split.eventId)
    await lockOut(tx, event, [split.eventId])
    const source = await lockSource(tx, caller, split.eventId)
    await mustKeepRegisters(tx, [split.eventId])
    const now = await readNow(tx)
    await settleFollowUps(tx, [split.eventId], now)
    const actId = uuidv7()
    const leaving = await chainsLeaving(tx, split)
    const fresh = await openFrom(tx, source, split, leaving, now)
    const moves = leaving.map(({ id, regionCode }) => ({
      chainId: id,
      regionCode,
      fromEventId: split.eventId,
      toEventId: fresh.event.id,
      at: now,
    }))
    await moveChains(tx, moves)
    await coverRegions(tx, fresh.event.id, fresh.regions, now, caller.accountId)
    await rebuildLatest(tx, [split.eventId, fresh.event.id])
    const { facts, openedByVersionId: causeVersionId } = fresh.event
    const judged = await judgeAgain(tx, config, fresh.event, {
      facts: facts as Record<string, unknown>,
      causeVersionId,
      actId,
      now,
    })
    const asked = await askDirectly(tx, fresh.event, { actId, now }, judged)
    const chains = moves.map(({ chainId }) => chainId)
    await carryCorrections(tx, [split.eventId, fresh.event.id], chains, now)
    const firstReports = await leaveWithChains(
      tx,
      { eventId: split.eventId, freshId: fresh.event.id, now },
      leaving.map(({ regionCode }) => regionCode),
      (await readChainPlaces(tx, split.eventId)).map(({ regionCode }) => regionCode),
    )
    await followAgain(tx, [split.eventId, fresh.event.id], now)
    await endDutiesOfAbandoned(tx, [split.eventId, fresh.event.id], now)
    const detail: ActDetail = {
      ...{ addedRegions: [], repointed: [], before: null, after: null, score: 0 },
      ...{ asked, firstReports },
      restOnBoth: await readRestingOnBoth(tx, [split.eventId, fresh.event.id]),
    }
    const act: ActRow = {
      id: actId,
      kind: 'split',
      fromEventId: split.eventId,
      intoEventId: fresh.event.id,
      undoesId: null,
      reason: split.reason,
      at: now,
      by: caller.accountId,
      detail,
    }
    await writeAct(tx, act, moves)
    await tellAct(tx, act, 'event.split', [source, fresh])
    return act
  })
}

async function lockSource(db: Db, caller: Caller, eventId: string): Promise<Locked> {
  const event = (await lockEvents(db, [eventId])).get(eventId)
  if (!event) throw new Error('an event went away, which none does')
  const regions = (await readRegions(db, [eventId])).get(eventId) ?? []
  for (const regionCode of regions) mustMay(caller, 'event.identify', { regionCode })
  if (event.mergedIntoId !== null) {
    throw new Problem('state-conflict', `The event is merged into ${event.mergedIntoId}.`)
  }
  mustBeGoing(event)
  return { event, regions }
}

async function chainsLeaving(db: Db, { eventId, regionCodes }: Split): Promise<ChainPlace[]> {
  const chains = await readChainPlaces(db, eventId)
  const leaving = chains.filter((chain) => regionCodes.some((code) => covers(code, chain.regionCode)))
  if (leaving.length === 0) {
    const detail = 'None of these units has reported in this event.'
    throw new Problem('invalid-request', detail, {
      errors: [{ pointer: '/regionCodes', code: 'nothing_to_split', detail }],
    })
  }
  if (leaving.length === chains.length) {
    throw new Problem('state-conflict', 'Nothing would be left of the event: correct it instead.')
  }
  await mustLeaveWhole(db, eventId, leaving)
  return leaving
}

async function mustLeaveWhole(db: Db, eventId: string, leaving: readonly ChainPlace[]): Promise<void> {
  const parked = new Set(await readParkedUnits(db, eventId))
  const units = leaving.map(({ regionCode }) => regionCode).filter((code) => parked.has(code))
  if (units.length === 0) return
  const detail =
    'Some of these units reported to several events that were merged; take that merge back first, then each event can be split.'
  throw new Problem('state-conflict', detail, { units })
}

/** The new event: as the old one, but for what the officer says of it. */
async function openFrom(
  db: Db,
  { event }: Locked,
  split: Split,
  leaving: readonly ChainPlace[],
  now: Date,
): Promise<Locked> {
  const occurredAt = split.occurredAt ?? event.occurredAt
  if (occurredAt > now) {
    const detail = 'It cannot have happened in the future.'
    throw new Problem('invalid-request', detail, {
      errors: [{ pointer: '/occurredAt', code: 'in_future', detail }],
    })
  }
  const [first] = leaving
  if (!first) throw new Error('a split moves at least one chain')
  const row: typeof events.$inferInsert = {
    id: uuidv7(),
    hazard: split.hazard ?? event.hazard,
    subhazard: split.hazard === undefined ? (split.subhazard ?? event.subhazard) : (split.subhazard ?? null),
    title: split.title ?? event.title,
    regionCode: first.regionCode,
    occurredAt,
    openedAt: now,
    openedByVersionId: event.openedByVersionId,
    isExercise: event.isExercise,
    facts: event.facts,
  }
  const [fresh] = await db.insert(events).values(row).returning()
  if (!fresh) throw new Error('the new event was not written')
  const regions = new Set(leaving.map(({ regionCode }) => ancestorAt(regionCode, 'county') ?? regionCode))
  return { event: fresh, regions: [...regions].sort() }
}
