import { v7 as uuidv7 } from 'uuid'
import type { Caller } from '../accounts/caller.ts'
import { readNow } from '../clock.ts'
import type { Db } from '../db/client.ts'
import type { Deps } from '../deps.ts'
import { settleFollowUps } from '../event-course/settle-follow-ups.ts'
import { mustFindEvent } from '../events/read-event.ts'
import { Problem } from '../problems/problem.ts'
import { endDutiesOfAbandoned } from '../reports/abandoned.ts'
import { signEach, signOnce } from '../routing/sign-once.ts'
import {
  type ActDetail,
  type Locked,
  lockBoth,
  mustBeGoing,
  mustKeepRegisters,
  mustNotLoseHolds,
} from './act.ts'
import { askDirectly, stopAsking } from './ask-directly.ts'
import { carryCorrections, readRestingOnBoth } from './duty-store.ts'
import { comeBack, reportEach, reportOnce } from './first-reports.ts'
import { followApart } from './follow-again.ts'
import { judgeAgain, standingOf, writeStanding } from './judge-again.ts'
import type { SetAside } from './set-aside.ts'
import { whatIsSetAside } from './set-aside-store.ts'
import {
  type ActRow,
  coverRegions,
  findAct,
  hasHeardSince,
  isUndone,
  lockEvents,
  type MoveRow,
  moveChains,
  pointBack,
  pointTo,
  readChainPlaces,
  readLaterActs,
  readMoves,
  readPlacesOf,
  rebuildLatest,
  uncoverRegions,
  writeAct,
} from './store.ts'
import { tellAct } from './tell-act.ts'

/**
 * Takes a merge or a split back (撤销汇拢、撤销拆分). Chains go back where they stood, with all that was reported in them
 * meanwhile; addresses lead where they led; the gravity of the receiving event goes back too, unless reports have
 * changed it since: then it stands until people lower it. What was reported meanwhile is judged where it counts now. Acts
 * are taken back in the reverse order.
 *
 * @throws Problem not-found, not-permitted, outside-jurisdiction
 * @throws Problem registers-destroyed
 * @throws Problem state-conflict when it was taken back before, a later act about these events still holds, one of them is
 *   stable or closed, or a legal hold stands that was placed on both
 */
export async function undoAct(
  { db, config }: Pick<Deps, 'db' | 'config'>,
  caller: Caller,
  actId: string,
  reason: string,
): Promise<ActRow> {
  return db.transaction(async (tx) => {
    const act = await mustFindAct(tx, caller, actId)
    const [from, into] = await lockBoth(tx, caller, [act.fromEventId, act.intoEventId])
    await mustBeLast(tx, act)
    for (const { event } of [from, into]) mustBeGoing(event)
    await mustKeepRegisters(tx, [act.fromEventId, act.intoEventId])
    await mustNotLoseHolds(tx, act)
    const now = await readNow(tx)
    const standing = [from, into].filter(({ event }) => event.mergedIntoId === null)
    await settleFollowUps(
      tx,
      standing.map(({ event }) => event.id),
      now,
    )
    const detail = act.detail as ActDetail
    const setAside = await joinAgain(tx, act, now)
    const moves = (await chainsGoingBack(tx, act)).map((move) => ({ ...move, at: now }))
    await moveChains(tx, moves)
    await leadBack(tx, act, from)
    await rebuildLatest(tx, [act.fromEventId, act.intoEventId])
    await uncoverRegions(tx, act.intoEventId, detail.addedRegions)
    if (act.kind === 'split') await coverRegions(tx, act.fromEventId, into.regions, now, caller.accountId)
    await lightenAgain(tx, detail, into)
    const undone: ActRow = {
      id: uuidv7(),
      kind: 'undo',
      fromEventId: act.intoEventId,
      intoEventId: act.fromEventId,
      undoesId: act.id,
      reason,
      at: now,
      by: caller.accountId,
      detail: { restOnBoth: await readRestingOnBoth(tx, [act.fromEventId, act.intoEventId]), setAside },
    }
    await writeAct(tx, undone, moves)
    await settleDuties({ db: tx, config }, act, undone, moves)
    await tellAct(tx, undone, 'event.identity_restored', [from, into])
    return undone
  })
}

/**
 * A split is about to be taken back: first reports are owed once again, where they were.
 *
 * @returns the figures that are set aside by it
 */
async function joinAgain(db: Db, act: ActRow, now: Date): Promise<SetAside[]> {
  if (act.kind !== 'split') return []
  const { firstReports = [] } = act.detail as ActDetail
  await comeBack(db, firstReports, act.intoEventId, now)
  await reportOnce(db, act.fromEventId, act.intoEventId, now)
  return whatIsSetAside(db, act.fromEventId, act.intoEventId)
}

/** Duties follow the events as they are again. The act is on record before: what it took back was asked of nobody. */
async function settleDuties(
  { db, config }: Pick<Deps, 'config'> & { db: Db },
  act: ActRow,
  undone: ActRow,
  moves: readonly { chainId: string }[],
): Promise<void> {
  const { asked = [], covered = [], firstReports = [] } = act.detail as ActDetail
  const { at: now } = undone
  await stopAsking(db, asked, now)
  await judgeWhatCameSince({ db, config }, act, undone.id, now)
  const chains = moves.map(({ chainId }) => chainId)
  await carryCorrections(db, [act.fromEventId, act.intoEventId], chains, now)
  await followApart(db, act, now)
  if (act.kind === 'split') {
    await signOnce(db, act.fromEventId, [act.intoEventId], now)
  } else {
    await signEach(db, covered)
    await reportEach(db, firstReports)
  }
  await endDutiesOfAbandoned(db, [act.fromEventId, act.intoEventId], now)
}

async function mustFindAct(db: Db, caller: Caller, actId: string): Promise<ActRow> {
  const act = await findAct(db, actId)
  if (!act) throw new Problem('not-found', 'There is no such decision in your jurisdiction.')
  await mustFindEvent(db, caller, act.intoEventId)
  if (act.kind !== 'undo') return act
  throw new Problem('state-conflict', 'What was taken back is decided anew, by another merge or split.')
}

async function mustBeLast(db: Db, act: ActRow): Promise<void> {
  if (await isUndone(db, act.id)) throw new Problem('state-conflict', 'It was taken back before.')
  const later = await readLaterActs(db, act)
  if (later.length === 0) return
  throw new Problem('state-conflict', 'Later decisions about these events hold; take them back first.', {
    later: later.map(({ id }) => id),
  })
}

/**
 * What a merge moved goes back from wherever it stands now; all that stands in the event of a split goes back to the old
 * one, but for chains of units that have another one there: these stay parked.
 */
async function chainsGoingBack(db: Db, act: ActRow): Promise<Omit<MoveRow, 'actId' | 'at'>[]> {
  if (act.kind === 'merge') {
    const moves = await readMoves(db, act.id)
    const places = await readPlacesOf(
      db,
      moves.map(({ chainId }) => chainId),
    )
    return moves.map(({ chainId, regionCode, fromEventId }) => {
      const place = places.get(chainId)
      if (!place) throw new Error('a chain went away, which none does')
      return { chainId, regionCode, fromEventId: place, toEventId: fromEventId }
    })
  }
  const { fromEventId: toEventId, intoEventId: fromEventId } = act
  const taken = new Set((await readChainPlaces(db, toEventId)).map(({ regionCode }) => regionCode))
  return (await readChainPlaces(db, fromEventId))
    .filter(({ regionCode }) => !taken.has(regionCode))
    .map(({ id: chainId, regionCode }) => ({ chainId, regionCode, fromEventId, toEventId }))
}

/** Reports that came while the act held were judged where they were heard: each event is judged by its own now. */
async function judgeWhatCameSince(
  { db, config }: Pick<Deps, 'config'> & { db: Db },
  act: ActRow,
  undoId: string,
  now: Date,
): Promise<void> {
  const rows = await lockEvents(db, [act.fromEventId, act.intoEventId])
  for (const event of rows.values()) {
    if (event.mergedIntoId !== null || !(await hasHeardSince(db, event.id, act.at))) continue
    const facts = event.facts as Record<string, unknown>
    const given = { facts, causeVersionId: event.openedByVersionId, actId: undoId, now }
    const judged = await judgeAgain(db, config, event, given)
    await askDirectly(db, event, { actId: undoId, now }, judged)
  }
}

/** After a merge the merged event stands by itself again; after a split the new event leads back to the old one. */
async function leadBack(db: Db, act: ActRow, from: Locked): Promise<void> {
  if (act.kind === 'split') {
    await pointTo(db, act.intoEventId, act.fromEventId)
    return
  }
  await pointBack(db, [from.event.id], null)
  await pointBack(db, (act.detail as ActDetail).repointed, from.event.id)
}

/** Only what the merge itself raised is taken back. */
async function lightenAgain(db: Db, { before, after }: ActDetail, into: Locked): Promise<void> {
  if (!before || !after) return
  const isUnchanged = JSON.stringify(sorted(standingOf(into.event))) === JSON.stringify(sorted(after))
  if (isUnchanged) await writeStanding(db, into.event.id, before)
}

/** A form in which the order of keys does not matter: the database keeps its own. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, member]) => [key, sorted(member)]))
}
