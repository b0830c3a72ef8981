import t, { type Test } from 'tap'
import { v7 as uuidv7 } from 'uuid'
import {
  type Accepted,
  type Api,
  aFollowUp,
  aReport,
  CITY,
  type Client,
  COUNTY,
  FAR_VILLAGE,
  minutesAfter,
  NOON,
  OTHER_COUNTY,
  type ProblemBody,
  startApi,
  TOWNSHIP,
  VILLAGE,
} from '../api.ts'
import { type Correction, factsOf } from './people.ts'

interface Duty {
  id: string
  region_code: string
  due_at: Date
  met_at: Date | null
  missed_at: Date | null
  replaced_at: Date | null
  replaced_by_id: string | null
  replaced_reason: string | null
}

const HOUR = 60
const correct = (client: Client, eventId: string, body: object) =>
  client.post(`/v1/events/${eventId}/corrections`, { reason: '经县地震局核实。', ...body })
const minutesBefore = (minutes: number) => minutesAfter(NOON, -minutes).toISOString()

async function aWorld(t: Pick<Test, 'teardown' | 'comment'>) {
  const api = await startApi(t)
  const village = await api.hire('officer', VILLAGE)
  const county = await api.hire('duty_officer', COUNTY)
  const city = await api.hire('duty_officer', CITY)
  return { api, village, county, city }
}

const firstReportsOwed = (api: Api, { eventId }: Accepted, regionCode: string) =>
  api.rows<Duty>(
    `select * from deadlines where event_id = $1 and duty = 'first_report' and region_code = $2 order by id`,
    [eventId, regionCode],
  )

t.test(
  'time, hazard and title are put right, with what stood before; the figures are left alone',
  async (t) => {
    const { api, village, county } = await aWorld(t)
    const report = await village.report(aReport({ figures: { dead: 2 } }))
    const figures = await api.rows('select * from latest_figures')
    const answer = await correct(county, report.eventId, {
      hazard: 'geological',
      subhazard: 'landslide',
      occurredAt: minutesBefore(20),
      title: '羊易村滑坡',
    })
    t.equal(answer.status, 200, answer.text)
    t.match(answer.json<Correction>(), {
      event: { id: report.eventId, hazard: 'geological', subhazard: 'landslide', title: '羊易村滑坡' },
      reason: '经县地震局核实。',
      before: {
        hazard: 'earthquake',
        subhazard: null,
        occurredAt: '2026-07-01T11:50:00.000+08:00',
        title: null,
      },
      after: { hazard: 'geological', subhazard: 'landslide', occurredAt: '2026-07-01T11:40:00.000+08:00' },
    })
    t.same(await api.rows('select * from latest_figures'), figures)
    const [version] = await api.rows<{ content: object }>('select content from report_versions')
    t.match(version?.content, { event: { hazard: 'earthquake' } }, 'what was reported stays as it was said')
    const timeline = (await county.get(`/v1/events/${report.eventId}/timeline?limit=200`)).json<{
      items: { what: string; whatZh: string; detail: object }[]
    }>()
    t.match(
      timeline.items.filter(({ what }) => what === 'event.corrected'),
      [{ whatZh: /勘误/, detail: { reason: '经县地震局核实。', before: { hazard: 'earthquake' } } }],
    )
  },
)

t.test('the reporter hears of it at the next contact, and goes on reporting as before', async (t) => {
  const { api, village, county } = await aWorld(t)
  const report = await village.report(aReport())
  await api.settled()
  const { next } = (await village.get('/v1/sync')).json<{ next: string }>()
  await correct(county, report.eventId, { hazard: 'flood', occurredAt: minutesBefore(15) })
  await api.settled()
  const { changes } = (await village.get(`/v1/sync?cursor=${next}`)).json<{
    changes: { topic: string; detail: object }[]
  }>()
  t.match(
    changes.filter(({ topic }) => topic === 'event.corrected'),
    [{ detail: { reason: '经县地震局核实。', after: { hazard: 'flood' } } }],
  )
  const event = { hazard: 'earthquake', occurredAt: minutesBefore(10) } as const
  const next2 = await village.report(
    aFollowUp(report, { event, eventId: undefined, figures: { injured: 2 } }),
  )
  t.equal(next2.eventId, report.eventId, 'a follow-up that still says what it took it for belongs to it')
  const other = { hazard: 'snow', occurredAt: minutesBefore(10) } as const
  const refused = await village.submit(aFollowUp(next2, { event: other, eventId: undefined }))
  t.match(refused.json(), { type: '/problems/chain-mismatch' }, 'but not another one')
})

t.test(
  'limits that counted from another instant are replaced, never moved; what was met stays met',
  async (t) => {
    const { api, village, county } = await aWorld(t)
    const report = await village.report(aReport({ figures: { dead: 1 } }))
    const [own] = await firstReportsOwed(api, report, VILLAGE)
    const [before] = await firstReportsOwed(api, report, COUNTY)
    t.ok(before && before.met_at === null)
    const answer = await correct(county, report.eventId, { occurredAt: minutesBefore(HOUR) })
    const { replacedDeadlines } = answer.json<Correction>()
    const [old, fresh] = await firstReportsOwed(api, report, COUNTY)
    t.same(old?.due_at, before?.due_at)
    t.same([old?.replaced_by_id, old?.replaced_reason], [fresh?.id, '勘误:经县地震局核实。'])
    t.same(
      fresh?.due_at,
      minutesAfter(before?.due_at ?? NOON, -50),
      'fifty minutes earlier, as the disaster was',
    )
    t.match(
      replacedDeadlines.find(({ regionCode }) => regionCode === COUNTY),
      { duty: 'first_report', deadlineId: old?.id, replacedById: fresh?.id },
    )
    t.same(await firstReportsOwed(api, report, VILLAGE), [own], 'the village has made its report')
  },
)

t.test(
  'what falls due in the past by the correction is missed and passed upward; a later limit takes the alarm away',
  async (t) => {
    const { api, village, city } = await aWorld(t)
    const report = await village.report(aReport({ figures: { dead: 1 } }))
    await correct(city, report.eventId, { occurredAt: minutesBefore(10 * HOUR) })
    await api.runDue()
    const missed = await firstReportsOwed(api, report, COUNTY)
    t.match(missed.at(-1), { missed_at: NOON, replaced_at: null })
    const passed = await api.rows('select from escalations where cause_id = $1', [missed.at(-1)?.id])
    t.ok(passed.length > 0)

    await correct(city, report.eventId, { occurredAt: minutesBefore(9 * HOUR) })
    t.equal(
      (await firstReportsOwed(api, report, COUNTY)).length,
      missed.length,
      'missed either way: it stays',
    )
    await correct(city, report.eventId, { occurredAt: minutesBefore(5) })
    await api.runDue()
    const last = (await firstReportsOwed(api, report, COUNTY)).at(-1)
    t.match(last, { missed_at: null, met_at: null })
    t.ok(last && last.due_at > NOON, 'the unit still owes it, in time')
  },
)

t.test('the event is judged anew: what rises goes upward, what falls stays', async (t) => {
  const { api, village, county } = await aWorld(t)
  const report = await village.report(aReport({ figures: { dead: 9, missing: 3 } }))
  const severity = async () =>
    (await county.get(`/v1/events/${report.eventId}`)).json<{
      severity: string
      ladders: { ladder: string }[]
    }>()
  const { severity: standing } = await severity()
  const escalations = () => api.rows('select from escalations where event_id = $1', [report.eventId])
  const before = (await escalations()).length
  const landslide = await correct(county, report.eventId, { hazard: 'geological', subhazard: 'landslide' })
  t.equal(landslide.status, 200, landslide.text)
  const after = await severity()
  t.not(after.severity, null)
  const ranks = [null, 'ordinary', 'relatively_serious', 'serious', 'especially_serious']
  t.ok(ranks.indexOf(after.severity) >= ranks.indexOf(standing), 'never lower')
  t.ok((await escalations()).length >= before)
  t.ok(
    after.ladders.some(({ ladder }) => ladder.includes('geological')),
    `asked: ${JSON.stringify(after.ladders.map((l) => l.ladder))}`,
  )
  await correct(county, report.eventId, { hazard: 'snow' })
  t.equal((await severity()).severity, after.severity, 'a milder ladder lowers nothing')
})

t.test(
  'who covers only a part, who has no desk, and who asks for figures is refused; nothing changes',
  async (t) => {
    const { api, village, county, city } = await aWorld(t)
    const report = await village.report(aReport())
    const township = await api.hire('officer', TOWNSHIP)
    const stranger = await api.hire('duty_officer', OTHER_COUNTY)
    const { eventId } = report
    const rows: [who: Client, body: object, status: number, type: string, pointer?: string][] = [
      [village, { title: 'x' }, 403, 'not-permitted'],
      [township, { title: 'x' }, 403, 'not-permitted'],
      [stranger, { title: 'x' }, 404, 'not-found'],
      [county, { figures: { dead: 0 } }, 400, 'invalid-request', '/figures'],
      [county, { latest: {} }, 400, 'invalid-request', '/latest'],
      [county, { title: 'x', reason: '' }, 400, 'invalid-request', '/reason'],
      [county, { regionCode: OTHER_COUNTY }, 400, 'invalid-request', '/regionCode'],
      [county, { regionCode: '540122299999' }, 422, 'unknown-region', '/regionCode'],
      [county, { hazard: 'meteorite' }, 400, 'invalid-request', '/hazard'],
      [county, { hazard: 'flood', subhazard: 'landslide' }, 422, 'unjudgeable-facts', '/subhazard'],
      [county, { occurredAt: minutesBefore(-1) }, 422, 'occurred-in-future', '/occurredAt'],
      [county, { hazard: 'earthquake' }, 409, 'state-conflict'],
      [county, {}, 400, 'invalid-request', ''],
    ]
    for (const who of [...rows.map(([who]) => who), city]) await who.token()
    await api.minutesLater(5)
    const afterReport = await correct(county, eventId, { occurredAt: minutesAfter(NOON, 3).toISOString() })
    t.match(afterReport.json(), {
      type: '/problems/rules-violated',
      errors: [{ pointer: '/occurredAt', code: 'C20' }],
    })
    await api.minutesLater(0)
    await api.runDue()
    const before = await factsOf(api)
    for (const [who, body, status, type, pointer] of rows) {
      const answer = await correct(who, eventId, body)
      t.equal(answer.status, status, `${JSON.stringify(body)}: ${answer.text}`)
      const problem = answer.json<ProblemBody>()
      t.equal(problem.type, `/problems/${type}`)
      if (pointer !== undefined)
        t.ok(
          problem.errors?.some((error) => error.pointer === pointer),
          JSON.stringify(problem.errors),
        )
    }
    const empty = (await correct(county, eventId, {})).json<ProblemBody>()
    t.match(empty, {
      detail: /at least one of hazard, subhazard, occurredAt, regionCode, title/,
      errors: [{ code: 'nothing_corrected' }],
    })
    t.equal((await correct(city, uuidv7(), { title: 'x' })).status, 404)
    t.equal(await factsOf(api), before, 'nothing has changed')

    const wide = await city.post(`/v1/events/${eventId}/regions`, { regionCode: OTHER_COUNTY })
    t.ok(wide.status < 300, wide.text)
    t.match((await correct(county, eventId, { title: '跨县' })).json(), {
      type: '/problems/outside-jurisdiction',
      regionCode: OTHER_COUNTY,
    })
    await api.settled()
    const { next } = (await stranger.get('/v1/sync')).json<{ next: string }>()
    t.equal((await correct(city, eventId, { title: '跨县' })).status, 200)
    await api.settled()
    const { changes } = (await stranger.get(`/v1/sync?cursor=${next}`)).json<{
      changes: { topic: string }[]
    }>()
    t.equal(changes.filter(({ topic }) => topic === 'event.corrected').length, 1, 'both counties hear of it')
    await api.rows(`update events set state = 'closed' where id = $1`, [eventId])
    t.match((await correct(city, eventId, { title: '结束后' })).json(), { type: '/problems/event-closed' })
  },
)

t.test('the place is corrected within what the event covers; chains stay with their units', async (t) => {
  const { api, village, county } = await aWorld(t)
  const report = await village.report(aReport({ figures: { dead: 3 } }))
  const answer = await correct(county, report.eventId, { regionCode: FAR_VILLAGE })
  t.equal(answer.status, 200, answer.text)
  t.match(answer.json<Correction>(), {
    event: { regionCode: FAR_VILLAGE },
    before: { regionCode: VILLAGE },
    after: { regionCode: FAR_VILLAGE },
  })
  t.match(await api.rows('select region_code from report_chains'), [{ region_code: VILLAGE }])
  const next = await village.report(aFollowUp(report, { figures: { dead: 4 } }))
  t.equal(next.eventId, report.eventId)
})

t.test('corrections are kept for good', async (t) => {
  const { api, village, county } = await aWorld(t)
  const report = await village.report(aReport())
  await correct(county, report.eventId, { title: '羊易村地震' })
  await t.rejects(api.rows(`update event_corrections set reason = 'x'`), /append-only/)
  await t.rejects(api.rows('delete from event_corrections'), /append-only/)
  await t.rejects(api.rows('truncate event_corrections'), /append-only/)
})

t.end()
