import { eq } from 'drizzle-orm'
import { pino } from 'pino'
import t from 'tap'
import { auditEntries } from '../../src/audit/tables.ts'
import { setSimulatedNow } from '../../src/clock.ts'
import { readConfig } from '../../src/config.ts'
import type { Database } from '../../src/db/client.ts'
import { outbox } from '../../src/outbox/tables.ts'
import { Problem } from '../../src/problems/problem.ts'
import { importNodes } from '../../src/regions/import-nodes.ts'
import { seedRegions } from '../../src/regions/seed-regions.ts'
import { readNode } from '../../src/regions/store.ts'
import { nodes } from '../../src/regions/tables.ts'
import { testDb } from '../database.ts'

const NOON = new Date('2026-07-01T04:00:00.000Z')
const HEADER = 'regionCode,nameZh,nameRomanised,nameBo,aliases,openedOn,closedOn'
const SHIGATSE = [
  HEADER,
  '540202100201,某村,,,,2014-06-26,',
  '540202100000,城北街道,Chengbei,,,2014-06-26,',
  '540202000000,桑珠孜区,Samzhubzê,,日喀则|桑珠孜,2014-06-26,',
  '540200000000,日喀则市,Xigazê,,,2014-06-26,',
].join('\n')

const depsOf = (db: Database) => ({ db, config: readConfig({}), log: pino({ level: 'silent' }) })
const csv = (...rows: string[]) => [HEADER, ...rows].join('\n')

async function lhasa(test: Parameters<typeof testDb>[0]) {
  const db = await testDb(test)
  await setSimulatedNow(db, NOON)
  await seedRegions(db, NOON)
  return db
}

t.test('another city comes in whole, and the act is kept', async (t) => {
  const db = await lhasa(t)
  t.same(await importNodes(depsOf(db), SHIGATSE), { added: 4, changed: 0, closed: 0 })
  t.match(await readNode(db, '540202000000'), {
    aboveCode: '540200000000',
    tier: 'county',
    nameRomanised: 'Samzhubzê',
    aliases: ['日喀则', '桑珠孜'],
    source: 'import',
  })
  t.match(await readNode(db, '540200000000'), { aboveCode: null })
  t.match(await db.select().from(auditEntries).where(eq(auditEntries.action, 'node.imported')), [
    { at: NOON, accountId: null, regionCode: '540200000000', detail: { added: 4, changed: [], closed: [] } },
  ])
  t.match(await db.select().from(outbox).where(eq(outbox.topic, 'node.imported')), [
    { regionCode: '540200000000', payload: { added: 4 } },
  ])
})

t.test('the same file a second time changes nothing', async (t) => {
  const db = await lhasa(t)
  await importNodes(depsOf(db), SHIGATSE)
  const before = await db.select().from(nodes)
  t.same(await importNodes(depsOf(db), SHIGATSE), { added: 0, changed: 0, closed: 0 })
  t.same(await db.select().from(nodes), before)
})

t.test('a province that comes later takes its place above the cities', async (t) => {
  const db = await lhasa(t)
  await importNodes(depsOf(db), SHIGATSE)
  await importNodes(depsOf(db), csv('540000000000,西藏自治区,Xizang,,,1965-09-01,'))
  t.match(await readNode(db, '540100000000'), { aboveCode: '540000000000' })
  t.match(await readNode(db, '540200000000'), { aboveCode: '540000000000' })
})

t.test('a known unit is corrected, another closed with a date, and the counts say so', async (t) => {
  const db = await lhasa(t)
  const counts = await importNodes(
    depsOf(db),
    csv(
      '540104204000,邦堆乡,Bangdui,,帮堆乡,1960-01-07,',
      '540104204204,叶巴村村民委员会,Yeba,,,1960-01-07,2026-08-01',
    ),
  )
  t.same(counts, { added: 0, changed: 1, closed: 1 })
  t.match(await readNode(db, '540104204000'), { nameZh: '邦堆乡', aliases: ['帮堆乡'] })
  t.match(await readNode(db, '540104204204'), { closedOn: '2026-08-01' })
})

t.test('one bad row keeps every row out', async (t) => {
  const db = await lhasa(t)
  const before = await db.select().from(nodes)
  const attempts: [rows: string, codes: string[]][] = [
    [`${SHIGATSE}\n540301000000,卡若区,,,,2014-10-20,`, ['unknown_above']],
    [`${SHIGATSE}\n540202100000,城北街道,,,,2014-06-26,`, ['duplicate']],
    [csv('540104204000,帮堆乡,Bangdui,,邦堆乡,1960-01-07,2026-08-01'), ['open_below']],
    [csv('540399000000,某县,,,,2020-01-01,', '54,某县,,,,2020-01-01,'), ['custom']],
  ]
  for (const [text, codes] of attempts) {
    const error = await importNodes(depsOf(db), text).catch((thrown: unknown) => thrown)
    if (!(error instanceof Problem)) throw error
    t.match(error.body, { type: '/problems/import-refused', status: 422 })
    t.same(
      (error.body.errors ?? []).map(({ code }) => code),
      codes,
    )
  }
  t.same(await db.select().from(nodes), before)
  t.same(await db.select().from(auditEntries).where(eq(auditEntries.action, 'node.imported')), [])
  t.same(await db.select().from(outbox).where(eq(outbox.topic, 'node.imported')), [])
})

t.test('two imports at once do not leave a unit open below a closed one', async (t) => {
  const db = await lhasa(t)
  const closing = csv(
    ...['帮堆村 540104204201', '克日村 540104204202', '林阿村 540104204203', '叶巴村 540104204204'].map(
      (village) => {
        const [name, code] = village.split(' ')
        return `${code},${name},,,,1960-01-07,2026-08-01`
      },
    ),
    '540104204000,帮堆乡,Bangdui,,,1960-01-07,2026-08-01',
  )
  const opening = csv('540104204205,新村,,,,2026-07-01,')
  const ends = await Promise.allSettled([closing, opening].map((text) => importNodes(depsOf(db), text)))
  t.equal(ends.filter((end) => end.status === 'fulfilled').length, 1)
  t.match(ends.find((end) => end.status === 'rejected')?.reason, { slug: 'import-refused' })
})
