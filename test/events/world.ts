/** A bureau on duty for tests: Lhasa's units and routing table, people at their posts, and an event in 当雄. */
import Fastify, { type InjectOptions } from 'fastify'
import { createSerializerCompiler, fastifyZodOpenApiPlugin, validatorCompiler } from 'fastify-zod-openapi'
import { pino } from 'pino'
import type { Test } from 'tap'
import { v7 as uuidv7 } from 'uuid'
import { auditorSees } from '../../src/accounts/auditor-sees.ts'
import type { Caller, Role } from '../../src/accounts/caller.ts'
import { accounts, bindings } from '../../src/accounts/tables.ts'
import { auditRoutes } from '../../src/audit/routes.ts'
import { auditEntries } from '../../src/audit/tables.ts'
import { setSimulatedNow } from '../../src/clock.ts'
import { readConfig } from '../../src/config.ts'
import { deadlineRoutes } from '../../src/deadlines/routes.ts'
import { dueWithin } from '../../src/deadlines/rules.ts'
import { openEscalations } from '../../src/escalations/open-escalations.ts'
import { escalationRoutes } from '../../src/escalations/routes.ts'
import { type NewEscalation, passTo, type TargetTier } from '../../src/escalations/rules.ts'
import { eventRoutes } from '../../src/events/routes.ts'
import { eventRegions, events } from '../../src/events/tables.ts'
import { errorHandler } from '../../src/http/error-handler.ts'
import { acceptStrictJson } from '../../src/http/json-body.ts'
import { outbox } from '../../src/outbox/tables.ts'
import { ancestorAt } from '../../src/regions/codes.ts'
import { seedRegions } from '../../src/regions/seed-regions.ts'
import type { Reason } from '../../src/regulations/citation.ts'
import { openForwardings } from '../../src/routing/open-forwardings.ts'
import { routingRoutes } from '../../src/routing/routes.ts'
import { newForwardings } from '../../src/routing/rules.ts'
import { seedRouting } from '../../src/routing/seed-routing.ts'
import { routingDecisions } from '../../src/routing/tables.ts'
import { type TestDatabase, testDb } from '../database.ts'

export const NOON = new Date('2026-07-01T04:00:00.000Z')
export const CITY = '540100000000'
export const COUNTY = '540122000000'
export const TOWNSHIP = '540122200000'
export const VILLAGE = '540122200202'
export const OTHER_COUNTY = '540121000000'
export const OTHER_TOWNSHIP = '540121100000'

export const REASON: Reason = {
  rule: 'test.rule',
  instrument: '测试规定',
  clause: '第一条',
  edition: '2026',
  inForceFrom: '2026-01-01',
  status: 'inferred',
}

/** So many minutes, and milliseconds, after noon. */
export const at = (minutes: number, ms = 0) => new Date(NOON.getTime() + minutes * 60_000 + ms)

type Post = [role: Role, regionCode: string, recipientCode?: string]

export interface Person {
  accountId: string
  caller: Caller
}

export async function aBureauOnDuty(t: Test) {
  const db = await testDb(t)
  const deps = { db, config: readConfig({}), log: pino({ level: 'silent' }) }
  await setSimulatedNow(db, NOON)
  await seedRegions(db, NOON)
  await seedRouting(db, NOON)
  const callers = new Map<string, Caller>()
  const app = Fastify()
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(createSerializerCompiler({ stringify: JSON.stringify }))
  app.setErrorHandler(errorHandler)
  acceptStrictJson(app)
  await app.register(fastifyZodOpenApiPlugin)
  app.decorateRequest('caller', {
    getter() {
      const caller = callers.get(String(this.headers.authorization))
      if (!caller) throw new Error('nobody of that name works here')
      return caller
    },
  })
  await app.register(
    async (v1) => {
      await v1.register(eventRoutes(deps))
      await v1.register(deadlineRoutes(deps))
      await v1.register(escalationRoutes(deps))
      await v1.register(routingRoutes(deps))
      await v1.register(auditRoutes(deps, auditorSees))
    },
    { prefix: '/v1' },
  )
  t.teardown(() => app.close())

  const hire = async (...posts: Post[]): Promise<Person> => {
    const person = await hireAt(db, posts)
    callers.set(person.accountId, person.caller)
    return person
  }
  const ask = (
    who: Person,
    method: InjectOptions['method'],
    url: string,
    payload?: object,
    headers: Record<string, string> = {},
  ) =>
    app.inject({ method, url: `/v1${url}`, headers: { authorization: who.accountId, ...headers }, payload })
  const get = async (who: Person, url: string) => (await ask(who, 'GET', url)).json()
  const clock = (minutes: number, ms = 0) => setSimulatedNow(db, at(minutes, ms))
  const trail = async () =>
    (await db.select().from(auditEntries).orderBy(auditEntries.position))
      .map(({ action }) => action)
      .filter((action) => !action.endsWith('.seeded'))
  const told = async () => (await db.select().from(outbox).orderBy(outbox.position)).map(({ topic }) => topic)
  return { db, deps, app, hire, ask, get, clock, trail, told }
}

export type BureauOnDuty = Awaited<ReturnType<typeof aBureauOnDuty>>

async function hireAt(db: TestDatabase, posts: readonly Post[]): Promise<Person> {
  const accountId = uuidv7()
  await db
    .insert(accounts)
    .values({ id: accountId, login: accountId, kind: 'person', createdAt: at(-60), createdBy: null })
  const held = posts.map(([role, regionCode, code]) => ({
    role,
    regionCode,
    sectionCode: role === 'section_clerk' ? (code ?? null) : null,
    departmentCode: role === 'department_liaison' ? (code ?? null) : null,
  }))
  await db
    .insert(bindings)
    .values(held.map((binding) => ({ id: uuidv7(), accountId, since: at(-60), ...binding })))
  const caller: Caller = { accountId, sessionId: uuidv7(), kind: 'person', language: 'zh', bindings: held }
  return { accountId, caller }
}

const RANKS = { especially_serious: 4, serious: 3, relatively_serious: 2, ordinary: 1 } as const

/** An earthquake in a village at noon, in its county, unless told otherwise. */
export async function anEvent(
  db: TestDatabase,
  {
    severity = 'serious',
    regionCode = VILLAGE,
    state = 'open',
    openedAt = NOON,
  }: {
    severity?: keyof typeof RANKS | null
    regionCode?: string
    state?: 'open' | 'stable' | 'closed'
    openedAt?: Date
  } = {},
): Promise<string> {
  const id = uuidv7()
  await db.insert(events).values({
    id,
    hazard: 'earthquake',
    regionCode,
    occurredAt: at(-30),
    openedAt,
    openedByVersionId: uuidv7(),
    state,
    severity,
    severityRank: severity === null ? 0 : RANKS[severity],
    severitySince: severity === null ? null : openedAt,
    facts: {},
  })
  const covered = ancestorAt(regionCode, 'county') ?? regionCode
  await db.insert(eventRegions).values({ eventId: id, regionCode: covered, addedAt: openedAt, addedBy: null })
  return id
}

/** Passes an event upward for its severity, with all that follows. */
export async function anEscalation(
  db: TestDatabase,
  eventId: string,
  {
    fromCode = VILLAGE,
    toTier = 'county',
    severityRank = 3,
    now = NOON,
  }: { fromCode?: string; toTier?: TargetTier; severityRank?: number; now?: Date } = {},
): Promise<NewEscalation> {
  const cause = { kind: 'severity', id: uuidv7(), because: [REASON] } as const
  const [made] = passTo([toTier], { eventId, severityRank, fromCode, cause, now })
  if (!made) throw new Error('nothing lies above')
  await openEscalations(db, [made], now)
  return made
}

/** Hands an event to sections and departments by one decision, with all that follows. */
export async function someForwardings(
  db: TestDatabase,
  eventId: string,
  sections: readonly string[],
  { severityRank = 3, now = NOON }: { severityRank?: number; now?: Date } = {},
) {
  const decisionId = uuidv7()
  const decision = { id: decisionId, eventId, versionId: uuidv7(), decidedAt: now }
  await db.insert(routingDecisions).values({
    ...decision,
    facts: { hazard: 'earthquake' },
    trace: [{ ruleId: 'earthquake', matched: true, why: 'hazard' }],
  })
  const recipients = sections.map((code) => ({
    ...(code === code.toUpperCase() ? { section: code } : { department: code }),
    role: 'lead',
    because: [REASON],
  })) as Parameters<typeof newForwardings>[0]['recipients']
  const made = newForwardings({ eventId, decisionId, recipients, already: [], severityRank, now })
  await openForwardings(db, made, CITY, now)
  return made
}

/** A duty that falls due some minutes after noon. */
export function aDuty(eventId: string, given: { duty?: string; regionCode?: string; minutes?: number } = {}) {
  const { duty = 'first_report', regionCode = TOWNSHIP, minutes = 60 } = given
  return dueWithin({
    eventId,
    regionCode,
    duty,
    subjectId: uuidv7(),
    setAt: NOON,
    minutes,
    because: [REASON],
  })
}
