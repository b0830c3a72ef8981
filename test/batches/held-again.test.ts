/** A device that sends again what was held hears what has become of it since (补发). */
import t from 'tap'
import { v7 as uuidv7 } from 'uuid'
import { aReport, type NewReport, type ProblemBody, startApi, VILLAGE } from '../api.ts'

interface Item {
  id: string
  status: string
  action: string
  isReplay: boolean
  eventId?: string
  number?: number
  isLate?: boolean
  violations?: number
  receipt?: { versionId: string; contentHash: string; jws: string }
  problem?: ProblemBody
}

const api = await startApi(t)
const officer = api.as('officer', VILLAGE)

async function send(items: NewReport[]): Promise<Item[]> {
  const answer = await officer.post('/v1/reports/batch', { items })
  t.equal(answer.status, 200, answer.text)
  return answer.json<{ items: Item[] }>().items
}

const follow = (parentVersionId: string, injured: number) =>
  aReport({ parentVersionId, stage: 'follow_up', figures: { injured } })

t.test('once the version before it has come, the item is accepted, with its receipt', async (t) => {
  const first = aReport()
  const second = follow(first.id, 2)
  const third = follow(second.id, 3)
  t.match(await send([third, second]), [{ status: 'held' }, { status: 'held' }])
  t.match(await send([third]), [{ status: 'held', action: 'wait', isReplay: true }], 'nothing has come yet')
  const [accepted] = await send([first])
  await api.runDue()
  const again = await send([third, first, second])
  t.match(again, [
    { id: third.id, status: 'accepted', action: 'none', isReplay: true, number: 3, violations: 0 },
    { id: first.id, status: 'accepted', number: 1 },
    { id: second.id, status: 'accepted', action: 'none', isReplay: true, number: 2, isLate: false },
  ])
  for (const { id, eventId, receipt } of again) {
    t.equal(eventId, accepted?.eventId)
    t.same(receipt, (await officer.get(`/v1/receipts/${id}`)).json(), 'the receipt as it was issued')
  }
})

t.test('what could not be applied is refused with the problem that it met', async (t) => {
  const event = { hazard: 'snow', occurredAt: '2026-07-01T11:30:00+08:00' } as const
  const first = aReport({ event })
  const second = { ...follow(first.id, 2), event }
  const rival = { ...second, id: uuidv7() }
  t.match(await send([second, rival]), [{ status: 'held' }, { status: 'held' }])
  await send([first])
  await api.runDue()
  t.match(await send([second, rival]), [
    { status: 'accepted', number: 2 },
    {
      status: 'refused',
      action: 'rebuild_on_head',
      isReplay: true,
      problem: { type: '/problems/stale-parent' },
    },
  ])
})
