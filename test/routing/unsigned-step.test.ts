import { eq, sql } from 'drizzle-orm'
import t from 'tap'
import { v7 as uuidv7 } from 'uuid'
import { accounts } from '../../src/accounts/tables.ts'
import { auditEntries } from '../../src/audit/tables.ts'
import { setSimulatedNow } from '../../src/clock.ts'
import { openDatabase } from '../../src/db/client.ts'
import { insertDeadlines, meetDeadline } from '../../src/deadlines/store.ts'
import { deadlines } from '../../src/deadlines/tables.ts'
import { missedStep } from '../../src/escalations/missed-step.ts'
import { outbox } from '../../src/outbox/tables.ts'
import { forwardings } from '../../src/routing/tables.ts'
import { unsignedStep } from '../../src/routing/unsigned-step.ts'
import { aDuty, aForwarding, after, anEvent, CITY, lhasa, minutes, NOON } from '../engine/builders.ts'

const LIMIT = minutes(30)

t.test('what nobody signs for in time goes to the command centre, once', async (t) => {
  const db = await lhasa(t)
  const eventId = await anEvent(db)
  const { id, duty } = await aForwarding(db, eventId, 'DZZH')
  await insertDeadlines(db, [duty])

  await setSimulatedNow(db, after(LIMIT))
  await missedStep({ db })
  t.equal(await unsignedStep({ db }), 0, 'on the instant it may still be signed')

  const now = after(LIMIT + 1)
  await setSimulatedNow(db, now)
  t.equal(await unsignedStep({ db }), 0, 'not before the deadline is marked as missed')
  await missedStep({ db })
  t.equal(await unsignedStep({ db }), 1)
  t.equal(await unsignedStep({ db }), 0, 'a second run finds nothing')

  const [unsigned, returned, ...others] = await db.select().from(forwardings).orderBy(forwardings.forwardedAt)
  t.same(others, [])
  t.match(unsigned, { id, state: 'open' }, 'its recipient may still sign')
  t.match(returned, {
    eventId,
    recipientKind: 'section',
    recipientCode: 'ZHZX',
    role: 'lead',
    returnsId: id,
    state: 'open',
    because: duty.because,
    forwardedAt: now,
  })
  const subjectId = returned?.id ?? ''
  t.match(await db.select().from(deadlines).where(eq(deadlines.subjectId, subjectId)), [
    {
      duty: 'sign_for_forwarding',
      regionCode: CITY,
      setAt: now,
      dueAt: after(2 * LIMIT + 1),
      limit: { minutes: 30 },
    },
  ])
  t.match(await db.select().from(outbox).where(eq(outbox.topic, 'forwarding.returned')), [
    { eventId, regionCode: CITY, subjectId, payload: { returnsId: id } },
  ])
  t.match(await db.select().from(auditEntries).where(eq(auditEntries.action, 'forwarding.returned')), [
    { accountId: null, subjectId, regionCode: CITY },
  ])
})

t.test('the command centre keeps what it does not sign for itself', async (t) => {
  const db = await lhasa(t)
  const { duty } = await aForwarding(db, await anEvent(db), 'ZHZX')
  await insertDeadlines(db, [duty])
  await setSimulatedNow(db, after(LIMIT + 1))
  t.equal(await missedStep({ db }), 1)
  t.equal(await unsignedStep({ db }), 0)
  t.equal((await db.select().from(forwardings)).length, 1)
})

t.test('what was signed for, in time or late, stays with its section', async (t) => {
  const db = await lhasa(t)
  const accountId = uuidv7()
  await db.insert(accounts).values({ id: accountId, login: 'clerk', kind: 'person', createdAt: NOON })
  for (const signedAt of [after(LIMIT), after(LIMIT + 1)]) {
    const { id, duty } = await aForwarding(db, await anEvent(db), 'DZZH')
    await insertDeadlines(db, [duty])
    await setSimulatedNow(db, signedAt)
    await missedStep({ db })
    await db
      .update(forwardings)
      .set({ state: 'acknowledged', acknowledgedAt: signedAt, acknowledgedBy: accountId })
      .where(eq(forwardings.id, id))
    await meetDeadline(db, duty, accountId, signedAt)
    t.equal(await unsignedStep({ db }), 0)
  }
  t.equal((await db.select().from(forwardings).where(sql`returns_id is not null`)).length, 0)
})

t.test('two engines hand on each of many unsigned forwardings exactly once', async (t) => {
  const db = await lhasa(t)
  const other = openDatabase({ url: db.url, poolSize: 4, onIdleError: (error) => t.fail(error.message) })
  t.teardown(() => other.$client.end())
  const count = 300
  for (let i = 0; i < count; i++) {
    const { duty } = await aForwarding(db, await anEvent(db), 'DZZH')
    await insertDeadlines(db, [aDuty(duty.eventId, { ...duty, missedAt: after(LIMIT + 1) })])
  }
  await setSimulatedNow(db, after(LIMIT + 1))
  for (let round = 0; round < 3; round++) {
    await Promise.all([db, other, db, other].map((one) => unsignedStep({ db: one })))
  }
  t.equal(await unsignedStep({ db }), 0)
  const returned = await db.select().from(forwardings).where(sql`returns_id is not null`)
  t.equal(returned.length, count)
  t.equal((await db.select().from(outbox).where(eq(outbox.topic, 'forwarding.returned'))).length, count)
})
