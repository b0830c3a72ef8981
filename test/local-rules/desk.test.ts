/** The limits of the desks by the bureau's own rules: of what is passed upward, handed on, acknowledged and missed. */
import { and, eq } from 'drizzle-orm'
import t from 'tap'
import { v7 as uuidv7 } from 'uuid'
import { insertDeadlines } from '../../src/deadlines/store.ts'
import { deadlines } from '../../src/deadlines/tables.ts'
import { missedStep } from '../../src/escalations/missed-step.ts'
import { localRules } from '../../src/local-rules/tables.ts'
import type { LocalKind, LocalValue } from '../../src/regulations/local-rule.ts'
import { unsignedStep } from '../../src/routing/unsigned-step.ts'
import {
  aBureauOnDuty,
  aDuty,
  anEscalation,
  anEvent,
  at,
  type BureauOnDuty,
  CITY,
  COUNTY,
  NOON,
  someForwardings,
} from '../events/world.ts'
import { aPreview } from './rows.ts'

/** A rule that was approved a day before noon and holds from noon's day on. */
async function aRule(
  bureau: BureauOnDuty,
  kind: LocalKind,
  target: string,
  value: LocalValue,
  places = ['5401'],
) {
  const [proposer, approver] = [
    await bureau.hire(['administrator', CITY]),
    await bureau.hire(['administrator', CITY]),
  ]
  await bureau.db.insert(localRules).values({
    id: uuidv7(),
    regionCode: CITY,
    ...{ target, kind, value, places },
    ...{ instrument: 'Test', instrumentZh: '《测试规定》', clause: '第一条', edition: '测〔2026〕1号' },
    status: 'verified',
    inForceFrom: '2026-07-01',
    why: '测试',
    state: 'approved',
    proposedBy: proposer.accountId,
    proposedAt: at(-2_000),
    decidedBy: approver.accountId,
    decidedAt: at(-1_440),
    preview: aPreview(),
  })
}

async function limitsOf(bureau: BureauOnDuty, duty: string, eventId: string) {
  const rows = await bureau.db
    .select()
    .from(deadlines)
    .where(and(eq(deadlines.duty, duty), eq(deadlines.eventId, eventId)))
    .orderBy(deadlines.setAt, deadlines.id)
  return rows.map(({ limit }) => (limit as { minutes: number }).minutes)
}

t.test('an escalation is acknowledged and resolved in the time of the bureau', async (t) => {
  const bureau = await aBureauOnDuty(t)
  await aRule(bureau, 'desk_limit', 'desk.lhasa_default.acknowledge', { minutes: 5 })
  await aRule(bureau, 'desk_limit', 'desk.lhasa_default.resolve', { minutes: 40 })
  const eventId = await anEvent(bureau.db)
  const { id } = await anEscalation(bureau.db, eventId)
  t.same(await limitsOf(bureau, 'acknowledge_escalation', eventId), [5])
  const reviewer = await bureau.hire(['reviewer', COUNTY])
  await bureau.ask(reviewer, 'POST', `/escalations/${id}/acknowledgement`)
  t.same(await limitsOf(bureau, 'resolve_escalation', eventId), [40])
  const [row] = await bureau.db.select().from(deadlines).where(eq(deadlines.duty, 'resolve_escalation'))
  t.match(row?.because, [{ rule: 'desk.lhasa_default.resolve', edition: '测〔2026〕1号' }])
})

t.test('what the engine passes upward has the limit of its own event’s day', async (t) => {
  const bureau = await aBureauOnDuty(t)
  await aRule(bureau, 'desk_limit', 'desk.lhasa_default.acknowledge', { minutes: 5 })
  const [today, earlier] = [await anEvent(bureau.db), await anEvent(bureau.db)]
  await bureau.db.$client.query(`update events set occurred_at = '2026-06-30T23:59:00+08:00' where id = $1`, [
    earlier,
  ])
  await insertDeadlines(bureau.db, [aDuty(today), aDuty(earlier)])
  await bureau.clock(61)
  await missedStep({ db: bureau.db })
  t.same(await limitsOf(bureau, 'acknowledge_escalation', today), [5])
  t.same(await limitsOf(bureau, 'acknowledge_escalation', earlier), [10])
})

t.test('a forwarding is signed for in the time of the bureau, handed on or not', async (t) => {
  const bureau = await aBureauOnDuty(t)
  await aRule(bureau, 'desk_limit', 'desk.lhasa_default.sign_for_forwarding', { minutes: 20 })
  const eventId = await anEvent(bureau.db)
  await someForwardings(bureau.db, eventId, ['DZDZ'])
  t.same(await limitsOf(bureau, 'sign_for_forwarding', eventId), [20])
  await bureau.clock(21)
  await missedStep({ db: bureau.db })
  await unsignedStep({ db: bureau.db })
  t.same(await limitsOf(bureau, 'sign_for_forwarding', eventId), [20, 20])
})

t.test('another profile, and a county that has a limit of its own', async (t) => {
  const bureau = await aBureauOnDuty(t)
  await aRule(bureau, 'desk_profile', 'desk.profile', { profile: 'county_2018' })
  await aRule(bureau, 'desk_limit', 'desk.lhasa_default.acknowledge', { minutes: 3 }, ['540122'])
  const eventId = await anEvent(bureau.db)
  await anEscalation(bureau.db, eventId, { toTier: 'county' })
  await anEscalation(bureau.db, eventId, { toTier: 'city', now: new Date(NOON.getTime() + 1) })
  t.same(
    await limitsOf(bureau, 'acknowledge_escalation', eventId),
    [3, 10],
    'the county’s desk, the city’s desk',
  )
})
