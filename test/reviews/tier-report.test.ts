import t, { type Test } from 'tap'
import { v7 as uuidv7 } from 'uuid'
import {
  type Accepted,
  type Answer,
  aFollowUp,
  aReport,
  CITY,
  COUNTY,
  FAR_VILLAGE,
  OTHER_COUNTY,
  type ProblemBody,
  startApi,
  TOWNSHIP,
  VILLAGE,
} from '../api.ts'
import { type DraftFigures, draft, factsOf, ofItsOwn, sign, type TierReport } from './people.ts'

const api = await startApi(t)
const village = await api.hire('officer', VILLAGE)
const far = await api.hire('officer', FAR_VILLAGE)
const township = await api.hire('officer', TOWNSHIP)
const drafter = await api.hire('officer', COUNTY)
const signer = await api.hire('reviewer', COUNTY)
const leader = await api.hire('duty_leader', CITY)

/** Two villages of two townships say something of one event. */
async function twoVillages(one: object, other: object): Promise<[Accepted, Accepted]> {
  const first = await village.report(ofItsOwn({ figures: one }))
  const { eventId } = first
  return [first, await far.report(aReport({ regionCode: FAR_VILLAGE, eventId, figures: other }))]
}
const figuresFor = async (eventId: string, regionCode = COUNTY) =>
  (await leader.get(`/v1/events/${eventId}/draft-figures?regionCode=${regionCode}`)).json<DraftFigures>()
const read = async (id: string) => (await leader.get(`/v1/tier-reports/${id}`)).json<TierReport>()

/** A refused request says why, and changes nothing. */
async function refuses(t: Test, ask: () => Promise<Answer>, status: number, type: string) {
  await api.runDue()
  const before = await factsOf(api)
  const answer = await ask()
  t.equal(answer.status, status, answer.text)
  t.equal(answer.json<ProblemBody>().type, `/problems/${type}`)
  t.equal(await factsOf(api), before, 'and nothing has changed')
  return answer.json<ProblemBody>()
}

t.test(
  'a county drafts the sum of those below and what it alone knows; a second person signs, and it is reported',
  async (t) => {
    const [one, other] = await twoVillages({ dead: 2, injured: 4 }, { dead: 1, affected_pop: 30 })
    const made = await draft(drafter, one.eventId, {
      additionalFigures: { dead: 1, road_m: 1_200 },
      narrative: '县道塌方1处,县直单位1人遇难。',
    })
    t.match(made, {
      state: 'drafted',
      draftNumber: 1,
      stage: 'first',
      regionCode: COUNTY,
      rolledUpFigures: { dead: 3, injured: 4, affected_pop: 30 },
      additionalFigures: { dead: 1, road_m: 1_200 },
      figures: { dead: 4, injured: 4, affected_pop: 30, road_m: 1_200 },
      changed: [],
      violations: [],
      signed: null,
      discarded: null,
    })
    t.same(made.basis, [
      { regionCode: FAR_VILLAGE, versionId: other.versionId },
      { regionCode: VILLAGE, versionId: one.versionId },
    ])
    const chains = () =>
      api.rows(`select from report_chains where event_id = $1 and region_code = $2`, [one.eventId, COUNTY])
    t.equal((await chains()).length, 0, 'a draft reports nothing')

    const signed = await sign(signer, made)
    t.equal(signed.status, 201, signed.text)
    const accepted = signed.json<Accepted>()
    t.match(accepted, { versionId: made.id, regionCode: COUNTY, number: 1, violations: [] })
    t.match(await read(made.id), {
      state: 'signed',
      signed: { by: { role: 'reviewer', regionCode: COUNTY } },
    })
    const version = (await leader.get(`/v1/reports/${made.id}`)).json()
    t.match(version, {
      content: { figures: made.figures, narrative: '县道塌方1处,县直单位1人遇难。' },
      contentHash: made.contentHash,
      tierReport: {
        draftedBy: made.draftedBy,
        rolledUpFigures: { dead: 3 },
        additionalFigures: { dead: 1 },
        basis: made.basis,
      },
      review: { state: 'unreviewed' },
    })
    const below = await api.rows(
      `select region_code, dead from latest_figures where event_id = $1 and region_code <> $2 order by 1`,
      [one.eventId, COUNTY],
    )
    t.match(
      below,
      [
        { region_code: FAR_VILLAGE, dead: '1' },
        { region_code: VILLAGE, dead: '2' },
      ],
      'those below are left alone',
    )
    const again = await sign(signer, made)
    t.same([again.status, again.text], [201, signed.text], 'signed again, the same answer')
  },
)

t.test(
  'township, county and city each build on the tier below; a unit that reported stands for what lies below it',
  async (t) => {
    const [one] = await twoVillages({ dead: 2 }, { dead: 1 })
    const { eventId } = one
    const colleague = await api.hire('officer', TOWNSHIP)
    const ofTownship = await draft(township, eventId, {
      regionCode: TOWNSHIP,
      additionalFigures: { injured: 2 },
    })
    t.match(ofTownship.basis, [{ regionCode: VILLAGE }])
    t.equal((await sign(colleague, ofTownship)).status, 201)

    const ofCounty = await draft(drafter, eventId)
    t.same(
      ofCounty.basis.map(({ regionCode }) => regionCode),
      [FAR_VILLAGE, TOWNSHIP],
      'the township for its village',
    )
    t.same(ofCounty.figures, { dead: 3, injured: 2 })
    t.equal((await sign(signer, ofCounty)).status, 201)

    const cityDrafter = await api.hire('officer', CITY)
    const ofCity = await draft(cityDrafter, eventId, { regionCode: CITY })
    t.same(
      [ofCity.figures, ofCity.basis],
      [{ dead: 3, injured: 2 }, [{ regionCode: COUNTY, versionId: ofCounty.id }]],
    )
    t.equal((await sign(leader, ofCity)).status, 201)
  },
)

t.test('nobody signs their own draft, neither over HTTP nor in the database', async (t) => {
  const [one] = await twoVillages({ dead: 1 }, { dead: 1 })
  const made = await draft(signer, one.eventId)
  const problem = await refuses(t, () => sign(signer, made), 403, 'needs-another-person')
  t.match(problem.detail, /second person/)
  await refuses(t, () => sign(township, made), 404, 'not-found')
  const clerk = await api.hire('auditor', CITY)
  await clerk.token()
  await refuses(t, () => sign(clerk, made), 403, 'not-permitted')
  await refuses(t, () => sign(signer, { id: uuidv7(), contentHash: made.contentHash }), 404, 'not-found')
  t.equal((await sign(leader, made)).status, 201, 'somebody of a unit above may')

  const insert = `insert into version_bases select $1, draft_number, $2, drafted_at, $3, signer_role, signer_code, basis,
    rolled_up, additional from version_bases limit 1`
  const [sent] = await api.rows<{ account_id: string }>(
    'select account_id from report_versions where id = $1',
    [one.versionId],
  )
  const me = sent?.account_id
  await t.rejects(api.rows(insert, [one.versionId, me, me]), /version_bases_two_people/)
  await t.rejects(api.rows(insert, [one.versionId, me, made.draftedBy]), /sent by whoever signs it/)
})

t.test(
  'one event gives one report of a tier: a second draft is refused, a second report follows the first',
  async (t) => {
    const [one] = await twoVillages({ dead: 1 }, { dead: 1 })
    const { eventId } = one
    const made = await draft(drafter, eventId)
    const second = { id: uuidv7(), regionCode: COUNTY }
    const ask = () => signer.post(`/v1/events/${eventId}/tier-reports`, second)
    t.match(await refuses(t, ask, 409, 'state-conflict'), {
      tierReportId: made.id,
      draftedBy: made.draftedBy,
    })

    const many = await Promise.all(
      [1, 2, 3].map(() =>
        drafter.post(`/v1/events/${one.eventId}/tier-reports`, { id: made.id, regionCode: COUNTY }),
      ),
    )
    t.same(
      many.map(({ status }) => status),
      [201, 201, 201],
      'the same again is the same draft',
    )
    await refuses(
      t,
      () =>
        drafter.post(`/v1/events/${eventId}/tier-reports`, {
          id: made.id,
          regionCode: COUNTY,
          narrative: '另一稿',
        }),
      409,
      'report-id-taken',
    )
    await refuses(
      t,
      () => signer.post(`/v1/events/${eventId}/tier-reports`, { id: one.versionId, regionCode: COUNTY }),
      409,
      'state-conflict',
    )
    t.equal((await sign(signer, made)).status, 201)
    const next = await draft(signer, eventId, { narrative: '续报' })
    t.match(next, { stage: 'follow_up', content: { parentVersionId: made.id } })
    t.match((await sign(drafter, next)).json(), { number: 2 })
    const chains = await api.rows('select from report_chains where event_id = $1 and region_code = $2', [
      eventId,
      COUNTY,
    ])
    t.equal(chains.length, 1, 'one chain, whatever came in')
    const page = (await leader.get(`/v1/events/${eventId}/tier-reports`)).json<{ items: TierReport[] }>()
    t.same(
      page.items.map(({ id, state }) => [id, state]),
      [
        [next.id, 'signed'],
        [made.id, 'signed'],
      ],
    )
  },
)

t.test('of drafts made at once for one unit exactly one stands', async (t) => {
  const [one] = await twoVillages({ dead: 1 }, { dead: 1 })
  const answers = await Promise.all(
    [drafter, signer, drafter, signer].map((who) =>
      who.post(`/v1/events/${one.eventId}/tier-reports`, { id: uuidv7(), regionCode: COUNTY }),
    ),
  )
  t.same(answers.map(({ status }) => status).sort(), [201, 409, 409, 409])
})

t.test('what comes in after the draft is named, and signed only when the draft was refreshed', async (t) => {
  const [one, other] = await twoVillages({ dead: 1 }, { dead: 1 })
  const made = await draft(drafter, one.eventId, { additionalFigures: { injured: 1 }, narrative: '初稿' })
  const newer = await village.report(aFollowUp(one, { figures: { dead: 4 } }))
  const changed = [{ regionCode: VILLAGE, draftedVersionId: one.versionId, nowVersionId: newer.versionId }]
  t.same((await read(made.id)).changed, changed)
  const problem = await refuses(t, () => sign(signer, made), 412, 'stale-basis')
  t.match(problem, { changed, refreshUrl: `/v1/tier-reports/${made.id}/refresh` })

  await refuses(t, () => signer.post(`/v1/tier-reports/${made.id}/refresh`, {}), 403, 'not-permitted')
  const fresh = (await drafter.post(`/v1/tier-reports/${made.id}/refresh`, {})).json<TierReport>()
  t.match(fresh, {
    id: made.id,
    draftNumber: 2,
    figures: { dead: 5, injured: 1 },
    narrative: '初稿',
    changed: [],
  })
  const same = (await drafter.post(`/v1/tier-reports/${made.id}/refresh`, {})).json<TierReport>()
  t.equal(same.draftNumber, 2, 'nothing new, no new draft')
  const old = await refuses(t, () => sign(signer, made), 409, 'state-conflict')
  t.match(old, { contentHash: fresh.contentHash, draftNumber: 2 }, 'nobody signs what they have not read')
  t.equal((await sign(signer, fresh)).status, 201)
  await refuses(t, () => drafter.post(`/v1/tier-reports/${made.id}/refresh`, {}), 409, 'state-conflict')
  t.ok(other.versionId)
})

t.test('a withdrawal below, or the unit’s own report meanwhile, makes a draft stale too', async (t) => {
  const [one] = await twoVillages({ dead: 1 }, { dead: 1 })
  const made = await draft(drafter, one.eventId)
  const id = uuidv7()
  const gone = await village.post(
    `/v1/reports/${one.versionId}/withdrawal`,
    { id, reason: '误报' },
    { 'idempotency-key': id },
  )
  t.equal(gone.status, 201, gone.text)
  t.match(await refuses(t, () => sign(signer, made), 412, 'stale-basis'), {
    changed: [{ regionCode: VILLAGE, nowVersionId: null }],
  })
  const fresh = (await drafter.post(`/v1/tier-reports/${made.id}/refresh`, {})).json<TierReport>()
  const own = await signer.report(aReport({ regionCode: COUNTY, eventId: one.eventId, figures: { dead: 1 } }))
  t.match(await refuses(t, () => sign(signer, fresh), 412, 'stale-basis'), {
    changed: [{ regionCode: COUNTY, draftedVersionId: null, nowVersionId: own.versionId }],
  })
})

t.test('of two that sign at once one has signed; who gave a draft up has given it up', async (t) => {
  const [one] = await twoVillages({ dead: 1 }, { dead: 1 })
  const made = await draft(drafter, one.eventId)
  const answers = await Promise.all([sign(signer, made), sign(leader, made)])
  t.same(answers.map(({ status }) => status).sort(), [201, 409])
  await refuses(
    t,
    () => drafter.post(`/v1/tier-reports/${made.id}/discard`, { reason: '重拟' }),
    409,
    'state-conflict',
  )

  const next = await draft(drafter, one.eventId)
  const given = await drafter.post(`/v1/tier-reports/${next.id}/discard`, { reason: '口径待定' })
  t.match(given.json(), { state: 'discarded', discarded: { reason: '口径待定' } })
  await api.runDue()
  const before = await factsOf(api)
  const repeated = await drafter.post(`/v1/tier-reports/${next.id}/discard`, { reason: '口径待定' })
  t.same([repeated.status, repeated.json()], [200, given.json()])
  t.equal(await factsOf(api), before, 'given up once')
  await refuses(t, () => sign(signer, next), 409, 'state-conflict')
  await refuses(t, () => drafter.post(`/v1/tier-reports/${next.id}/refresh`, {}), 409, 'state-conflict')
  await refuses(
    t,
    () => leader.post(`/v1/tier-reports/${next.id}/discard`, { reason: 'x' }),
    409,
    'state-conflict',
  )
  t.match(await draft(signer, one.eventId), { state: 'drafted', stage: 'follow_up' })
})

t.test('who drafts is of the unit, for units that have others below, in events that cover it', async (t) => {
  const [one] = await twoVillages({ dead: 1 }, { dead: 1 })
  const post =
    (who: typeof drafter, body: object, eventId = one.eventId) =>
    () =>
      who.post(`/v1/events/${eventId}/tier-reports`, { id: uuidv7(), ...body })
  await refuses(t, post(village, { regionCode: VILLAGE }), 400, 'invalid-request')
  await refuses(t, post(township, { regionCode: COUNTY }), 403, 'outside-jurisdiction')
  const cityOfficer = await api.hire('officer', CITY)
  await cityOfficer.token()
  await refuses(t, post(cityOfficer, { regionCode: COUNTY }), 403, 'outside-jurisdiction')
  const stranger = await api.hire('officer', OTHER_COUNTY)
  await stranger.token()
  await refuses(t, post(stranger, { regionCode: OTHER_COUNTY }), 404, 'not-found')
  await refuses(t, post(drafter, { regionCode: COUNTY }, uuidv7()), 404, 'not-found')
  await refuses(t, post(drafter, { regionCode: COUNTY, stage: 'follow_up' }), 422, 'rules-violated')
  await refuses(t, post(drafter, { regionCode: COUNTY, figures: { dead: 9 } }), 400, 'invalid-request')
  await refuses(
    t,
    post(drafter, { regionCode: COUNTY, additionalFigures: { dead: -1 } }),
    400,
    'invalid-request',
  )
  await api.rows(`update events set state = 'closed' where id = $1`, [one.eventId])
  await refuses(t, post(drafter, { regionCode: COUNTY }), 409, 'event-closed')
})

t.test(
  'where a unit says another figure than those below it, the difference is shown with its explanation',
  async (t) => {
    const [one] = await twoVillages({ dead: 2, injured: 5 }, { dead: 1 })
    const { eventId } = one
    const ofTownship = await township.report(
      aReport({ regionCode: TOWNSHIP, eventId, figures: { dead: 2, injured: 5 } }),
    )
    const own = await drafter.report(
      aReport({
        regionCode: COUNTY,
        eventId,
        figures: { dead: 4, injured: 5 },
        explanation: '含县直单位1人',
      }),
    )
    t.match(own.violations, [{ rule: 'C19', kind: 'soft', explained: true, pointers: ['/figures/dead'] }])
    t.match(await figuresFor(eventId), {
      figures: { dead: 3, injured: 5 },
      own: { versionId: own.versionId, figures: { dead: 4 } },
      differences: [{ indicator: 'dead', own: 4, below: 3, additional: 0, difference: 1 }],
      explanation: '含县直单位1人',
    })
    const made = await draft(drafter, eventId, { additionalFigures: { dead: 1 } })
    t.same(made.violations, [], 'what it adds is no difference')
    await sign(signer, made)
    t.same((await figuresFor(eventId)).differences, [])
    await township.report(aFollowUp(ofTownship, { figures: { dead: 3, injured: 5 } }))
    t.same((await figuresFor(eventId)).differences, [
      { indicator: 'dead', own: 4, below: 4, additional: 1, difference: -1 },
    ])
  },
)

t.test('a unit that says less than those below it is pointed out before anybody signs', async (t) => {
  const [one] = await twoVillages({ dead: 2 }, { dead: 1 })
  const { eventId } = one
  await township.report(aReport({ regionCode: TOWNSHIP, eventId, figures: { dead: 1 } }))
  const { figures, higherBelow } = await figuresFor(eventId)
  t.same(figures, { dead: 2 })
  t.same(higherBelow, [{ regionCode: TOWNSHIP, indicator: 'dead', own: 1, below: 2 }])
})

t.test('a draft of an event that was merged goes on in the one that it leads to', async (t) => {
  const [one] = await twoVillages({ dead: 1 }, { dead: 1 })
  const made = await draft(drafter, one.eventId)
  const event = { hazard: 'earthquake', occurredAt: '2026-06-30T12:00:00+08:00' } as const
  const neighbour = await api.hire('officer', '540121100201')
  const two = await neighbour.report(aReport({ regionCode: '540121100201', event, figures: { dead: 5 } }))
  const merged = await leader.post(`/v1/events/${two.eventId}/merges`, {
    fromEventId: one.eventId,
    reason: '同一场地震',
  })
  t.equal(merged.status, 201, merged.text)
  t.match(await read(made.id), { eventId: two.eventId, changed: [] })
  const signed = await sign(signer, made)
  t.equal(signed.status, 201, signed.text)
  t.equal(signed.json<Accepted>().eventId, two.eventId)
})

t.test('drafts, their bases and what was given up are never changed', async (t) => {
  const [one] = await twoVillages({ dead: 1 }, { dead: 1 })
  const made = await draft(drafter, one.eventId)
  await sign(signer, made)
  const next = await draft(drafter, one.eventId)
  await drafter.post(`/v1/tier-reports/${next.id}/discard`, { reason: '口径待定' })
  for (const table of ['tier_reports', 'tier_report_drafts', 'tier_report_discards', 'version_bases']) {
    const [{ column_name: column } = { column_name: '' }] = await api.rows<{ column_name: string }>(
      `select column_name from information_schema.columns where table_name = '${table}' and data_type = 'uuid' limit 1`,
    )
    await t.rejects(api.rows(`update ${table} set ${column} = ${column}`), /append-only/, table)
    await t.rejects(api.rows(`delete from ${table}`), /append-only/, table)
    await t.rejects(api.rows(`truncate ${table} cascade`), /append-only/, table)
  }
  const discard = `insert into tier_report_discards values ($1, now(), $2, 'x')`
  await t.rejects(api.rows(discard, [made.id, made.draftedBy]), /signed is not given up/)
})

t.end()

t.test('no report takes the id of a draft: it can still be signed', async (t) => {
  const [one] = await twoVillages({ dead: 1 }, { dead: 1 })
  const made = await draft(drafter, one.eventId)
  const taken = { id: made.id, eventId: one.eventId, regionCode: VILLAGE, figures: { dead: 5 } }
  const first = aReport(taken)
  await refuses(t, () => village.submit(first), 409, 'report-id-taken')
  await refuses(t, () => village.submit(aFollowUp(one, taken)), 409, 'report-id-taken')
  const signed = await sign(signer, made)
  t.equal(signed.status, 201, signed.text)
  t.equal((await sign(signer, made)).text, signed.text)
})
