import t from 'tap'
import { v7 as uuidv7 } from 'uuid'
import type { LocalRuleView } from '../../src/local-rules/schemas.ts'
import { CITY, COUNTY, NOON, type ProblemBody, startApi, VILLAGE } from '../api.ts'
import { anOffice, aProposal, BUREAU_TEXT, must } from './office.ts'

const api = await startApi(t, { environment: { RUN: 'api' } })
const office = await anOffice(api)
const { first, second, propose, approve, enact } = office
const third = await api.hire('administrator', CITY)
const ofCounty = await api.hire('administrator', COUNTY)
const officer = api.as('officer', VILLAGE)
const auditor = api.as('auditor')

t.beforeEach(() => api.setNow(NOON))

const trailOf = (id: string) =>
  api.rows<{ action: string; account_id: string; region_code: string; detail: Record<string, unknown> }>(
    `select action, account_id, region_code, detail from audit_entries
     where subject_kind = 'local_rule' and subject_id = $1 order by position`,
    [id],
  )

t.test(
  'a rule is proposed by one administrator, approved by another, and holds from its day on',
  async (t) => {
    const sent = await first.post('/v1/local-rules', aProposal())
    const proposed = must<LocalRuleView>(sent, 201)
    t.equal(sent.headers.get('location'), `/v1/local-rules/${proposed.id}`)
    t.match(proposed, {
      regionCode: CITY,
      kind: 'time_limit',
      places: ['5401'],
      state: 'proposed',
      isInForce: false,
      effect: 'tightens',
      replaces: { value: { minutes: 60 }, clause: '乡镇初报', isBinding: false },
      citation: { ...BUREAU_TEXT, status: 'verified', note: null },
      decidedBy: null,
    })
    const own = await first.post(`/v1/local-rules/${proposed.id}/approval`, {})
    t.match([own.status, own.json<ProblemBody>().type], [403, '/problems/own-proposal'])
    const ownRefusal = await first.post(`/v1/local-rules/${proposed.id}/refusal`, { reason: '不要了' })
    t.equal(ownRefusal.json<ProblemBody>().type, '/problems/own-proposal')

    await api.minutesLater(5)
    const approved = await approve(proposed.id)
    t.match(approved, {
      state: 'approved',
      isInForce: false,
      decidedAt: '2026-07-01T12:05:00.000+08:00',
      previewEn: '0 of 0 deadlines would have moved.',
    })
    t.not(approved.decidedBy, proposed.proposedBy)
    t.same(await approve(proposed.id), approved, 'repeating it is harmless')
    for (const [who, path, body] of [
      [third, 'approval', {}],
      [third, 'refusal', { reason: '文号不符' }],
      [first, 'withdrawal', {}],
    ] as const) {
      const late = await who.post(`/v1/local-rules/${proposed.id}/${path}`, body)
      t.match([late.status, late.json<ProblemBody>().type], [409, '/problems/state-conflict'], path)
    }
    await api.setNow(new Date('2026-07-01T15:59:59.999Z'))
    t.equal((await first.get(`/v1/local-rules/${proposed.id}`)).json<LocalRuleView>().isInForce, false)
    await api.setNow(new Date('2026-07-01T16:00:00.000Z'))
    t.equal((await first.get(`/v1/local-rules/${proposed.id}`)).json<LocalRuleView>().isInForce, true)

    const trail = await trailOf(proposed.id)
    t.match(
      trail.map(({ action, account_id, region_code }) => [action, account_id, region_code]),
      [
        ['local_rule.proposed', proposed.proposedBy, CITY],
        ['local_rule.approved', approved.decidedBy, CITY],
      ],
    )
    t.match(trail[1]?.detail, {
      target: 'first_report.township',
      value: { minutes: 45 },
      preview: '0 of 0 deadlines would have moved.',
    })
    const told = await api.rows<{ topic: string }>(
      'select topic from outbox where subject_id = $1 order by position',
      [proposed.id],
    )
    t.same(
      told.map(({ topic }) => topic),
      ['local_rule.proposed', 'local_rule.approved'],
    )
  },
)

t.test('of two administrators who decide at the same moment one is first', async (t) => {
  const { id } = await propose({ target: 'first_report.village', value: { minutes: 20 } })
  const answers = await Promise.all([
    second.post(`/v1/local-rules/${id}/approval`, {}),
    third.post(`/v1/local-rules/${id}/approval`, {}),
    third.post(`/v1/local-rules/${id}/refusal`, { reason: '再议' }),
  ])
  t.equal(answers.filter(({ status }) => status === 200).length, 1)
  t.equal(answers.filter(({ status }) => status === 409).length, 2)
  t.equal((await trailOf(id)).length, 2)
})

t.test('a proposal is refused with a reason, or taken back by whoever made it', async (t) => {
  const refused = await propose({ target: 'sharp_rise.dead', value: { moreThan: 2 } })
  const answer = await second.post(`/v1/local-rules/${refused.id}/refusal`, { reason: '文号与原文不符。' })
  t.match(must<LocalRuleView>(answer, 200), { state: 'refused', decisionReason: '文号与原文不符。' })
  const again = await second.post(`/v1/local-rules/${refused.id}/refusal`, { reason: '文号与原文不符。' })
  t.equal(again.status, 200, 'word for word it is harmless')
  t.equal((await second.post(`/v1/local-rules/${refused.id}/refusal`, { reason: '别的' })).status, 409)
  t.equal((await second.post(`/v1/local-rules/${refused.id}/approval`, {})).status, 409)
  t.equal((await second.get(`/v1/local-rules/${refused.id}/preview`)).status, 409)

  const withdrawn = await propose({ target: 'sharp_rise.dead', value: { moreThan: 1 } })
  const others = await second.post(`/v1/local-rules/${withdrawn.id}/withdrawal`, {})
  t.match([others.status, others.json<ProblemBody>().type], [403, '/problems/not-permitted'])
  for (const _ of ['once', 'twice']) {
    const own = await first.post(`/v1/local-rules/${withdrawn.id}/withdrawal`, {})
    t.equal(must<LocalRuleView>(own, 200).state, 'withdrawn')
  }
  t.same(
    (await trailOf(withdrawn.id)).map(({ action }) => action),
    ['local_rule.proposed', 'local_rule.withdrawn'],
  )
  t.match((await trailOf(refused.id))[1], {
    action: 'local_rule.refused',
    detail: { reason: '文号与原文不符。' },
  })
})

t.test('the rules of the city are for its own administrators; its auditors read them', async (t) => {
  const { id } = await propose({ target: 'sharp_rise.relocated_cum', value: { moreThan: 50 } })
  const rows = [
    [officer, 'POST', '/v1/local-rules', 403, 'not-permitted'],
    [officer, 'GET', '/v1/local-rules', 403, 'not-permitted'],
    [officer, 'GET', `/v1/local-rules/${id}`, 403, 'not-permitted'],
    [officer, 'GET', `/v1/local-rules/${id}/preview`, 403, 'not-permitted'],
    [officer, 'POST', `/v1/local-rules/${id}/approval`, 403, 'not-permitted'],
    [ofCounty, 'POST', '/v1/local-rules', 403, 'outside-jurisdiction'],
    [ofCounty, 'GET', `/v1/local-rules/${id}`, 404, 'not-found'],
    [ofCounty, 'GET', `/v1/local-rules/${id}/preview`, 404, 'not-found'],
    [ofCounty, 'POST', `/v1/local-rules/${id}/approval`, 404, 'not-found'],
    [ofCounty, 'POST', `/v1/local-rules/${id}/withdrawal`, 404, 'not-found'],
    [auditor, 'POST', '/v1/local-rules', 403, 'not-permitted'],
    [auditor, 'POST', `/v1/local-rules/${id}/approval`, 403, 'not-permitted'],
    [auditor, 'POST', `/v1/local-rules/${id}/withdrawal`, 403, 'not-permitted'],
    [auditor, 'POST', `/v1/local-rules/${id}/ending`, 403, 'not-permitted'],
    [second, 'GET', `/v1/local-rules/${uuidv7()}`, 404, 'not-found'],
    [second, 'POST', `/v1/local-rules/${uuidv7()}/approval`, 404, 'not-found'],
  ] as const
  for (const [who, method, path, status, slug] of rows) {
    const body = path.endsWith('rules')
      ? aProposal({ places: ['540122'] })
      : path.endsWith('ending')
        ? { inForceTo: '2027-01-01', why: '已修订' }
        : {}
    const answer = method === 'GET' ? await who.get(path) : await who.post(path, body)
    t.match(
      [answer.status, answer.json<ProblemBody>().type],
      [status, `/problems/${slug}`],
      `${method} ${path} ${slug}`,
    )
  }
  t.same((await ofCounty.get('/v1/local-rules')).json(), { items: [], next: null })
  t.equal((await auditor.get(`/v1/local-rules/${id}`)).status, 200)
  t.equal((await auditor.get(`/v1/local-rules/${id}/preview`)).status, 200)
})

t.test('what is refused, where, and why', async (t) => {
  const rows = [
    [{ inForceFrom: '2026-07-01' }, 422, 'local-rule-retroactive', '/inForceFrom'],
    [{ inForceFrom: '2020-01-01' }, 422, 'local-rule-retroactive', '/inForceFrom'],
    [{ target: 'first_report.county', value: { minutes: 150 } }, 422, 'loosens-national-text', '/value'],
    [
      { target: 'flood_drought_tibet.ordinary.dead_and_missing', value: { from: 12 } },
      422,
      'loosens-national-text',
      '/value',
    ],
    [{ target: 'daily_follow_up.city', value: { dailyAt: '10:30' } }, 422, 'loosens-national-text', '/value'],
    [{ target: 'first_report.hamlet' }, 422, 'unknown-rule-target', '/target'],
    [{ target: 'major_event.county' }, 422, 'unknown-rule-target', '/target'],
    [{ value: { days: 1 } }, 422, 'local-rule-unfit', '/value'],
    [
      { target: 'flood_drought_tibet.relatively_serious.dead_and_missing', value: { from: 10 } },
      422,
      'local-rule-unfit',
      '/value/from',
    ],
    [
      { target: 'national.4.drought_aided_share', value: { from: 2 } },
      422,
      'local-rule-unfit',
      '/value/from',
    ],
    [{ places: ['540122', '5402'] }, 422, 'local-rule-unfit', '/places/1'],
    [{ places: ['540199'] }, 422, 'unknown-region', '/places/0'],
    [{ inForceTo: '2026-07-02' }, 400, 'invalid-request', '/inForceTo'],
    [{ places: [] }, 400, 'invalid-request', '/places'],
    [{ places: ['54'] }, 400, 'invalid-request', '/places/0'],
    [{ why: '' }, 400, 'invalid-request', '/why'],
    [{ value: { minutes: 0 } }, 400, 'invalid-request', '/value/minutes'],
    [{ value: { dailyAt: '24:00' } }, 400, 'invalid-request', '/value/dailyAt'],
    [{ value: { minutes: 45, days: 1 } }, 400, 'invalid-request', undefined],
    [{ value: {} }, 400, 'invalid-request', undefined],
    [{ inForceFrom: '2026-02-30' }, 400, 'invalid-request', '/inForceFrom'],
    [{ state: 'approved' }, 400, 'invalid-request', '/state'],
  ] as const
  const countRows = async () => (await api.rows<{ n: string }>('select count(*) as n from local_rules'))[0]?.n
  const before = await countRows()
  for (const [given, status, slug, pointer] of rows) {
    const answer = await first.post('/v1/local-rules', { ...aProposal(), ...given })
    const problem = answer.json<ProblemBody>()
    t.match([answer.status, problem.type], [status, `/problems/${slug}`], JSON.stringify(given))
    if (pointer) t.equal(problem.errors?.[0]?.pointer, pointer, JSON.stringify(given))
  }
  t.equal(await countRows(), before, 'nothing of it was kept')
})

t.test('a refusal helps: the text and its clause, targets of a like name, the first day', async (t) => {
  const of = async (given: object) =>
    (await first.post('/v1/local-rules', { ...aProposal(), ...given })).json<ProblemBody>()
  t.match(await of({ target: 'first_report.county', value: { minutes: 150 } }), {
    detail: /《自然灾害情况统计调查制度》 \(应急〔2020〕19号, 初报\) says minutes 120/,
    holds: { minutes: 120 },
    because: [{ edition: '应急〔2020〕19号', clause: '初报', status: 'secondary' }],
    textZh: /只能从严/,
  })
  const { similar } = await of({ target: 'first_report.hamlet' })
  t.ok((similar as string[]).includes('first_report.township'))
  t.equal((await of({ inForceFrom: '2026-06-30' })).earliest, '2026-07-02')
})

t.test('a proposal that waited too long cannot be approved any more', async (t) => {
  const { id } = await propose({ target: 'sharp_rise.affected_pop', value: { moreThan: 300 } })
  await api.setNow(new Date('2026-07-01T16:00:00.000Z'))
  const answer = await second.post(`/v1/local-rules/${id}/approval`, {})
  t.match([answer.status, answer.json<ProblemBody>().type], [422, '/problems/local-rule-retroactive'])
  t.equal((await first.get(`/v1/local-rules/${id}`)).json<LocalRuleView>().state, 'proposed')
})

t.test('rules that do not go together are refused beside the one that is there', async (t) => {
  const target = 'geological_disaster.relatively_serious.loss'
  await enact({ target, value: { from: 500_000 }, inForceFrom: '2026-08-01' })
  const same = await first.post(
    '/v1/local-rules',
    aProposal({ target, value: { from: 400_000 }, inForceFrom: '2026-08-01' }),
  )
  t.match([same.status, same.json<ProblemBody>().type], [409, '/problems/state-conflict'])
  const nearer = await first.post(
    '/v1/local-rules',
    aProposal({
      target,
      value: { from: 400_000 },
      places: ['540122000000', '540122'],
      inForceFrom: '2026-08-01',
    }),
  )
  t.same(must<LocalRuleView>(nearer, 201).places, ['540122'], 'a nearer place is another matter')
  const both = await Promise.all([
    propose({ target, value: { from: 300_000 }, inForceFrom: '2026-09-01' }),
    propose({ target, value: { from: 200_000 }, inForceFrom: '2026-09-01' }),
  ])
  await approve(both[0].id)
  const late = await second.post(`/v1/local-rules/${both[1].id}/approval`, {})
  t.match([late.status, late.json<ProblemBody>().type], [409, '/problems/state-conflict'])
})

t.test('a rule ends by a proposal of its own, and may not pull the ground from under another', async (t) => {
  const lower = await enact({
    target: 'flood_drought_tibet.ordinary.dead_and_missing',
    value: { from: 5 },
    inForceFrom: '2026-07-10',
  })
  const upon = await enact({
    target: 'flood_drought_tibet.relatively_serious.dead_and_missing',
    value: { from: 8 },
    inForceFrom: '2026-07-10',
  })
  const end = (id: string, inForceTo: string) =>
    first.post(`/v1/local-rules/${id}/ending`, { inForceTo, why: '《规定》已修订。' })
  const ground = await end(lower.id, '2026-07-20')
  t.match([ground.status, ground.json<ProblemBody>().type], [409, '/problems/state-conflict'])
  t.equal(ground.json<ProblemBody>().localRuleId, upon.id)
  const past = await end(upon.id, '2026-07-01')
  t.match([past.status, past.json<ProblemBody>().type], [422, '/problems/local-rule-retroactive'])
  t.equal(past.json<ProblemBody>().errors?.[0]?.pointer, '/inForceTo')

  const proposed = must<LocalRuleView>(await end(upon.id, '2026-07-20'), 201)
  t.match(proposed, { endsId: upon.id, value: null, state: 'proposed', inForceFrom: '2026-07-20' })
  t.equal((await first.get(`/v1/local-rules/${upon.id}`)).json<LocalRuleView>().inForceTo, null)
  t.equal((await first.post(`/v1/local-rules/${proposed.id}/approval`, {})).status, 403, 'by another one')
  await approve(proposed.id)
  const read = async (id: string) => (await first.get(`/v1/local-rules/${id}`)).json<LocalRuleView>()
  t.match(await read(upon.id), { inForceTo: '2026-07-20', state: 'approved' })
  t.equal((await end(upon.id, '2026-07-25')).status, 409, 'it ends already')
  t.equal((await end(proposed.id, '2026-07-25')).status, 409, 'an end does not end')
  t.equal(
    (await end((await propose({ target: 'sharp_rise.dead', value: { moreThan: 0 } })).id, '2026-07-25'))
      .status,
    409,
  )
  t.equal((await end(lower.id, '2026-07-20')).status, 201, 'nothing rests on it any more')

  await api.setNow(new Date('2026-07-19T15:59:59.000Z'))
  t.match(await read(upon.id), { state: 'approved', isInForce: true })
  await api.setNow(new Date('2026-07-19T16:00:00.000Z'))
  t.match(await read(upon.id), { state: 'ended', isInForce: false })
  const ended = (await first.get('/v1/local-rules?state=ended')).json<{ items: LocalRuleView[] }>()
  t.same(
    ended.items.map(({ id }) => id),
    [upon.id],
  )
})

t.test('the list is the newest first, page by page, and knows states and targets', async (t) => {
  const target = 'first_report.county_danger'
  const made: string[] = []
  for (const minutes of [90, 80, 70]) {
    await api.minutesLater(made.length)
    made.push((await propose({ target, value: { minutes }, inForceFrom: '2026-12-01' })).id)
  }
  await approve(made[0] ?? '')
  type Page = { items: LocalRuleView[]; next: string | null }
  const page = async (query: string) =>
    (await first.get(`/v1/local-rules?target=${target}&${query}`)).json<Page>()
  const one = await page('limit=2')
  t.same(
    one.items.map(({ id }) => id),
    [made[2], made[1]],
  )
  const two = await page(`limit=2&after=${one.next}`)
  t.same([two.items.map(({ id }) => id), two.next], [[made[0]], null])
  t.same(
    (await page('state=approved')).items.map(({ id }) => id),
    [made[0]],
  )
  t.equal((await page('state=proposed')).items.length, 2)
  t.same((await page('state=ended')).items, [])
  t.equal((await first.get('/v1/local-rules?after=x')).status, 400)
})

t.test('the same key and body make one proposal; another body under it is refused', async (t) => {
  const key = { 'idempotency-key': uuidv7() }
  const body = aProposal({ target: 'accident.county', value: { minutes: 60 } })
  const answers = await Promise.all([1, 2, 3].map(() => first.post('/v1/local-rules', body, key)))
  t.same(
    answers.map(({ status }) => status),
    [201, 201, 201],
  )
  t.equal(new Set(answers.map((answer) => answer.json<LocalRuleView>().id)).size, 1)
  const other = await first.post('/v1/local-rules', { ...body, value: { minutes: 50 } }, key)
  t.match([other.status, other.json<ProblemBody>().type], [422, '/problems/idempotency-key-reused'])
  t.not(
    (await second.post('/v1/local-rules', body, key)).json<LocalRuleView>().id,
    answers[0]?.json<LocalRuleView>().id,
  )
  t.equal((await first.post('/v1/local-rules', body, { 'idempotency-key': 'x y' })).status, 400)
})
