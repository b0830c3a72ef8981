/** One request of a device over HTTP, and what it hears of each thing that it sent. */
import type { Answer, Client, ProblemBody } from '../test/api.ts'
import type { Parcel } from './disorder.ts'
import type { Written } from './world.ts'

export interface Answered {
  /** as batches say it; `not_stored` and `cut_off` have to be sent again */
  status: 'accepted' | 'held' | 'refused' | 'not_stored' | 'cut_off'
  isReplay: boolean
  /** the receipt of an accepted report, what a held one waits for, or the type of the problem */
  said: string
}

/**
 * Sends a parcel, or what is left of it.
 *
 * @param eventIds ids of events in this database, by what both know of them
 * @returns an answer for each item, in order
 */
export async function send(
  client: Client,
  { items, isBatch }: Pick<Parcel, 'items' | 'isBatch'>,
  eventIds: ReadonlyMap<string, string>,
): Promise<Answered[]> {
  try {
    if (isBatch) return await sendBatch(client, items, eventIds)
    return await Promise.all(items.map(async (one) => answered(await sendOne(client, one, eventIds))))
  } catch (error) {
    // fetch says so where there is no answer at all
    if (!(error instanceof TypeError)) throw error
    return items.map(() => ({ status: 'cut_off', isReplay: false, said: error.message }))
  }
}

function sendOne(client: Client, written: Written, eventIds: ReadonlyMap<string, string>): Promise<Answer> {
  const { as, names, report } = written
  const { id, regionCode, parentVersionId } = report
  const key = { 'idempotency-key': id }
  switch (as) {
    case 'withdrawal':
      return client.post(`/v1/reports/${parentVersionId}/withdrawal`, { id, reason: '误报。' }, key)
    case 'nil_report':
      return client.post(`/v1/events/${eventIds.get(names ?? '')}/nil-reports`, { id, regionCode }, key)
    default:
      return client.submit(bodyOf(written, eventIds))
  }
}

function bodyOf({ report, names }: Written, eventIds: ReadonlyMap<string, string>): Written['report'] {
  const eventId = names === null ? undefined : eventIds.get(names)
  return eventId === undefined ? report : { ...report, eventId }
}

function answered(answer: Answer): Answered {
  const body = answer.json<{ missingParentId?: string; receipt?: { jws: string } } & Partial<ProblemBody>>()
  const isReplay = answer.headers.get('idempotency-replayed') === 'true'
  if (answer.status === 201) return { status: 'accepted', isReplay, said: body.receipt?.jws ?? '' }
  if (answer.status === 202) return { status: 'held', isReplay, said: body.missingParentId ?? '' }
  if (answer.status >= 500) return { status: 'not_stored', isReplay, said: answer.text }
  return { status: 'refused', isReplay, said: body.type ?? answer.text }
}

interface Item {
  id: string
  status: Answered['status']
  isReplay: boolean
  receipt?: { jws: string }
  missingParentId?: string
  problem?: ProblemBody
}

async function sendBatch(
  client: Client,
  all: readonly Written[],
  eventIds: ReadonlyMap<string, string>,
): Promise<Answered[]> {
  const answer = await client.post('/v1/reports/batch', { items: all.map((one) => bodyOf(one, eventIds)) })
  if (answer.status !== 200) {
    const status = answer.status >= 500 ? 'not_stored' : 'refused'
    return all.map(() => ({ status, isReplay: false, said: answer.text }))
  }
  const { items } = answer.json<{ items: Item[] }>()
  return items.map(({ id, status, isReplay, receipt, missingParentId, problem }, i) => {
    if (id !== all[i]?.report.id) throw new Error(`${id} was answered in the place of ${all[i]?.report.id}`)
    return { status, isReplay, said: receipt?.jws ?? missingParentId ?? problem?.type ?? '' }
  })
}
