/** Delivers parcels, many at a time, as phones do that know nothing of each other, and keeps account of the answers. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from '../test/api.ts'
import type { Parcel } from './disorder.ts'
import { type Answered, send } from './send.ts'
import type { Written } from './world.ts'

/** What was sent and what was answered. */
export interface Tally {
  batches: number
  singles: number
  largestBatch: number
  /** first answers: each thing has exactly one, unless the connection broke before it was heard */
  accepted: number
  held: number
  refused: number
  /** answers to what had been answered before */
  replays: number
  /** things sent again after a passing fault */
  resent: number
  /** things of requests whose connection broke, so that nobody knows what became of them */
  cutOff: number
  /** what may not be, in words */
  faults: string[]
}

/** An account of all deliveries of one story. */
export interface Account {
  tally: Tally
  /** what was said of each id, by the word that was said */
  said: Map<string, Map<string, string>>
  /** how many first answers each id had */
  firsts: Map<string, number>
  cutOff: Set<string>
}

const TRIES = 50
const PAUSE_MS = 100
const MOST_FAULTS = 20
const CLOSED = '/problems/event-closed'

export function newAccount(): Account {
  const none = { batches: 0, singles: 0, largestBatch: 0, accepted: 0, held: 0, refused: 0 }
  const tally = { ...none, replays: 0, resent: 0, cutOff: 0, faults: [] }
  return { tally, said: new Map(), firsts: new Map(), cutOff: new Set() }
}

export interface Delivery {
  /** the device at any of the services: another one at each call */
  clientOf: (device: number) => Client
  atOnce: number
  eventIds: ReadonlyMap<string, string>
}

/** Sends all parcels, `atOnce` at a time. */
export async function deliver(
  parcels: Iterable<Parcel>,
  delivery: Delivery,
  account: Account,
): Promise<void> {
  const waiting = parcels[Symbol.iterator]()
  const rest: Iterable<Parcel> = { [Symbol.iterator]: () => ({ next: () => waiting.next() }) }
  const work = async () => {
    for (const parcel of rest) await deliverOne(parcel, delivery, account)
  }
  await Promise.all(Array.from({ length: delivery.atOnce }, work))
}

async function deliverOne(
  { device, items, isBatch }: Parcel,
  { clientOf, eventIds }: Delivery,
  account: Account,
): Promise<void> {
  const { tally } = account
  if (isBatch) tally.batches += 1
  else tally.singles += 1
  if (isBatch) tally.largestBatch = Math.max(tally.largestBatch, items.length)
  let left = items
  for (let attempt = 0; left.length > 0 && attempt < TRIES; attempt++) {
    if (attempt > 0) {
      tally.resent += left.length
      await sleep(PAUSE_MS)
    }
    const answers = await send(clientOf(device), { items: left, isBatch }, eventIds)
    left = left.filter((one, i) => !settle(one, answers[i], account))
  }
  for (const { report } of left) fault(tally, `${report.id} was not stored in ${TRIES} tries`)
}

/** @returns false where it has to be sent again */
function settle(written: Written, answer: Answered | undefined, account: Account): boolean {
  const { tally, cutOff } = account
  const { id } = written.report
  if (!answer || answer.status === 'not_stored') return false
  if (answer.status === 'cut_off') {
    tally.cutOff += 1
    cutOff.add(id)
    return false
  }
  if (!mayBe(written, answer)) fault(tally, `${id} was ${answer.status}: ${answer.said}`)
  count(id, answer, account)
  hear(id, answer, account)
  return true
}

function mayBe({ ends }: Written, { status, said }: Answered): boolean {
  if (ends === 'applied') return status === 'accepted' || status === 'held'
  const isClosed = status === 'refused' && said === CLOSED
  return ends === 'waits' ? status === 'held' || isClosed : isClosed
}

function count(id: string, { status, isReplay }: Answered, { tally, firsts }: Account): void {
  const before = firsts.get(id)
  // what was refused is judged anew each time
  const isAgain = isReplay || (status === 'refused' && before !== undefined)
  firsts.set(id, (before ?? 0) + (isAgain ? 0 : 1))
  if (isAgain) tally.replays += 1
  else if (status === 'accepted' || status === 'held' || status === 'refused') tally[status] += 1
}

/** A batch that is sent again hears of a held report that it was applied meanwhile: each of the two is told alike. */
function hear(id: string, { status, isReplay, said }: Answered, { tally, said: all }: Account): void {
  const heard = all.get(id) ?? new Map<string, string>()
  all.set(id, heard)
  const before = heard.get(status) ?? said
  if (before !== said) fault(tally, `${id} was answered ${status} ${before} and then ${said}`)
  if (status === 'accepted' && heard.has('held') && !isReplay) fault(tally, `${id} was held, and taken anew`)
  heard.set(status, before)
}

/**
 * What may not be of all answers together.
 *
 * @returns what is wrong, in words
 */
export function miscounts({ firsts, cutOff }: Account): string[] {
  return [...firsts]
    .filter(([id, times]) => times !== 1 && !(times === 0 && cutOff.has(id)))
    .map(([id, times]) => `${id} had ${times} first answers`)
    .slice(0, MOST_FAULTS)
}

/** Notes what may not be: the first ones, since one fault leads to many. */
export function fault(tally: Tally, what: string): void {
  if (tally.faults.length < MOST_FAULTS) tally.faults.push(what)
}
