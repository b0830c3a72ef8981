/** Every kind of thing that a route can be about: how it is made, and why there is none of it at some units. */
import { aReport, CITY, COUNTY, OTHER_COUNTY, TOWNSHIP, VILLAGE } from '../api.ts'
import { type ByUnit, EVENT_UNITS, someEvents } from './events.ts'
import { atEach, type Ground, handOf } from './ground.ts'
import { DEPARTMENT, SECTION } from './people.ts'
import * as sent from './sent-subjects.ts'
import { OTHER_CITY, OTHER_TOWNSHIP, OTHER_VILLAGE, UNITS, UNITS_ABOVE_OTHERS } from './units.ts'
import * as written from './written-subjects.ts'

export interface KindOfThing {
  make(ground: Ground): Promise<ByUnit>
  /** why it lies at no other units than at these; absent where it lies at all of them */
  only?: string
  /** made anew for every row of the matrix: what one route does to it would be in the way of the next */
  isFresh?: true
}

const OF_EVENTS = 'an event covers counties or a city'
const ABOVE_OTHERS = 'nothing lies below a village that it could sum up'
const OF_CITIES = 'it is a city’s'

const events = (state: 'open' | 'stable' | 'closed'): KindOfThing => ({
  make: ({ api }) => someEvents(api, state),
  only: OF_EVENTS,
  isFresh: true,
})

export const KINDS = {
  unit: { make: () => atEach(UNITS, async (unit) => unit) },
  city: { make: () => atEach([CITY, OTHER_CITY], async (unit) => unit), only: OF_CITIES },
  event: events('open'),
  'stable event': events('stable'),
  'closed event': events('closed'),
  'two events': { make: twoEvents, only: OF_EVENTS, isFresh: true },
  'event of two units': { make: reportedEvents, only: OF_EVENTS, isFresh: true },
  'event of all': { make: async ({ wide }) => wide, only: OF_CITIES },
  report: { make: (ground) => sent.reports(ground) },
  'report to review': { make: sent.reportsToReview },
  'unit above others': {
    make: () => atEach(UNITS_ABOVE_OTHERS, async (unit) => unit),
    only: ABOVE_OTHERS,
  },
  'tier report': { make: sent.tierReports, only: ABOVE_OTHERS },
  'draft to sign': { make: sent.draftsToSign, only: ABOVE_OTHERS },
  'held report': { make: sent.heldReports },
  'refused report': { make: sent.refusedReports },
  attachment: { make: sent.attachments },
  'waiting attachment': { make: sent.waitingAttachments },
  upload: { make: (ground) => written.uploadsOf(ground) },
  'own upload': { make: ownUploads },
  person: { make: sent.people, isFresh: true },
  home: { make: sent.homes, isFresh: true },
  'row that was read': { make: sent.accesses },
  'outside loss': {
    make: sent.outsideLosses,
    only: 'counties and cities note losses outside',
    isFresh: true,
  },
  claim: { make: sent.claims },
  decision: { make: sent.decisions },
  'local rule': { make: sent.localRules, only: OF_CITIES, isFresh: true },
  reduction: { make: sent.reductions, only: OF_EVENTS, isFresh: true },
  'nil report order': { make: sent.nilReportOrders, only: OF_EVENTS },
  'identity act': { make: sent.identityActs, only: OF_EVENTS },
  hold: { make: sent.holds, only: OF_EVENTS, isFresh: true },
  destruction: { make: written.destructions, only: OF_EVENTS },
  correction: { make: written.correctionsAsked },
  escalation: { make: written.escalationsAt },
  deadline: { make: written.deadlinesOf },
  'forwarding to a section': forwarding(SECTION),
  'forwarding to a department': forwarding(DEPARTMENT),
  'forwarding to the command centre': forwarding('ZHZX'),
  'audit entry': { make: written.auditEntriesOf },
  account: { make: written.accountsAt },
  binding: { make: written.bindingsAt },
  session: { make: written.sessionsAt },
  system: { make: written.systemsAt },
  'client secret': { make: written.secretsAt },
} as const satisfies Record<string, KindOfThing>

export type Kind = keyof typeof KINDS

function forwarding(code: string): KindOfThing {
  return { make: (ground) => written.forwardingsTo(ground, code), only: OF_CITIES, isFresh: true }
}

/** One of each caller’s own at each unit, under the account and the unit. */
async function ownUploads(ground: Ground): Promise<ByUnit> {
  const made: Record<string, string> = {}
  for (const caller of ground.people.callers) {
    const own = await written.uploadsOf(ground, () => caller)
    for (const [unit, id] of Object.entries(own)) made[`${caller.accountId} ${unit}`] = String(id)
  }
  return made
}

/** The event that goes on, and behind it the one that is the same. */
async function twoEvents({ api }: Ground): Promise<ByUnit> {
  const [into, from] = [await someEvents(api), await someEvents(api)]
  return atEach(EVENT_UNITS, async (unit) => `${into[unit]} ${from[unit]}`)
}

const REPORTING: Readonly<Record<string, readonly string[]>> = {
  [COUNTY]: [VILLAGE, TOWNSHIP],
  [CITY]: [VILLAGE, COUNTY],
  [OTHER_COUNTY]: [OTHER_VILLAGE, OTHER_TOWNSHIP],
  [OTHER_CITY]: [OTHER_CITY],
}

/** Events, and behind each a unit that has reported in it. */
async function reportedEvents(ground: Ground): Promise<ByUnit> {
  const made = await someEvents(ground.api)
  return atEach(EVENT_UNITS, async (unit) => {
    const eventId = String(made[unit])
    const units = REPORTING[unit] ?? []
    for (const regionCode of units) {
      await handOf(ground, regionCode).client.report(aReport({ eventId, regionCode }))
    }
    return `${eventId} ${units[0]}`
  })
}
