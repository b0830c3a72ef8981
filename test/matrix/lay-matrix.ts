/** Makes everything that the matrix asks for in a service of its own, and lays out the cells. */
import type { Test } from 'tap'
import { startApi } from '../api.ts'
import type { Asking } from './ask.ts'
import { type Cell, cellsOf, type Missing } from './cells.ts'
import type { ByUnit } from './events.ts'
import { foundOtherCity, type Ground, layGround } from './ground.ts'
import { KINDS, type KindOfThing } from './kinds.ts'
import { MATRIX } from './matrix.ts'
import { hireEverybody } from './people.ts'
import { isReading, type Row } from './row.ts'

/** Starts a service without an engine, so that nothing happens but what is asked for. */
export async function layMatrix(t: Pick<Test, 'teardown' | 'comment'>) {
  const api = await startApi(t, { environment: { RUN: 'api' } })
  await foundOtherCity(api)
  const people = await hireEverybody(api)
  const [anybody] = people.callers
  const began = (await anybody?.client.get('/v1/sync'))?.json<{ next: string }>().next ?? ''
  const ground = await layGround(api, people)
  const thingsFor = maker(ground)
  const cells: Cell[] = []
  const missing: Missing[] = []
  for (const row of MATRIX) {
    const { things, only } = await thingsFor(row)
    const found = cellsOf(row, people.callers, things, only)
    cells.push(...found.cells)
    missing.push(...found.missing)
  }
  const asking: Asking = { api, wide: ground.wide, began, lists: new Map() }
  return { api, asking, cells, missing }
}

/** Rows share what they are about, unless what one route does to it is in the way of the next. */
function maker(ground: Ground) {
  const shared = new Map<string, Promise<ByUnit>>()
  return async (row: Row): Promise<{ things: ByUnit | null; only: string | undefined }> => {
    if (row.of === null) return { things: null, only: undefined }
    const kind: KindOfThing = KINDS[row.of]
    if (kind.isFresh && !isReading(row)) return { things: await kind.make(ground), only: kind.only }
    const making = shared.get(row.of) ?? kind.make(ground)
    shared.set(row.of, making)
    return { things: await making, only: kind.only }
  }
}

/** Some at a time, in order. */
export async function each<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const left = items.values()
  const lane = async () => {
    for (const item of left) await work(item)
  }
  await Promise.all(Array.from({ length: 6 }, lane))
}
