/** What `npm run mutate` changes, and that what it asserts with does fail. */
import t from 'tap'
import { changed, changesOfOperators, changesOfRules } from '../../scripts/mutate/mutants.ts'
import assertions, { runDeclared } from '../../scripts/mutate/tap.ts'

const source = (code: string) => ({ file: 'a.ts', code })
const toOf = (code: string) => changesOfRules(source(code)).map(({ to }) => to)

t.test('every number is changed by one, in both directions', async (t) => {
  const rows = [
    ['x(30)', ['29', '31']],
    ['10_000 * WAN', ['9999', '10001']],
    ['0', ['(-1)', '1']],
    ['6.5', ['6.4', '6.6']],
    ['0.25', ['0.24', '0.26']],
    ['0.3', ['0.29', '0.31']],
    ['index - 1', ['0', '2']],
    [`\`\${year + 1}\``, ['0', '2']],
  ] as const
  for (const [code, expected] of rows) t.same(toOf(code), expected, code)
})

t.test('so is every date, clock time and yes or no', async (t) => {
  const rows = [
    ["inForceFrom: '2024-03-01'", ["'2024-02-29'", "'2024-03-02'"]],
    ["'2024-12-31'", ["'2024-12-30'", "'2025-01-01'"]],
    ["dailyAt: '00:00'", ["'23:59'", "'00:01'"]],
    ["'09:00'", ["'08:59'", "'09:01'"]],
    ['{ a: true, b: false }', ['false', 'true']],
    [`\`\${year}-01-01\``, ['-01-02']],
    ["edition: '2015-05-11'", []],
    ["'第10条', '540122', isTrue // 10 and /* 11 */ a1", []],
  ] as const
  for (const [code, expected] of rows) t.same(toOf(code), expected, code)
})

t.test('of what reads the rules, comparisons and operators are changed', async (t) => {
  const rows = [
    ['a >= b && c < -1', ['>', '||', '<=']],
    [`(a) => /^[<>]$/.test(a) || a === \`\${b + 1} > 2\``, ['&&', '!==', '-']],
    ["x ?? y?.z - 1, '>='", ['+']],
  ] as const
  for (const [code, expected] of rows) {
    t.same(
      changesOfOperators(source(code)).map(({ to }) => to),
      expected,
      code,
    )
  }
})

t.test('a change is told by its place, and made there alone', async (t) => {
  const two = source('a: 1,\n  b: 11,')
  const [, , , last] = changesOfRules(two)
  t.match(last, { file: 'a.ts', line: 2, column: 6, from: '11', to: '12' })
  t.equal(last && changed(two, last), 'a: 1,\n  b: 12,')
})

t.test('what stands in for tap fails where tap fails', async (t) => {
  const rows: readonly [string, () => void, () => void][] = [
    ['equal', () => assertions.equal(1, 1), () => assertions.equal(1, 2)],
    ['not', () => assertions.not(1, 2), () => assertions.not(1, 1)],
    ['ok', () => assertions.ok(1), () => assertions.ok(0)],
    ['notOk', () => assertions.notOk(null), () => assertions.notOk({})],
    [
      'same',
      () => assertions.same([{ a: 1 }], [{ a: 1 }]),
      () => assertions.same([{ a: 1 }], [{ a: 1, b: 2 }]),
    ],
    [
      'strictSame',
      () => assertions.strictSame([{ a: 1 }], [{ a: 1 }]),
      () => assertions.strictSame([{ a: 1 }], [{ a: '1' }]),
    ],
    ['match', () => assertions.match({ a: 1, b: 2 }, { a: 1 }), () => assertions.match({ b: 2 }, { a: 1 })],
    ['throws', () => assertions.throws(refuse, RangeError), () => assertions.throws(refuse, TypeError)],
    ['throws', () => assertions.throws(refuse, Error), () => assertions.throws(() => {}, Error)],
    ['doesNotThrow', () => assertions.doesNotThrow(() => {}), () => assertions.doesNotThrow(refuse)],
  ]
  for (const [name, holds, fails] of rows) {
    assertions.test(name, holds)
    t.equal(await runDeclared(), 1, name)
    assertions.test(`${name} that fails`, fails)
    await t.rejects(runDeclared(), { message: `${name} that fails` }, name)
  }
  assertions.test('fail', () => assertions.fail('always'))
  await t.rejects(runDeclared(), { message: 'fail: failed always' })
})

function refuse(): never {
  throw new RangeError('never')
}
