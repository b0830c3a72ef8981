/** Things of the matrix that the service makes by itself, or that take long to come about: written as they would stand. */
import { v7 as uuidv7 } from 'uuid'
import { clientSecrets } from '../../src/accounts/tables.ts'
import { attachments } from '../../src/attachments/tables.ts'
import { record } from '../../src/audit/store.ts'
import { insertDeadlines } from '../../src/deadlines/store.ts'
import { escalations } from '../../src/escalations/tables.ts'
import { correctionRequests } from '../../src/event-course/tables.ts'
import { registerDestructions } from '../../src/registers/tables.ts'
import { CITY, minutesAfter, NOON } from '../api.ts'
import { aDuty, REASON } from '../events/world.ts'
import { type ByUnit, EVENT_UNITS, someEvents } from './events.ts'
import { atEach, type Ground, handOf, wideOf } from './ground.ts'
import type { Person } from './people.ts'
import { reports } from './sent-subjects.ts'
import { OTHER_CITY, UNITS } from './units.ts'

type Made = Promise<ByUnit>

/** Writes one row a unit, under an id of its own. */
const written = (units: readonly string[], write: (unit: string, id: string) => Promise<unknown>): Made =>
  atEach(units, async (unit) => {
    const id = uuidv7()
    await write(unit, id)
    return id
  })

/** What each unit has to pass on beyond the house. */
export const escalationsAt = (ground: Ground): Made =>
  written(UNITS, (unit, id) =>
    ground.api.db.insert(escalations).values({
      ...{ id, eventId: wideOf(ground, unit), fromCode: unit, toCode: null, ownerCode: unit },
      ...({ toTier: 'autonomous_region', causeKind: 'severity' } as const),
      ...{ causeId: uuidv7(), step: 1, severityRank: 3, because: [REASON], escalatedAt: NOON },
    }),
  )

export const deadlinesOf = (ground: Ground): Made =>
  atEach(UNITS, async (regionCode) => {
    const duty = aDuty(wideOf(ground, regionCode), { regionCode, duty: 'correction', minutes: 1 })
    await insertDeadlines(ground.api.db, [duty])
    return duty.id
  })

/** The forwardings of an event of its own in each city, to one section or department. */
export const forwardingsTo = async ({ api }: Ground, recipient: string): Made => {
  const events = await someEvents(api, 'open', [CITY, OTHER_CITY])
  const rows = await api.rows<{ id: string; event_id: string }>(
    'select id, event_id from forwardings where recipient_code = $1',
    [recipient],
  )
  return atEach([CITY, OTHER_CITY], async (city) =>
    String(rows.find((row) => row.event_id === events[city])?.id),
  )
}

export const auditEntriesOf = ({ api }: Ground): Made =>
  written(UNITS, (regionCode, subjectId) => {
    const act = { action: 'matrix.made', subjectKind: 'matrix', subjectId, regionCode, detail: {} }
    return record(api.db, [{ at: NOON, accountId: null, ...act }])
  })

/** Leave that was asked for to correct the report of a unit. */
export const correctionsAsked = async (ground: Ground): Made => {
  const wide = await someEvents(ground.api, 'open', [CITY, OTHER_CITY])
  const versions = await reports(ground, wide)
  return written(UNITS, (regionCode, id) =>
    ground.api.db.insert(correctionRequests).values({
      ...{ id, eventId: wideOf({ wide }, regionCode), versionId: String(versions[regionCode]), regionCode },
      ...{ reason: '填写有误', requestedAt: NOON, requestedBy: handOf(ground, regionCode).accountId },
    }),
  )
}

/** Destructions that were ordered of the registers of an event of its own. */
export const destructions = async (ground: Ground): Made => {
  const events = await someEvents(ground.api, 'closed')
  return written(EVENT_UNITS, (unit, id) =>
    ground.api.db.insert(registerDestructions).values({
      ...{ id, eventId: String(events[unit]), reason: '应急处置已结束' },
      ...{ orderedAt: NOON, orderedBy: handOf(ground, unit, 'leader').accountId },
    }),
  )
}

/** An upload that somebody has begun. */
export const uploadsOf = (ground: Ground, whose: (unit: string) => Person = (unit) => handOf(ground, unit)) =>
  written(UNITS, (regionCode, id) =>
    ground.api.db.insert(attachments).values({
      ...{ id, accountId: whose(regionCode).accountId, regionCode, versionId: uuidv7(), byteLength: 9 },
      ...({ kind: 'photo', mediaType: 'image/jpeg', filename: '现场.jpg' } as const),
      ...{ sha256: '0'.repeat(64), createdAt: NOON, touchedAt: NOON },
      expiresAt: minutesAfter(NOON, 60 * 24),
    }),
  )

/** Accounts of people at each unit. */
export const accountsAt = async ({ people }: Ground): Made =>
  atEach(UNITS, async (unit) => (await people.hire('officer', unit)).accountId)

export const bindingsAt = async ({ people }: Ground): Made =>
  atEach(UNITS, async (unit) => {
    const { accountId, bindingId } = await people.hire('officer', unit)
    return `${accountId}/bindings/${bindingId}`
  })

export const sessionsAt = async ({ people }: Ground): Made =>
  atEach(UNITS, async (unit) => (await people.hire('officer', unit)).sessionId)

export const systemsAt = async ({ people }: Ground): Made =>
  atEach(UNITS, async (unit) => (await people.hire('system', unit)).accountId)

export const secretsAt = async ({ people, api }: Ground): Made =>
  atEach(UNITS, async (unit) => {
    const { accountId } = await people.hire('system', unit)
    const id = uuidv7()
    await api.db.insert(clientSecrets).values({ id, accountId, secretHash: '0'.repeat(64), createdAt: NOON })
    return `${accountId}/client-secrets/${id}`
  })
