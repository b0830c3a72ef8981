/** Reports that say what cannot be: each a stable problem with pointers, never a 500, and nothing stored. */
import t from 'tap'
import { v7 as uuidv7 } from 'uuid'
import {
  aFollowUp,
  aReport,
  CITY,
  COUNTY,
  NEXT_VILLAGE,
  OTHER_COUNTY,
  type ProblemBody,
  startApi,
  VILLAGE,
} from '../api.ts'
import { countRows } from './rows.ts'

const api = await startApi(t, { environment: { RUN: 'api' } })
const village = api.as('officer', VILLAGE)
await village.token()

const HAPPENED = '2026-07-01T11:50:00+08:00'
const BEFORE_IT = '2026-07-01T11:40:00+08:00'
const event = (given: object) => ({
  ...aReport(),
  event: { hazard: 'earthquake', occurredAt: HAPPENED, ...given },
})
const figures = (given: object) => ({ ...aReport(), figures: given })
const also = (given: object) => ({ ...aReport(), ...given })
const without = (key: string) =>
  Object.fromEntries(Object.entries(aReport()).filter(([name]) => name !== key))

type Case = [says: string, body: unknown, status: number, slug: string, pointer: string, code?: string]

const CASES: readonly Case[] = [
  ['an array', [], 400, 'invalid-request', '', 'invalid_type'],
  ['a number', 7, 400, 'invalid-request', '', 'invalid_type'],
  ['null', null, 400, 'invalid-request', '', 'invalid_type'],
  ['nothing in it', {}, 400, 'invalid-request', '/id', 'missing'],
  ['no id', without('id'), 400, 'invalid-request', '/id', 'missing'],
  ['no parentVersionId', without('parentVersionId'), 400, 'invalid-request', '/parentVersionId', 'missing'],
  ['no figures', without('figures'), 400, 'invalid-request', '/figures', 'missing'],
  ['an unknown field', also({ figurs: {} }), 400, 'invalid-request', '/figurs', 'unknown_field'],
  ['an unknown figure', figures({ deaths: 1 }), 400, 'invalid-request', '/figures/deaths', 'unknown_field'],
  [
    'an unknown field deep inside',
    event({ place: 'x' }),
    400,
    'invalid-request',
    '/event/place',
    'unknown_field',
  ],
  [
    'a field with a slash and a tilde',
    also({ 'a/b~c': 1 }),
    400,
    'invalid-request',
    '/a~1b~0c',
    'unknown_field',
  ],
  [
    'constructor as a figure',
    figures({ constructor: 1 }),
    400,
    'invalid-request',
    '/figures/constructor',
    'unknown_field',
  ],
  ['negative people (C01)', figures({ dead: -1 }), 400, 'invalid-request', '/figures/dead', 'too_small'],
  ['half a person (C01)', figures({ dead: 0.5 }), 400, 'invalid-request', '/figures/dead', 'invalid_type'],
  ['people as text', figures({ dead: '9' }), 400, 'invalid-request', '/figures/dead', 'invalid_type'],
  ['people as null', figures({ dead: null }), 400, 'invalid-request', '/figures/dead', 'invalid_type'],
  [
    'more people than there are',
    figures({ dead: 10_000_001 }),
    400,
    'invalid-request',
    '/figures/dead',
    'too_big',
  ],
  ['1e300 people', figures({ dead: 1e300 }), 400, 'invalid-request', '/figures/dead'],
  [
    'more yuan than there are',
    figures({ loss_total: 1e15 }),
    400,
    'invalid-request',
    '/figures/loss_total',
    'too_big',
  ],
  ['figures as a list', figures([]), 400, 'invalid-request', '/figures', 'invalid_type'],
  [
    'magnitude eleven',
    also({ facts: { magnitude: 11 } }),
    400,
    'invalid-request',
    '/facts/magnitude',
    'too_big',
  ],
  [
    'a share above one',
    also({ facts: { shares: { cropLost: 1.01 } } }),
    400,
    'invalid-request',
    '/facts/shares/cropLost',
  ],
  ['an unknown criterion', also({ facts: { criteria: ['x'] } }), 400, 'invalid-request', '/facts/criteria/0'],
  ['both event and eventId', also({ eventId: uuidv7() }), 400, 'invalid-request', '/event', 'one_of'],
  ['neither event nor eventId', without('event'), 400, 'invalid-request', '/event', 'one_of'],
  [
    'an unknown hazard',
    event({ hazard: 'volcano' }),
    400,
    'invalid-request',
    '/event/hazard',
    'invalid_value',
  ],
  [
    'an unknown sub-hazard',
    event({ subhazard: 'lava' }),
    400,
    'invalid-request',
    '/event/subhazard',
    'invalid_value',
  ],
  [
    'a sub-hazard of another hazard',
    event({ hazard: 'flood', subhazard: 'landslide' }),
    422,
    'unjudgeable-facts',
    '/event/subhazard',
  ],
  [
    'an instant without offset',
    event({ occurredAt: '2026-07-01T11:50:00' }),
    400,
    'invalid-request',
    '/event/occurredAt',
  ],
  [
    'a day that does not exist',
    event({ occurredAt: '2008-02-30T00:00:00Z' }),
    400,
    'invalid-request',
    '/event/occurredAt',
  ],
  ['25 o’clock', event({ occurredAt: '2026-07-01T25:00:00Z' }), 400, 'invalid-request', '/event/occurredAt'],
  ['a day alone', event({ occurredAt: '2026-07-01' }), 400, 'invalid-request', '/event/occurredAt'],
  ['an instant as a number', event({ occurredAt: 1 }), 400, 'invalid-request', '/event/occurredAt'],
  [
    'the year 0',
    event({ occurredAt: '0000-01-01T00:00:00Z' }),
    400,
    'invalid-request',
    '/event/occurredAt',
    'out_of_range',
  ],
  [
    'the year 1',
    event({ occurredAt: '0001-01-01T00:00:00+08:00' }),
    400,
    'invalid-request',
    '/event/occurredAt',
    'out_of_range',
  ],
  [
    'the year 9999',
    event({ occurredAt: '9999-12-31T23:59:59-12:00' }),
    400,
    'invalid-request',
    '/event/occurredAt',
    'out_of_range',
  ],
  [
    'an observation in the year 9999',
    also({ observedAt: '9999-12-31T23:59:59-12:00' }),
    400,
    'invalid-request',
    '/observedAt',
    'out_of_range',
  ],
  [
    'a future occurrence',
    event({ occurredAt: '2026-07-01T12:06:00+08:00' }),
    422,
    'occurred-in-future',
    '/event/occurredAt',
    'in_future',
  ],
  ['a UUIDv4 as id', also({ id: '3f2c8a5e-1b9d-4e6f-8a7b-9c0d1e2f3a4b' }), 400, 'invalid-request', '/id'],
  ['an id in capitals', also({ id: uuidv7().toUpperCase() }), 400, 'invalid-request', '/id'],
  ['a parent that is no id', also({ parentVersionId: 'x' }), 400, 'invalid-request', '/parentVersionId'],
  [
    'a region of eleven digits',
    also({ regionCode: VILLAGE.slice(1) }),
    400,
    'invalid-request',
    '/regionCode',
  ],
  [
    'a region in full-width digits',
    also({ regionCode: '５４０１２２２００２０２' }),
    400,
    'invalid-request',
    '/regionCode',
  ],
  ['an unknown stage', also({ stage: 'final' }), 400, 'invalid-request', '/stage'],
  ['a follow-up of nothing', also({ stage: 'follow_up' }), 422, 'rules-violated', '/stage', 'C20'],
  [
    'a narrative that is too long',
    also({ narrative: 'x'.repeat(2_001) }),
    400,
    'invalid-request',
    '/narrative',
    'too_big',
  ],
  ['a bell in a narrative', also({ narrative: '山洪\u0007' }), 400, 'invalid-request', '/narrative'],
  ['a narrative that turns', also({ narrative: '死亡\u202e3' }), 400, 'invalid-request', '/narrative'],
  [
    'an explanation with a mark of direction',
    also({ explanation: 'a\u200fb' }),
    400,
    'invalid-request',
    '/explanation',
  ],
  [
    'an address that turns',
    also({ location: { latitude: 30, longitude: 91, address: 'a\u2067b' } }),
    400,
    'invalid-request',
    '/location/address',
  ],
  ['an empty explanation', also({ explanation: '' }), 400, 'invalid-request', '/explanation', 'too_small'],
  [
    'latitude 91',
    also({ location: { latitude: 91, longitude: 91 } }),
    400,
    'invalid-request',
    '/location/latitude',
  ],
  [
    'an unknown datum',
    also({ location: { latitude: 29, longitude: 91, datum: 'bd09' } }),
    400,
    'invalid-request',
    '/location/datum',
  ],
  [
    'a source without its instant',
    also({ onBehalfOf: { channel: 'telephone', source: 'x' } }),
    400,
    'invalid-request',
    '/onBehalfOf/saidAt',
    'missing',
  ],
  [
    'a source for the own unit, whose clock runs from the receipt',
    also({ onBehalfOf: { channel: 'telephone', source: '本村', saidAt: HAPPENED } }),
    400,
    'invalid-request',
    '/onBehalfOf',
    'own_unit',
  ],
  [
    'an event that nobody knows',
    { ...aReport({ eventId: uuidv7() }) },
    422,
    'unknown-event',
    '/eventId',
    'unknown_event',
  ],
]

for (const [says, body, status, slug, pointer, code] of CASES) {
  t.test('a number beyond all whole numbers is told once that it is too large', async (t) => {
    for (const [value, code, detail] of [
      [9e18, 'too_big', 'is larger than can be'],
      [-9e18, 'too_small', 'must not be negative'],
    ]) {
      const answer = await village.post('/v1/reports', figures({ loss_total: value }), {
        'idempotency-key': uuidv7(),
      })
      t.same(answer.json<ProblemBody>().errors, [{ pointer: '/figures/loss_total', code, detail }])
      t.equal(answer.json<ProblemBody>().detail, `/figures/loss_total: ${detail}`)
    }
  })

  t.test(`a report with ${says}`, async (t) => {
    const before = await countRows(api)
    const answer = await village.post('/v1/reports', body, { 'idempotency-key': uuidv7() })
    const problem = answer.json<ProblemBody>()
    t.match(answer.headers.get('content-type'), /^application\/problem\+json/)
    t.match(problem, { type: `/problems/${slug}`, status, title: /./, detail: /./ })
    t.equal(answer.status, status)
    const error = problem.errors?.find((one) => one.pointer === pointer)
    t.ok(error, `points at ${pointer || 'the body'}: ${answer.text}`)
    if (code) t.equal(error?.code, code)
    t.same(await countRows(api), before, 'nothing was stored')
  })
}

t.test('another’s unit, an unknown one, a closed one', async (t) => {
  await api.rows(`update nodes set closed_on = '2026-07-01' where region_code = $1`, [NEXT_VILLAGE])
  const [county, clerk, auditor] = [api.as('officer', COUNTY), api.as('section_clerk'), api.as('auditor')]
  const onBehalfOf = { channel: 'radio', source: '村支书', saidAt: HAPPENED } as const
  await Promise.all([county, clerk, auditor].map((who) => who.token()))
  const before = await countRows(api)
  const told = (regionCode: string) => aReport({ regionCode, onBehalfOf })
  const cases = [
    [await village.submit(aReport({ regionCode: OTHER_COUNTY })), 403, 'outside-jurisdiction'],
    [await village.submit(aReport({ regionCode: CITY })), 403, 'outside-jurisdiction'],
    [await village.submit(aReport({ regionCode: '110101001001' })), 403, 'outside-jurisdiction'],
    [await county.submit(told('540122999999')), 422, 'unknown-region'],
    [await county.submit(told(NEXT_VILLAGE)), 422, 'unknown-region'],
    [
      await county.submit(aReport({ regionCode: VILLAGE, onBehalfOf: { ...onBehalfOf, saidAt: BEFORE_IT } })),
      400,
      'invalid-request',
    ],
    [await auditor.submit(aReport({ regionCode: CITY })), 403, 'not-permitted'],
    [await clerk.submit(aReport({ regionCode: CITY })), 403, 'not-permitted'],
  ] as const
  for (const [answer, status, slug] of cases) {
    t.match(answer.json(), { type: `/problems/${slug}`, status })
  }
  t.same(await countRows(api), before)
})

t.test('a closed event takes no report, by whatever way it comes', async (t) => {
  const closed = { hazard: 'snow', occurredAt: HAPPENED } as const
  const head = await village.report(aReport({ event: closed }))
  await api.rows(`update events set state = 'closed' where id = $1`, [head.eventId])
  const before = await countRows(api)
  const followUp = await village.submit(aFollowUp(head))
  const byId = await village.submit(aReport({ eventId: head.eventId }))
  for (const answer of [followUp, byId]) {
    t.equal(answer.status, 409)
    t.match(answer.json(), { type: '/problems/event-closed', eventId: head.eventId })
  }
  t.same(await countRows(api), before)
  const anew = await village.report(aReport({ event: closed }))
  t.not(anew.eventId, head.eventId, 'described anew, it opens another event')
})

t.test('a follow-up that describes another event than its parent’s', async (t) => {
  const head = await village.report(aReport({ event: { hazard: 'sandstorm', occurredAt: HAPPENED } }))
  const { eventId: _, ...followUp } = aFollowUp(head)
  const other = await village.submit({ ...followUp, event: { hazard: 'earthquake', occurredAt: HAPPENED } })
  t.match(other.json(), { type: '/problems/chain-mismatch', errors: [{ pointer: '/event/hazard' }] })
  const exercise = { hazard: 'sandstorm', occurredAt: HAPPENED, isExercise: true } as const
  t.match((await village.submit({ ...followUp, event: exercise })).json(), {
    type: '/problems/chain-mismatch',
    errors: [{ pointer: '/event/isExercise' }],
  })
  const elsewhere = await village.submit(aFollowUp(head, { eventId: uuidv7() }))
  t.match(elsewhere.json(), { type: '/problems/chain-mismatch', errors: [{ pointer: '/parentVersionId' }] })
})

t.test('a device’s clock may run a little ahead: what happened "then" happened now', async (t) => {
  const soon = { hazard: 'biological', occurredAt: '2026-07-01T12:04:00+08:00' } as const
  const report = await village.report(aReport({ event: soon }))
  const stored = await village.get(`/v1/reports/${report.versionId}`)
  t.match(stored.json(), { occurredAt: '2026-07-01T12:00:00.000+08:00', content: { event: soon } })
})

t.test('what is strange but true is taken as it is', async (t) => {
  const strange = [
    aReport({ narrative: 'x'.repeat(2_000) }),
    aReport({ narrative: 'line\r\nline\ttab' }),
    aReport({ narrative: '🏔️🐂 བོད་ལྗོངས། 𠀀 👨\u200d👩\u200d👧 ཀ\u200cཁ' }),
    aReport({ narrative: `'); drop table events; -- \${x} {{x}} %s $1` }),
    aReport({ event: { hazard: 'drought', occurredAt: '1900-01-02T00:00:00Z' } }),
    aReport({ event: { hazard: 'marine', occurredAt: '2026-07-01T23:40:00+20:00' } }),
    aReport({ event: { hazard: 'typhoon', occurredAt: '2026-07-01T11:50:00.123456789+08:00' } }),
    aReport({ figures: {} }),
    aReport({ location: { latitude: 29.65, longitude: 91.1, datum: 'gcj02', accuracyM: 5.5 } }),
    // the last word of its unit: whoever left it out would be asked why
    aReport({ figures: { loss_total: 100_000_000_000_000 } }),
  ]
  for (const report of strange) {
    const answer = await village.submit(report)
    t.equal(answer.status, 201, answer.text)
    const stored = await village.get(`/v1/reports/${report.id}`)
    t.equal(stored.status, 200)
    t.same(stored.json<{ content: unknown }>().content, report, 'and given back as it was sent')
  }
})

t.end()
