/** Deaths outside the jurisdiction: on record beside the totals, with their whole story, and counted nowhere. */
import t from 'tap'
import {
  aReport,
  CITY,
  COUNTY,
  minutesAfter,
  NOON,
  OTHER_COUNTY,
  startApi,
  TOWNSHIP,
  VILLAGE,
} from '../api.ts'
import { countRows } from '../http/rows.ts'
import { aKey, type OutsideLoss, totalsOf, valuesOf } from './bureau.ts'

const api = await startApi(t, { environment: { RUN: 'api' } })
const desk = api.as('duty_officer', CITY)
const county = api.as('officer', COUNTY)
const village = api.as('officer', VILLAGE)
const otherCounty = await api.hire('officer', OTHER_COUNTY)
const { eventId } = await village.report(aReport({ figures: { dead: 9 } }))
const path = `/v1/events/${eventId}/outside-losses`

/** The pupil of 2008, as the press told it. */
const PUPIL = {
  regionCode: CITY,
  place: '山南市浪卡子县某小学',
  outsideCode: '540531000000',
  figures: { dead: 1, injured: 15 },
  source: '新华社',
  note: '疏散时受伤。',
  happenedAt: '2026-07-01T11:50:00+08:00',
}
const { regionCode: _, ...CORRECTION } = PUPIL

const listed = async (who = desk) =>
  (await who.get(path)).json<{ items: OutsideLoss[]; next: string | null }>()

t.test('it is noted, shown beside the totals and counted in none', async (t) => {
  const answer = await desk.post(path, PUPIL, aKey())
  t.equal(answer.status, 201, answer.text)
  const noted = answer.json<OutsideLoss>()
  t.match(noted, {
    ...PUPIL,
    happenedAt: '2026-07-01T11:50:00.000+08:00',
    lossId: noted.id,
    number: 1,
    followsId: null,
    nameZh: '拉萨市',
    notedAt: '2026-07-01T12:00:00.000+08:00',
    notedBy: { role: 'duty_officer', regionCode: CITY },
    withdrawalReason: null,
    isStanding: true,
  })
  const totals = await totalsOf(desk, eventId)
  t.same(valuesOf(totals), { dead: 9 }, 'nine, not ten, and nobody injured')
  t.same(totals.outside, [noted])
  const trail = await api.rows(
    `select action, subject_kind, region_code from audit_entries where subject_id = $1`,
    [noted.id],
  )
  t.same(trail, [{ action: 'outside_loss.noted', subject_kind: 'outside_loss', region_code: CITY }])
  t.same(await api.rows('select topic from outbox where subject_id = $1', [noted.id]), [
    { topic: 'outside_loss.noted' },
  ])
  const [judged] = await api.rows('select severity from events where id = $1', [eventId])
  t.match(judged, { severity: 'ordinary' }, 'the event is not graver for it')
})

t.test('a retry makes nothing new, another body under its key is refused', async (t) => {
  const key = aKey()
  const before = (await listed()).items.length
  const [one, other] = await Promise.all([desk.post(path, PUPIL, key), desk.post(path, PUPIL, key)])
  t.same([one.status, other.status], [201, 201])
  t.equal(one.text, other.text)
  t.equal((await listed()).items.length, before + 1)
  t.match((await desk.post(path, { ...PUPIL, note: '另说' }, key)).json(), {
    type: '/problems/idempotency-key-reused',
    errors: [{ pointer: 'header:idempotency-key' }],
  })
})

t.test(
  'corrections and the withdrawal are new words; each takes the place of the last one only',
  async (t) => {
    const { eventId: other } = await village.report(
      aReport({ event: { hazard: 'snow', occurredAt: '2026-07-01T11:00:00+08:00' }, figures: { dead: 1 } }),
    )
    const snow = `/v1/events/${other}/outside-losses`
    const outsideAt = async (minutes: number | null) => {
      const query = minutes === null ? {} : { asOf: minutesAfter(NOON, minutes).toISOString() }
      const { outside } = await totalsOf(desk, other, query as Record<string, string>)
      return outside.map(({ number, figures }) => [number, figures.dead])
    }
    const first = (await desk.post(snow, PUPIL, aKey())).json<OutsideLoss>()
    await api.minutesLater(10)
    const correction = { ...CORRECTION, figures: { dead: 2 } }
    const key = aKey()
    const second = (
      await desk.post(`/v1/outside-losses/${first.id}/correction`, correction, key)
    ).json<OutsideLoss>()
    t.match(second, { number: 2, followsId: first.id, lossId: first.id, regionCode: CITY, isStanding: true })
    t.same(
      (await desk.post(`/v1/outside-losses/${first.id}/correction`, correction, key)).json(),
      second,
      'a retry',
    )
    const stale = await desk.post(`/v1/outside-losses/${first.id}/correction`, correction, aKey())
    t.match(stale.json(), { type: '/problems/state-conflict', followedById: second.id })
    await api.minutesLater(20)
    const reason = { reason: '经核实与本次灾害无关。' }
    const third = await desk.post(`/v1/outside-losses/${second.id}/withdrawal`, reason)
    t.equal(third.status, 200, third.text)
    t.match(third.json(), { number: 3, withdrawalReason: reason.reason, isStanding: false })
    t.same(
      (await desk.post(`/v1/outside-losses/${second.id}/withdrawal`, reason)).json(),
      third.json(),
      'repeated',
    )
    const { id } = third.json<OutsideLoss>()
    for (const [what, body] of [
      [`${second.id}/withdrawal`, { reason: '另一个原因' }],
      [`${id}/withdrawal`, reason],
      [`${id}/correction`, correction],
      [`${first.id}/withdrawal`, reason],
    ] as const) {
      t.equal((await desk.post(`/v1/outside-losses/${what}`, body, aKey())).status, 409, what)
    }
    t.same(
      [await outsideAt(0), await outsideAt(10), await outsideAt(20), await outsideAt(null)],
      [[[1, 1]], [[2, 2]], [], []],
    )
    const all = (await desk.get(snow)).json<{ items: OutsideLoss[] }>().items
    t.same(
      all.map(({ number, isStanding }) => [number, isStanding]),
      [
        [3, false],
        [2, false],
        [1, false],
      ],
      'all on record',
    )
  },
)

t.test('of twenty corrections at once one takes its place', async (t) => {
  const first = (await desk.post(path, PUPIL, aKey())).json<OutsideLoss>()
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, i) =>
      desk.post(`/v1/outside-losses/${first.id}/correction`, { ...CORRECTION, figures: { dead: i } }, aKey()),
    ),
  )
  t.equal(answers.filter(({ status }) => status === 201).length, 1)
  t.equal(answers.filter(({ status }) => status === 409).length, 19)
})

t.test('counties note for themselves, villages do not, and others see nothing', async (t) => {
  const own = await county.post(path, { ...PUPIL, regionCode: COUNTY }, aKey())
  t.equal(own.status, 201, own.text)
  const { id } = own.json<OutsideLoss>()
  t.match((await county.post(path, PUPIL, aKey())).json(), { type: '/problems/outside-jurisdiction' })
  t.match((await village.post(path, { ...PUPIL, regionCode: COUNTY }, aKey())).json(), { status: 403 })
  t.match((await village.post(path, { ...PUPIL, regionCode: VILLAGE }, aKey())).json(), {
    status: 400,
    errors: [{ pointer: '/regionCode', code: 'not_county_or_city' }],
  })
  t.equal((await otherCounty.post(path, { ...PUPIL, regionCode: OTHER_COUNTY }, aKey())).status, 404)
  t.equal((await otherCounty.get(path)).status, 404)
  t.equal((await otherCounty.post(`/v1/outside-losses/${id}/withdrawal`, { reason: '误' })).status, 404)
  t.equal(
    (await village.post(`/v1/outside-losses/${id}/withdrawal`, { reason: '误' })).status,
    404,
    'hidden from below',
  )
  t.match((await api.as('auditor').post(`/v1/outside-losses/${id}/withdrawal`, { reason: '误' })).json(), {
    type: '/problems/not-permitted',
  })
  t.same(
    (await listed(county)).items.map(({ id: one }) => one),
    [id],
    'a county sees its own',
  )
  t.ok(
    (await listed()).items.some(({ id: one }) => one === id),
    'the city all',
  )
  t.same(
    (await totalsOf(county, eventId)).outside.map(({ id: one }) => one),
    [id],
  )
  t.same((await totalsOf(village, eventId)).outside, [])
})

t.test('page after page, the newest first', async (t) => {
  const all = (await listed()).items.map(({ id }) => id)
  const paged: string[] = []
  for (let after: string | null = ''; after !== null; ) {
    const page: { items: OutsideLoss[]; next: string | null } = (
      await desk.get(`${path}?limit=2${after ? `&after=${after}` : ''}`)
    ).json()
    paged.push(...page.items.map(({ id }) => id))
    after = page.next
  }
  t.ok(all.length > 4)
  t.same(paged, all)
  t.match((await desk.get(`${path}?after=nonsense`)).json(), { errors: [{ pointer: 'query:after' }] })
})

t.test('what is wrong is told with its place, and changes nothing', async (t) => {
  const before = await countRows(api)
  const rows: [change: object, pointer: string, code?: string][] = [
    [{ outsideCode: '540122000000' }, '/outsideCode', 'inside_city'],
    [{ outsideCode: VILLAGE }, '/outsideCode', 'inside_city'],
    [{ outsideCode: '5405' }, '/outsideCode'],
    [{ regionCode: TOWNSHIP }, '/regionCode', 'not_county_or_city'],
    [{ figures: {} }, '/figures', 'too_small'],
    [{ figures: { ghosts: 1 } }, '/figures/ghosts', 'unknown_field'],
    [{ figures: { dead: -1 } }, '/figures/dead'],
    [{ figures: { dead: 1.5 } }, '/figures/dead'],
    [{ happenedAt: '2026-07-01T12:30:00+08:00' }, '/happenedAt', 'in_future'],
    [{ source: '' }, '/source'],
    [{ place: undefined }, '/place', 'missing'],
    [{ more: 1 }, '/more', 'unknown_field'],
  ]
  for (const [change, pointer, code] of rows) {
    const answer = await desk.post(path, { ...PUPIL, ...change }, aKey())
    t.match(
      answer.json(),
      { status: 400, errors: [code ? { pointer, code } : { pointer }] },
      JSON.stringify(change),
    )
  }
  t.match((await desk.post(path, PUPIL)).json(), {
    status: 400,
    errors: [{ pointer: 'header:idempotency-key' }],
  })
  t.equal(
    (await desk.post('/v1/outside-losses/019a2b6e-5d2c-7cc3-98f4-1a2b3c4d5e6f/withdrawal', { reason: '误' }))
      .status,
    404,
  )
  t.same(await countRows(api), before)
})

t.test('the database keeps what was said, and lets no word follow two', async (t) => {
  const { id } = (await desk.post(path, PUPIL, aKey())).json<OutsideLoss>()
  for (const statement of [
    `update outside_losses set place = 'x' where id = '${id}'`,
    `delete from outside_losses where id = '${id}'`,
    'truncate outside_losses',
  ]) {
    await t.rejects(api.rows(statement), /append-only/, statement)
  }
  await t.rejects(
    api.rows(`insert into outside_losses select gen_random_uuid(), loss_id, 2, follows_id, event_id, region_code, place,
      outside_code, figures, source, note, happened_at, noted_at, noted_by, null, '' from outside_losses where id = '${id}'`),
    /constraint "outside_losses_first_follows_none"/,
  )
})

t.test('nothing is noted of an event that is closed', async (t) => {
  await api.rows(`update events set state = 'closed' where id = $1`, [eventId])
  t.match((await desk.post(path, PUPIL, aKey())).json(), { type: '/problems/event-closed' })
  t.equal((await desk.get(path)).status, 200)
})
