/** A mistaken report is withdrawn: nothing said is lost, and the totals no longer count it. */
import t from 'tap'
import { v7 as uuidv7 } from 'uuid'
import {
  type Accepted,
  aFollowUp,
  aReport,
  COUNTY,
  NEXT_VILLAGE,
  OTHER_COUNTY,
  startApi,
  VILLAGE,
} from '../api.ts'

const api = await startApi(t)
const village = api.as('officer', VILLAGE)
const neighbour = await api.hire('officer', NEXT_VILLAGE)
const event = aReport().event

const withdraw = (
  who: typeof village,
  versionId: string,
  reason = '误报:演练信息误作实情。',
  id = uuidv7(),
) => who.post(`/v1/reports/${versionId}/withdrawal`, { id, reason }, { 'idempotency-key': id })

const figuresOf = (eventId: string) =>
  api.rows('select region_code, dead from latest_figures where event_id = $1 order by 1', [eventId])

t.test('a withdrawn report leaves the totals, and the chain goes on', async (t) => {
  const mistaken = await village.report(aReport({ event, figures: { dead: 6 } }))
  const { eventId } = mistaken
  await neighbour.report(aReport({ event, regionCode: NEXT_VILLAGE, figures: { dead: 1 } }))
  t.equal((await figuresOf(eventId)).length, 2)

  const answer = await withdraw(village, mistaken.versionId)
  t.equal(answer.status, 201, answer.text)
  const withdrawn = answer.json<Accepted>()
  t.equal(withdrawn.number, 2)
  t.same(await figuresOf(eventId), [{ region_code: NEXT_VILLAGE, dead: '1' }])
  t.match((await village.get(`/v1/reports/${withdrawn.versionId}`)).json(), {
    withdrawalReason: '误报:演练信息误作实情。',
    parentVersionId: mistaken.versionId,
  })
  t.match((await village.get(`/v1/reports/${mistaken.versionId}`)).json(), {
    content: { figures: { dead: 6 } },
  })

  const next = await village.submit(aFollowUp(withdrawn, { figures: { dead: 2 } }))
  t.equal(next.status, 201, next.text)
  t.same(await figuresOf(eventId), [
    { region_code: VILLAGE, dead: '2' },
    { region_code: NEXT_VILLAGE, dead: '1' },
  ])
  const severity = next.json<Accepted>().severity
  t.match(severity.because, [{ value: 3 }], 'three, not nine')
})

t.test('what is withdrawn is not withdrawn again, and a withdrawal never', async (t) => {
  const dust = { hazard: 'sandstorm', occurredAt: '2026-06-29T11:00:00+08:00' } as const
  const first = await village.report(aReport({ event: dust, figures: { injured: 1 } }))
  const second = await village.report(aFollowUp(first, { figures: { injured: 2 } }))
  const withdrawn = (await withdraw(village, second.versionId)).json<Accepted>()
  const before = await api.rows('select id from report_versions')
  for (const versionId of [withdrawn.versionId, second.versionId, first.versionId]) {
    const answer = await withdraw(village, versionId)
    t.equal(answer.status, 409, answer.text)
    t.match(answer.json(), {
      type: '/problems/state-conflict',
      detail: /report anew/,
      head: { versionId: withdrawn.versionId, number: 3 },
    })
  }
  t.same(await api.rows('select id from report_versions'), before, 'nothing is stored')
  const anew = await village.report(aFollowUp(withdrawn, { figures: { injured: 4 } }))
  const [one, other] = await Promise.all([
    withdraw(village, anew.versionId),
    withdraw(village, anew.versionId),
  ])
  t.same([one.status, other.status].sort(), [201, 409], 'of two at once one takes it back')
})

t.test('a retry of a withdrawal hears the same, another reason under its key is refused', async (t) => {
  const [{ id } = { id: '' }] = await api.rows<{ id: string }>(
    'select head_version_id as id from report_chains where region_code = $1',
    [NEXT_VILLAGE],
  )
  const mine = uuidv7()
  const first = await withdraw(neighbour, id, '误报', mine)
  const again = await withdraw(neighbour, id, '误报', mine)
  t.equal(again.text, first.text)
  t.equal(again.headers.get('idempotency-replayed'), 'true')
  t.match((await withdraw(neighbour, id, '另一个原因', mine)).json(), {
    type: '/problems/idempotency-key-reused',
  })
})

t.test('the unit above withdraws what it entered by mistake', async (t) => {
  const county = api.as('officer', COUNTY)
  const onBehalfOf = { channel: 'telephone', source: '村支书', saidAt: '2026-07-01T11:55:00+08:00' } as const
  const other = { hazard: 'snow', occurredAt: '2026-07-01T11:00:00+08:00' } as const
  const entered = await county.report(aReport({ event: other, onBehalfOf }))
  const answer = await withdraw(county, entered.versionId)
  t.equal(answer.status, 201, answer.text)
})

t.test('nobody withdraws what is elsewhere, what is not the head, or what is not there', async (t) => {
  const stranger = await api.hire('officer', OTHER_COUNTY)
  const report = await village.report(
    aReport({ event: { hazard: 'sandstorm', occurredAt: '2026-07-01T11:00:00+08:00' } }),
  )
  const next = await village.report(aFollowUp(report))
  const refused = await withdraw(stranger, next.versionId)
  const absent = await withdraw(stranger, uuidv7())
  t.equal(refused.status, 404, 'hidden, as what is not there')
  t.equal(refused.text, absent.text)
  t.match((await withdraw(village, report.versionId)).json(), { type: '/problems/stale-parent' })
  t.match(
    (
      await village.post(
        `/v1/reports/${next.versionId}/withdrawal`,
        { id: uuidv7(), reason: '' },
        { 'idempotency-key': uuidv7() },
      )
    ).json(),
    {
      type: '/problems/invalid-request',
      errors: [{ pointer: '/reason' }],
    },
  )
})

t.end()

t.test('what was never there is owed by nobody, and attracts no other report', async (t) => {
  const hail = {
    hazard: 'hail_and_wind',
    subhazard: 'hail',
    occurredAt: '2026-07-01T11:55:00+08:00',
  } as const
  const mistaken = await village.report(aReport({ event: hail, figures: { injured: 3 } }))
  t.equal((await withdraw(village, mistaken.versionId)).status, 201)
  const owed = () =>
    api.rows(
      `select duty from deadlines where event_id = $1 and duty like '%report' and met_at is null and replaced_at is null`,
      [mistaken.eventId],
    )
  t.same(await owed(), [])
  await api.minutesLater(180)
  await api.runDue()
  const missed = await api.rows(
    `select x.id from escalations x join deadlines d on d.id = x.cause_id where d.event_id = $1 and d.duty = 'first_report'`,
    [mistaken.eventId],
  )
  t.same(missed, [], 'the engine passes nothing upward for it')
  const real = await neighbour.report(
    aReport({ event: hail, regionCode: NEXT_VILLAGE, figures: { injured: 1 } }),
  )
  t.equal(real.event.foundBy, 'opened')
  t.not(real.eventId, mistaken.eventId)
})

t.test('a later version may leave its event to its parent', async (t) => {
  const first = await village.report(
    aReport({ event: { hazard: 'snow', occurredAt: '2026-07-01T11:00:00+08:00' } }),
  )
  const { event: _, eventId: __, ...followUp } = aFollowUp(first)
  const answer = await village.submit(followUp as ReturnType<typeof aFollowUp>)
  t.equal(answer.status, 201, answer.text)
  t.equal(answer.json<Accepted>().eventId, first.eventId)
  const { event: ___, ...nowhere } = aReport()
  t.match((await village.submit(nowhere as ReturnType<typeof aReport>)).json(), {
    status: 400,
    errors: [{ pointer: '/event', code: 'one_of' }],
  })
})
