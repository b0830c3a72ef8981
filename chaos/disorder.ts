/** In what disorder reports arrive: shuffled, twice, before those they follow, alone and in batches. */
import type { NewReport } from '../test/api.ts'
import { randomOf } from './random.ts'
import type { World, Written } from './world.ts'

export interface Disorder {
  /** how many of all are sent once more, as a part of one */
  duplicates: number
  /** how many of all arrive before the one they follow, as a part of one; 1 leaves no order at all */
  lateParents: number
}

/** One request of one device. */
export interface Parcel {
  device: number
  reports: readonly NewReport[]
  isBatch: boolean
}

export interface Plan {
  parcels: readonly Parcel[]
  duplicates: number
}

const LARGEST_BATCH = 500
const SINGLE = 0.4

interface Sent extends Written {
  /** where it stands in the order of arrival */
  place: number
}

/** Makes requests of all reports. */
export function makePlan(seed: number, { devices, written, chains }: World, disorder: Disorder): Plan {
  const random = randomOf(seed)
  const owners = new Map(written.map((one) => [one.report.id, one]))
  const places = new Map(random.shuffled(written).map(({ report }, place) => [report.id, place]))
  const placeOf = (id: string) => places.get(id) ?? 0
  if (disorder.lateParents < 1) {
    for (const chain of chains.values()) {
      const inOrder = chain.map(({ id }) => placeOf(id)).sort((a, b) => a - b)
      chain.forEach(({ id }, i) => {
        places.set(id, inOrder[i] ?? 0)
      })
    }
    const children = random.shuffled(written.filter(({ report }) => report.parentVersionId !== null))
    for (const { report } of children.slice(0, Math.round(written.length * disorder.lateParents))) {
      const after = placeOf(report.id)
      places.set(report.parentVersionId ?? '', after + random.next() * (written.length - after))
    }
  }
  const duplicates = Math.round(written.length * disorder.duplicates)
  const sent: Sent[] = [...owners.values()].map((one) => ({ ...one, place: placeOf(one.report.id) }))
  for (let n = 0; n < duplicates; n++) {
    const one = random.pick(written)
    // a phone that heard no answer tries again at once; another one weeks later
    const place = random.chance(0.3) ? placeOf(one.report.id) : random.next() * written.length
    sent.push({ ...one, place })
  }
  sent.sort((a, b) => a.place - b.place)
  return { parcels: parcelsOf(seed, devices.length, sent), duplicates }
}

/** What a device has to send goes out in its order, in pieces: alone, or as many at once as it has gathered. */
function parcelsOf(seed: number, devices: number, sent: readonly Sent[]): Parcel[] {
  const random = randomOf(seed + 1)
  const parcels: (Parcel & { place: number })[] = []
  for (let device = 0; device < devices; device++) {
    const own = sent.filter((one) => one.device === device)
    for (let from = 0; from < own.length; ) {
      const isBatch = !random.chance(SINGLE)
      const gathered = random.chance(0.5) ? 2 + random.int(20) : LARGEST_BATCH
      const part = own.slice(from, from + (isBatch ? gathered : 1))
      parcels.push({ device, reports: part.map(({ report }) => report), isBatch, place: part[0]?.place ?? 0 })
      from += part.length
    }
  }
  return parcels.sort((a, b) => a.place - b.place)
}
