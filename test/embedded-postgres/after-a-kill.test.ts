import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { readPostmaster } from '../../src/embedded-postgres/postmaster.ts'
import { aFolder, end, killServer, query, serverProcesses, start } from './harness.ts'

// servers that are started and killed many times need long on a busy machine
t.setTimeout(110_000)

t.test('after kill -9 of Fengsui its server is taken over, and stopped in the end', async (t) => {
  const folder = aFolder(t)
  const killed = await start(folder)
  await query(killed.url, 'create table kept as select 1 as n')
  await end(killed, 'SIGKILL')
  const next = await start(folder)
  t.match(next, { attached: true, url: killed.url })
  t.match(await query(next.url, 'select n from kept'), [{ n: 1 }])
  await end(next)
  t.same(serverProcesses(join(folder, 'postgres')), [])
})

t.test('a server left behind with other settings is stopped and started anew', async (t) => {
  const folder = aFolder(t)
  await end(await start(folder, { durable: false }), 'SIGKILL')
  const next = await start(folder, { durable: true })
  t.match(next, { attached: false })
  t.match(await query(next.url, 'show fsync'), [{ fsync: 'on' }])
  await end(next)
})

t.test('after kill -9 of everything the data is recovered', async (t) => {
  const folder = aFolder(t)
  const cluster = join(folder, 'postgres')
  const killed = await start(folder, { durable: true })
  await query(killed.url, 'create table kept as select generate_series(1, 1000) as n')
  await end(killed, 'SIGKILL')
  await killServer(cluster)
  t.ok(existsSync(join(cluster, 'postmaster.pid')), 'a stale note of the dead server is there')
  const next = await start(folder, { durable: true })
  t.match(next, { attached: false })
  t.match(await query(next.url, 'select count(*)::int from kept'), [{ count: 1000 }])
  await end(next)
})

t.test('a stale note whose process id is now another program’s does not stop the start', async (t) => {
  const folder = aFolder(t)
  const cluster = join(folder, 'postgres')
  await end(await start(folder), 'SIGKILL')
  await killServer(cluster)
  const note = readFileSync(join(cluster, 'postmaster.pid'), 'utf8')
  writeFileSync(join(cluster, 'postmaster.pid'), note.replace(/^\d+/, String(process.pid)))
  const next = await start(folder)
  t.match(next, { attached: false })
  await end(next)
})

t.test('a server that is killed under a running Fengsui comes back at its address', async (t) => {
  const folder = aFolder(t)
  const cluster = join(folder, 'postgres')
  const started = await start(folder)
  const before = readPostmaster(cluster)?.pid
  await killServer(cluster)
  const deadline = Date.now() + 10_000
  while (Date.now() < deadline) {
    const now = readPostmaster(cluster)
    if (now?.status === 'ready' && now.pid !== before) break
    await sleep(50)
  }
  t.match(await query(started.url, 'select 1 as n'), [{ n: 1 }])
  await end(started)
  t.same(serverProcesses(cluster), [])
})
