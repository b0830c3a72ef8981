import { eq, sql } from 'drizzle-orm'
import t from 'tap'
import { auditEntries } from '../../src/audit/tables.ts'
import { codeAbove, tierOf } from '../../src/regions/codes.ts'
import seed from '../../src/regions/seed/lhasa.json' with { type: 'json' }
import { seedRegions } from '../../src/regions/seed-regions.ts'
import { nodes } from '../../src/regions/tables.ts'
import { testDb } from '../database.ts'

const NOON = new Date('2026-07-01T04:00:00.000Z')
const TOWNSHIP = '540104204000'

t.test('the units are there once, however often the service starts', async (t) => {
  const db = await testDb(t)
  await seedRegions(db, NOON)
  t.equal(await seedRegions(db, NOON), 0, 'nothing was missing')
  t.equal((await db.select().from(nodes)).length, 357)
  const acts = await db.select().from(auditEntries).where(eq(auditEntries.action, 'node.seeded'))
  t.match(acts, [{ accountId: null, regionCode: '540100000000', detail: { added: 357 } }])
  t.equal(acts.length, 1, 'and only the first start is an act')
})

t.test('a unit as the bureau left it is not put back by the next start', async (t) => {
  const db = await testDb(t)
  await seedRegions(db, NOON)
  await db.update(nodes).set({ nameZh: '邦堆乡' }).where(eq(nodes.regionCode, TOWNSHIP))
  await seedRegions(db, NOON)
  t.match(await db.select().from(nodes).where(eq(nodes.regionCode, TOWNSHIP)), [{ nameZh: '邦堆乡' }])
})

t.test('the database reads tier and unit above from a code just as the program does', async (t) => {
  const db = await testDb(t)
  const unusual = [
    '540000000000',
    '441900000000',
    '441900003000',
    '501000000000',
    '540120000000',
    '540102000201',
  ]
  const codes = [...seed.nodes.map((node) => node.regionCode), ...unusual]
  const { rows } = await db.execute<{ code: string; tier: string; above: string | null }>(sql`
    select code, tier_of_region_code(code) as tier, code_above(code) as above
    from unnest(${sql.param(codes)}::text[]) as code`)
  t.same(
    rows,
    codes.map((code) => ({ code, tier: tierOf(code), above: codeAbove(code) })),
  )
  t.equal(rows.length, 363)
})

t.test('the database itself refuses a unit whose tier or place does not fit its code', async (t) => {
  const db = await testDb(t)
  await seedRegions(db, NOON)
  const village = {
    regionCode: '540104204209',
    aboveCode: TOWNSHIP,
    tier: 'village' as const,
    nameZh: '某村',
    openedOn: '2020-01-01',
    source: 'test',
  }
  const refused = [
    ['nodes_tier_fits_code', { ...village, tier: 'township' as const }],
    ['nodes_above_fits_code', { ...village, aboveCode: '540104203000' }],
    ['nodes_closed_after_opened', { ...village, closedOn: '2019-12-31' }],
    ['nodes_code_has_twelve_digits', { ...village, regionCode: '54010420420x' }],
  ] as const
  for (const [constraint, row] of refused) {
    await t.rejects(db.insert(nodes).values(row), { cause: { constraint } }, constraint)
  }
  await t.rejects(db.delete(nodes).where(eq(nodes.regionCode, TOWNSHIP)), 'and a unit is never deleted')
  await db.insert(nodes).values(village)
})
