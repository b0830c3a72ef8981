/** Whatever is sent, it is never our fault: no 5xx, a problem for every refusal, and a receipt for all else. */
import fc from 'fast-check'
import t from 'tap'
import { v7 as uuidv7 } from 'uuid'
import { aReport, COUNTY, type ProblemBody, startApi } from '../api.ts'

const api = await startApi(t, { environment: { RUN: 'api' } })
const village = api.as('officer')
const county = api.as('officer', COUNTY)
await village.token()

const SEED = { seed: 20_260_701 }

async function isHandled(body: string): Promise<boolean> {
  const answer = await village.post('/v1/reports', body, { 'idempotency-key': uuidv7() })
  if (answer.status === 201 || answer.status === 202) return true
  const { type, status, detail } = answer.json<ProblemBody>()
  return answer.status < 500 && status === answer.status && /^\/problems\//.test(type) && detail.length > 0
}

t.test('any JSON at all', async (t) => {
  await fc.assert(
    fc.asyncProperty(fc.jsonValue({ noUnicodeString: false }), (value) => isHandled(JSON.stringify(value))),
    { ...SEED, numRuns: 150 },
  )
  t.pass('no 5xx')
})

t.test('any bytes at all', async (t) => {
  await fc.assert(fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 200 }), isHandled), {
    ...SEED,
    numRuns: 150,
  })
  t.pass('no 5xx')
})

/** A report with everything in it, entered by the county, so that there is much to spoil. */
const whole = () =>
  aReport({
    event: {
      hazard: 'flood',
      subhazard: 'mountain_flood',
      occurredAt: '2026-07-01T11:50:00+08:00',
      title: '山洪',
    },
    figures: { dead: 1, missing: 0, injured: 3, collapsed_rooms: 4, loss_total: 10_000 },
    facts: { peopleToMove: 5, shares: { cropLost: 0.5 }, criteria: [], sensitive: false },
    narrative: '山洪冲毁房屋',
    location: { latitude: 29.6, longitude: 91.1, datum: 'gcj02', accuracyM: 8, address: '羊易村' },
    observedAt: '2026-07-01T11:55:00+08:00',
    enteredAt: '2026-07-01T11:56:00+08:00',
    onBehalfOf: { channel: 'telephone', source: '村支书', saidAt: '2026-07-01T11:57:00+08:00' },
    explanation: '首次报告',
  })

const STRANGE: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -0,
  -1,
  0.1,
  1e21,
  1e308,
  9_007_199_254_740_992,
  '',
  ' ',
  '0',
  'null',
  [],
  {},
  [[]],
  '9999-12-31T23:59:59Z',
  '1900-01-01T00:00:00+15:59',
  '2026-07-01T11:50:00-23:59',
  '540122200202',
  '540100000000',
  '000000000000',
  '999999999999',
  '00000000-0000-7000-8000-000000000000',
  'ffffffff-ffff-7fff-bfff-ffffffffffff',
  'follow_up',
  'verified',
  'drought',
  'toString',
  '\u0000',
  '\ud800',
  '\uffff',
  'x'.repeat(3_000),
  '../..',
  '%s',
  `'`,
  { $gt: '' },
  { toJSON: 1 },
  Number.MAX_SAFE_INTEGER,
]

/** Paths to every place in a value. */
function places(value: unknown, at: string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [at]
  const below = Object.entries(value).flatMap(([key, inner]) => places(inner, [...at, key]))
  return at.length === 0 ? below : [at, ...below]
}

function spoil(value: unknown, [key, ...rest]: string[], strange: unknown): unknown {
  if (key === undefined) return strange
  const object = typeof value === 'object' && value !== null ? value : {}
  if (rest.length === 0 && strange === undefined) {
    return Object.fromEntries(Object.entries(object).filter(([name]) => name !== key))
  }
  return { ...object, [key]: spoil(Reflect.get(object, key), rest, strange) }
}

t.test('a valid report with one to three things spoilt', async (t) => {
  const paths = places(whole())
  const change = fc.tuple(
    fc.constantFrom(...paths),
    fc.oneof(
      fc.constantFrom(...STRANGE),
      fc.constant(undefined),
      fc.jsonValue(),
      fc.string({ unit: 'binary' }),
    ),
  )
  let accepted = 0
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), async (changes) => {
      const body = changes.reduce<unknown>((report, [path, strange]) => spoil(report, path, strange), whole())
      const answer = await county.post('/v1/reports', body, { 'idempotency-key': uuidv7() })
      if (answer.status < 300) accepted += 1
      return answer.status < 500
    }),
    { ...SEED, numRuns: 300 },
  )
  t.ok(accepted > 10, `${accepted} were still good: the fuzz reaches the rules and the database`)
})

t.test('any figures: accepted or refused by a rule, and stored as sent', async (t) => {
  const keys = Object.keys((await import('../../src/regulations/indicators.ts')).INDICATOR_BY_KEY)
  const figures = fc.dictionary(fc.constantFrom(...keys), fc.nat({ max: 10_000 }), { maxKeys: 12 })
  let head: string | null = null
  await fc.assert(
    fc.asyncProperty(figures, async (given) => {
      const report = {
        ...whole(),
        figures: given,
        parentVersionId: head,
        stage: head ? 'follow_up' : 'first',
      }
      const answer = await county.post('/v1/reports', report, { 'idempotency-key': uuidv7() })
      if (answer.status !== 201) return answer.status === 422
      head = report.id
      const [row] = await api.rows<Record<string, string | null>>(
        'select * from latest_figures where version_id = $1',
        [head],
      )
      return keys.every(
        (key) => (row?.[key] ?? null) === (given[key] === undefined ? null : String(given[key])),
      )
    }),
    { ...SEED, numRuns: 150 },
  )
  t.pass('what is not given is null, never zero')
})

t.end()
