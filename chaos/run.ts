/** Chaos and calm: the same reports told in disorder to one database and in order to another one. */
import { type Api, startApi } from '../test/api.ts'
import { differences, missedPromises } from './compare.ts'
import { deliver, type Tally } from './deliver.ts'
import { type Disorder, makePlan } from './disorder.ts'
import { deviceAt, tokensOf, unitsOf } from './people.ts'
import { pictureOf } from './picture.ts'
import { makeWorld, type World } from './world.ts'

type Ground = Parameters<typeof startApi>[0]

export interface Chaos extends Disorder {
  seed: number
  reports: number
  devices: number
}

export interface Result {
  tally: Tally
  duplicates: number
  chains: number
  events: number
  /** versions on record after the chaos, and after the replay in order */
  applied: number
  replayed: number
  /** reports that were still held when the last one had been sent */
  waitedAtTheEnd: number
  seconds: { chaos: number; replay: number }
  /** what is wrong, in words: nothing where all promises hold */
  wrong: string[]
}

const AT_ONCE = 12
const SPACIOUS = { BODY_LIMIT_BYTES: '4194304', ACCESS_TOKEN_SECONDS: '3600' }
const CITY = '540100000000'
const MOST_FAULTS = 20
/** Some parents that come late in the plan arrive in time all the same, by another way or in one batch. */
const LEAST_HELD = 0.5

/**
 * Tells a story twice: in disorder through two services on one database, each with its engine, and in order through
 * another one; then compares the ends.
 */
export async function runChaos(ground: Ground, chaos: Chaos): Promise<Result> {
  const one = await startApi(ground, { environment: SPACIOUS })
  const two = await startApi(ground, { db: one.db, environment: SPACIOUS })
  const calm = await startApi(ground, { environment: SPACIOUS })
  const world = makeWorld(chaos.seed, await unitsOf(one, chaos.devices), chaos)
  const plan = makePlan(chaos.seed, world, chaos)
  const tokens = await tokensOf(one, world.devices)
  let turn = 0
  const started = performance.now()
  const tally = await deliver(
    plan.parcels,
    (device) => deviceAt(turn++ % 2 === 0 ? one.address : two.address, tokens[device] ?? ''),
    AT_ONCE,
  )
  const waitedAtTheEnd = await countOf(one, 'held_reports where released_at is null')
  await Promise.all([one.runDue(), two.runDue()])
  // what one engine released the other one may have been waiting for
  await one.runDue()
  const ended = performance.now()
  const faults = await replay(calm, world)
  const replayedAt = performance.now()
  await calm.runDue()
  const [reader, otherReader] = [await one.hire('duty_officer', CITY), await calm.hire('duty_officer', CITY)]
  const [picture, other] = [await pictureOf(one, reader), await pictureOf(calm, otherReader)]
  const result: Result = {
    tally,
    duplicates: plan.duplicates,
    chains: world.chains.size,
    events: picture.get('events')?.size ?? 0,
    applied: picture.get('versions')?.size ?? 0,
    replayed: other.get('versions')?.size ?? 0,
    waitedAtTheEnd,
    seconds: { chaos: (ended - started) / 1_000, replay: (replayedAt - ended) / 1_000 },
    wrong: [],
  }
  result.wrong = [
    ...tally.faults,
    ...faults,
    ...shortcomings(result, chaos),
    ...missedPromises(picture, world),
    ...differences(picture, other),
  ]
  return result
}

/** Every report by itself, one after the other, in the order in which they were written. */
async function replay(calm: Api, { devices, written }: World): Promise<string[]> {
  const clients = (await tokensOf(calm, devices)).map((token) => deviceAt(calm.address, token))
  const faults: string[] = []
  for (const { device, report } of written) {
    const answer = await clients[device]?.submit(report)
    if (answer?.status !== 201) faults.push(`in order: ${report.id} ${answer?.status} ${answer?.text}`)
    if (faults.length > MOST_FAULTS) break
  }
  return faults
}

/** A proof of fewer reports than were asked for, or without any disorder in it, proves nothing. */
function shortcomings(
  { tally, duplicates, applied, replayed, waitedAtTheEnd }: Result,
  { reports, lateParents }: Chaos,
): string[] {
  const late = Math.floor(lateParents * reports * LEAST_HELD)
  const wrong: [boolean, string][] = [
    [applied !== reports, `${applied} of ${reports} reports were applied`],
    [replayed !== reports, `${replayed} of ${reports} reports were applied in order`],
    [
      tally.accepted + tally.held !== reports,
      `${tally.accepted + tally.held} first answers to ${reports} reports`,
    ],
    [tally.replays < duplicates, `${tally.replays} second answers to ${duplicates} duplicates`],
    [tally.held < late, `only ${tally.held} reports came before their parents, of ${late} at least`],
    [tally.batches === 0 || tally.singles === 0, 'not both batches and single reports were sent'],
    [waitedAtTheEnd > tally.held, 'more reports wait than were ever held'],
  ]
  return wrong.filter(([isWrong]) => isWrong).map(([, what]) => what)
}

async function countOf(api: Api, what: string): Promise<number> {
  const [row] = await api.rows<{ count: number }>(`select count(*)::int as count from ${what}`)
  return row?.count ?? 0
}
