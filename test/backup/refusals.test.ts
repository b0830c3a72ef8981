/** What is not restored: each with a sentence that says why, and nothing touched. */
import { createHash } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import t from 'tap'
import { inOrderOfLoading } from '../../src/backup/catalogue.ts'
import { applyMigrations, madeBy, ownMigrations } from '../../src/backup/migrations.ts'
import { checkBackup } from '../../src/backup/restore-backup.ts'
import { withSession } from '../../src/backup/session.ts'
import { writeBackup } from '../../src/backup/write-backup.ts'
import { CommandError } from '../../src/command-error.ts'
import { migrate } from '../../src/db/migrate.ts'
import { testDb } from '../database.ts'
import { aFolder, backUp, contentOf, restore } from './ground.ts'

const folder = await aFolder(t)
const source = await testDb(t, { kind: 'production' })
const { path } = await backUp(source.url, join(folder, 'good.backup'))
const good = await readFile(path)
const text = gunzipSync(good).toString()

/** Writes content under a right seal. */
const sealed = (content: string) => {
  const body = content.replace(/-- sha256 .*\n$/, '')
  return gzipSync(`${body}-- sha256 ${createHash('sha256').update(body).digest('hex')}\n`)
}
const flipped = (at: number) => {
  const bytes = Buffer.from(good)
  bytes.writeUInt8(bytes.readUInt8(at) ^ 0x10, at)
  return bytes
}

const FILES: [string, Buffer, RegExp][] = [
  ['an empty file', Buffer.alloc(0), /is not a backup that Fengsui made/],
  ['a text', Buffer.from('hello\n'), /is not a backup that Fengsui made/],
  ['a compressed text', gzipSync('hello\nworld\n'), /is not a backup that Fengsui made/],
  ['a file cut in its middle', good.subarray(0, good.length >> 1), /is damaged: it is cut short/],
  ['a file cut by one byte', good.subarray(0, -1), /is damaged: it is cut short/],
  ['a file with something after it', Buffer.concat([good, Buffer.from('x')]), /is damaged/],
  ['a file with another after it', Buffer.concat([good, gzipSync('x\n')]), /something follows its end/],
  ['a byte altered early', flipped(300), /is damaged/],
  ['a byte altered in the middle', flipped(good.length >> 1), /is damaged/],
  ['a byte altered in the checksum', flipped(good.length - 6), /is damaged/],
  [
    'a value altered',
    gzipSync(text.replace('当雄', '当熊')),
    /is damaged: its content is not what was sealed/,
  ],
  [
    'a value altered under a new seal',
    sealed(text.replace('当雄', '当熊')),
    /the table nodes is not what was written/,
  ],
  [
    'a statement added under a new seal',
    sealed(text.replace('commit;', 'drop table x;\ncommit;')),
    /something else/,
  ],
  ['no seal', gzipSync(text.replace(/-- sha256 .*\n$/, '')), /its end is missing/],
  [
    'another format',
    sealed(text.replace('backup 1', 'backup 2')),
    /a backup in format 2, and this Fengsui reads format 1/,
  ],
  [
    'a newer migration',
    sealed(
      text.replace(
        /("migrations":\[.*?)\]/,
        `$1,{"tag":"9999_later","hash":"${'0'.repeat(64)}","when":9999999999999}]`,
      ),
    ),
    /is newer than this Fengsui: its migration 9999_later is not known here/,
  ],
  [
    'another migration',
    sealed(text.replace(/("tag":"0001_\w+","hash":")[0-9a-f]{4}/, '$1ffff')),
    /its migration 0001_\w+ is another one here/,
  ],
]

for (const [what, bytes, sentence] of FILES) {
  t.test(`refused: ${what}`, async (t) => {
    const file = join(folder, 'bad.backup')
    await writeFile(file, bytes)
    await t.rejects(checkBackup(file), { name: 'CommandError', message: sentence })
    const error = await checkBackup(file).catch((reason: unknown) => reason)
    t.match(error, { message: /Nothing was changed/ })
  })
}

t.test('refused: a file that is not there', async (t) => {
  await t.rejects(checkBackup(join(folder, 'none')), { message: /none cannot be read \(ENOENT\)/ })
})

t.test('refused: any database that was used, which stays as it was', async (t) => {
  for (const [statement, sentence] of [
    [
      `insert into accounts (id, login, kind, created_at) values (gen_random_uuid(), 'a', 'person', '2026-01-01')`,
      /rows in accounts/,
    ],
    ['create table notes (n int)', /a table notes, which is not Fengsui's/],
  ] as const) {
    const used = await testDb(t, { kind: 'production' })
    await used.pool.query(statement)
    const before = await contentOf(used.pool)
    await t.rejects(restore(used.url, path), { name: 'CommandError', message: sentence })
    t.same(await contentOf(used.pool), before)
  }
})

t.test('refused: a database made for the other purpose', async (t) => {
  const simulation = await testDb(t, { kind: 'simulation' })
  const before = await contentOf(simulation.pool)
  await t.rejects(restore(simulation.url, path), {
    message: /for production, and this one was made for simulation/,
  })
  t.same(await contentOf(simulation.pool), before)
})

t.test('a database that was made ready but never used takes a backup', async (t) => {
  const ready = await testDb(t, { kind: 'production' })
  await ready.pool.query(`update nodes set name_romanised = 'changed'`)
  await restore(ready.url, path)
  const content = await contentOf(ready.pool)
  t.same(content.nodes, (await contentOf(source.pool)).nodes)
})

t.test('a load that fails half way leaves an empty database', async (t) => {
  const file = join(folder, 'broken.backup')
  const rows = /\ncopy public\."bindings".*?\n\\\.\n/s
  const account = '01900000-0000-7000-8000-000000000000'
  const row = `${account}\t${account}\tofficer\t540122200202\t\\N\t\\N\t2026-01-01 00:00:00+00\t\\N\n`
  const hash = createHash('sha256').update(row).digest('hex')
  const orphan = text
    .replace(rows, (found) => found.replace(/\\\.\n$/, `${row}\\.\n`))
    .replace(
      /("name":"bindings".*?"rows":)0,"bytes":0,"sha256":"\w+"/,
      `$11,"bytes":${row.length},"sha256":"${hash}"`,
    )
  await writeFile(file, sealed(orphan))
  const target = await testDb(t, { kind: 'empty' })
  await t.rejects(restore(target.url, file), {
    name: 'CommandError',
    message: /The restore failed: .*foreign key.*\(table bindings\)\. Nothing was changed/,
  })
  const { rows: tables } = await target.pool.query(
    `select from pg_tables where schemaname in ('public', 'drizzle')`,
  )
  t.same(tables, [])
  await restore(target.url, path)
})

t.test('what reads back otherwise than it was written is not kept', async (t) => {
  const row = 'true\tproduction\n'
  const hash = createHash('sha256').update(row).digest('hex')
  const otherwise = text
    .replace(/\nt\tproduction\n/, `\n${row}`)
    .replace(/("name":"database_purpose".*?"bytes":)\d+,"sha256":"\w+"/, `$1${row.length},"sha256":"${hash}"`)
  const file = join(folder, 'otherwise.backup')
  await writeFile(file, sealed(otherwise))
  const target = await testDb(t, { kind: 'empty' })
  await t.rejects(restore(target.url, file), {
    message: /The table database_purpose is not in the database as it is in/,
  })
  const { rows: tables } = await target.pool.query(`select from pg_tables where schemaname = 'public'`)
  t.same(tables, [])
})

t.test('a backup of an earlier migration is loaded as it was, then brought up to date', async (t) => {
  const own = ownMigrations()
  const old = await testDb(t, { kind: 'empty' })
  await withSession(old.url, undefined, (client) => applyMigrations(client, own.slice(0, -1)))
  await old.pool.query(`insert into database_purpose (purpose) values ('production')`)
  const backup = await backUp(old.url, join(folder, 'old.backup'))
  t.equal(backup.manifest.migrations.length, own.length - 1)
  const target = await testDb(t, { kind: 'empty' })
  await restore(target.url, backup.path)
  const { rows } = await target.pool.query(
    'select hash from drizzle.__drizzle_migrations order by created_at',
  )
  t.same(
    rows,
    own.map(({ hash }) => ({ hash })),
  )
  await migrate(target.url)
})

t.test('a file that is there is not written over, and a failed backup leaves none', async (t) => {
  await t.rejects(backUp(source.url, path), { message: /is there already and was left as it is/ })
  t.same(await readFile(path), good)
  await t.rejects(backUp(source.url, join(folder, 'no', 'such', 'folder')), { message: /cannot be written/ })
  const empty = await testDb(t, { kind: 'empty' })
  await t.rejects(backUp(empty.url, join(folder, 'x')), { message: /There is nothing to back up/ })
  await t.rejects(backUp('postgres://127.0.0.1:1/none', join(folder, 'x')), { message: /cannot be reached/ })
})

t.test('a backup that is broken off leaves no file', async (t) => {
  const abort = new AbortController()
  const file = join(folder, 'off.backup')
  const tell = (progress: string) => {
    if (progress.startsWith('nodes')) abort.abort(new CommandError('broken off'))
  }
  const order = { url: source.url, file, folder, tell, signal: abort.signal }
  await t.rejects(writeBackup(order), { message: 'broken off' })
  const left = await readdir(folder)
  t.same(
    left.filter((name) => name.startsWith('off')),
    [],
  )
})

t.test('tables that are not ours are left out, and said so', async (t) => {
  const shared = await testDb(t, { kind: 'production' })
  await shared.pool.query('create table notes (n int)')
  const said: string[] = []
  const order = {
    url: shared.url,
    file: join(folder, 'shared'),
    folder,
    tell: (words: string) => said.push(words),
  }
  const { manifest } = await writeBackup(order)
  t.match(said[0], /notes: left out/)
  t.notOk(manifest.tables.some(({ name }) => name === 'notes'))
})

t.test(
  'every table that the migrations make is known by name, and every function and aggregate',
  async (t) => {
    const { rows: tables } = await source.pool.query<{ name: string }>(
      `select tablename as name from pg_tables where schemaname = 'public'`,
    )
    t.same(madeBy(ownMigrations(), 'table'), new Set(tables.map(({ name }) => name)))
    const { rows: functions } = await source.pool.query<{ name: string }>(
      `select proname as name from pg_proc where pronamespace = 'public'::regnamespace`,
    )
    t.same(madeBy(ownMigrations(), 'routine'), new Set(functions.map(({ name }) => name)))
    const statements = [
      'create table a (x int)',
      'create table "b" (x int)',
      'drop table a',
      'alter table b rename to c',
      'create aggregate d(bigint) (sfunc = int8pl, stype = bigint)',
    ]
    t.same(madeBy([{ tag: '', hash: '', when: 0, statements }], 'routine'), new Set(['d']))
    t.same(madeBy([{ tag: '', hash: '', when: 0, statements }], 'table'), new Set(['c']))
  },
)

t.test('tables are loaded after those that they point at, and a circle is an error', async (t) => {
  const tables = [
    { name: 'a', pointsAt: ['c'] },
    { name: 'b', pointsAt: [] },
    { name: 'c', pointsAt: ['b'] },
  ]
  t.same(
    inOrderOfLoading(tables).map(({ name }) => name),
    ['b', 'c', 'a'],
  )
  t.throws(
    () =>
      inOrderOfLoading([
        { name: 'a', pointsAt: ['b'] },
        { name: 'b', pointsAt: ['a'] },
      ]),
    /in a circle: a, b/,
  )
})
