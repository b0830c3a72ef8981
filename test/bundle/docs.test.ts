/** The page for client authors leaves out nothing that they need. */
import { readFileSync } from 'node:fs'
import t from 'tap'
import { makeBundle } from '../../src/bundle/make-bundle.ts'
import { vectorSchema } from '../../src/bundle/vector-schemas.ts'
import { FORMS } from '../../src/regulations/check-row.ts'
import { CHECK_TEXTS } from '../../src/regulations/check-texts.ts'

const PAGE = readFileSync(new URL('../../docs/validation-bundle.md', import.meta.url), 'utf8')
const bundle = makeBundle()

const missing = (names: readonly string[]) => names.filter((name) => !PAGE.includes(`\`${name}\``))

t.test('every form has its row in the table of forms', async (t) => {
  t.same(
    FORMS.filter((form) => !PAGE.includes(`\n| \`${form}\` | `)),
    [],
  )
})

t.test('every blank of a row, every kind and every fact is explained', async (t) => {
  const blanks = bundle.checks.flatMap((row) => Object.keys(row))
  t.same(missing([...new Set(blanks)]), [])
  t.same(missing(bundle.checks.map(({ kind }) => kind)), [])
  t.same(missing(Object.keys(bundle)), [])
  const facts = Object.keys(vectorSchema.shape.facts.shape).filter((fact) => fact !== 'facts')
  t.ok(facts.length >= 15)
  t.same(missing(facts), [])
})

t.test('every term that a sentence names, and every second sentence of a form', async (t) => {
  const templates = Object.values(CHECK_TEXTS).flatMap((text) => Object.values(text))
  const terms = templates.flatMap((template) =>
    [...template.matchAll(/\{(\w+)/g)].map(([, name]) => name ?? ''),
  )
  t.same(missing([...new Set(terms)]), [])
  const named = new Set(bundle.checks.map(({ text }) => text))
  const ofForms: readonly string[] = FORMS
  const second = Object.keys(CHECK_TEXTS).filter((id) => !ofForms.includes(id) && !named.has(id))
  t.same(missing(second), [])
})
