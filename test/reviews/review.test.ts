import t, { type Test } from 'tap'
import { v7 as uuidv7 } from 'uuid'
import {
  type Accepted,
  type Answer,
  aFollowUp,
  CITY,
  type Client,
  COUNTY,
  FAR_VILLAGE,
  OTHER_COUNTY,
  type ProblemBody,
  startApi,
  TOWNSHIP,
  VILLAGE,
} from '../api.ts'
import { accept, factsOf, giveBack, ofItsOwn, type Reviewed, review } from './people.ts'

const api = await startApi(t)
const village = await api.hire('officer', VILLAGE)
const township = await api.hire('officer', TOWNSHIP)
const county = await api.hire('reviewer', COUNTY)
const colleague = await api.hire('reviewer', COUNTY)
const city = await api.hire('duty_officer', CITY)
const leader = await api.hire('duty_leader', CITY)

const totalDead = async (eventId: string) =>
  (
    await api.rows<{ dead: string }>(
      'select sum(dead)::text as dead from latest_figures where event_id = $1',
      [eventId],
    )
  )[0]?.dead
const stored = async (client: Client, versionId: string) =>
  (await client.get(`/v1/reports/${versionId}`)).json<{ review: Reviewed['review'] }>().review

/** A refused request says why, and changes nothing. */
async function refuses(t: Test, ask: () => Promise<Answer>, status: number, type: string) {
  await api.runDue() // the engine goes on by itself: nothing that is due is left to it
  const before = await factsOf(api)
  const answer = await ask()
  t.equal(answer.status, status, answer.text)
  t.equal(answer.json<ProblemBody>().type, `/problems/${type}`)
  t.equal(await factsOf(api), before, 'and nothing has changed')
  return answer.json<ProblemBody>()
}

t.test(
  'a report counts at once, unreviewed; every tier above may accept it, the nearest post is named',
  async (t) => {
    for (const [reviewer, regionCode] of [
      [township, TOWNSHIP],
      [county, COUNTY],
      [city, CITY],
    ] as const) {
      const report = await village.report(ofItsOwn({ figures: { dead: 3 } }))
      t.match(await stored(village, report.versionId), { state: 'unreviewed', by: null, dueAt: null })
      const escalated = await api.rows('select from escalations where event_id = $1', [report.eventId])
      t.ok(escalated.length > 0, 'the alarm does not wait for a review')
      t.equal(await totalDead(report.eventId), '3')

      const answer = await accept(reviewer, report, '已电话核对。')
      t.equal(answer.status, 200, answer.text)
      t.match(answer.json(), {
        versionId: report.versionId,
        regionCode: VILLAGE,
        review: {
          state: 'accepted',
          by: { regionCode },
          reasonCode: null,
          comment: '已电话核对。',
          dueAt: null,
        },
      })
      t.match(await stored(village, report.versionId), { state: 'accepted', by: { regionCode } })
      t.equal(await totalDead(report.eventId), '3', 'its figures count as before')
      const owed = await api.rows(`select from deadlines where event_id = $1 and duty = 'correction'`, [
        report.eventId,
      ])
      t.same(owed, [], 'and nothing is owed for it')
    }
  },
)

t.test(
  'what waits for a review is listed for those above it, the gravest first, and counted in its event',
  async (t) => {
    const slight = await village.report(ofItsOwn({ figures: { injured: 1 } }))
    const grave = await village.report(ofItsOwn({ figures: { dead: 12 } }))
    const waiting = async (client: Client) =>
      (await client.get('/v1/reports?review=unreviewed&limit=200'))
        .json<{ items: { versionId: string }[] }>()
        .items.map(({ versionId }) => versionId)
    const seen = await waiting(township)
    t.ok(
      seen.indexOf(grave.versionId) < seen.indexOf(slight.versionId) && seen.includes(grave.versionId),
      'gravest first',
    )
    const open = async ({ eventId } = grave) =>
      (await county.get(`/v1/events/${eventId}`)).json<{ open: { unreviewed: number } }>().open.unreviewed
    t.equal(await open(), 1)
    await accept(township, grave)
    t.notOk((await waiting(township)).includes(grave.versionId))
    t.equal(await open(), 0)
    t.equal((await village.get('/v1/reports?review=unreviewed')).status, 403)
    t.equal(await open(slight), 1)
    await api.rows(`update events set state = 'closed' where id = $1`, [slight.eventId])
    t.equal(await open(slight), 0, 'nobody reviews what is closed')
  },
)

t.test('a returned report tells its unit why and by when, in words, at its next contact', async (t) => {
  await api.settled()
  const start = (await village.get('/v1/sync')).json<{ next: string }>()
  const report = await village.report(ofItsOwn({ figures: { dead: 2, missing: 1 } }))
  const answer = await giveBack(township, report, {
    fields: ['/figures/missing'],
    comment: '与派出所名单不符。',
  })
  t.equal(answer.status, 200, answer.text)
  const { review: said } = answer.json<Reviewed>()
  t.match(said, {
    state: 'returned',
    by: { role: 'officer', regionCode: TOWNSHIP },
    reasonCode: 'figures_contradict',
    reasonZh: '数据相互矛盾,请核对',
    fields: ['/figures/missing'],
    dueAt: '2026-07-01T12:30:00.000+08:00',
  })
  t.equal(await totalDead(report.eventId), '2', 'its figures count all the same')

  await api.settled()
  const sync = (await village.get(`/v1/sync?cursor=${start.next}`)).json<{
    changes: { topic: string; subjectId: string; detail: { sentenceZh: string; sentenceEn: string } }[]
    owed: { duty: string; dueAt: string }[]
  }>()
  const told = sync.changes.find(({ topic }) => topic === 'report.returned')
  t.equal(told?.subjectId, report.versionId)
  const because = '羊易村委会第1次报送被退回:数据相互矛盾,请核对(因灾失踪人口)。审核意见:与派出所名单不符。'
  t.equal(told?.detail.sentenceZh, `${because} 请于2026-07-01 12:30前更正后再报。`)
  t.match(told?.detail.sentenceEn, /was returned: figures contradict each other.*by 2026-07-01 12:30/)
  t.match(
    sync.owed.filter(({ duty }) => duty === 'correction'),
    [{ dueAt: '2026-07-01T12:30:00.000+08:00' }],
  )
  const timeline = (await county.get(`/v1/events/${report.eventId}/timeline?limit=200`)).json<{
    items: { what: string; whatZh: string; detail: object }[]
  }>()
  t.match(
    timeline.items.filter(({ what }) => what === 'report.returned'),
    [{ whatZh: /退回/, detail: { reasonCode: 'figures_contradict' } }],
  )
})

t.test('the next report of the unit meets the duty to correct, even a verified one again', async (t) => {
  const first = await village.report(ofItsOwn({ figures: { injured: 1 } }))
  const figures = { dead: 0, missing: 0, affected_pop: 10, loss_total: 1_000 }
  const stable = { declaredAt: '2026-07-01T12:00:00+08:00', basis: '救援结束。' }
  t.equal((await leader.post(`/v1/events/${first.eventId}/stability`, stable)).status, 201)
  const verified = await village.report(aFollowUp(first, { stage: 'verified', figures }))
  const blocked = await village.submit(aFollowUp(verified, { figures: { ...figures, affected_pop: 9 } }))
  t.match(blocked.json(), { type: '/problems/chain-verified' }, 'a verified report is the last one')
  t.equal(
    (await giveBack(county, verified, { reasonCode: 'wrong_unit', fields: ['/figures/loss_total'] })).status,
    200,
  )
  const again = await village.report(
    aFollowUp(verified, { stage: 'verified', figures: { ...figures, loss_total: 10_000_000 } }),
  )
  t.equal(again.number, 3)
  const [duty] = await api.rows<{ met_by_id: string; missed_at: null }>(
    `select met_by_id, missed_at from deadlines where duty = 'correction' and subject_id = $1`,
    [verified.versionId],
  )
  t.match(duty, { met_by_id: again.versionId, missed_at: null })
  t.match(await stored(county, again.versionId), { state: 'unreviewed' }, 'and is to be reviewed itself')
})

t.test('nobody reviews what they sent, entered for another unit, or what comes from above', async (t) => {
  const own = await township.report(ofItsOwn({ regionCode: TOWNSHIP }))
  await refuses(t, () => accept(township, own), 403, 'outside-jurisdiction')
  const said = { source: '村委会值班室', channel: 'telephone', saidAt: '2026-07-01T11:55:00+08:00' } as const
  const entered = await county.report(ofItsOwn({ onBehalfOf: said }))
  const problem = await refuses(t, () => accept(county, entered), 403, 'needs-another-person')
  t.match(problem.detail, /colleague/)
  await refuses(t, () => giveBack(county, entered), 403, 'needs-another-person')
  t.equal((await accept(colleague, entered)).status, 200, 'a colleague does')

  const ofCounty = await county.report(ofItsOwn({ regionCode: COUNTY }))
  await refuses(t, () => accept(township, ofCounty), 404, 'not-found')
  await refuses(t, () => accept(colleague, ofCounty), 403, 'outside-jurisdiction')
  t.equal((await accept(city, ofCounty)).status, 200)
})

t.test(
  'the database itself refuses one’s own judgement, a change and a removal of what was said',
  async (t) => {
    const report = await village.report(ofItsOwn())
    const [sent] = await api.rows<{ account_id: string }>(
      'select account_id from report_versions where id = $1',
      [report.versionId],
    )
    const insert = `insert into report_reviews (version_id, outcome, reviewed_at, reviewed_by, reviewer_role, reviewer_code, fields)
    values ($1, 'accepted', now(), $2, 'reviewer', $3, '[]')`
    await t.rejects(
      api.rows(insert, [report.versionId, sent?.account_id, COUNTY]),
      /nobody reviews their own report/,
    )
    const [other] = await api.rows<{ id: string }>('select id from accounts where id <> $1 limit 1', [
      sent?.account_id,
    ])
    for (const code of [VILLAGE, FAR_VILLAGE, OTHER_COUNTY]) {
      await t.rejects(api.rows(insert, [report.versionId, other?.id, code]), /comes from a unit above/)
    }
    t.equal((await accept(township, report)).status, 200)
    for (const text of [
      `update report_reviews set comment = 'x' where version_id = $1`,
      'delete from report_reviews where version_id = $1',
    ]) {
      await t.rejects(api.rows(text, [report.versionId]), /append-only/)
    }
    await t.rejects(api.rows('truncate report_reviews'), /append-only/)
  },
)

t.test('of many reviews at once exactly one stands; one’s own again gets the same answer', async (t) => {
  const report = await village.report(ofItsOwn())
  const answers = await Promise.all([
    accept(township, report),
    accept(county, report),
    giveBack(colleague, report),
    giveBack(city, report, { reasonCode: 'duplicate' }),
  ])
  t.same(answers.map(({ status }) => status).sort(), [200, 409, 409, 409])
  const [row] = await api.rows<{ n: number }>(
    'select count(*)::int as n from report_reviews where version_id = $1',
    [report.versionId],
  )
  t.equal(row?.n, 1)
  for (const { status, ...answer } of answers) {
    if (status === 409)
      t.match(answer.json(), { type: '/problems/already-reviewed', reviewedBy: { accountId: /./ } })
  }

  const next = await village.report(ofItsOwn())
  const first = await giveBack(county, next, { fields: ['/figures/dead'] })
  await api.runDue()
  const before = await factsOf(api)
  const second = await giveBack(county, next, { fields: ['/figures/dead'] })
  t.same([second.status, second.json()], [200, first.json()])
  t.equal(await factsOf(api), before, 'said once')
  await refuses(t, () => giveBack(county, next, { fields: ['/figures/missing'] }), 409, 'already-reviewed')
  await refuses(t, () => accept(county, next), 409, 'already-reviewed')
})

t.test('a return without its reason, with an unknown one or about unknown fields is refused', async (t) => {
  const report = await village.report(ofItsOwn())
  const rows: [body: object, pointer: string][] = [
    [{ outcome: 'returned' }, '/reasonCode'],
    [{ outcome: 'returned', reasonCode: 'not_liked' }, '/reasonCode'],
    [{ outcome: 'returned', reasonCode: 'other' }, '/comment'],
    [{ outcome: 'returned', reasonCode: 'duplicate', fields: ['/figures/ghosts'] }, '/fields/0'],
    [{ outcome: 'returned', reasonCode: 'duplicate', fields: ['figures'] }, '/fields/0'],
    [{ outcome: 'accepted', reasonCode: 'duplicate' }, '/reasonCode'],
    [{ outcome: 'accepted', fields: ['/figures/dead'] }, '/fields'],
    [{ outcome: 'praised' }, '/outcome'],
    [{ outcome: 'accepted', figures: { dead: 0 } }, '/figures'],
    [{}, '/outcome'],
  ]
  for (const [body, pointer] of rows) {
    const problem = await refuses(t, () => review(county, report.versionId, body), 400, 'invalid-request')
    t.ok(
      problem.errors?.some((error) => error.pointer === pointer),
      `${JSON.stringify(body)} at ${pointer}: ${JSON.stringify(problem.errors)}`,
    )
  }
})

t.test('what is old, withdrawn, closed or not there is not returned', async (t) => {
  const first = await village.report(ofItsOwn())
  const second = await village.report(aFollowUp(first, { figures: { injured: 2 } }))
  const problem = await refuses(t, () => giveBack(county, first), 409, 'state-conflict')
  t.match(problem, { head: { versionId: second.versionId, number: 2 } })
  t.equal((await accept(county, first)).status, 200, 'an old version can still be accepted')

  const id = uuidv7()
  const withdrawal = await village.post(
    `/v1/reports/${second.versionId}/withdrawal`,
    { id, reason: '误报' },
    { 'idempotency-key': id },
  )
  t.equal(withdrawal.status, 201, withdrawal.text)
  await refuses(t, () => giveBack(county, second), 409, 'state-conflict')
  await refuses(t, () => giveBack(county, withdrawal.json<Accepted>()), 409, 'state-conflict')

  const last = await village.report(ofItsOwn())
  await api.rows(`update events set state = 'closed' where id = $1`, [last.eventId])
  await refuses(t, () => giveBack(county, last), 409, 'event-closed')
  await refuses(t, () => accept(county, last), 409, 'event-closed')
  await refuses(t, () => accept(county, { versionId: uuidv7() }), 404, 'not-found')
  const stranger = await api.hire('reviewer', OTHER_COUNTY)
  await stranger.token()
  await refuses(t, () => accept(stranger, last), 404, 'not-found')
  await refuses(t, () => accept(village, last), 403, 'not-permitted')
  t.equal((await accept(api.nobody, last)).status, 401)
})

t.end()
