/** The pool outlives its connections: none is lost to it, and none ends the process by breaking. */
import { sql } from 'drizzle-orm'
import t from 'tap'
import { isUnavailable } from '../../src/db/errors.ts'
import { testDb } from '../database.ts'

t.test('a transaction that cannot begin gives its connection back', async (t) => {
  const db = await testDb(t, { poolSize: 1 })
  for (let attempt = 0; attempt < 3; attempt++) {
    const begun = db.transaction(async () => 'begun', { isolationLevel: 'no such level' as 'serializable' })
    await t.rejects(begun, /begin/)
  }
  t.equal(await db.transaction(async () => 'begun'), 'begun')
  t.same([db.pool.totalCount, db.pool.idleCount], [1, 1])
})

t.test(
  'a connection that breaks between two statements fails its transaction, and nothing else',
  async (t) => {
    const db = await testDb(t, { poolSize: 2 })
    const broken = db.transaction(async (tx) => {
      const { rows } = await tx.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`)
      await db.execute(sql`select pg_terminate_backend(${rows[0]?.pid})`)
      await new Promise((resolve) => setTimeout(resolve, 100))
      await tx.execute(sql`select 1`)
    })
    const failure = await broken.then(
      () => null,
      (error: unknown) => error,
    )
    t.ok(isUnavailable(failure), String(failure))
    t.equal(await db.transaction(async () => 'begun'), 'begun')
    t.equal(db.pool.totalCount, db.pool.idleCount, 'every connection is back')
  },
)

t.test('what a transaction does is done as a whole or not at all', async (t) => {
  const db = await testDb(t)
  await db.execute(sql`create table kept (n integer)`)
  await t.rejects(
    db.transaction(async (tx) => {
      await tx.execute(sql`insert into kept values (1)`)
      throw new Error('changed my mind')
    }),
    /changed my mind/,
  )
  await db.transaction((tx) => tx.execute(sql`insert into kept values (2)`))
  t.same((await db.execute(sql`select n from kept`)).rows, [{ n: 2 }])
})

t.end()
