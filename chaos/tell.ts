/** Tells a story to one database, part by part: what is in disorder within a part is settled before the next one. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Api, Client } from '../test/api.ts'
import { type Account, deliver, fault } from './deliver.ts'
import type { Parcel } from './disorder.ts'
import { eventIdsOf } from './event-keys.ts'
import type { World } from './story.ts'
import type { Part, RegisterRow } from './world.ts'

export interface Telling {
  api: Api
  clientOf: (device: number) => Client
  parcelsOf: (part: number) => Iterable<Parcel>
  atOnce: number
}

const MOST_ROWS = 200
const MOST_ROUNDS = 1_000
const PAUSE_MS = 100

/** Tells all of it; a minute passes from each part to the next. */
export async function tell({ parts, registers }: World, telling: Telling, account: Account): Promise<void> {
  const { api, clientOf, atOnce } = telling
  for (const [i, part] of parts.entries()) {
    await api.minutesLater(i)
    await api.runDue()
    const eventIds = await eventIdsOf(api)
    await declare(api, part, eventIds, registers, account)
    await deliver(telling.parcelsOf(i), { clientOf, atOnce, eventIds }, account)
    await settle(api)
  }
}

/** Runs the engine until nothing is held any more that could be applied: another engine may be at work on some of it. */
async function settle(api: Api): Promise<void> {
  for (let tries = 0; tries < MOST_ROUNDS; tries++) {
    await api.runDue()
    const ready = await api.rows(
      `select 1 from held_reports h join report_versions v on v.id = h.missing_parent_id where h.released_at is null limit 1`,
    )
    if (ready.length === 0) return
    await sleep(PAUSE_MS)
  }
  throw new Error(`held reports were not applied in ${MOST_ROUNDS} rounds of the engine`)
}

/** What the leader of the city does between two parts: the same for every event. */
async function declare(
  api: Api,
  { opensWith }: Part,
  eventIds: ReadonlyMap<string, string>,
  registers: readonly RegisterRow[],
  { tally }: Account,
): Promise<void> {
  if (opensWith === null) return
  const leader = api.as('duty_leader')
  const must = async (path: string, body: object) => {
    const { status, text } = await leader.post(path, body)
    if (status >= 300 || text.includes('"refused"')) fault(tally, `${path}: ${status} ${text}`)
  }
  for (const [key, id] of eventIds) {
    if (opensWith === 'closing') {
      await must(`/v1/events/${id}/closure`, { basis: '各级核报完成。' })
      continue
    }
    const [{ now } = { now: '' }] = await api.rows<{ now: Date }>('select judged_now() as now')
    const declaredAt = new Date(now).toISOString()
    await must(`/v1/events/${id}/stability`, { declaredAt, basis: '转入恢复重建。' })
    const rows = registers.flatMap(({ event, ...row }) =>
      event === key ? [{ ...row, eventId: id, status: 'dead' }] : [],
    )
    for (let from = 0; from < rows.length; from += MOST_ROWS) {
      await must('/v1/registers/people/batches', { rows: rows.slice(from, from + MOST_ROWS) })
    }
  }
}
