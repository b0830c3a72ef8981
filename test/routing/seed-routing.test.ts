import { eq } from 'drizzle-orm'
import t from 'tap'
import { auditEntries } from '../../src/audit/tables.ts'
import { DEPARTMENTS } from '../../src/regulations/departments.ts'
import { ROUTING_RULES } from '../../src/regulations/routing.ts'
import { SECTIONS } from '../../src/regulations/sections.ts'
import { seedRouting } from '../../src/routing/seed-routing.ts'
import { readDepartments, readRoutingRules, readSections } from '../../src/routing/store.ts'
import { routingRules, sections } from '../../src/routing/tables.ts'
import { testDb } from '../database.ts'

const NOON = new Date('2026-07-01T04:00:00.000Z')

t.test('the routing table is seeded once, as the regulations have it', async (t) => {
  const db = await testDb(t)
  t.equal(await seedRouting(db, NOON), SECTIONS.length + DEPARTMENTS.length + ROUTING_RULES.length)
  t.equal(await seedRouting(db, NOON), 0, 'a second time adds nothing')
  t.equal((await readSections(db)).length, SECTIONS.length)
  t.equal((await readDepartments(db)).length, DEPARTMENTS.length)
  t.same(await readRoutingRules(db, '2026-07-01'), ROUTING_RULES, 'rules come back unchanged, in order')
  const seeded = await db.select().from(auditEntries).where(eq(auditEntries.action, 'routing.seeded'))
  t.match(seeded, [{ accountId: null, subjectKind: 'routing_rules' }])
  t.equal(seeded.length, 1)
})

t.test('what the bureau has changed stays', async (t) => {
  const db = await testDb(t)
  await seedRouting(db, NOON)
  await db.update(sections).set({ nameZh: '地震科', status: 'verified' }).where(eq(sections.code, 'DZDZ'))
  await seedRouting(db, NOON)
  t.match(
    (await readSections(db)).find(({ code }) => code === 'DZDZ'),
    { nameZh: '地震科', status: 'verified' },
  )
})

t.test('a rule holds from its first day to the day before its last', async (t) => {
  const db = await testDb(t)
  await seedRouting(db, NOON)
  await db.update(routingRules).set({ validTo: '2026-07-02' }).where(eq(routingRules.rule, 'snow'))
  const rows: [day: string, holds: boolean][] = [
    ['1999-12-31', false],
    ['2000-01-01', true],
    ['2026-07-01', true],
    ['2026-07-02', false],
  ]
  for (const [day, holds] of rows) {
    t.equal(
      (await readRoutingRules(db, day)).some(({ id }) => id === 'snow'),
      holds,
      day,
    )
  }
})
