/** Late reports: accepted, marked late, and passed to the unit above exactly once, whoever sees the miss first. */
import t from 'tap'
import { missedStep } from '../../src/escalations/missed-step.ts'
import { aReport, COUNTY, minutesAfter, NOON, startApi, TOWNSHIP, VILLAGE } from '../api.ts'

// no engine of its own: each test says when the engine runs
const api = await startApi(t, { environment: { RUN: 'api' } })
const village = api.as('officer', VILLAGE)
const township = api.as('officer', TOWNSHIP)

function story(day: number) {
  const now = minutesAfter(NOON, day * 24 * 60)
  const at = (minutes: number) => minutesAfter(now, minutes)
  return { at, event: { hazard: 'snow', occurredAt: now.toISOString() } as const }
}

/** The township's duty, its escalation to the county, and all that was said of both. */
async function tale(eventId: string) {
  const [duty] = await api.rows<{ id: string; met_at: Date | null; missed_at: Date | null }>(
    `select id, met_at, missed_at from deadlines where event_id = $1 and region_code = $2 and duty = 'first_report'`,
    [eventId, TOWNSHIP],
  )
  if (!duty) throw new Error('the township owes nothing')
  const escalations = await api.rows<{
    id: string
    from_code: string
    to_tier: string
    step: number
    severity_rank: number
  }>(
    `select id, from_code, to_tier, step, severity_rank from escalations where cause_kind = 'deadline_missed' and cause_id = $1`,
    [duty.id],
  )
  const topics = await api.rows<{ topic: string; n: string }>(
    `select topic, count(*) as n from outbox where topic = 'deadline.missed' and subject_id = $1 group by topic`,
    [duty.id],
  )
  const trail = await api.rows<{ action: string }>(
    `select action from audit_entries where subject_id = $1 and action = 'deadline.missed'`,
    [duty.id],
  )
  const orphans = await api.rows(
    `select d.id from deadlines d where d.event_id = $1 and d.duty = 'acknowledge_escalation'
       and not exists (select from escalations x where x.id = d.subject_id)
     union all
     select o.subject_id from outbox o where o.event_id = $1 and o.topic = 'escalation.opened'
       and not exists (select from escalations x where x.id = o.subject_id)`,
    [eventId],
  )
  return { duty, escalations: escalations.map(({ id: _, ...rest }) => rest), topics, trail, orphans }
}

const MISSED_ONCE = {
  escalations: [{ from_code: TOWNSHIP, to_tier: 'county', step: 1, severity_rank: 0 }],
  topics: [{ topic: 'deadline.missed', n: '1' }],
  trail: [{ action: 'deadline.missed' }],
  orphans: [],
}

t.test('met at its instant is in time, one millisecond later is late', async (t) => {
  const { at, event } = story(0)
  await api.setNow(at(10))
  const opened = await village.report(aReport({ event }))
  await api.setNow(at(60))
  const inTime = await township.report(aReport({ event, regionCode: TOWNSHIP }))
  t.equal(inTime.isLate, false)
  t.same((await tale(opened.eventId)).escalations, [])

  const second = story(6)
  await api.setNow(second.at(10))
  await village.report(aReport({ event: second.event }))
  await api.setNow(new Date(+second.at(60) + 1))
  const late = await township.report(aReport({ event: second.event, regionCode: TOWNSHIP }))
  t.equal(late.isLate, true)
  t.equal(late.receipt.versionId, late.versionId, 'and accepted all the same')
})

t.test(
  'a late report before the engine ran makes the engine’s escalation, and the engine none more',
  async (t) => {
    const { at, event } = story(12)
    await api.setNow(at(10))
    const { eventId } = await village.report(aReport({ event }))
    await api.setNow(at(65))
    const late = await township.report(aReport({ event, regionCode: TOWNSHIP }))
    t.match(late.escalations, [{ causeKind: 'deadline_missed', toTier: 'county' }])
    const after = await tale(eventId)
    t.match(after, MISSED_ONCE)
    t.same([after.duty.met_at, after.duty.missed_at], [at(65), at(65)])
    await missedStep(api)
    t.match(await tale(eventId), MISSED_ONCE)
  },
)

t.test('the engine first: the late report meets the duty and adds nothing', async (t) => {
  const { at, event } = story(18)
  await api.setNow(at(10))
  const { eventId } = await village.report(aReport({ event }))
  await api.setNow(at(61))
  await missedStep(api)
  t.match(await tale(eventId), MISSED_ONCE)
  await api.setNow(at(65))
  const late = await township.report(aReport({ event, regionCode: TOWNSHIP }))
  t.equal(late.isLate, true)
  t.same(late.escalations, [])
  const after = await tale(eventId)
  t.match(after, MISSED_ONCE)
  t.same([after.duty.met_at, after.duty.missed_at], [at(65), at(61)], 'neither erases the other')
})

t.test('both at the same moment: one escalation, one message, nothing without its escalation', async (t) => {
  const { at, event } = story(24)
  await api.setNow(at(10))
  const { eventId } = await village.report(aReport({ event }))
  await api.setNow(at(65))
  // the engine has marked the miss and not committed yet when the report comes
  const hold = Promise.withResolvers<void>()
  const marked = Promise.withResolvers<void>()
  const held = {
    db: {
      transaction: (run: (tx: typeof api.db) => Promise<unknown>) =>
        api.db.transaction(async (tx) => {
          const result = await run(tx as unknown as typeof api.db)
          marked.resolve()
          await hold.promise
          return result
        }),
    } as unknown as typeof api.db,
  }
  const step = missedStep(held)
  await marked.promise
  const report = township.report(aReport({ event, regionCode: TOWNSHIP }))
  await new Promise((resolve) => setTimeout(resolve, 200))
  hold.resolve()
  const [late] = await Promise.all([report, step])
  t.equal(late.isLate, true)
  t.same(late.escalations, [], 'it was the engine’s')
  t.match(await tale(eventId), MISSED_ONCE)
})

t.test(
  'said by phone in time, entered after the limit: met when it was said, and nobody is blamed',
  async (t) => {
    const { at } = story(25)
    const event = { hazard: 'biological', occurredAt: at(0).toISOString() } as const
    await api.setNow(at(10))
    const { eventId } = await village.report(aReport({ event }))
    await api.setNow(at(70))
    const onBehalfOf = { channel: 'telephone', source: '乡政府值班室', saidAt: at(55).toISOString() } as const
    const told = await api.as('officer', COUNTY).report(aReport({ event, regionCode: TOWNSHIP, onBehalfOf }))
    t.equal(told.isLate, false)
    const { duty, escalations } = await tale(eventId)
    t.same([duty.met_at, duty.missed_at, escalations], [at(55), null, []])
  },
)

t.test('said before it happened is not said in time, however the event is named', async (t) => {
  const { at } = story(25)
  const event = { hazard: 'snow', occurredAt: at(0).toISOString() } as const
  await api.setNow(at(10))
  const { eventId } = await village.report(aReport({ event: { ...event, isAnother: true } }))
  await api.setNow(at(300))
  const onBehalfOf = { channel: 'telephone', source: '乡政府值班室', saidAt: at(-60).toISOString() } as const
  const early = { hazard: 'snow', occurredAt: at(-120).toISOString() } as const
  for (const named of [{ eventId }, { event: early }]) {
    const answer = await api
      .as('officer', COUNTY)
      .submit(aReport({ ...named, regionCode: TOWNSHIP, onBehalfOf }))
    t.equal(answer.status, 400, answer.text)
    t.match(answer.json(), { errors: [{ pointer: '/onBehalfOf/saidAt', code: 'said_before_it_happened' }] })
  }
})

t.test('a report of something long past is late at once, and nobody is escalated to for it', async (t) => {
  const { at, event } = story(25)
  await api.setNow(at(300))
  const late = await village.report(aReport({ event: { ...event, hazard: 'sandstorm' } }))
  t.equal(late.isLate, true)
  t.notOk(late.escalations.some(({ causeKind }) => causeKind === 'deadline_missed'))
})

t.end()
