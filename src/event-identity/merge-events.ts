import { v7 as uuidv7 } from 'uuid'
import type { Caller } from '../accounts/caller.ts'
import { readNow } from '../clock.ts'
import type { Deps } from '../deps.ts'
import { settleFollowUps } from '../event-course/settle-follow-ups.ts'
import { Problem } from '../problems/problem.ts'
import { signOnce } from '../routing/sign-once.ts'
import { type ActDetail, identified, type Locked, lockBoth, mustBeGoing, mustKeepRegisters } from './act.ts'
import { askDirectly } from './ask-directly.ts'
import { carryCorrections } from './duty-store.ts'
import { reportOnce } from './first-reports.ts'
import { followMerged } from './follow-again.ts'
import { judgeAgain, standingOf } from './judge-again.ts'
import { likenessOf } from './same-event.ts'
import { mustNotFall } from './set-aside.ts'
import { whatIsSetAside } from './set-aside-store.ts'
import {
  type ActRow,
  coverRegions,
  moveChains,
  pointTo,
  readChainPlaces,
  rebuildLatest,
  writeAct,
} from './store.ts'
import { tellAct } from './tell-act.ts'

interface Merge {
  /** the event that goes on */
  intoEventId: string
  /** the event that turned out to be the same */
  fromEventId: string
  reason: string
  /** whoever decides has asked the units, or knows why figures that may not fall would count no more */
  acceptsFalls?: boolean | undefined
}

/**
 * Merges an event into another (过程汇拢): its chains count there from now on, its address leads there, and nothing is
 * lost. Of two chains of one unit the one that was heard of last counts; the other stays parked with the merged event.
 *
 * @throws Problem not-found, not-permitted, outside-jurisdiction
 * @throws Problem registers-destroyed
 * @throws Problem figures-would-fall where that was not accepted
 * @throws Problem state-conflict for an event merged already, a stable or closed one, an exercise with a real one, two cities
 */
export async function mergeEvents(
  { db, config }: Pick<Deps, 'db' | 'config'>,
  caller: Caller,
  { intoEventId, fromEventId, reason, acceptsFalls = false }: Merge,
): Promise<ActRow> {
  mustDiffer(intoEventId, fromEventId)
  return db.transaction(async (tx) => {
    const [into, from] = await lockBoth(tx, caller, [intoEventId, fromEventId])
    mustFit(into, from)
    await mustKeepRegisters(tx, [intoEventId, fromEventId])
    const setAside = await whatIsSetAside(tx, intoEventId, fromEventId)
    if (!acceptsFalls) mustNotFall(setAside)
    const now = await readNow(tx)
    await settleFollowUps(tx, [intoEventId, fromEventId], now)
    const firstReports = await reportOnce(tx, intoEventId, fromEventId, now)
    const by = caller.accountId
    const id = uuidv7()
    const taken = new Set((await readChainPlaces(tx, intoEventId)).map(({ regionCode }) => regionCode))
    const moves = (await readChainPlaces(tx, fromEventId))
      .filter(({ regionCode }) => !taken.has(regionCode))
      .map(({ id, regionCode }) => ({
        chainId: id,
        regionCode,
        fromEventId,
        toEventId: intoEventId,
        at: now,
      }))
    await moveChains(tx, moves)
    const repointed = await pointTo(tx, fromEventId, intoEventId)
    const addedRegions = await coverRegions(tx, intoEventId, from.regions, now, by)
    await rebuildLatest(tx, [intoEventId, fromEventId])
    const judged = await judgeAgain(tx, config, into.event, {
      facts: { ...(from.event.facts as object), ...(into.event.facts as object) },
      causeVersionId: from.event.openedByVersionId,
      actId: id,
      now,
    })
    const chains = moves.map(({ chainId }) => chainId)
    await carryCorrections(tx, [intoEventId, fromEventId], chains, now)
    const asked = await askDirectly(tx, into.event, { actId: id, now }, judged)
    await followMerged(tx, fromEventId, intoEventId, now)
    const covered = await signOnce(tx, intoEventId, [fromEventId, ...repointed], now)
    const score = likenessOf(identified(into), identified(from))?.score ?? 0
    const gravity = { before: standingOf(into.event), after: judged.standing }
    const detail: ActDetail = {
      addedRegions,
      repointed,
      ...gravity,
      score,
      asked,
      covered,
      firstReports,
      setAside,
    }
    const kind = 'merge' as const
    const act: ActRow = { id, kind, fromEventId, intoEventId, undoesId: null, reason, at: now, by, detail }
    await writeAct(tx, act, moves)
    await tellAct(tx, act, 'event.merged', [into, from])
    return act
  })
}

function mustDiffer(one: string, other: string): void {
  if (one !== other) return
  const detail = 'An event is not merged into itself.'
  throw new Problem('invalid-request', detail, {
    errors: [{ pointer: '/fromEventId', code: 'same_event', detail }],
  })
}

function mustFit(into: Locked, from: Locked): void {
  for (const { event } of [into, from]) {
    if (event.mergedIntoId !== null) {
      throw new Problem(
        'state-conflict',
        `The event ${event.id} was merged into ${event.mergedIntoId} before.`,
      )
    }
    mustBeGoing(event)
  }
  if (into.event.isExercise !== from.event.isExercise) {
    throw new Problem('state-conflict', 'An exercise is never merged with a real event.')
  }
}
