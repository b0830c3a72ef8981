import { eq, isNotNull, sql } from 'drizzle-orm'
import t from 'tap'
import { v7 as uuidv7 } from 'uuid'
import { auditEntries } from '../../src/audit/tables.ts'
import { setSimulatedNow } from '../../src/clock.ts'
import { openDatabase } from '../../src/db/client.ts'
import { insertDeadlines, meetDeadline } from '../../src/deadlines/store.ts'
import { deadlines } from '../../src/deadlines/tables.ts'
import { MISSED_BATCH, missedStep } from '../../src/escalations/missed-step.ts'
import { openEscalations } from '../../src/escalations/open-escalations.ts'
import { passMissedDuty } from '../../src/escalations/rules.ts'
import { escalations } from '../../src/escalations/tables.ts'
import { outbox } from '../../src/outbox/tables.ts'
import {
  aDuty,
  after,
  anEvent,
  CITY,
  COUNTY,
  lhasa,
  minutes,
  NOON,
  TOWNSHIP,
  VILLAGE,
} from '../engine/builders.ts'

const HOUR = minutes(60)

t.test('a deadline is missed only after the instant it falls due, and once', async (t) => {
  const db = await lhasa(t)
  const duty = aDuty(await anEvent(db))
  await insertDeadlines(db, [duty])
  for (const [ms, missed] of [
    [-1, 0],
    [0, 0],
    [1, 1],
    [1, 0],
    [minutes(5), 0],
  ] as const) {
    await setSimulatedNow(db, after(HOUR + ms))
    t.equal(await missedStep({ db }), missed, `${ms} ms after`)
  }
  const [row] = await db.select().from(deadlines).where(eq(deadlines.id, duty.id))
  t.same(row?.missedAt, after(HOUR + 1))
})

t.test(
  'a missed first report goes to the node above, with its duty to acknowledge, message and trail',
  async (t) => {
    const db = await lhasa(t)
    const eventId = await anEvent(db, { severity: 'serious', severityRank: 3 })
    const duty = aDuty(eventId, { regionCode: TOWNSHIP })
    await insertDeadlines(db, [duty])
    const now = after(HOUR + 1)
    await setSimulatedNow(db, now)
    await missedStep({ db })

    const [escalation, ...others] = await db.select().from(escalations)
    t.same(others, [])
    t.match(escalation, {
      eventId,
      fromCode: TOWNSHIP,
      toTier: 'county',
      toCode: COUNTY,
      ownerCode: COUNTY,
      causeKind: 'deadline_missed',
      causeId: duty.id,
      step: 1,
      severityRank: 3,
      because: duty.because,
      escalatedAt: now,
    })
    const owed = await db.select().from(deadlines).where(eq(deadlines.duty, 'acknowledge_escalation'))
    t.match(owed, [
      { eventId, regionCode: COUNTY, subjectId: escalation?.id, setAt: now, limit: { minutes: 10 } },
    ])
    t.same(owed[0]?.dueAt, new Date(now.getTime() + minutes(10)))
    t.match(await db.select().from(outbox).orderBy(outbox.position), [
      {
        topic: 'deadline.missed',
        eventId,
        regionCode: TOWNSHIP,
        subjectId: duty.id,
        payload: { duty: 'first_report', dueAt: '2026-07-01T13:00:00.000+08:00', severityRank: 3 },
      },
      { topic: 'escalation.opened', eventId, regionCode: COUNTY, subjectId: escalation?.id, createdAt: now },
    ])
    t.match(
      await db.select().from(auditEntries).where(sql`action <> 'node.seeded'`).orderBy(auditEntries.position),
      [
        { action: 'deadline.missed', accountId: null, subjectId: duty.id, at: now, regionCode: TOWNSHIP },
        {
          action: 'escalation.opened',
          accountId: null,
          subjectId: escalation?.id,
          at: now,
          regionCode: COUNTY,
        },
      ],
    )
  },
)

t.test('who must act on a missed duty', async (t) => {
  const db = await lhasa(t)
  const rows = [
    [
      'a village first report is the township to press, which owes no acknowledgement',
      VILLAGE,
      'first_report',
      TOWNSHIP,
      'township',
      0,
    ],
    ['a township first report is the county to press', TOWNSHIP, 'first_report', COUNTY, 'county', 1],
    ['a county first report is the city to press', COUNTY, 'first_report', CITY, 'city', 1],
    [
      'a city first report is passed on to the autonomous region by the city',
      CITY,
      'first_report',
      CITY,
      'autonomous_region',
      1,
    ],
    [
      'a county that does not acknowledge is the city to press',
      COUNTY,
      'acknowledge_escalation',
      CITY,
      'city',
      1,
    ],
    [
      'a city that does not acknowledge has nobody above in the house',
      CITY,
      'acknowledge_escalation',
      null,
      null,
      0,
    ],
  ] as const
  for (const [name, regionCode, duty, ownerCode, toTier, acknowledgements] of rows) {
    const eventId = await anEvent(db)
    await setSimulatedNow(db, NOON)
    await insertDeadlines(db, [aDuty(eventId, { regionCode, duty })])
    await setSimulatedNow(db, after(HOUR + 1))
    t.equal(await missedStep({ db }), 1, name)
    const opened = await db.select().from(escalations).where(eq(escalations.eventId, eventId))
    t.match(opened, ownerCode === null ? [] : [{ ownerCode, toTier, fromCode: regionCode }], name)
    t.equal(opened.length, ownerCode === null ? 0 : 1)
    const owed = await db
      .select()
      .from(deadlines)
      .where(sql`event_id = ${eventId} and duty = 'acknowledge_escalation' and missed_at is null`)
    t.equal(owed.length, acknowledgements, name)
    t.equal(
      (await db.select().from(outbox).where(sql`event_id = ${eventId} and topic = 'deadline.missed'`)).length,
      1,
    )
    // what this row left pending must not fall due in the next
    await db
      .update(deadlines)
      .set({ metAt: after(HOUR + 1), metById: uuidv7() })
      .where(sql`met_at is null`)
  }
})

t.test('what was met or replaced is not missed', async (t) => {
  const db = await lhasa(t)
  const eventId = await anEvent(db)
  const met = aDuty(eventId)
  const replaced = aDuty(eventId)
  await insertDeadlines(db, [met, replaced])
  await meetDeadline(db, met, uuidv7(), after(HOUR))
  await db
    .update(deadlines)
    .set({ replacedAt: NOON, replacedReason: 'set for the wrong unit' })
    .where(eq(deadlines.id, replaced.id))
  await setSimulatedNow(db, after(2 * HOUR))
  t.equal(await missedStep({ db }), 0)
  t.same(await db.select().from(escalations), [])
})

t.test(
  'a late report that already made the escalation leaves nothing for the engine to double',
  async (t) => {
    const db = await lhasa(t)
    const eventId = await anEvent(db)
    const duty = aDuty(eventId)
    await insertDeadlines(db, [duty])
    const now = after(HOUR + 1)
    const same = () => {
      const cause = { kind: 'deadline_missed' as const, id: duty.id, because: duty.because }
      const escalation = passMissedDuty(true, { eventId, severityRank: 0, fromCode: TOWNSHIP, cause, now })
      return escalation ? [escalation] : []
    }
    t.equal((await db.transaction((tx) => openEscalations(tx, same(), now))).length, 1)
    t.same(
      await db.transaction((tx) => openEscalations(tx, same(), now)),
      [],
      'a second opening opens nothing',
    )
    await setSimulatedNow(db, now)
    t.equal(await missedStep({ db }), 1)
    t.equal((await db.select().from(escalations)).length, 1)
    t.equal((await db.select().from(deadlines).where(eq(deadlines.duty, 'acknowledge_escalation'))).length, 1)
    t.equal((await db.select().from(outbox).where(eq(outbox.topic, 'escalation.opened'))).length, 1)
  },
)

t.test('two engines over 2,000 due deadlines miss each exactly once', async (t) => {
  const db = await lhasa(t)
  const other = openDatabase({ url: db.url, poolSize: 4, onIdleError: (error) => t.fail(error.message) })
  t.teardown(() => other.$client.end())
  const eventId = await anEvent(db)
  const duties = Array.from({ length: 2_000 }, (_, i) => aDuty(eventId, { dueAt: after(i) }))
  await insertDeadlines(db, duties)
  await setSimulatedNow(db, after(HOUR))

  const ran = await Promise.all([db, other, db, other].map((one) => exhaust(() => missedStep({ db: one }))))
  t.equal(
    ran.reduce((sum, { count }) => sum + count, 0),
    2_000,
    'together they missed every deadline, none twice',
  )
  t.ok(ran.filter(({ count }) => count > 0).length > 1, 'more than one of them had a part in it')
  const missed = await db.select().from(deadlines).where(isNotNull(deadlines.missedAt))
  t.equal(missed.length, 2_000)
  const opened = await db.select().from(escalations)
  t.equal(new Set(opened.map(({ causeId }) => causeId)).size, 2_000)
  t.equal(opened.length, 2_000)
  for (const topic of ['deadline.missed', 'escalation.opened']) {
    const told = await db.select().from(outbox).where(eq(outbox.topic, topic))
    t.equal(new Set(told.map(({ subjectId }) => subjectId)).size, 2_000)
    t.equal(told.length, 2_000, `${topic} is told once each`)
  }
  const owed = await db.select().from(deadlines).where(eq(deadlines.duty, 'acknowledge_escalation'))
  t.equal(owed.length, 2_000)
})

async function exhaust(run: () => Promise<number>): Promise<{ count: number }> {
  let count = 0
  for (let ran = MISSED_BATCH; ran === MISSED_BATCH; ) {
    ran = await run()
    count += ran
  }
  return { count }
}
