import t from 'tap'
import { parse } from 'yaml'
import { document, operations, text } from './document.ts'

/** What nobody needs to log in for. The metrics are for the operator, who has a token of another kind. */
const PUBLIC = [
  'GET /livez',
  'GET /readyz',
  'GET /v1/jwks',
  'GET /v1/time',
  'POST /v1/sessions',
  'POST /v1/tokens',
]
const FOR_THE_OPERATOR = 'GET /metrics'

t.test('there is a document, and it has operations', (t) => {
  t.ok(operations.length >= 50, `${operations.length} operations`)
  t.end()
})

t.test('readers of YAML 1.1, as many are, read the same document', (t) => {
  const read = JSON.stringify(parse(text, { version: '1.1' }))
  t.ok(read === JSON.stringify(document), 'no text that they would take for a number or a no')
  t.notMatch(text, /[:-] \d{4}-\d\d-\d\d/, 'no text that they would take for a date')
  t.notMatch(text, /: -?\d+e\+?\d/, 'no number that they would take for a text')
  t.end()
})

t.test('every operation below an event says that its address may lead on', (t) => {
  const below = operations.filter(({ path }) => path.startsWith('/v1/events/{id}'))
  const silent = below.filter(({ operation }) => !('307' in operation.responses)).map(({ name }) => name)
  t.same(silent, ['POST /v1/events/{id}/nil-reports'], 'but what finds the event that goes on by itself')
  t.end()
})

t.test('every operation says what it is, in English and Chinese', (t) => {
  const tags = document.tags.map(({ name }) => name)
  for (const { name, operation } of operations) {
    t.match(operation.operationId, /^[a-z]+[A-Za-z]+$/, `${name} has an operationId`)
    t.match(operation.summary, /[A-Za-z].*\p{Script=Han}/u, `${name} has a summary with the Chinese term`)
    t.match(operation.description, /\w.*\.$/s, `${name} has a description`)
    t.ok(operation.tags?.length === 1 && tags.includes(operation.tags[0] ?? ''), `${name} has a known tag`)
  }
  const ids = operations.map(({ operation }) => operation.operationId)
  t.equal(new Set(ids).size, ids.length, 'no operationId is given twice')
  t.same(
    tags.filter((tag) => !operations.some(({ operation }) => operation.tags?.includes(tag))),
    [],
    'no tag is empty',
  )
  t.end()
})

t.test('what needs no login says so, and nothing else does', (t) => {
  const open = operations.filter(({ operation }) => operation.security?.length === 0).map(({ name }) => name)
  t.same(open.sort(), PUBLIC)
  const special = operations.filter(({ operation }) => operation.security && operation.security.length > 0)
  t.same(
    special.map(({ name, operation }) => ({ name, security: operation.security })),
    [{ name: FOR_THE_OPERATOR, security: [{ operatorToken: [] }, {}] }],
  )
  t.end()
})

t.test('every operation declares how it fails', (t) => {
  for (const { name, operation } of operations) {
    const declared = Object.keys(operation.responses)
    const expected = PUBLIC.includes(name) ? ['500', '503'] : ['401', '500', '503']
    t.same(
      expected.filter((status) => !declared.includes(status)),
      [],
      `${name} declares ${expected}`,
    )
    t.ok(
      declared.some((status) => status.startsWith('2')),
      `${name} declares how it succeeds`,
    )
  }
  t.end()
})

t.test('every failure is a problem', (t) => {
  const failures = operations.flatMap(({ name, operation }) =>
    Object.entries(operation.responses)
      .filter(([status]) => Number(status) >= 400)
      .map(([status, { content }]) => ({ name: `${name} ${status}`, content })),
  )
  t.ok(failures.length > operations.length * 4, `${failures.length} failures were looked at`)
  for (const { name, content } of failures) {
    t.same(content?.['application/problem+json']?.schema, { $ref: '#/components/schemas/Problem' }, name)
  }
  t.end()
})

t.test('what writes takes a body that is declared, or none', (t) => {
  for (const { name, operation } of operations.filter(({ operation }) => operation.requestBody)) {
    t.ok(operation.responses['413'] && operation.responses['415'], `${name} declares 413 and 415`)
    t.ok(operation.responses['400'], `${name} declares 400`)
  }
  t.end()
})
