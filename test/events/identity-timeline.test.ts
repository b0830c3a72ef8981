/** What was decided about the identity of an event stands in its timeline, on both sides. */
import t from 'tap'
import type { HAPPENED_ZH } from '../../src/regulations/labels.ts'
import {
  aReport,
  CITY,
  type Client,
  COUNTY,
  FAR_VILLAGE,
  minutesAfter,
  NOON,
  OTHER_COUNTY,
  startApi,
  VILLAGE,
} from '../api.ts'

interface Told {
  items: {
    at: string
    what: keyof typeof HAPPENED_ZH
    whatZh: string
    subjectId: string
    regionCode: string | null
    accountId: string | null
    detail: Record<string, unknown>
  }[]
}

const api = await startApi(t)
const desk = await api.hire('duty_officer', CITY)
const far = await api.hire('officer', FAR_VILLAGE)
const county = await api.hire('officer', COUNTY)

const report = (who: Client, regionCode: string, daysAgo: number) => {
  const event = {
    hazard: 'earthquake',
    occurredAt: minutesAfter(NOON, -daysAgo * 1_440).toISOString(),
  } as const
  return who.report(aReport({ event, regionCode, figures: { injured: 1 } }))
}

const told = async (who: Client, eventId: string) =>
  (await who.get(`/v1/events/${eventId}/timeline?limit=200`))
    .json<Told>()
    .items.filter(({ what }) => ['event.merged', 'event.split', 'event.identity_restored'].includes(what))

const one = await report(api.as('officer', VILLAGE), VILLAGE, 1)
const two = await report(far, FAR_VILLAGE, 20)
const minute = (n: number) => minutesAfter(NOON, n)

async function decide(path: string, body: object, at: number): Promise<{ id: string; intoEventId: string }> {
  await api.setNow(minute(at))
  const answer = await desk.post(path, body)
  if (answer.status !== 201) throw new Error(answer.text)
  return answer.json()
}

t.test('a merge, what took it back, and a split: who, when, why, and between which events', async (t) => {
  const [reason, back, apart] = ['同一场地震。', '核实后是两场。', '远村另有一场。']
  const merged = await decide(`/v1/events/${one.eventId}/merges`, { fromEventId: two.eventId, reason }, 1)
  const [mine] = await api.rows<{ by: string }>('select by from identity_acts where id = $1', [merged.id])
  const merge = {
    ...{ at: '2026-07-01T12:01:00.000+08:00', what: 'event.merged', whatZh: '汇拢' },
    ...{ subjectId: merged.id, regionCode: null, accountId: mine?.by, dueAt: null, because: null },
    detail: {
      ...{ fromEventId: two.eventId, intoEventId: one.eventId, reason },
      ...{ undoes: null, undoesId: null },
    },
    nameZh: null,
  }
  t.same(await told(county, one.eventId), [merge], 'once, although both are one event now')
  const redirected = await fetch(`${api.address}/v1/events/${two.eventId}`, {
    redirect: 'manual',
    headers: { authorization: `Bearer ${await desk.token()}` },
  })
  t.equal(redirected.status, 307)
  const undone = await decide(`/v1/identity-acts/${merged.id}/undoing`, { reason: back }, 2)
  const undo = {
    ...{ what: 'event.identity_restored', subjectId: undone.id, at: '2026-07-01T12:02:00.000+08:00' },
    detail: { undoesId: merged.id, undoes: 'merge', reason: back },
  }
  for (const { eventId } of [one, two]) t.match(await told(county, eventId), [merge, undo], 'on both sides')

  await far.report(aReport({ regionCode: FAR_VILLAGE, eventId: one.eventId }))
  const body = { regionCodes: [FAR_VILLAGE], reason: apart }
  const split = await decide(`/v1/events/${one.eventId}/splits`, body, 3)
  const row = {
    what: 'event.split',
    subjectId: split.id,
    detail: { reason: apart, fromEventId: one.eventId },
  }
  t.match(await told(county, one.eventId), [merge, undo, row])
  t.match(await told(county, split.intoEventId), [row])
  t.equal((await told(county, split.intoEventId)).length, 1)
  t.equal((await told(county, two.eventId)).length, 2, 'an event that has no part in it tells nothing of it')
})

t.test('whoever does not see the event hears nothing of it', async (t) => {
  const elsewhere = await api.hire('officer', OTHER_COUNTY)
  t.equal((await elsewhere.get(`/v1/events/${one.eventId}/timeline`)).status, 404)
})

t.test('pages go on behind it', async (t) => {
  const all: string[] = []
  for (let after: string | null = ''; after !== null; ) {
    const page: Told & { next: string | null } = (
      await county.get(`/v1/events/${one.eventId}/timeline?limit=2${after && `&after=${after}`}`)
    ).json()
    all.push(...page.items.map(({ subjectId, what }) => `${subjectId} ${what}`))
    after = page.next
  }
  t.equal(new Set(all).size, all.length)
  t.equal(all.filter((what) => /event\.(merged|split|identity_restored)/.test(what)).length, 3)
})
