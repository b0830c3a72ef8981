/** Chaos and calm: the same story told in disorder to one database and in order to another one. */
import { startApi } from '../test/api.ts'
import { brokenWords, differences, missedPromises } from './compare.ts'
import { type Account, miscounts, newAccount, type Tally } from './deliver.ts'
import { type Disorder, inOrder, makePlan, type Parcel, type Plan } from './disorder.ts'
import { deviceAt, tokensOf, unitsOf } from './people.ts'
import { type Picture, pictureOf } from './picture.ts'
import { randomOf } from './random.ts'
import { type Second, startSecond } from './second.ts'
import { makeWorld, type World } from './story.ts'
import { tell } from './tell.ts'

type Ground = Parameters<typeof startApi>[0]

export interface Chaos extends Disorder {
  seed: number
  /** how many are written before the events are stable; what verifies them and what comes too late is more */
  reports: number
  devices: number
  /** whether the second service is killed, and started again, while the first part is told */
  isKilled: boolean
}

export interface Result {
  tally: Tally
  /** everything that was written */
  written: number
  duplicates: number
  chains: number
  /** how much of what was written is of each kind, and where it ended */
  counts: Record<'withdrawals' | 'nil reports' | 'verified' | 'applied' | 'quarantined', number>
  events: number
  kills: number
  seconds: { chaos: number; replay: number; comparison: number }
  /** what is wrong, in words: nothing where all promises hold */
  wrong: string[]
}

const AT_ONCE = 12
const SPACIOUS = { BODY_LIMIT_BYTES: '4194304', ACCESS_TOKEN_SECONDS: '3600' }
const CITY = '540100000000'
/** Some parents that come late in the plan arrive in time all the same, by another way or in one batch. */
const LEAST_HELD = 0.4

/**
 * Tells a story twice: in disorder through two services on one database, each with its engine, and in order through
 * another one; then compares the ends.
 */
export async function runChaos(ground: Ground, chaos: Chaos): Promise<Result> {
  const one = await startApi(ground, { environment: SPACIOUS })
  const two = await startSecond(ground, one.db.url, SPACIOUS)
  const calm = await startApi(ground, { environment: SPACIOUS })
  const world = makeWorld(chaos.seed, await unitsOf(one, chaos.devices), chaos)
  const plans = world.parts.map((_, part) => makePlan(chaos.seed, world, part, chaos))
  const tokens = await tokensOf(one, world.devices)
  const calmTokens = await tokensOf(calm, world.devices)
  const [account, calmAccount] = [newAccount(), newAccount()]
  const kills: Promise<void>[] = []
  let turn = 0
  const clock = [performance.now()]
  await tell(
    world,
    {
      api: one,
      clientOf: (device) => deviceAt(turn++ % 2 === 0 ? one.address : two.address(), tokens[device] ?? ''),
      parcelsOf: (part) => {
        const parcels = plans[part]?.parcels ?? []
        ground.comment(`${world.parts[part]?.title}: ${parcels.length} requests`)
        const isKilled = chaos.isKilled && part === 0
        return isKilled ? interrupted(parcels, chaos.seed, () => kills.push(killed(two, account))) : parcels
      },
      atOnce: AT_ONCE,
    },
    account,
  )
  await Promise.all(kills)
  clock.push(performance.now())
  const clients = calmTokens.map((token) => deviceAt(calm.address, token))
  const calmly = {
    api: calm,
    clientOf: (device: number) => clients[device] ?? calm.nobody,
    parcelsOf: (part: number) => inOrder(world, part),
    atOnce: 1,
  }
  await tell(world, calmly, calmAccount)
  clock.push(performance.now())
  const [reader, calmReader] = [await one.hire('duty_officer', CITY), await calm.hire('duty_officer', CITY)]
  const [picture, calmPicture] = [await pictureOf(one, reader), await pictureOf(calm, calmReader)]
  clock.push(performance.now())
  const result = resultOf(world, plans, account, picture, kills.length, clock)
  result.wrong = [
    ...account.tally.faults,
    ...calmAccount.tally.faults.map((what) => `in order: ${what}`),
    ...miscounts(account),
    ...miscounts(calmAccount).map((what) => `in order: ${what}`),
    ...shortcomings(result, calmAccount.tally, world, chaos),
    ...missedPromises(picture, world),
    ...brokenWords(picture, account),
    ...differences(picture, calmPicture),
  ]
  return result
}

async function killed(two: Second, { tally }: Account): Promise<void> {
  await two.restart().catch((error: unknown) => tally.faults.push(`not started again: ${error}`))
}

/** Parcels, with something that happens while some of them are on their way: never among the first or the last. */
function* interrupted(parcels: readonly Parcel[], seed: number, happens: () => void): Generator<Parcel> {
  const at = Math.floor(parcels.length * (0.2 + 0.6 * randomOf(seed).next()))
  for (const [i, parcel] of parcels.entries()) {
    if (i === at) happens()
    yield parcel
  }
}

function resultOf(
  { parts, chains }: World,
  plans: readonly Plan[],
  { tally }: Account,
  picture: Picture,
  kills: number,
  [started = 0, told = 0, replayed = 0, compared = 0]: readonly number[],
): Result {
  const written = parts.flatMap((part) => part.written)
  return {
    tally,
    written: written.length,
    duplicates: plans.reduce((sum, { duplicates }) => sum + duplicates, 0),
    chains: chains.size,
    counts: {
      withdrawals: written.filter(({ as }) => as === 'withdrawal').length,
      'nil reports': written.filter(({ as }) => as === 'nil_report').length,
      verified: written.filter(({ report }) => report.stage === 'verified').length,
      applied: picture.get('versions')?.size ?? 0,
      quarantined: picture.get('quarantined')?.size ?? 0,
    },
    events: picture.get('events')?.size ?? 0,
    kills,
    seconds: {
      chaos: (told - started) / 1_000,
      replay: (replayed - told) / 1_000,
      comparison: (compared - replayed) / 1_000,
    },
    wrong: [],
  }
}

/** A proof of less than was asked for, or without any disorder in it, proves nothing. */
function shortcomings(
  { tally, written, duplicates, counts, kills }: Result,
  calm: Tally,
  { parts }: World,
  { lateParents, isKilled }: Chaos,
): string[] {
  const late = Math.floor(lateParents * childrenIn(parts) * LEAST_HELD)
  const waiting = parts.flatMap((part) => part.written).filter(({ ends }) => ends === 'waits').length
  const firsts = ({ accepted, held, refused }: Tally) => accepted + held + refused
  const none = Object.entries(counts).filter(([, count]) => count === 0)
  const wrong: [boolean, string][] = [
    [firsts(calm) !== written, `in order, ${firsts(calm)} first answers to ${written}`],
    [calm.held !== waiting, `in order, ${calm.held} were held instead of ${waiting}`],
    [firsts(tally) + tally.cutOff < written, `${firsts(tally)} first answers to ${written}`],
    [tally.replays < duplicates, `${tally.replays} second answers to ${duplicates} duplicates`],
    [tally.held < late, `only ${tally.held} came before their parents, of ${late} at least`],
    [tally.batches === 0 || tally.singles === 0, 'not both batches and single reports were sent'],
    [kills !== (isKilled ? 1 : 0), `${kills} kills`],
    [isKilled !== tally.cutOff > 0, `${tally.cutOff} were cut off`],
    ...none.map(([what]): [boolean, string] => [true, `there are no ${what}`]),
  ]
  return wrong.filter(([isWrong]) => isWrong).map(([, what]) => what)
}

/** How much of what was written follows something of its own part, before which it may arrive. */
function childrenIn(parts: World['parts']): number {
  return parts.reduce((sum, { written }) => {
    const ids = new Set<string | null>(written.map(({ report }) => report.id))
    return sum + written.filter(({ report }) => ids.has(report.parentVersionId)).length
  }, 0)
}
