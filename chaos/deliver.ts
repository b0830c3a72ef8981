/** Sends requests over HTTP, many at a time, as phones do that know nothing of each other. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Client, NewReport, ProblemBody } from '../test/api.ts'
import type { Parcel } from './disorder.ts'

/** What was sent and what was answered. */
export interface Tally {
  batches: number
  singles: number
  largestBatch: number
  /** first answers: each report has exactly one */
  accepted: number
  held: number
  /** answers to reports that had been answered before */
  replays: number
  /** items sent again after a passing fault */
  resent: number
  /** what may not be, in words */
  faults: string[]
}

interface Answered {
  status: string
  isReplay: boolean
  /** the receipt of an accepted report, or what a held one waits for */
  said: string
}

const TRIES = 20
const PAUSE_MS = 100
const MOST_FAULTS = 20

/**
 * Sends all parcels, `atOnce` at a time.
 *
 * @param clientOf the device at any of the services: another one at each call
 */
export async function deliver(
  parcels: readonly Parcel[],
  clientOf: (device: number) => Client,
  atOnce: number,
): Promise<Tally> {
  const tally: Tally = {
    batches: parcels.filter(({ isBatch }) => isBatch).length,
    singles: parcels.filter(({ isBatch }) => !isBatch).length,
    largestBatch: Math.max(0, ...parcels.map(({ reports }) => reports.length)),
    accepted: 0,
    held: 0,
    replays: 0,
    resent: 0,
    faults: [],
  }
  const said = new Map<string, string>()
  const waiting = parcels[Symbol.iterator]()
  const work = async () => {
    for (const parcel of waiting) await deliverOne(parcel, clientOf, tally, said)
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  return tally
}

async function deliverOne(
  { device, reports, isBatch }: Parcel,
  clientOf: (device: number) => Client,
  tally: Tally,
  said: Map<string, string>,
): Promise<void> {
  let left = reports
  for (let attempt = 0; left.length > 0 && attempt < TRIES; attempt++) {
    if (attempt > 0) {
      tally.resent += left.length
      await sleep(PAUSE_MS)
    }
    const client = clientOf(device)
    const answers = isBatch ? await sendBatch(client, left) : await sendOne(client, left)
    left = left.filter((report, i) => !settle(report, answers[i], tally, said))
  }
  for (const { id } of left) fault(tally, `${id} was not stored in ${TRIES} tries`)
}

/** @returns false where it has to be sent again */
function settle(
  { id }: NewReport,
  answer: Answered | undefined,
  tally: Tally,
  saidBefore: Map<string, string>,
): boolean {
  if (!answer || answer.status === 'not_stored') return false
  const { status, isReplay, said } = answer
  if (status !== 'accepted' && status !== 'held') {
    fault(tally, `${id} was ${status}: ${said}`)
    return true
  }
  if (isReplay) tally.replays += 1
  else tally[status] += 1
  // a batch that is sent again hears of a held report that it was applied meanwhile: each of the two is told alike
  const [word, other] = [`${id} ${status}`, `${id} ${status === 'held' ? 'accepted' : 'held'}`]
  const before = saidBefore.get(word) ?? said
  if (before !== said) fault(tally, `${word} was answered ${before} and then ${said}`)
  if (saidBefore.has(other) && !saidBefore.has(word) && !(isReplay && status === 'accepted')) {
    fault(tally, `${word} was answered after ${saidBefore.get(other)}`)
  }
  saidBefore.set(word, before)
  return true
}

function fault(tally: Tally, what: string): void {
  if (tally.faults.length < MOST_FAULTS) tally.faults.push(what)
}

async function sendOne(client: Client, reports: readonly NewReport[]): Promise<Answered[]> {
  const [report] = reports
  if (!report) return []
  const answer = await client.submit(report)
  const body = answer.json<{ missingParentId?: string; receipt?: { jws: string } } & Partial<ProblemBody>>()
  const isReplay = answer.headers.get('idempotency-replayed') === 'true'
  if (answer.status === 201) return [{ status: 'accepted', isReplay, said: body.receipt?.jws ?? '' }]
  if (answer.status === 202) return [{ status: 'held', isReplay, said: body.missingParentId ?? '' }]
  if (answer.status >= 500) return [{ status: 'not_stored', isReplay, said: answer.text }]
  return [{ status: 'refused', isReplay, said: `${answer.status} ${body.type} ${body.detail}` }]
}

interface Item {
  id: string
  status: string
  isReplay: boolean
  receipt?: { jws: string }
  missingParentId?: string
  problem?: ProblemBody
}

async function sendBatch(client: Client, reports: readonly NewReport[]): Promise<Answered[]> {
  const answer = await client.post('/v1/reports/batch', { items: reports })
  const whole = (status: string) => reports.map(() => ({ status, isReplay: false, said: answer.text }))
  if (answer.status >= 500) return whole('not_stored')
  if (answer.status !== 200) return whole('refused')
  const { items } = answer.json<{ items: Item[] }>()
  return items.map(({ id, status, isReplay, receipt, missingParentId, problem }, i) => {
    if (id !== reports[i]?.id) return { status: 'answered out of order', isReplay, said: id }
    return {
      status,
      isReplay,
      said: receipt?.jws ?? missingParentId ?? `${problem?.type} ${problem?.detail}`,
    }
  })
}
