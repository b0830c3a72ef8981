/** What tests of the engine stand on: Lhasa's units, an event, and rows that fall due. */
import { pino } from 'pino'
import { v7 as uuidv7 } from 'uuid'
import { setSimulatedNow } from '../../src/clock.ts'
import { readConfig } from '../../src/config.ts'
import type { Database } from '../../src/db/client.ts'
import { dueWithin, type NewDeadline } from '../../src/deadlines/rules.ts'
import type { Deps } from '../../src/deps.ts'
import { events } from '../../src/events/tables.ts'
import { seedRegions } from '../../src/regions/seed-regions.ts'
import { forwardings, routingDecisions } from '../../src/routing/tables.ts'
import { type TestDatabase, testDb } from '../database.ts'

export const NOON = new Date('2026-07-01T04:00:00.000Z')
export const CITY = '540100000000'
export const COUNTY = '540122000000'
export const TOWNSHIP = '540122101000'
export const VILLAGE = '540122101001'

const REASON = {
  rule: 'test_limit',
  instrument: '测试规定',
  clause: '1',
  edition: '2026',
  inForceFrom: '2026-01-01',
  status: 'inferred',
} as const

/** The step that releases held reports, where none is held. */
export const noneHeld = async () => 0

/** So many milliseconds after noon. */
export const after = (ms: number) => new Date(NOON.getTime() + ms)

export const minutes = (n: number) => n * 60_000

/** Lhasa at noon, in simulated time. */
export async function lhasa(test: Parameters<typeof testDb>[0], poolSize = 10): Promise<TestDatabase> {
  const db = await testDb(test, { poolSize })
  await setSimulatedNow(db, NOON)
  await seedRegions(db, NOON)
  return db
}

/** Dependencies, with lines of the log as they would be written. */
export function depsOf(db: Database, environment: Record<string, string> = {}) {
  const lines: { level: number; msg: string; step?: string; count?: number; problem?: string }[] = []
  const log = pino({ level: 'debug' }, { write: (line: string) => lines.push(JSON.parse(line)) })
  const deps: Deps = { db, config: readConfig(environment), log }
  return { ...deps, lines }
}

/** An event in a village, as grave as told. */
export async function anEvent(
  db: Database,
  {
    severity = null,
    severityRank = 0,
  }: { severity?: 'serious' | 'relatively_serious' | null; severityRank?: number } = {},
  occurredAt = NOON,
): Promise<string> {
  const id = uuidv7()
  await db.insert(events).values({
    id,
    hazard: 'flood',
    regionCode: VILLAGE,
    occurredAt,
    openedAt: occurredAt,
    openedByVersionId: uuidv7(),
    severity,
    severityRank,
    facts: {},
  })
  return id
}

/** A duty set at noon that falls due an hour later, unless told otherwise. */
export function aDuty(eventId: string, given: Partial<NewDeadline> = {}): NewDeadline {
  const duty = dueWithin({
    eventId,
    regionCode: TOWNSHIP,
    duty: 'first_report',
    subjectId: uuidv7(),
    setAt: NOON,
    minutes: 60,
    because: [REASON],
  })
  return { ...duty, ...given }
}

/** An open forwarding with the city's duty that it be signed for within half an hour. */
export async function aForwarding(db: Database, eventId: string, recipientCode: string) {
  const decisionId = uuidv7()
  const id = uuidv7()
  await db
    .insert(routingDecisions)
    .values({ id: decisionId, eventId, versionId: uuidv7(), decidedAt: NOON, facts: {}, trace: [] })
  await db.insert(forwardings).values({
    id,
    eventId,
    decisionId,
    recipientKind: 'section',
    recipientCode,
    role: 'lead',
    severityRank: 0,
    because: [REASON],
    forwardedAt: NOON,
  })
  const duty = aDuty(eventId, {
    regionCode: CITY,
    duty: 'sign_for_forwarding',
    subjectId: id,
    dueAt: after(minutes(30)),
    limit: { minutes: 30 },
  })
  return { id, duty }
}

/** Waits until it holds, and fails after some seconds. */
export async function until(holds: () => boolean | Promise<boolean>, withinMs = 8_000): Promise<void> {
  const endMs = performance.now() + withinMs
  while (!(await holds())) {
    if (performance.now() > endMs) throw new Error('it did not come to hold in time')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
