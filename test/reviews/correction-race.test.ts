import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { type Api, aReport, CITY, minutesAfter, NOON, OTHER_COUNTY, startApi, VILLAGE } from '../api.ts'

const OTHER_VILLAGE = '540121100201'

/** Until so many wait for the lock that keeps reports of the city out. */
async function waiting(api: Api, count: number): Promise<void> {
  for (;;) {
    const rows = await api.rows(`select 1 from pg_locks where locktype = 'advisory' and not granted
      and database = (select oid from pg_database where datname = current_database())`)
    if (rows.length >= count) return
    await sleep(5)
  }
}

t.test('a correction that waits for a merge of its event is told of it', async (t) => {
  const api = await startApi(t, { environment: { RUN: 'api' } })
  const event = { hazard: 'earthquake', occurredAt: minutesAfter(NOON, -10).toISOString() } as const
  const leader = api.as('duty_leader', CITY)
  const one = await api.as('officer', VILLAGE).report(aReport({ event }))
  const elsewhere = await api.hire('officer', OTHER_VILLAGE)
  const two = await elsewhere.report(aReport({ event, regionCode: OTHER_VILLAGE }))
  t.not(one.eventId, two.eventId, `another county, ${OTHER_COUNTY}`)

  const holder = await api.db.pool.connect()
  t.teardown(() => holder.release())
  await holder.query('begin')
  await holder.query('select pg_advisory_xact_lock(5401, 5401)')
  const reason = '同一场地震。'
  const merge = leader.post(`/v1/events/${one.eventId}/merges`, { fromEventId: two.eventId, reason })
  await waiting(api, 1)
  const correction = leader.post(`/v1/events/${two.eventId}/corrections`, { title: '示例地震', reason })
  await waiting(api, 2)
  await holder.query('commit')
  t.equal((await merge).status, 201)
  const answer = await correction
  t.match(
    { status: answer.status, body: answer.json() },
    { status: 409, body: { type: '/problems/state-conflict', eventId: one.eventId } },
  )
})
