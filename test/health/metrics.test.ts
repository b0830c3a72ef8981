import { eq } from 'drizzle-orm'
import t from 'tap'
import { setSimulatedNow } from '../../src/clock.ts'
import { openDatabase } from '../../src/db/client.ts'
import { insertDeadlines, meetDeadline } from '../../src/deadlines/store.ts'
import { runStep } from '../../src/engine/run-step.ts'
import { steps } from '../../src/engine/steps.ts'
import { takePulse } from '../../src/engine/store.ts'
import { escalations } from '../../src/escalations/tables.ts'
import { Problem } from '../../src/problems/problem.ts'
import type { SubmissionLane } from '../../src/reports/lane.ts'
import type { Outcome, Submission } from '../../src/reports/submission.ts'
import {
  aDuty,
  aForwarding,
  after,
  anEvent,
  depsOf,
  lhasa,
  minutes,
  NOON,
  noneHeld,
} from '../engine/builders.ts'
import { served } from './served.ts'

async function scrape(app: Awaited<ReturnType<typeof served>>['app']): Promise<Map<string, number>> {
  const reply = await app.inject('/metrics')
  const lines = reply.body.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.split(' ').at(-1))]))
}

t.test('the metrics say what is open, what is late, and what the engine did', async (t) => {
  const db = await lhasa(t)
  const deps = depsOf(db)
  const { app } = await served(t, db)
  const eventId = await anEvent(db)
  const { duty } = await aForwarding(db, eventId, 'DZZH')
  const met = aDuty(eventId)
  await insertDeadlines(db, [duty, met, aDuty(eventId), aDuty(eventId, { dueAt: after(minutes(180)) })])
  await meetDeadline(db, met, eventId, NOON)

  await setSimulatedNow(db, after(minutes(60) + 2_000))
  let read = await scrape(app)
  t.equal(read.get('fengsui_deadlines_open{state="pending"}'), 1)
  t.equal(read.get('fengsui_deadlines_open{state="unmarked"}'), 2, 'no engine has run yet')
  t.equal(read.get('fengsui_oldest_age_seconds{what="deadline_unmarked"}'), 30 * 60 + 2)
  t.notOk(read.has('fengsui_engine_silence_seconds'), 'nothing is said of an engine that never was')

  for (const step of steps(noneHeld)) await runStep(deps, step)
  await takePulse(db)
  await setSimulatedNow(db, after(minutes(65)))
  read = await scrape(app)
  const expected = {
    fengsui_database_up: 1,
    'fengsui_deadlines_open{state="pending"}': 3,
    'fengsui_deadlines_open{state="unmarked"}': 0,
    'fengsui_deadlines_open{state="missed"}': 2,
    'fengsui_escalations_open{state="unacknowledged"}': 1,
    'fengsui_escalations_open{state="acknowledged"}': 0,
    fengsui_forwardings_open: 2,
    'fengsui_oldest_age_seconds{what="deadline_unmarked"}': 0,
    'fengsui_oldest_age_seconds{what="escalation_unacknowledged"}': 298,
    'fengsui_oldest_age_seconds{what="forwarding_unsigned"}': 65 * 60,
    'fengsui_engine_step_done{step="missed"}': 2,
    'fengsui_engine_step_done{step="unsigned"}': 1,
    'fengsui_engine_step_failures{step="missed"}': 0,
    fengsui_time_simulated: 1,
    'fengsui_deadline_lateness_seconds_count{duty="first_report"}': 1,
    'fengsui_deadline_lateness_seconds_sum{duty="first_report"}': 2,
    'fengsui_deadline_lateness_seconds_sum{duty="sign_for_forwarding"}': 30 * 60 + 2,
  }
  for (const [name, value] of Object.entries(expected)) t.equal(read.get(name), value, name)
  t.equal(read.get('fengsui_outbox_messages'), 4)
  t.ok((read.get('fengsui_engine_silence_seconds') ?? 99) < 5)
  t.ok(Math.abs(read.get('fengsui_clock_skew_seconds') ?? 99) < 2)
  t.ok((read.get('fengsui_pool_connections{state="idle"}') ?? 0) > 0)
  t.equal((await db.select().from(escalations).where(eq(escalations.eventId, eventId))).length, 1)
})

t.test('requests are counted by route and status, never by what callers put into the path', async (t) => {
  const { app } = await served(t, await lhasa(t), { expectsEngine: false })
  await app.inject('/livez')
  await app.inject('/livez')
  await app.inject({ url: '/metrics', remoteAddress: '203.0.113.7' })
  await app.inject('/no-such-thing')
  const read = await scrape(app)
  const counted = (route: string, status: number) =>
    read.get(`fengsui_http_request_duration_seconds_count{method="GET",route="${route}",status="${status}"}`)
  t.equal(counted('/livez', 200), 2)
  t.equal(counted('/metrics', 401), 1)
  t.equal(counted('unknown', 404), 1)
  t.notMatch([...read.keys()].join('\n'), /no-such-thing/)
})

t.test('submissions are counted by outcome', async (t) => {
  const { app, metrics } = await served(t, await lhasa(t))
  const stored = { status: 201 as const, reply: '{}', versionId: 'v' }
  const outcomes: (Outcome | Error)[] = [
    { kind: 'accepted', ...stored, isReplay: false },
    { kind: 'accepted', ...stored, isReplay: true },
    { kind: 'held', ...stored, isReplay: false },
    { kind: 'refused', problem: new Problem('event-closed', 'closed') },
    new Error('the database went away'),
  ]
  const lane: SubmissionLane = {
    async submit() {
      const outcome = outcomes.shift()
      if (outcome === undefined || outcome instanceof Error) throw outcome
      return outcome
    },
    close: async () => {},
  }
  const counted = metrics.observeLane(lane)
  const submission = {} as Submission
  for (let i = 0; i < 4; i++) await counted.submit(submission)
  await t.rejects(counted.submit(submission), { message: 'the database went away' })
  const read = await scrape(app)
  for (const outcome of ['accepted', 'replayed', 'held', 'refused', 'failed']) {
    t.equal(read.get(`fengsui_submissions_total{outcome="${outcome}"}`), 1, outcome)
  }
})

t.test('without the database nothing stale is shown', async (t) => {
  const db = openDatabase({ url: 'postgres://nobody:x@127.0.0.1:1/none', poolSize: 1, onIdleError: () => {} })
  t.teardown(() => db.$client.end())
  const { app, lines } = await served(t, db)
  const read = await scrape(app)
  t.equal(read.get('fengsui_database_up'), 0)
  t.notOk(read.has('fengsui_forwardings_open'))
  t.notOk(read.has('fengsui_deadlines_open{state="pending"}'))
  t.match(lines, [{ msg: 'metrics without the database' }])
})
