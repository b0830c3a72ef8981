/** In what disorder reports arrive: shuffled, twice, before those they follow, alone and in batches. */
import { type Random, randomOf } from './random.ts'
import type { World } from './story.ts'
import type { Written } from './world.ts'

export interface Disorder {
  /** how many of all are sent once more, as a part of one */
  duplicates: number
  /** how many of all arrive before the one they follow, as a part of one; 1 leaves no order at all */
  lateParents: number
}

/** One request of one device. */
export interface Parcel {
  device: number
  items: readonly Written[]
  isBatch: boolean
}

export interface Plan {
  parcels: readonly Parcel[]
  duplicates: number
}

const LARGEST_BATCH = 500
const SINGLE = 0.4
/** How many of the duplicates are of an earlier part, where there is one. */
const OLD = 0.3

type Sent = Written & {
  /** where it stands in the order of arrival */
  place: number
}

/** Makes requests of all that is written in one part of the story. */
export function makePlan(seed: number, world: World, part: number, disorder: Disorder): Plan {
  const random = randomOf(seed + 1 + part)
  const written = world.parts[part]?.written ?? []
  const earlier = world.parts.slice(0, part).flatMap((one) => one.written)
  const places = placesOf(random, world, part, disorder)
  const anywhere = () => random.next() * written.length
  const placeOf = ({ report }: Written) => places.get(report.id) ?? anywhere()
  const duplicates = Math.round(written.length * disorder.duplicates)
  const again = Array.from({ length: duplicates }, (): Sent => {
    const one = random.pick(earlier.length > 0 && random.chance(OLD) ? earlier : written)
    // a phone that heard no answer tries again at once; another one weeks later
    return { ...one, place: random.chance(0.3) ? placeOf(one) : anywhere() }
  })
  const sent = [...written.map((one): Sent => ({ ...one, place: placeOf(one) })), ...again]
  sent.sort((a, b) => a.place - b.place)
  return { parcels: parcelsOf(random, world.devices.length, sent), duplicates }
}

/** Everything by itself, in the order in which it was written. */
export function inOrder({ parts }: World, part: number): Parcel[] {
  const written = parts[part]?.written ?? []
  return written.map((one) => ({ device: one.device, items: [one], isBatch: isGathered(one) }))
}

/** Where everything stands in the order of arrival, by id. */
function placesOf(
  random: Random,
  { parts, chains }: World,
  part: number,
  { lateParents }: Disorder,
): Map<string, number> {
  const written = parts[part]?.written ?? []
  const places = new Map(random.shuffled(written).map(({ report }, place) => [report.id, place]))
  if (lateParents >= 1) return places
  const placeOf = (id: string) => places.get(id) ?? 0
  for (const chain of chains.values()) {
    const ids = chain.written.filter((one) => one.part === part).map(({ report }) => report.id)
    const ordered = ids.map(placeOf).sort((a, b) => a - b)
    ids.forEach((id, i) => {
      places.set(id, ordered[i] ?? 0)
    })
  }
  const children = written.filter(({ report }) => places.has(report.parentVersionId ?? ''))
  for (const { report } of random.shuffled(children).slice(0, Math.round(written.length * lateParents))) {
    const after = placeOf(report.id)
    places.set(report.parentVersionId ?? '', after + random.next() * (written.length - after))
  }
  return places
}

/** What a device has to send goes out in its order, in pieces: alone, or as many at once as it has gathered. */
function parcelsOf(random: Random, devices: number, sent: readonly Sent[]): Parcel[] {
  const parcels: (Parcel & { place: number })[] = []
  for (let device = 0; device < devices; device++) {
    const own = sent.filter((one) => one.device === device)
    for (let from = 0; from < own.length; ) {
      const gathered = random.chance(SINGLE) ? 1 : random.chance(0.5) ? 2 + random.int(20) : LARGEST_BATCH
      const some = own.slice(from, from + gathered)
      const act = some.findIndex(({ as }) => as !== 'report')
      const items = act > 0 ? some.slice(0, act) : act === 0 ? some.slice(0, 1) : some
      const isBatch = act !== 0 && (gathered > 1 || items.some(isGathered))
      parcels.push({ device, items, isBatch, place: items[0]?.place ?? 0 })
      from += items.length
    }
  }
  return parcels.sort((a, b) => a.place - b.place)
}

/** What was written without a network until the event was closed comes in batches: of these the refused ones are kept. */
function isGathered({ as, ends }: Written): boolean {
  return as === 'report' && (ends === 'quarantined' || ends === 'waits')
}
