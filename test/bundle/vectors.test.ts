/** The vectors are what the judge says, and a client that knows nothing but the bundle says the same. */
import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import t from 'tap'
import { judgeVector, type VectorFacts, vectorOf } from '../../src/bundle/judge-vector.ts'
import { makeBundle } from '../../src/bundle/make-bundle.ts'
import { vectorsSchema } from '../../src/bundle/vector-schemas.ts'
import committed from '../../src/bundle/vectors.json' with { type: 'json' }
import type { CheckRow } from '../../src/regulations/check-row.ts'
import { CHECK_CITATIONS, CHECKS } from '../../src/regulations/checks.ts'
import { anyFacts } from './facts-arbitrary.ts'
import { type BundleJson, type FactsJson, judge } from './reference-client.ts'
import { vectorCases } from './vector-cases.ts'

/** As it goes over the line: nothing but JSON. */
const bundle: BundleJson = JSON.parse(JSON.stringify(makeBundle()))

const atHome = (facts: VectorFacts) => judgeVector(facts).map(({ because: _because, ...verdict }) => verdict)
const atTheClient = (facts: VectorFacts) => judge(bundle, JSON.parse(JSON.stringify(facts)) as FactsJson)

t.test('the committed vectors are what the judge says today (npm run vectors)', async (t) => {
  const today = vectorCases().map(({ name, facts }) => vectorOf(name, facts))
  t.ok(committed.vectors.length >= 150, `${committed.vectors.length} vectors`)
  t.equal(committed.vectors.length, today.length)
  for (const [index, vector] of today.entries()) {
    t.equal(JSON.stringify(committed.vectors[index]), JSON.stringify(vector), vector.name)
  }
})

t.test('every check has vectors on both sides', async (t) => {
  for (const check of Object.keys(CHECK_CITATIONS)) {
    const own = committed.vectors.filter(({ name }) => name.startsWith(`${check} `))
    const broken = own.filter(({ violations }) => violations.some(({ rule }) => rule === check))
    t.ok(broken.length > 0, `${check}: ${broken.length} break it`)
    t.ok(own.length > broken.length, `${check}: ${own.length - broken.length} do not`)
  }
})

t.test('every row of the table is broken by some vector', async (t) => {
  const never = CHECKS.filter((row) => {
    const alone = { ...bundle, checks: [JSON.parse(JSON.stringify(row)) as BundleJson['checks'][number]] }
    return committed.vectors.every(({ facts }) => judge(alone, facts).length === 0)
  })
  t.same(
    never.map(({ check, form }) => `${check} ${form}`),
    [],
  )
})

t.test('a row that runs at some stages only is tried at one of them', async (t) => {
  for (const row of CHECKS.filter(({ stages }) => stages === undefined)) {
    const staged: CheckRow = { ...row, stages: ['verified', 'follow_up'] }
    const alone = { ...bundle, checks: [JSON.parse(JSON.stringify(staged)) as BundleJson['checks'][number]] }
    const cases = vectorCases([staged]).map(({ facts }) => JSON.parse(JSON.stringify(facts)) as FactsJson)
    t.ok(
      cases.some((facts) => judge(alone, facts).length > 0),
      `${row.check} ${row.form}`,
    )
  }
})

t.test('the vectors fit the schema by which they are published', async (t) => {
  const document = { bundleVersion: makeBundle().version, vectors: committed.vectors }
  t.strictSame(vectorsSchema.parse(document), document)
})

t.test(
  'the reference client says of every vector what is written there, and in the same words',
  async (t) => {
    for (const { name, facts, violations } of committed.vectors) {
      const said = atTheClient(facts as VectorFacts)
      const short = said.map(({ rule, kind, explained, pointers }) => ({ rule, kind, explained, pointers }))
      t.strictSame(short, violations, name)
      t.strictSame(said, atHome(facts as VectorFacts), `${name}, in words`)
    }
  },
)

t.test('the reference client reads what it knows of a bundle that is newer', async (t) => {
  const newer = { check: 'C99', form: 'of_tomorrow', kind: 'hard', stops: true }
  const facts = { figures: { injured: 1, seriously_injured: 2 } }
  t.match(judge({ ...bundle, checks: [newer, ...bundle.checks] }, facts), [{ rule: 'C04' }])
})

t.test('the reference client agrees with the judge on whatever facts', async (t) => {
  const broken = new Set<string>()
  let clean = 0
  await fc.assert(
    fc.property(anyFacts, (facts) => {
      const here = atHome(facts)
      for (const { rule, kind } of here) broken.add(`${rule} ${kind}`)
      if (here.length === 0) clean += 1
      return isDeepStrictEqual(atTheClient(facts), here)
    }),
    { seed: 20_260_701, numRuns: 3_000 },
  )
  const rules = new Set([...broken].map((one) => one.split(' ')[0]))
  t.same(
    Object.keys(CHECK_CITATIONS).filter((check) => !rules.has(check)),
    [],
    'every check was broken',
  )
  for (const both of ['C08', 'C17', 'C22']) {
    t.ok(broken.has(`${both} hard`) && broken.has(`${both} soft`), `${both} was met hard and soft`)
  }
  t.ok(clean > 60, `${clean} of them broke nothing`)
})
