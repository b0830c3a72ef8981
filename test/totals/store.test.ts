/** Sums made by PostgreSQL against every village read: the same totals, over random trees. */
import fc from 'fast-check'
import t from 'tap'
import { v7 as uuidv7 } from 'uuid'
import { eventRegions, events } from '../../src/events/tables.ts'
import { seedRegions } from '../../src/regions/seed-regions.ts'
import { nodes } from '../../src/regions/tables.ts'
import { INDICATOR_KEYS } from '../../src/regulations/indicators.ts'
import { latestFigures } from '../../src/reports/tables.ts'
import { readLatestWords } from '../../src/totals/figures-store.ts'
import { indicatorAt, rollUp, rollUpSums } from '../../src/totals/rules/roll-up.ts'
import { readSummedWords } from '../../src/totals/summed-store.ts'
import { testDb } from '../database.ts'
import { naiveTotal, type Said } from './naive.ts'
import { KEYS, saids, UNITS } from './random.ts'

const NOON = new Date('2026-07-01T04:00:00.000Z')
const CITY = '540100000000'

async function aGround(t: Parameters<typeof testDb>[0]) {
  const db = await testDb(t)
  await seedRegions(db, NOON)
  // units in no register: a township right below the city, and villages in places that have none
  const made = UNITS.map((regionCode) => ({
    regionCode,
    nameZh: regionCode,
    openedOn: '2000-01-01',
    source: 'test',
  }))
  for (const node of made) {
    await db.execute(
      `insert into nodes (region_code, above_code, tier, name_zh, opened_on, source)
       select '${node.regionCode}', code_above('${node.regionCode}'), tier_of_region_code('${node.regionCode}'), '${node.nameZh}', '2000-01-01', 'test'
       on conflict (region_code) do nothing`,
    )
  }
  const anEvent = async () => {
    const id = uuidv7()
    const opened = { occurredAt: NOON, openedAt: NOON, openedByVersionId: uuidv7() }
    await db.insert(events).values({ id, hazard: 'earthquake', regionCode: CITY, facts: {}, ...opened })
    await db.insert(eventRegions).values({ eventId: id, regionCode: CITY, addedAt: NOON, addedBy: null })
    return id
  }
  const say = async (eventId: string, said: readonly Said[]) => {
    if (said.length === 0) return
    await db.insert(latestFigures).values(
      said.map(({ regionCode, receivedMs, figures }) => ({
        eventId,
        regionCode,
        versionId: uuidv7(),
        receivedAt: new Date(+NOON + receivedMs),
        ...figures,
      })),
    )
  }
  return { db, anEvent, say }
}

t.test('units of all kinds are there', async (t) => {
  const { db } = await aGround(t)
  const known = new Set((await db.select().from(nodes)).map(({ regionCode }) => regionCode))
  t.same(
    UNITS.filter((code) => !known.has(code)),
    [],
  )
})

t.test(
  'sums of villages give the totals that all villages give, or say that they are not enough',
  async (t) => {
    const { db, anEvent, say } = await aGround(t)
    let [enough, not] = [0, 0]
    await fc.assert(
      fc.asyncProperty(saids, fc.constantFrom('540122000000', CITY), async (said, root) => {
        const eventId = await anEvent()
        await say(eventId, said)
        const totals = rollUp(await readLatestWords(db, [eventId], [root]), root)
        const sums = rollUpSums(await readSummedWords(db, eventId, root), root)
        if (sums) enough += 1
        else not += 1
        return KEYS.every((key) => {
          const expected = naiveTotal(said, root, key)
          const all = [totals, ...(sums ? [sums] : [])]
          return all.every(({ whole }) => whole.cell(indicatorAt(key)).value === expected)
        })
      }),
      { seed: 20_081_006, numRuns: 120 },
    )
    t.ok(enough > 60 && not > 5, `enough ${enough} times, not enough ${not} times`)
  },
)

t.test('each child is the same, too', async (t) => {
  const { db, anEvent, say } = await aGround(t)
  const eventId = await anEvent()
  const figures = { dead: 2, snow_depth_cm: 7, flooded_towns: 1, relocated_now: 5 }
  await say(
    eventId,
    UNITS.map((regionCode, i) => ({ regionCode, receivedMs: regionCode.endsWith('000') ? i : 100, figures })),
  )
  const totals = rollUp(await readLatestWords(db, [eventId], [CITY]), CITY)
  const sums = rollUpSums(await readSummedWords(db, eventId, CITY), CITY)
  const cells = (found: typeof totals | null) =>
    found?.children.map((child) => [child.regionCode, INDICATOR_KEYS.map((_, i) => child.cell(i))])
  t.equal(totals.children.length, 3)
  t.same(cells(sums), cells(totals))
})

t.test('of units that are asked for nothing else is read, and of several events every word', async (t) => {
  const { db, anEvent, say } = await aGround(t)
  const [one, other] = [await anEvent(), await anEvent()]
  const word = (regionCode: string, receivedMs: number, dead: number): Said => ({
    regionCode,
    receivedMs,
    figures: { dead },
  })
  await say(one, [word('540122200201', 1, 5), word('540122200202', 1, 7), word('540121100201', 1, 1)])
  await say(other, [word('540122200201', 2, 3)])
  const codes = async (ids: string[], units: string[]) =>
    (await readLatestWords(db, ids, units)).map(({ regionCode }) => regionCode).sort()
  t.same(await codes([one], ['540122200201']), ['540122200201'])
  t.same(await codes([one], ['540122200202', '540121000000']), ['540121100201', '540122200202'])
  t.same(await codes([one, other], ['540122200000']), ['540122200201', '540122200201', '540122200202'])
  t.same(await codes([one], []), [])
  const total = async (ids: string[]) =>
    rollUp(await readLatestWords(db, ids, [CITY]), CITY).whole.cell(indicatorAt('dead')).value
  t.same(
    [await total([one]), await total([other]), await total([one, other])],
    [13, 3, 11],
    'the newer word of a unit',
  )
})
