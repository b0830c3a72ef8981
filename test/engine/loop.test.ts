import { eq, sql } from 'drizzle-orm'
import t, { type Test } from 'tap'
import { v7 as uuidv7 } from 'uuid'
import { setSimulatedNow } from '../../src/clock.ts'
import { insertDeadlines } from '../../src/deadlines/store.ts'
import { deadlines } from '../../src/deadlines/tables.ts'
import { startEngine } from '../../src/engine/loop.ts'
import { type Step, steps } from '../../src/engine/steps.ts'
import { engineSteps } from '../../src/engine/tables.ts'
import { escalations } from '../../src/escalations/tables.ts'
import { enqueue } from '../../src/outbox/store.ts'
import { seedRegions } from '../../src/regions/seed-regions.ts'
import { type TestDatabase, testDb } from '../database.ts'
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
  until,
} from './builders.ts'

const SLOW = { ENGINE_INTERVAL_MS: '60000' }

/** A step that counts its runs and does what it is told. */
function aStep(name: string, run: (n: number) => number | Promise<number> = () => 0) {
  const step = { name, batch: 10, runs: 0, run: async () => run(++step.runs) }
  return step satisfies Step & { runs: number }
}

function running(
  t: Test,
  db: TestDatabase,
  list: readonly Step[],
  environment: Record<string, string> = SLOW,
) {
  const deps = depsOf(db, environment)
  const engine = startEngine(deps, list)
  t.teardown(() => engine.stop())
  return { engine, lines: deps.lines }
}

const tellSomething = (db: TestDatabase) =>
  enqueue(db, [
    {
      topic: 'event.opened',
      eventId: null,
      regionCode: null,
      subjectId: uuidv7(),
      payload: {},
      createdAt: NOON,
    },
  ])

const record = async (db: TestDatabase, name: string) =>
  (await db.select().from(engineSteps).where(eq(engineSteps.name, name)))[0]

t.test('each step runs to exhaustion, in order, and its work is recorded and logged', async (t) => {
  const db = await lhasa(t)
  const order: string[] = []
  const first = aStep('first', (n) => {
    order.push('first')
    return n <= 2 ? 10 : 3
  })
  const second = aStep('second', () => {
    order.push('second')
    return 0
  })
  const { engine, lines } = running(t, db, [first, second])
  await until(() => second.runs > 0)
  t.same(order.slice(0, 4), ['first', 'first', 'first', 'second'])
  await engine.stop()
  t.match(await record(db, 'first'), { failures: 0, lastError: null })
  t.equal((await record(db, 'first'))?.done, first.runs === 3 ? 23 : 20 + (first.runs - 2) * 3)
  t.match(
    lines.filter(({ msg, step }) => msg === 'step done' && step === 'first')[0],
    { count: 23 },
    'one line a step that did something',
  )
  t.notOk(
    lines.some(({ step }) => step === 'second'),
    'and none for one that did not',
  )
})

t.test('a step that throws is recorded, and the next steps still run', async (t) => {
  const db = await lhasa(t)
  const broken = aStep('broken', () => {
    throw new Error('it broke')
  })
  const sound = aStep('sound', (n) => (n === 1 ? 4 : 0))
  const { engine, lines } = running(t, db, [broken, sound])
  await engine.runDue()
  t.ok(sound.runs > 0)
  const record1 = await record(db, 'broken')
  t.match(record1, { lastFinishedAt: null, lastError: 'it broke', done: 0 })
  t.ok(record1?.lastErrorAt && record1.failures >= 1)
  t.match(await record(db, 'sound'), { failures: 0, done: 4, lastError: null })
  t.match(
    lines.find(({ msg }) => msg === 'step failed'),
    { step: 'broken', problem: 'it broke', level: 50 },
  )
})

t.test('a step that the database asks to repeat is repeated once', async (t) => {
  const db = await lhasa(t)
  const serialization = () =>
    db.execute(sql`do $$ begin raise exception 'again' using errcode = '40001'; end $$`)
  const once = aStep('once', async (n) => {
    if (n === 1) await serialization()
    return 0
  })
  const always = aStep('always', async () => {
    await serialization()
    return 0
  })
  const { engine } = running(t, db, [once, always])
  await engine.runDue()
  await engine.stop()
  t.match(await record(db, 'once'), { failures: 0 })
  const failed = await record(db, 'always')
  t.equal(always.runs, 2 * (failed?.runs ?? 0), 'one retry a run, and no more')
  t.match(failed, { lastError: '40001: again' }, 'without the values of the statement')
})

t.test('a committed fact wakes the engine, and many of them make few rounds', async (t) => {
  const db = await lhasa(t)
  const step = aStep('watch')
  const { lines } = running(t, db, [step])
  await until(() => step.runs >= 1)
  await new Promise((resolve) => setTimeout(resolve, 600))
  const before = step.runs
  for (let i = 0; i < 20; i++) await tellSomething(db)
  await until(() => step.runs > before, 2_000)
  await new Promise((resolve) => setTimeout(resolve, 600))
  t.ok(step.runs - before <= 3, `20 facts made ${step.runs - before} rounds`)
  t.notOk(lines.some(({ level }) => level >= 40))
})

t.test('an idle engine runs no step, and says that it lives', async (t) => {
  const db = await lhasa(t)
  const step = aStep('idle')
  running(t, db, [step], { ENGINE_INTERVAL_MS: '50' })
  await until(async () => ((await record(db, 'heartbeat'))?.runs ?? 0) > 3)
  await new Promise((resolve) => setTimeout(resolve, 400))
  const before = { steps: step.runs, beats: (await record(db, 'heartbeat'))?.runs ?? 0 }
  await until(async () => ((await record(db, 'heartbeat'))?.runs ?? 0) > before.beats + 3)
  t.equal(step.runs, before.steps)
})

t.test('the LISTEN connection comes back after it was cut, and a round follows', async (t) => {
  const db = await lhasa(t)
  const step = aStep('watch')
  const { lines } = running(t, db, [step])
  const listeners = async () => {
    const { rows } = await db.execute<{ pid: number }>(
      sql`select pid from pg_stat_activity where application_name = 'fengsui-listen' and datname = current_database()
        and query like 'listen%' and state = 'idle'`,
    )
    return rows.map(({ pid }) => pid)
  }
  await until(async () => (await listeners()).length === 1)
  await new Promise((resolve) => setTimeout(resolve, 600))
  const [pid] = await listeners()
  const before = step.runs
  await db.execute(sql`select pg_terminate_backend(${pid}::integer)`)
  await until(async () => {
    const [fresh] = await listeners()
    return fresh !== undefined && fresh !== pid
  })
  await until(() => step.runs > before)
  t.match(
    lines.filter(({ msg }) => /listening/.test(msg)).map(({ msg }) => msg),
    ['not listening, connecting again', 'listening again'],
  )
  await new Promise((resolve) => setTimeout(resolve, 600))
  const again = step.runs
  await tellSomething(db)
  await until(() => step.runs > again, 2_000)
})

t.test('in real time a deadline is missed at its instant, though the interval is long', async (t) => {
  const db = await testDb(t, { kind: 'production' })
  const { rows } = await db.execute<{ now: string }>(sql`select judged_now() as now`)
  const now = new Date(rows[0]?.now ?? '')
  await seedRegions(db, now)
  const eventId = await anEvent(db, {}, new Date(now.getTime() - 1_000))
  const dueAt = new Date(now.getTime() + 1_500)
  await insertDeadlines(db, [aDuty(eventId, { setAt: now, dueAt })])
  running(t, db, steps(noneHeld))
  await until(async () => (await db.select().from(escalations)).length === 1)
  const [row] = await db.select().from(deadlines).where(eq(deadlines.duty, 'first_report'))
  const lateMs = (row?.missedAt?.getTime() ?? 0) - dueAt.getTime()
  t.ok(lateMs >= 1 && lateMs < 500, `marked ${lateMs} ms after it fell due`)
})

t.test('in simulated time runDue does all that is due at the instant, step by step', async (t) => {
  const db = await lhasa(t)
  const eventId = await anEvent(db)
  const { duty } = await aForwarding(db, eventId, 'DZZH')
  await insertDeadlines(db, [aDuty(eventId), duty])
  const { engine, lines } = running(t, db, steps(noneHeld))
  await engine.runDue()
  t.same(await db.select().from(escalations), [])
  await setSimulatedNow(db, after(minutes(60) + 1))
  await engine.runDue()
  t.equal((await db.select().from(escalations)).length, 1, 'the missed report is passed up')
  t.match(await record(db, 'missed'), { done: 2 })
  t.match(
    await record(db, 'unsigned'),
    { done: 1 },
    'and the unsigned forwarding handed on in the same round',
  )
  await engine.runDue()
  t.match(await record(db, 'missed'), { done: 2 }, 'a second round does nothing')
  t.notOk(lines.some(({ level }) => level >= 50))
})

t.test('two engines on one database double nothing', async (t) => {
  const db = await lhasa(t)
  const eventId = await anEvent(db)
  await insertDeadlines(
    db,
    Array.from({ length: 1_200 }, (_, i) => aDuty(eventId, { dueAt: after(i) })),
  )
  const one = running(t, db, steps(noneHeld))
  const two = running(t, db, steps(noneHeld))
  await setSimulatedNow(db, after(minutes(60)))
  await Promise.all([one.engine.runDue(), two.engine.runDue(), one.engine.runDue(), two.engine.runDue()])
  const opened = await db.select().from(escalations)
  t.equal(opened.length, 1_200)
  t.equal(new Set(opened.map(({ causeId }) => causeId)).size, 1_200)
  t.match(await record(db, 'missed'), { done: 1_200, failures: 0 })
})

t.test('stopping waits for the step that runs, and starts no other', async (t) => {
  const db = await lhasa(t)
  let isDone = false
  const slow = aStep('slow', async () => {
    await new Promise((resolve) => setTimeout(resolve, 300))
    isDone = true
    return 0
  })
  const next = aStep('next')
  const { engine } = running(t, db, [slow, next])
  await until(() => slow.runs > 0)
  await engine.stop()
  t.ok(isDone)
  t.equal(next.runs, 0)
  await engine.runDue()
  t.equal(slow.runs, 1, 'a stopped engine stays stopped')
})

t.test('a round that the database refuses is said, and the next one comes by itself', async (t) => {
  const db = await lhasa(t)
  const step = aStep('watch')
  const { engine, lines } = running(t, db, [step])
  await engine.runDue()
  await db.execute(sql`alter table engine_steps rename to engine_steps_away`)
  await t.rejects(engine.runDue())
  t.match(
    lines.find(({ msg }) => msg === 'engine round failed'),
    { level: 50, problem: /^42P01: relation "engine_steps" does not exist/ },
  )
  const before = step.runs
  await db.execute(sql`alter table engine_steps_away rename to engine_steps`)
  await until(() => step.runs > before)
})
