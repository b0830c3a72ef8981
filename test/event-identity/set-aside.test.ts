/** Of two chains of one unit one counts: what the other one says is not set aside in silence. */
import t from 'tap'
import type { SetAside } from '../../src/event-identity/set-aside.ts'
import {
  type Accepted,
  aFollowUp,
  aReport,
  CITY,
  type Client,
  minutesAfter,
  NOON,
  startApi,
  VILLAGE,
} from '../api.ts'

interface Act {
  id: string
  setAside: SetAside[]
}
interface Told {
  topic: string
  regionCode: string
  detail: { setAside: SetAside[] }
}

const OTHER_VILLAGE = '540121100201'
const api = await startApi(t)
const city = await api.hire('duty_officer', CITY)
const village = await api.hire('officer', VILLAGE)
const other = await api.hire('officer', OTHER_VILLAGE)
const reason = { reason: '同一场地震。' }
let day = 0

/** Two events of one village, far from all others: the one it speaks of first, and the one it speaks of last. */
async function toldTwice(first: object, last: object, explained = {}): Promise<[Accepted, Accepted]> {
  day += 20
  const at = (days: number) => minutesAfter(NOON, -days * 1_440).toISOString()
  const event = (days: number) => ({ hazard: 'earthquake', occurredAt: at(days) }) as const
  const one = await village.report(aReport({ event: event(day), figures: first }))
  await api.minutesLater(1)
  const two = await village.report(aReport({ event: event(day + 10), figures: last, ...explained }))
  t.not(one.eventId, two.eventId)
  return [one, two]
}
const merge = (into: Accepted, from: Accepted, more = {}) =>
  city.post(`/v1/events/${into.eventId}/merges`, { fromEventId: from.eventId, ...reason, ...more })
const dead = async ({ eventId }: Accepted) =>
  (await city.get(`/v1/events/${eventId}/totals?regionCode=${CITY}`))
    .json<{ indicators: { indicator: string; value: number }[] }>()
    .indicators.find(({ indicator }) => indicator === 'dead')?.value
interface Sync {
  next: string
  changes: Told[]
}
/** What somebody hears after a place, but for what others do meanwhile. */
const sync = async (client: Client, { next }: Partial<Sync> = {}) => {
  await api.settled()
  return (await client.get(`/v1/sync?${next === undefined ? '' : `cursor=${next}`}`)).json<Sync>()
}
const heard = async (client: Client, from: Sync) =>
  (await sync(client, from)).changes.filter(({ topic }) => topic === 'figures.set_aside')

t.test(
  'a merge by which the dead of a unit would count no more is refused, with what would go',
  async (t) => {
    const [three, silent] = await toldTwice({ dead: 3, affected_pop: 40 }, { affected_pop: 45, injured: 1 })
    const wouldFall = [
      {
        ...{ regionCode: VILLAGE, indicator: 'dead', figure: 3, versionId: three.versionId },
        ...{ standingFigure: null, standingVersionId: silent.versionId },
      },
    ]
    for (const [into, from] of [
      [three, silent],
      [silent, three],
    ] as const) {
      const answer = await merge(into, from)
      t.equal(answer.status, 409)
      t.match(answer.json(), { type: '/problems/figures-would-fall', wouldFall })
      t.equal((await merge(into, from, { acceptsFalls: false })).status, 409)
    }
    t.equal(await dead(three), 3, 'nothing was merged')

    const answer = await merge(three, silent, { acceptsFalls: true })
    t.equal(answer.status, 201, answer.text)
    t.same(answer.json<Act>().setAside, wouldFall)
    t.equal(await dead(three), undefined)
  },
)

t.test('what a unit took back without a word and still owes a word of is not merged away', async (t) => {
  day += 20
  const event = (days: number) =>
    ({ hazard: 'earthquake', occurredAt: minutesAfter(NOON, -days * 1_440).toISOString() }) as const
  const nine = await village.report(aReport({ event: event(day), figures: { dead: 9 } }))
  const second = await village.report(aReport({ event: event(day), figures: { dead: 2 } }))
  t.equal(second.joinedChain, true)
  const elsewhere = await village.report(aReport({ event: event(day + 10), figures: { dead: 2 } }))
  const answer = await merge(nine, elsewhere)
  t.equal(answer.status, 409, answer.text)
  t.match(answer.json(), { wouldFall: [{ indicator: 'dead', figure: 9, standingFigure: 2 }] })
})

t.test(
  'whoever decides and the unit itself are told all that is set aside, and nobody beside them',
  async (t) => {
    const [one, two] = await toldTwice(
      { dead: 2, missing: 1, affected_pop: 50, injured: 0, collapsed_rooms: 4 },
      { dead: 1, missing: 1, affected_pop: 45 },
    )
    const [own, strange] = [await sync(village), await sync(other)]
    const act = (await merge(two, one, { acceptsFalls: true })).json<Act>()
    const expected = [
      ['affected_pop', 50, 45],
      ['dead', 2, 1],
      ['collapsed_rooms', 4, null],
    ]
    const short = (all: readonly SetAside[] = []) =>
      all.map(({ indicator, figure, standingFigure }) => [indicator, figure, standingFigure])
    t.same(short(act.setAside), expected, 'what stands as it was, or was 0, is not among them')

    const acts = async (client: Client) =>
      (await client.get(`/v1/events/${two.eventId}/identity-acts`)).json<{ items: Act[] }>().items
    t.same((await acts(city))[0]?.setAside, act.setAside)
    t.same((await acts(village))[0]?.setAside, act.setAside)
    const audited = await api.rows<{ detail: Act }>(
      `select detail from audit_entries where action = 'event.merged' and detail ->> 'actId' = $1`,
      [act.id],
    )
    t.same(
      audited.map(({ detail }) => detail.setAside),
      [act.setAside, act.setAside],
      'in the trail of both events',
    )
    const told = await heard(village, own)
    t.match(told, [{ regionCode: VILLAGE, detail: { setAside: act.setAside } }])
    t.same(await heard(other, strange), [], 'another village hears no figures')
  },
)

t.test('the village of another county reads the decision without figures that are not its own', async (t) => {
  const [one, two] = await toldTwice({ dead: 2 }, { injured: 1 })
  await city.post(`/v1/events/${one.eventId}/regions`, { regionCode: '540121000000' })
  await other.report(aReport({ regionCode: OTHER_VILLAGE, eventId: one.eventId, figures: { injured: 1 } }))
  await merge(one, two, { acceptsFalls: true })
  const answer = await other.get(`/v1/events/${one.eventId}/identity-acts`)
  t.same(
    answer.json<{ items: Act[] }>().items.map(({ setAside }) => setAside),
    [[]],
  )
})

t.test('a figure that rises, stays or may fall is no reason to refuse', async (t) => {
  const [lower, higher] = await toldTwice({ dead: 1, injured: 9 }, { dead: 2, injured: 3 })
  const act = await merge(higher, lower)
  t.equal(act.status, 201, act.text)
  t.match(act.json(), { setAside: [{ indicator: 'injured', figure: 9, standingFigure: 3 }] })

  const [one, two] = await toldTwice({ dead: 1 }, { injured: 1 })
  const next = await village.report(aFollowUp(two, { figures: { injured: 1, dead: 1 } }))
  t.ok(next)
  t.equal((await merge(one, two)).status, 201, 'asked, the unit has said it again')
})

t.test(
  'the suggestion shows what would be set aside, to whoever reads the reports of the unit',
  async (t) => {
    day += 20
    const at = (minutes: number) => minutesAfter(NOON, minutes - day * 1_440).toISOString()
    const event = (minutes: number) => ({ hazard: 'earthquake', occurredAt: at(minutes) }) as const
    const one = await village.report(aReport({ event: event(0), figures: { dead: 3 } }))
    const two = await other.report(
      aReport({ regionCode: OTHER_VILLAGE, event: event(1), figures: { injured: 1 } }),
    )
    const extend = (eventId: string, regionCode: string) =>
      city.post(`/v1/events/${eventId}/regions`, { regionCode })
    await extend(two.eventId, '540122000000')
    await api.minutesLater(1)
    await village.report(aReport({ eventId: two.eventId, figures: { injured: 2 } }))
    const suggested = async (client: Client) =>
      (await client.get(`/v1/events/${two.eventId}/suggestions`)).json<{
        items: (Act & { event: object })[]
      }>()
    const wouldFall = { indicator: 'dead', figure: 3, standingFigure: null, versionId: one.versionId }
    t.match(await suggested(city), { items: [{ event: { id: one.eventId }, setAside: [wouldFall] }] })
    await extend(one.eventId, '540121000000')
    t.same(
      (await suggested(other)).items.map(({ setAside }) => setAside),
      [[]],
    )
  },
)
