import { eq } from 'drizzle-orm'
import t from 'tap'
import { type CallerRow, callersSql, loadCaller } from '../../src/accounts/caller-store.ts'
import { accounts, bindings } from '../../src/accounts/tables.ts'
import { aBureau, COUNTY, NOON, VILLAGE } from './bureau.ts'

t.test('a caller is who the database says at this very request', async (t) => {
  const { db, as, login, later } = await aBureau(t)
  const { account, sessionId } = (await login(as('officer', VILLAGE))).json()
  const claims = { sub: account.id, sid: sessionId }
  t.same(await loadCaller(db, claims), {
    accountId: account.id,
    sessionId,
    kind: 'person',
    language: 'zh',
    bindings: [{ role: 'officer', regionCode: VILLAGE, sectionCode: null, departmentCode: null }],
  })

  const until = new Date(NOON.getTime() + 10_000)
  await db.update(bindings).set({ until }).where(eq(bindings.accountId, account.id))
  await later(9.999)
  t.equal((await loadCaller(db, claims))?.bindings.length, 1, 'a role holds until its end')
  await later(10)
  t.same((await loadCaller(db, claims))?.bindings, [], 'and not on it')

  await db
    .update(accounts)
    .set({ disabledAt: NOON, disabledReason: 'left' })
    .where(eq(accounts.id, account.id))
  t.equal(await loadCaller(db, claims), null, 'a closed account calls no more, even with a session left')
})

t.test('the session of one account does not serve another', async (t) => {
  const { db, as, login } = await aBureau(t)
  const one = (await login(as('officer', VILLAGE))).json()
  const other = (await login(as('officer', COUNTY))).json()
  t.equal(await loadCaller(db, { sub: one.account.id, sid: other.sessionId }), null)
})

t.test('many callers are read at once, each told by its position, the ended ones missing', async (t) => {
  const { db, as, login } = await aBureau(t)
  const one = (await login(as('officer', VILLAGE))).json()
  const other = (await login(as('officer', COUNTY))).json()
  const pairs = [one, { account: { id: one.account.id }, sessionId: other.sessionId }, other, one]
  const { rows } = await db.$client.query<CallerRow>(
    `with callers as (${callersSql('$1::uuid[]', '$2::uuid[]')}) select * from callers order by position`,
    [pairs.map(({ account }) => account.id), pairs.map(({ sessionId }) => sessionId)],
  )
  t.same(
    rows.map((row) => [row.position, row.account_id]),
    [
      [1, one.account.id],
      [3, other.account.id],
      [4, one.account.id],
    ],
  )
})
