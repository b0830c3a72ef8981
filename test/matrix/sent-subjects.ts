/** Things of the matrix that people send: each is made through the service itself. */
import { v7 as uuidv7 } from 'uuid'
import { aReport, CITY } from '../api.ts'
import { aPhoto } from '../attachments/files.ts'
import { ofPhoto, sender } from '../attachments/sender.ts'
import { aProposal, must } from '../local-rules/office.ts'
import { ALL_OF_A_PERSON, aHome, aPerson } from '../registers/ground.ts'
import { CLAIM, DECISION, LOSS, PURPOSE, REASON } from './bodies.ts'
import { type ByUnit, EVENT_UNITS, someEvents } from './events.ts'
import { aKey, atEach, cityCodeOf, type Ground, handOf, idIn, wideOf } from './ground.ts'
import type { Person } from './people.ts'
import { OTHER_CITY, UNITS, UNITS_ABOVE_OTHERS } from './units.ts'

type Made = Promise<ByUnit>

/** A version of a unit's chain in the event of its city. */
export const reports = (ground: Ground, wide = ground.wide): Made =>
  atEach(UNITS, async (regionCode) => {
    const eventId = wideOf({ wide }, regionCode)
    const report = aReport({ eventId, regionCode, figures: { dead: 1 } })
    return (await handOf(ground, regionCode).client.report(report)).versionId
  })

export const heldReports = (ground: Ground): Made =>
  atEach(UNITS, async (regionCode) => {
    const waits = { parentVersionId: uuidv7(), stage: 'follow_up' } as const
    const report = aReport({ eventId: wideOf(ground, regionCode), regionCode, ...waits })
    must(await handOf(ground, regionCode).client.submit(report), 202)
    return report.id
  })

export const refusedReports = (ground: Ground): Made =>
  atEach(UNITS, async (regionCode) => {
    const items = [{ id: uuidv7(), regionCode, stage: 'none' }]
    const answer = await handOf(ground, regionCode).client.post('/v1/reports/batch', { items })
    return String(must<{ items: { quarantineId: string }[] }>(answer, 200).items[0]?.quarantineId)
  })

/** Photos, of events or of versions that have not come. */
const photos = async (ground: Ground, of: (unit: string) => Record<string, string>): Made => {
  const photo = await aPhoto()
  return atEach(UNITS, (regionCode) =>
    sender(ground.api, handOf(ground, regionCode).client).send(
      photo,
      ofPhoto(photo, { regionCode, ...of(regionCode) }),
    ),
  )
}

export const attachments = (ground: Ground): Made =>
  photos(ground, (unit) => ({ eventId: wideOf(ground, unit) }))

export const waitingAttachments = (ground: Ground): Made => photos(ground, () => ({ versionId: uuidv7() }))

export const people = (ground: Ground): Made =>
  atEach(UNITS, async (regionCode) => {
    const row = aPerson(wideOf(ground, regionCode), { ...ALL_OF_A_PERSON, regionCode })
    return idIn(await handOf(ground, regionCode).client.post('/v1/registers/people', row))
  })

export const homes = (ground: Ground): Made =>
  atEach(UNITS, async (regionCode) => {
    const row = aHome(wideOf(ground, regionCode), { regionCode, headName: '示例丙某' })
    return idIn(await handOf(ground, regionCode).client.post('/v1/registers/homes', row))
  })

/** That somebody read a row unmasked. */
export const accesses = async (ground: Ground): Made => {
  const rows = await people(ground)
  return atEach(UNITS, async (unit) => {
    await handOf(ground, unit).client.post(`/v1/registers/people/${rows[unit]}/disclosures`, PURPOSE)
    return String(rows[unit])
  })
}

/** Counties and cities note them. */
export const outsideLosses = (ground: Ground): Made =>
  atEach(EVENT_UNITS, async (regionCode) => {
    const path = `/v1/events/${wideOf(ground, regionCode)}/outside-losses`
    return idIn(await handOf(ground, regionCode).client.post(path, { ...LOSS, regionCode }, aKey()))
  })

export const claims = (ground: Ground): Made =>
  atEach(UNITS, async (regionCode) => {
    const path = `/v1/events/${wideOf(ground, regionCode)}/claims`
    return idIn(await handOf(ground, regionCode).client.post(path, { ...CLAIM, regionCode }, aKey()))
  })

export const decisions = (ground: Ground): Made =>
  atEach(UNITS, async (regionCode) => {
    const path = `/v1/events/${wideOf(ground, regionCode)}/joint-decisions`
    const { client } = handOf(ground, regionCode, 'leader')
    return idIn(await client.post(path, { ...DECISION, regionCode }, aKey()))
  })

/** A city's own, proposed by an administrator who is none of those who are asked about. */
export const localRules = (ground: Ground): Made =>
  atEach([CITY, OTHER_CITY], async (city) => {
    const { client } = handOf(ground, city, 'administrator')
    return idIn(await client.post('/v1/local-rules', aProposal({ places: [city] }), aKey()))
  })

/** Something about an event of its own for each unit that an event covers. */
async function aboutEvents(
  ground: Ground,
  make: (leader: Person['client'], eventId: string, unit: string) => Promise<string>,
): Made {
  const events = await someEvents(ground.api)
  return atEach(EVENT_UNITS, (unit) =>
    make(handOf(ground, unit, 'leader').client, String(events[unit]), unit),
  )
}

export const reductions = (ground: Ground): Made =>
  aboutEvents(ground, async (leader, eventId) =>
    idIn(await leader.post(`/v1/events/${eventId}/severity-reductions`, { level: 'ordinary', ...REASON })),
  )

/** An order, behind the event that it stands in. */
export const nilReportOrders = (ground: Ground): Made =>
  aboutEvents(ground, async (leader, eventId) => {
    const path = `${eventId}/nil-report-orders`
    return `${path}/${idIn(await leader.post(`/v1/events/${path}`, REASON))}`
  })

export const identityActs = async (ground: Ground): Made => {
  const from = await someEvents(ground.api)
  return aboutEvents(ground, async (leader, eventId, unit) =>
    idIn(await leader.post(`/v1/events/${eventId}/merges`, { fromEventId: from[unit], ...REASON })),
  )
}

export const holds = (ground: Ground): Made =>
  aboutEvents(ground, async (leader, eventId) =>
    idIn(await leader.post(`/v1/events/${eventId}/register-holds`, { id: uuidv7(), ...REASON })),
  )

/** Drafts of tiers' own reports, each with the hash that is signed. */
async function drafts(ground: Ground, wide: ByUnit) {
  const made = new Map<string, { id: string; contentHash: string }>()
  for (const regionCode of UNITS_ABOVE_OTHERS) {
    const sent = { id: uuidv7(), regionCode, additionalFigures: { injured: 1 } }
    const path = `/v1/events/${wide[cityCodeOf(regionCode)]}/tier-reports`
    const answer = await handOf(ground, regionCode).client.post(path, sent)
    made.set(regionCode, { id: sent.id, ...must<{ contentHash: string }>(answer, 201) })
  }
  return made
}

export async function tierReports(ground: Ground): Made {
  const made = await drafts(ground, ground.wide)
  return atEach(UNITS_ABOVE_OTHERS, async (unit) => String(made.get(unit)?.id))
}

/** In events of their own, and behind each the hash that is signed. */
export async function draftsToSign(ground: Ground): Made {
  const made = await drafts(ground, await someEvents(ground.api, 'open', [CITY, OTHER_CITY]))
  return atEach(UNITS_ABOVE_OTHERS, async (unit) => {
    const draft = made.get(unit)
    return `${draft?.id} ${draft?.contentHash}`
  })
}

/** Versions in events of their own, of which nobody has said anything yet. */
export const reportsToReview = async (ground: Ground): Made =>
  reports(ground, await someEvents(ground.api, 'open', [CITY, OTHER_CITY]))
