/** Tells a story to one database, part by part: what is in disorder within a part is settled before the next one. */
import type { Api, Client } from '../test/api.ts'
import { type Account, deliver } from './deliver.ts'
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

/** Tells all of it; a minute passes from each part to the next. */
export async function tell({ parts, registers }: World, telling: Telling, account: Account): Promise<void> {
  const { api, clientOf, atOnce } = telling
  for (const [i, part] of parts.entries()) {
    await api.minutesLater(i)
    await api.runDue()
    const eventIds = await eventIdsOf(api)
    await declare(api, part, eventIds, registers)
    await deliver(telling.parcelsOf(i), { clientOf, atOnce, eventIds }, account)
    await api.runDue()
    // what the engine of another service released while this one looked, others may have been waiting for
    await api.runDue()
  }
}

/** What the leader of the city does between two parts: the same for every event. */
async function declare(
  api: Api,
  { opensWith }: Part,
  eventIds: ReadonlyMap<string, string>,
  registers: readonly RegisterRow[],
): Promise<void> {
  if (opensWith === null) return
  const leader = api.as('duty_leader')
  for (const [key, id] of eventIds) {
    if (opensWith === 'closing') {
      await must(leader, `/v1/events/${id}/closure`, { basis: '各级核报完成。' })
      continue
    }
    const [{ now } = { now: '' }] = await api.rows<{ now: Date }>('select judged_now() as now')
    const declaredAt = new Date(now).toISOString()
    await must(leader, `/v1/events/${id}/stability`, { declaredAt, basis: '转入恢复重建。' })
    const rows = registers.flatMap(({ event, ...row }) =>
      event === key ? [{ ...row, eventId: id, status: 'dead' }] : [],
    )
    for (let from = 0; from < rows.length; from += MOST_ROWS) {
      await must(leader, '/v1/registers/people/batches', { rows: rows.slice(from, from + MOST_ROWS) })
    }
  }
}

async function must(client: Client, path: string, body: object): Promise<void> {
  const answer = await client.post(path, body)
  if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${answer.text}`)
  if (answer.text.includes('"refused"')) throw new Error(`${path}: ${answer.text}`)
}
