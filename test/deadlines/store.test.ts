import { eq } from 'drizzle-orm'
import t from 'tap'
import { hasDesk, isLate } from '../../src/deadlines/rules.ts'
import { insertDeadlines, meetDeadline } from '../../src/deadlines/store.ts'
import { deadlines } from '../../src/deadlines/tables.ts'
import { aBureauOnDuty, aDuty, anEvent, at, CITY, COUNTY, TOWNSHIP, VILLAGE } from '../events/world.ts'

t.test('a duty is met at its instant and late only after it', async (t) => {
  for (const [ms, late] of [
    [-1, false],
    [0, false],
    [1, true],
  ] as const) {
    t.equal(isLate(at(60, ms), at(60)), late, `${ms} ms`)
  }
})

t.test('counties and the city keep a desk', async (t) => {
  t.same([CITY, COUNTY, TOWNSHIP, VILLAGE].map(hasDesk), [true, true, false, false])
})

t.test('meeting a duty keeps the miss that the engine has marked, and tells a new one', async (t) => {
  const bureau = await aBureauOnDuty(t)
  const { db } = bureau
  const { accountId } = await bureau.hire(['duty_officer', CITY])
  const rows: [why: string, missedAt: Date | null, metAt: Date, missed: Date | null, isNew: boolean][] = [
    ['in time', null, at(60), null, false],
    ['late, and nobody had seen it', null, at(60, 1), at(60, 1), true],
    ['late, and the engine had seen it', at(61), at(90), at(61), false],
  ]
  for (const [why, missedAt, metAt, missed, isNew] of rows) {
    const duty = aDuty(await anEvent(db))
    await insertDeadlines(db, [duty])
    if (missedAt) await db.update(deadlines).set({ missedAt }).where(eq(deadlines.id, duty.id))
    const met = await meetDeadline(db, duty, accountId, metAt)
    t.equal(met?.isNewlyMissed, isNew, why)
    const [row] = await db.select().from(deadlines).where(eq(deadlines.id, duty.id))
    t.match(row, { metAt, metById: accountId })
    t.same(row?.missedAt, missed)
    t.equal(await meetDeadline(db, duty, accountId, at(120)), null, 'it is met once')
  }
})

t.test('the same duty is set once', async (t) => {
  const bureau = await aBureauOnDuty(t)
  const duty = aDuty(await anEvent(bureau.db))
  await insertDeadlines(bureau.db, [duty])
  await insertDeadlines(bureau.db, [{ ...duty, id: crypto.randomUUID(), dueAt: at(5) }])
  await insertDeadlines(bureau.db, [])
  t.match(await bureau.db.select().from(deadlines), [{ id: duty.id, dueAt: at(60) }])
})
