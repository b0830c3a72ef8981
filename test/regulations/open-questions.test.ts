import t from 'tap'
import { describeRules } from '../../src/catalogues/rules/describe.ts'
import { OPEN_QUESTIONS } from '../../src/regulations/open-questions.ts'

const RULES = describeRules().map(({ rule }) => rule)

t.test('every rule that a question touches exists', async (t) => {
  const touched = OPEN_QUESTIONS.flatMap(({ rules }) => rules)
  t.ok(touched.length > 40, `${touched.length} were read`)
  const lost = touched.filter((rule) =>
    rule.endsWith('.*') ? !RULES.some((one) => one.startsWith(rule.slice(0, -1))) : !RULES.includes(rule),
  )
  t.same(lost, [])
})

t.test('every question says what is asked and what holds meanwhile, in both languages', async (t) => {
  const ids = OPEN_QUESTIONS.map(({ id }) => id)
  t.ok(ids.length >= 20, `${ids.length} questions`)
  t.equal(new Set(ids).size, ids.length, 'no id is given twice')
  for (const { id, zh, en, meanwhileZh, meanwhileEn } of OPEN_QUESTIONS) {
    t.ok(
      [zh, meanwhileZh].every((text) => /\p{Script=Han}/u.test(text)),
      id,
    )
    t.ok(
      [en, meanwhileEn].every((text) => /[a-z]{3}/.test(text) && !/\p{Script=Han}/u.test(text)),
      id,
    )
  }
})
