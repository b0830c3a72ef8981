/** A database that cannot be used is told in a sentence, found out by really trying to use one. */
import { createServer } from 'node:net'
import pg from 'pg'
import t from 'tap'
import { explainUnusable } from '../../src/db/unusable.ts'
import { testDb } from '../database.ts'

t.test('each way in which a database cannot be used has its sentence', async (t) => {
  const { url } = await testDb(t)
  const cut = createServer((socket) => socket.destroy())
  await new Promise<void>((resolve) => cut.listen(0, '127.0.0.1', resolve))
  t.teardown(() => cut.close())
  const address = cut.address()
  const cutPort = typeof address === 'object' && address ? address.port : 0
  const changed = (change: (url: URL) => void) => {
    const copy = new URL(url)
    change(copy)
    return copy.href
  }
  const rows: [says: RegExp, url: string][] = [
    [/refused the user or the password/, changed((to) => Object.assign(to, { password: 'wrong' }))],
    [/database that is not there/, changed((to) => Object.assign(to, { pathname: '/nowhere' }))],
    [/No PostgreSQL listens.*ECONNREFUSED/, 'postgres://127.0.0.1:1/fengsui'],
    [/host name is not known|cannot be looked up/, 'postgres://nowhere.invalid/fengsui'],
    [/The connection was cut/, `postgres://127.0.0.1:${cutPort}/fengsui`],
    [/cannot be read.*percent-encoded/, 'postgres://user:pass@127.0.0.1:port/fengsui'],
  ]
  for (const [says, url] of rows) {
    const told = explainUnusable(await failureOf(url))
    t.match(told, says)
    t.notMatch(told, /\.\.|wrong|pass@/, 'one sentence, without the password')
  }
})

t.test('a host with two addresses is told like a host with one', (t) => {
  const refused = Object.assign(new Error('connect ECONNREFUSED ::1:1'), { code: 'ECONNREFUSED' })
  t.match(explainUnusable(new AggregateError([refused, refused])), /No PostgreSQL listens.*::1/)
  t.end()
})

t.test('another failure is no failure of the database', (t) => {
  const missingFile = Object.assign(new Error('open x'), { code: 'ENOENT', syscall: 'open' })
  for (const other of [new Error('a fault'), missingFile, 'a word', null])
    t.equal(explainUnusable(other), null)
  t.end()
})

async function failureOf(url: string): Promise<unknown> {
  try {
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    await client.end()
    return null
  } catch (error) {
    return error
  }
}
