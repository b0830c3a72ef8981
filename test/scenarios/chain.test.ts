/** A flood from village to city: whose clocks run, who joins whose event, who is told. */
import t from 'tap'
import { v7 as uuidv7 } from 'uuid'
import {
  type Accepted,
  aFollowUp,
  aReport,
  CITY,
  COUNTY,
  FAR_VILLAGE,
  minutesAfter,
  NEXT_VILLAGE,
  NOON,
  OTHER_COUNTY,
  startApi,
  TOWNSHIP,
  VILLAGE,
} from '../api.ts'

const api = await startApi(t)
const officer = api.as('officer', VILLAGE)
const dutyOfficer = api.as('duty_officer')
const DAY = 24 * 60

/** The story's own days, so far from the others that no event of theirs is near. */
function story(day: number) {
  const now = minutesAfter(NOON, day * DAY)
  const at = (minutes: number) => minutesAfter(now, minutes)
  const event = { hazard: 'flood', subhazard: 'mountain_flood', occurredAt: now.toISOString() } as const
  return { at, event }
}

const dueOf = ({ deadlines }: Accepted, regionCode: string) =>
  deadlines.find((one) => one.duty === 'first_report' && one.regionCode === regionCode)?.dueAt
const iso = (instant: Date) => new Date(+instant + 8 * 3_600_000).toISOString().replace('Z', '+08:00')

t.test('each tier gets its clock, and each report stops its own', async (t) => {
  const { at, event } = story(0)
  await api.setNow(at(10))
  const village = await officer.report(aReport({ event }))
  t.equal(village.event.foundBy, 'opened')
  t.equal(dueOf(village, VILLAGE), iso(at(30)))
  t.equal(dueOf(village, TOWNSHIP), iso(at(60)))
  t.equal(dueOf(village, COUNTY), iso(at(120)))
  t.equal(dueOf(village, CITY), undefined, 'the city owes from the county’s report on')

  await api.setNow(at(40))
  const township = await api.as('officer', TOWNSHIP).report(aReport({ event, regionCode: TOWNSHIP }))
  t.match(township, { eventId: village.eventId, event: { foundBy: 'match' }, isLate: false, number: 1 })

  await api.setNow(at(100))
  const county = await api.as('officer', COUNTY).report(aReport({ event, regionCode: COUNTY }))
  t.equal(county.eventId, village.eventId)
  t.equal(dueOf(county, CITY), iso(at(220)), 'two hours from the receipt of the county’s report')

  await api.setNow(at(150))
  const city = await dutyOfficer.report(aReport({ eventId: village.eventId, regionCode: CITY }))
  t.match(city, { eventId: village.eventId, isLate: false })
  const owed = await api.rows<{ region_code: string }>(
    `select region_code from deadlines where event_id = $1 and duty = 'first_report' and met_at is null`,
    [village.eventId],
  )
  t.same(owed, [], 'every first report is in')
})

t.test('a second officer’s first report joins the chain as its next version', async (t) => {
  const { at, event } = story(4)
  await api.setNow(at(5))
  const first = await officer.report(aReport({ event, figures: { injured: 2 } }))
  const second = await api.hire('officer', VILLAGE)
  const joined = await second.report(aReport({ event, figures: { injured: 3 } }))
  t.match(joined, { eventId: first.eventId, joinedChain: true, number: 2, stage: 'follow_up' })
  const stored = await officer.get(`/v1/reports/${joined.versionId}`)
  t.match(stored.json(), { parentVersionId: first.versionId, isHead: true, joinedChain: true })
  const next = await officer.submit(aFollowUp(first, { figures: { injured: 4 } }))
  t.equal(next.status, 412, 'the first officer now builds on a head that has moved')
  t.match(next.json(), {
    type: '/problems/stale-parent',
    head: { versionId: joined.versionId, number: 2, figures: { injured: 3 } },
  })
  const rebased = await officer.report(aFollowUp(joined, { figures: { injured: 4 } }))
  t.equal(rebased.number, 3)
})

t.test('units of one county find one event; another county’s is only suggested', async (t) => {
  const { at, event } = story(8)
  await api.setNow(at(10))
  const here = await officer.report(aReport({ event }))
  const neighbour = await api.hire('officer', NEXT_VILLAGE)
  const same = await neighbour.report(
    aReport({ event: { ...event, occurredAt: at(7).toISOString() }, regionCode: NEXT_VILLAGE }),
  )
  t.match(same, { eventId: here.eventId, event: { foundBy: 'match' }, joinedChain: false, number: 1 })
  const far = await api.hire('officer', FAR_VILLAGE)
  t.equal((await far.report(aReport({ event, regionCode: FAR_VILLAGE }))).eventId, here.eventId)

  const otherCounty = await api.hire('officer', OTHER_COUNTY)
  const apart = await otherCounty.report(aReport({ event, regionCode: OTHER_COUNTY }))
  t.not(apart.eventId, here.eventId)
  t.equal(apart.event.foundBy, 'opened')
  t.match(apart.event.suggestions, [{ eventId: here.eventId, hoursApart: 0, regions: [COUNTY] }])
  const named = await otherCounty.submit(aReport({ eventId: here.eventId, regionCode: OTHER_COUNTY }))
  t.equal(named.status, 422, 'not even by its id, until somebody extends it')
  t.match(named.json(), { type: '/problems/unknown-event', errors: [{ pointer: '/eventId' }] })
})

t.test('another hazard, another time, or an exercise is another event', async (t) => {
  const { at, event } = story(12)
  await api.setNow(at(10))
  const flood = await officer.report(aReport({ event }))
  const snow = await officer.report(aReport({ event: { hazard: 'snow', occurredAt: event.occurredAt } }))
  const exercise = await officer.report(aReport({ event: { ...event, isExercise: true } }))
  await api.setNow(at(73 * 60))
  const later = await officer.report(
    aReport({ event: { ...event, occurredAt: at(72 * 60 + 1).toISOString() } }),
  )
  t.equal(new Set([flood, snow, exercise, later].map(({ eventId }) => eventId)).size, 4)
  const joined = await officer.report(aReport({ event: { ...event, occurredAt: at(72 * 60).toISOString() } }))
  t.equal(joined.eventId, later.eventId, 'the closest in time wins')
})

t.test('what a village says by phone counts from when it said it', async (t) => {
  const { at, event } = story(20)
  await api.setNow(at(50))
  const report = aReport({ event, regionCode: VILLAGE })
  const township = api.as('officer', TOWNSHIP)
  const without = await township.submit(report)
  t.equal(without.status, 422)
  t.match(without.json(), { type: '/problems/source-missing', errors: [{ pointer: '/onBehalfOf' }] })
  const onBehalfOf = {
    channel: 'telephone',
    source: '羊易村党支部书记',
    saidAt: at(25).toISOString(),
  } as const
  const accepted = await township.report({ ...report, onBehalfOf })
  t.equal(accepted.isLate, false, 'entered after the limit, said before it')
  t.match(
    await api.rows('select met_at, missed_at from deadlines where met_by_id = $1', [accepted.versionId]),
    [{ met_at: at(25), missed_at: null }],
  )
  const stored = await township.get(`/v1/reports/${accepted.versionId}`)
  t.match(stored.json(), { content: { onBehalfOf: { source: '羊易村党支部书记' } } }, 'the source is kept')
  const [{ login } = { login: '' }] = await api.rows<{ login: string }>(
    'select a.login from report_versions v join accounts a on a.id = v.account_id where v.id = $1',
    [accepted.versionId],
  )
  t.match(login, /officer-540122200000/, 'and so is who entered it')
  const ahead = { ...onBehalfOf, saidAt: at(51).toISOString() }
  t.match((await township.submit(aReport({ event, onBehalfOf: ahead }))).json(), {
    type: '/problems/occurred-in-future',
    errors: [{ pointer: '/onBehalfOf/saidAt' }],
    detail: /^It is 2026-.*\+08:00 here/,
    now: /\+08:00$/,
  })
})

t.test('the city extends an event to another county, and the next report there finds it', async (t) => {
  const { at, event } = story(24)
  await api.setNow(at(10))
  const here = await officer.report(aReport({ event }))
  const extended = await dutyOfficer.post(`/v1/events/${here.eventId}/regions`, { regionCode: OTHER_COUNTY })
  t.equal(extended.status, 200, extended.text)
  const otherCounty = await api.hire('officer', OTHER_COUNTY)
  const found = await otherCounty.report(aReport({ event, regionCode: OTHER_COUNTY }))
  t.match(found, { eventId: here.eventId, event: { foundBy: 'match', suggestions: [] } })
})

t.test('a first report can say that it is another disaster than the one of an hour before', async (t) => {
  const { at, event } = story(28)
  await api.setNow(at(70))
  const gale = await officer.report(aReport({ event, figures: { dead: 2 } }))
  const hail = { ...event, occurredAt: at(60).toISOString(), isAnother: true }
  const report = aReport({ event: hail, figures: { injured: 1 } })
  const other = await officer.report(report)
  t.not(other.eventId, gale.eventId)
  t.match(other, { number: 1, joinedChain: false, violations: [], previous: undefined })
  t.match(other.event, {
    foundBy: 'opened',
    because: /another disaster/,
    suggestions: [{ eventId: gale.eventId, state: 'open', hoursApart: 1 }],
  })
  t.same((await officer.submit(report)).json(), other, 'sent again it opens no second one')
  const { isAnother: _isAnother, ...plain } = hail
  const withoutIt = await officer.submit({ ...report, event: plain })
  t.match(withoutIt.json(), { type: '/problems/idempotency-key-reused' }, 'it is part of what was said')

  const twin = await (await api.hire('officer', VILLAGE)).report({ ...report, id: uuidv7() })
  t.notOk([gale.eventId, other.eventId].includes(twin.eventId), 'two phones that say so open two events')
  t.same(
    twin.event.suggestions.map(({ eventId }) => eventId),
    [other.eventId, gale.eventId],
    'which can be merged, the nearest first',
  )
  const exercise = await officer.report({ ...report, id: uuidv7(), event: { ...hail, isExercise: true } })
  t.match(exercise.event, { foundBy: 'opened', suggestions: [] }, 'an exercise is near no real event')
  const items = [{ ...report, id: uuidv7(), event: { ...hail, isAnother: false } }]
  const batch = await officer.post('/v1/reports/batch', { items })
  t.match(
    batch.json(),
    { items: [{ status: 'accepted', eventId: other.eventId, number: 2 }] },
    'false is as absent',
  )
  const { eventId: _eventId, ...unnamed } = aFollowUp(other)
  const later = await officer.submit({ ...unnamed, event: hail })
  t.equal(later.status, 400, 'who follows a version is in its event')
  t.match(later.json(), { errors: [{ pointer: '/event/isAnother', code: 'not_first' }] })
})

t.end()
