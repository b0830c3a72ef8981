import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { aFolder, end, query, serverProcesses, start } from './harness.ts'

// servers that are started and killed many times need long on a busy machine
t.setTimeout(110_000)

t.test('the first start makes the database, the second finds what was written, in any path', async (t) => {
  const folder = join(aFolder(t), '数据 of 拉萨')
  const first = await start(folder, { durable: true })
  t.match(first, { attached: false })
  await query(first.url, 'create table kept as select 42 as answer')
  await end(first)
  t.same(serverProcesses(join(folder, 'postgres')), [], 'Ctrl-C leaves no server')
  const second = await start(folder, { durable: true })
  t.match(await query(second.url, 'select answer from kept'), [{ answer: 42 }])
  t.match(
    await query(
      second.url,
      `select current_setting('fsync') fsync, rolsuper from pg_roles where rolname = user`,
    ),
    [{ fsync: 'on', rolsuper: false }],
  )
  await end(second)
  t.comment(`cold ${first.ms} ms, warm ${second.ms} ms`)
})

t.test('what the folder holds is private, and the password is asked for', async (t) => {
  const folder = aFolder(t)
  const started = await start(folder)
  const { url } = started
  const cluster = join(folder, 'postgres')
  t.equal(statSync(cluster).mode & 0o777, 0o700)
  t.equal(statSync(join(cluster, 'fengsui.password')).mode & 0o777, 0o600)
  t.equal(statSync(join(folder, 'postgres.log')).mode & 0o777, 0o600)
  t.notMatch(readFileSync(join(cluster, 'pg_hba.conf'), 'utf8'), /^[^#]*\btrust\b/m)
  for (const user of ['fengsui', 'postgres']) {
    const wrong = Object.assign(new URL(url), { username: user, password: 'wrong' }).href
    await t.rejects(query(wrong, 'select 1'), { code: '28P01' }, `${user} without the password stays out`)
  }
  t.match(await query(url, 'show listen_addresses'), [{ listen_addresses: '127.0.0.1' }])
  await end(started)
})

t.test('a second Fengsui on one folder is refused, and harms nothing', async (t) => {
  const folder = aFolder(t)
  const first = await start(folder)
  const second = await start(folder)
  t.match(second.refusal, new RegExp(`Another Fengsui \\(process ${first.process.pid}\\) already uses`))
  t.match(await query(first.url, 'select 1 as n'), [{ n: 1 }])
  await end(first)
})

t.test('of two first starts at one instant one wins', async (t) => {
  const folder = aFolder(t)
  const both = await Promise.all([start(folder), start(folder)])
  const winners = both.filter((each) => !each.refusal)
  t.equal(winners.length, 1)
  t.match(both.find((each) => each.refusal)?.refusal, /Another Fengsui/)
  for (const each of winners) await end(each)
})

t.test('a folder that cannot be used is refused and left as it is', async (t) => {
  const rows = [
    {
      name: 'another version',
      file: 'PG_VERSION',
      content: '15\n',
      says: /made by PostgreSQL 15.*Nothing was changed/,
    },
    {
      name: 'something else',
      file: 'letters.txt',
      content: 'x',
      says: /not a PostgreSQL data folder. Nothing was changed/,
    },
  ]
  for (const { name, file, content, says } of rows) {
    const folder = aFolder(t)
    mkdirSync(join(folder, 'postgres'), { mode: 0o755 })
    writeFileSync(join(folder, 'postgres', file), content)
    t.match((await start(folder)).refusal, says, name)
    t.same(
      readdirSync(folder, { recursive: true }).sort(),
      ['postgres', `postgres/${file}`],
      `${name}: nothing was added`,
    )
    t.equal(statSync(join(folder, 'postgres')).mode & 0o777, 0o755, `${name}: nothing was changed`)
  }
})
