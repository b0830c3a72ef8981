import t from 'tap'
import { call } from '../../src/drill/call.ts'
import type { CallStep } from '../../src/drill/call-schema.ts'
import { addressOf, type Contract, misuseOf } from '../../src/drill/contract.ts'
import type { Memory } from '../../src/drill/memory.ts'
import { pick } from '../../src/drill/pick.ts'
import { misused } from '../../src/drill/play.ts'
import type { Answer, Post } from '../../src/drill/post.ts'
import { labelsIn, resolved } from '../../src/drill/references.ts'

const EVENT = '019a2b6e-5d2c-7cc3-98f4-1a2b3c4d5e6f'
const TOTALS = {
  indicators: [
    { indicator: 'dead', value: 9, claims: [{ id: 'a', because: [{ rule: 'x' }] }] },
    { indicator: 'missing', value: null, claims: [] },
  ],
  blockers: [{ nameZh: '格达乡' }, { nameZh: '续迈乡' }],
}

const CONTRACT: Contract = new Map([
  [
    'getTotals',
    {
      method: 'GET',
      path: '/v1/events/{id}/totals',
      parameters: [
        { name: 'id', in: 'path', required: true },
        { name: 'asOf', in: 'query' },
        { name: 'if-none-match', in: 'header' },
      ],
      isKeyed: false,
    },
  ],
  ['makeClaim', { method: 'POST', path: '/v1/events/{id}/claims', parameters: [], isKeyed: true }],
])

/** A memory in which one post hears what it is told to hear. */
function remembering(status: number, said: unknown) {
  const asked: { method: string; path: string; body: unknown; headers: unknown }[] = []
  const post: Pick<Post, 'accountId' | 'send'> = {
    accountId: 'leader-account',
    async send(method, path, body, headers): Promise<Answer> {
      asked.push({ method, path, body, headers })
      return { status, text: JSON.stringify(said), headers: new Headers() }
    },
  }
  const memory = {
    cast: { posts: new Map([['leader', post]]) },
    contract: CONTRACT,
    ids: new Map([['claim', 'id-of-claim']]),
    events: new Map([['first', EVENT]]),
    answers: new Map<string, unknown>([['earlier', { id: 'answered-id' }]]),
    acts: [],
  } as unknown as Memory
  return { memory, asked }
}

const step = (more: Partial<CallStep>): CallStep => ({
  at: '2008-10-07T12:00:00+08:00',
  says: { zh: '问', en: 'Asks' },
  who: 'leader',
  what: 'call',
  operation: 'getTotals',
  with: { id: '@event first' },
  shows: [],
  ...more,
})

const shown = (at: string, more: object = {}) => ({ zh: '值', en: 'value', at, ...more })

t.test('a value is picked by name, place, each, or what it says of itself', async (t) => {
  const rows: [path: string, found: unknown][] = [
    ['/indicators/0/value', 9],
    ['/indicators/indicator=dead/value', 9],
    ['/indicators/indicator=missing/value', null],
    ['/indicators/indicator=injured/value', null],
    ['/indicators/claims.0.because.0.rule=x/indicator', 'dead'],
    ['/blockers/*/nameZh', ['格达乡', '续迈乡']],
    ['/indicators/*/value', [9]],
    ['/blockers/9/nameZh', null],
    ['/nothing/*/nameZh', []],
    ['/constructor', null],
  ]
  for (const [path, found] of rows) t.strictSame(pick(TOTALS, path), found, path)
})

t.test('texts that begin with @ stand for ids, however deep, and rows are repeated', async (t) => {
  const { memory } = remembering(200, {})
  const said = { id: '@event first', of: ['@id claim', '@answer earlier /id', 'as it is', 7, null] }
  t.strictSame(resolved(said, memory), { id: EVENT, of: ['id-of-claim', 'answered-id', 'as it is', 7, null] })
  t.strictSame(
    labelsIn(said).map(({ label }) => label),
    ['first', 'claim', 'earlier'],
  )
  const rows = resolved([{ '@times': 3, row: { id: '@new' } }], memory) as { id: string }[]
  t.equal(new Set(rows.map(({ id }) => id)).size, 3, 'each row has an id of its own')
  t.throws(() => resolved('@answer earlier /other', memory), /holds nothing at \/other/)
  t.throws(() => resolved('@event never', memory), /never has not come to an event/)
})

t.test('only what the API document says may be used', async (t) => {
  t.strictSame(misuseOf(CONTRACT, 'getTotals', ['id', 'asOf']), [])
  t.strictSame(misuseOf(CONTRACT, 'getTotal', []), ['getTotal stands in no GET or POST of the API document'])
  t.strictSame(misuseOf(CONTRACT, 'getTotals', ['id', 'asof']), ['getTotals knows no asof'])
  t.strictSame(misuseOf(CONTRACT, 'getTotals', ['asOf']), ['getTotals needs id'])
  t.strictSame(misuseOf(CONTRACT, 'getTotals', ['id', 'if-none-match']), ['getTotals knows no if-none-match'])
  t.equal(misused({ steps: [step({})] }, { contract: CONTRACT }), null)
  t.equal(
    misused({ steps: [step({}), step({ operation: 'getTotal' })] }, { contract: CONTRACT }),
    '/steps/1: getTotal stands in no GET or POST of the API document',
    'the story is not begun, and its author is told where',
  )
  const operation = CONTRACT.get('getTotals')
  if (!operation) throw new Error('the contract above has changed')
  t.equal(
    addressOf(operation, { id: 'a/b', asOf: '2008-10-07T12:00:00+08:00' }),
    '/v1/events/a%2Fb/totals?asOf=2008-10-07T12%3A00%3A00%2B08%3A00',
  )
})

t.test('values of an answer are held to what they must be', async (t) => {
  const rows: [what: string, shows: CallStep['shows'][number], faults: string[]][] = [
    ['as expected', shown('/indicators/indicator=dead/value', { is: 9 }), []],
    ['another', shown('/indicators/indicator=dead/value', { is: 30 }), ['expected 30, got 9']],
    ['null where nobody has given it', shown('/indicators/indicator=missing/value', { is: null }), []],
    ['a list in its order', shown('/blockers/*/nameZh', { is: ['格达乡', '续迈乡'] }), []],
    [
      'one too few',
      shown('/blockers/*/nameZh', { is: ['格达乡'] }),
      ['expected ["格达乡"], got ["格达乡","续迈乡"]'],
    ],
    ['how many', shown('/blockers', { count: 2 }), []],
    ['not so many', shown('/blockers', { count: 3 }), ['expected 3, got 2']],
    ['no list', shown('/nothing', { count: 0 }), ['expected 0, got null']],
    [
      'an id by its label',
      shown('/blockers/0/nameZh', { is: '@event first' }),
      [`expected "${EVENT}", got "格达乡"`],
    ],
    ['only shown', shown('/indicators/0/value'), []],
  ]
  for (const [what, one, faults] of rows) {
    const outcome = await call(step({ shows: [one] }), remembering(200, TOTALS).memory)
    if (outcome.kind !== 'called') throw new Error('it was no call')
    t.strictSame(outcome.shown[0]?.faults, faults, what)
    t.equal(outcome.shown[0]?.isHeld, 'is' in one || 'count' in one, `${what}: held or only shown`)
  }
})

t.test('an answer other than the drill says ends the story, whichever way', async (t) => {
  const refused = { type: '/problems/children-not-verified', detail: 'Not yet.', blockers: TOTALS.blockers }
  const answer = 'children-not-verified'
  const one = shown('/blockers/*/nameZh', { is: ['格达乡', '续迈乡'] })
  const outcome = await call(step({ answer, shows: [one] }), remembering(409, refused).memory)
  t.match(outcome, { kind: 'called', refusal: { status: 409, problem: answer, detail: 'Not yet.' } })
  t.match(outcome, { shown: [{ faults: [] }] }, 'of a refusal, too, the values are looked at')
  await t.rejects(call(step({}), remembering(409, refused).memory), /expected 2xx, was answered 409/)
  await t.rejects(call(step({ answer }), remembering(200, {}).memory), /expected children-not-verified/)
  await t.rejects(
    call(step({ answer: 'event-closed' }), remembering(409, refused).memory),
    /expected event-closed/,
  )
  await t.rejects(call(step({ answer: 201 }), remembering(200, {}).memory), /expected 201, was answered 200/)
  await t.rejects(
    call(step({ operation: 'getTotal' }), remembering(200, {}).memory),
    /not in the API document/,
  )
})

t.test('what is made carries a key, is remembered, and must be in the trail', async (t) => {
  const { memory, asked } = remembering(201, { id: 'made' })
  const body = { indicator: 'dead', value: 30 }
  await call(step({ operation: 'makeClaim', body, label: 'claim', trail: 'claim.made' }), memory)
  t.match(asked, [{ method: 'POST', body, headers: { 'idempotency-key': /^[0-9a-f-]{36}$/ } }])
  t.strictSame(memory.answers.get('claim'), { id: 'made' })
  t.strictSame(memory.acts, [{ action: 'claim.made', subjectId: null, accountId: 'leader-account' }])
})
