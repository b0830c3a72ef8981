/** Events of the matrix: one for each unit that an event can cover, as often as one is needed. */
import { v7 as uuidv7 } from 'uuid'
import { cityOf } from '../../src/regions/codes.ts'
import { openForwardings } from '../../src/routing/open-forwardings.ts'
import { newForwardings } from '../../src/routing/rules.ts'
import { routingDecisions } from '../../src/routing/tables.ts'
import { type Api, CITY, COUNTY, NOON, OTHER_COUNTY } from '../api.ts'
import { anEvent, REASON } from '../events/world.ts'
import { DEPARTMENT, SECTION } from './people.ts'
import { OTHER_CITY } from './units.ts'

/** What an event can cover. */
export const EVENT_UNITS = [COUNTY, CITY, OTHER_COUNTY, OTHER_CITY] as const

export type ByUnit = Readonly<Partial<Record<string, string>>>

/** Events of their own, one for each of these units, handed to a section, to a department and to the command centre. */
export async function someEvents(
  { db }: Api,
  state: 'open' | 'stable' | 'closed' = 'open',
  units: readonly string[] = EVENT_UNITS,
): Promise<Record<string, string>> {
  const made: Record<string, string> = {}
  for (const unit of units) {
    const eventId = await anEvent(db, { regionCode: unit, state, severity: 'serious' })
    await hand(db, eventId, cityOf(unit) ?? unit)
    made[unit] = eventId
  }
  return made
}

async function hand(db: Api['db'], eventId: string, cityCode: string): Promise<void> {
  const decisionId = uuidv7()
  await db.insert(routingDecisions).values({
    id: decisionId,
    eventId,
    versionId: uuidv7(),
    decidedAt: NOON,
    facts: { hazard: 'earthquake' },
    trace: [{ ruleId: 'earthquake', matched: true, why: 'hazard' }],
  })
  const recipients = [{ section: SECTION }, { section: 'ZHZX' }, { department: DEPARTMENT }].map((to) => ({
    ...to,
    role: 'lead',
    because: [REASON],
  })) as Parameters<typeof newForwardings>[0]['recipients']
  const forwardings = newForwardings({
    eventId,
    decisionId,
    recipients,
    already: [],
    severityRank: 3,
    now: NOON,
  })
  await openForwardings(db, forwardings, cityCode, NOON)
}
