/** Chance that can be repeated: the same seed gives the same story, to the last id. */
import { v7 as uuidv7 } from 'uuid'

export interface Random {
  /** from 0 up to, and without, 1 */
  next(): number
  /** from 0 up to, and without, `below` */
  int(below: number): number
  chance(part: number): boolean
  pick<T>(all: readonly T[]): T
  /** a shuffled copy */
  shuffled<T>(all: readonly T[]): T[]
  /** a UUIDv7 of an instant */
  id(msecs: number): string
}

/** Mulberry32: small, quick, and good enough to shuffle with. */
export function randomOf(seed: number): Random {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const int = (below: number) => Math.floor(next() * below)
  return {
    next,
    int,
    chance: (part) => next() < part,
    pick<T>(all: readonly T[]): T {
      if (all.length === 0) throw new Error('there is nothing to pick from')
      return all[int(all.length)] as T
    },
    shuffled<T>(all: readonly T[]): T[] {
      const places = all.map((one) => ({ one, key: next() }))
      return places.sort((a, b) => a.key - b.key).map(({ one }) => one)
    },
    id: (msecs) =>
      uuidv7({ msecs, random: Uint8Array.from({ length: 16 }, () => int(256)), seq: int(2 ** 31) }),
  }
}
