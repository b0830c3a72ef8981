import Fastify from 'fastify'
import { createSerializerCompiler, fastifyZodOpenApiPlugin, validatorCompiler } from 'fastify-zod-openapi'
import t from 'tap'
import { regulationRoutes } from '../../src/catalogues/regulation-routes.ts'
import { describeRules } from '../../src/catalogues/rules/describe.ts'
import type { Entry } from '../../src/catalogues/rules/entry.ts'
import { errorHandler } from '../../src/http/error-handler.ts'
import type { ProblemBody } from '../api.ts'

const ENTRIES = describeRules()

const app = Fastify({ routerOptions: { maxParamLength: 200 } })
app.setValidatorCompiler(validatorCompiler)
app.setSerializerCompiler(createSerializerCompiler({ stringify: JSON.stringify }))
app.setErrorHandler(errorHandler)
await app.register(fastifyZodOpenApiPlugin)
await app.register(regulationRoutes(async () => []))
t.teardown(() => app.close())

interface Page {
  items: Entry[]
  next: string | null
}

async function page(query: string): Promise<Page> {
  const reply = await app.inject(`/regulations${query}`)
  t.equal(reply.statusCode, 200, `${query}: ${reply.body.slice(0, 200)}`)
  return reply.json()
}

async function all(query: string): Promise<Entry[]> {
  const items: Entry[] = []
  let after: string | null = ''
  while (after !== null) {
    const found: Page = await page(`?limit=200&${query}${after === '' ? '' : `&after=${after}`}`)
    items.push(...found.items)
    after = found.next
  }
  return items
}

const rulesOf = (entries: readonly Entry[]) => entries.map(({ rule }) => rule)

t.test('the list gives every rule as it is, page by page, nothing lost on the wire', async (t) => {
  t.ok(ENTRIES.length > 400, `${ENTRIES.length} rules`)
  t.strictSame(await all(''), JSON.parse(JSON.stringify(ENTRIES)))
  const small: string[] = []
  for (let after: string | null = ''; after !== null; ) {
    const { items, next }: Page = await page(`?limit=7&group=check${after === '' ? '' : `&after=${after}`}`)
    t.ok(items.length <= 7)
    small.push(...rulesOf(items))
    after = next
  }
  t.same(small, rulesOf(ENTRIES.filter(({ group }) => group === 'check')))
})

t.test('by status, one or several: editions that do not fit are left out', async (t) => {
  const unverified = await all('status=unverified')
  t.ok(unverified.length > 20, `${unverified.length} rules`)
  t.ok(unverified.every(({ editions }) => editions.every(({ citation }) => citation.status === 'unverified')))
  t.ok(rulesOf(unverified).includes('national.4.dead_and_missing'))
  const both = await all('status=unverified&status=inferred')
  t.equal(both.length, new Set([...rulesOf(unverified), ...rulesOf(await all('status=inferred'))]).size)
  const county = both.find(({ rule }) => rule === 'first_report.county')
  t.same(
    county?.editions.map(({ citation }) => citation.edition),
    ['2013年12月'],
    'of four editions one is inferred',
  )
})

t.test(
  'by day: the edition in force, from its first day up to, not including, the day it ended',
  async (t) => {
    const magnitude = async (day: string) => {
      const found = (await all(`inForceOn=${day}&group=severity_ladder`)).find(
        ({ rule }) => rule === 'earthquake_magnitude',
      )
      return found?.editions.map(({ citation }) => citation.edition)
    }
    t.same(await magnitude('2006-01-11'), undefined)
    t.same(await magnitude('2006-01-12'), ['2006'])
    t.same(await magnitude('2012-08-27'), ['2006'])
    t.same(await magnitude('2012-08-28'), ['2012'])
  },
)

t.test('by kind, by instrument in either language, by words', async (t) => {
  const routing = await all('group=routing')
  t.ok(routing.length > 20 && routing.every(({ group }) => group === 'routing'))
  const geological = await all(`instrument=${encodeURIComponent('地质灾害防治条例')}`)
  t.equal(geological.length, 9)
  t.same(rulesOf(await all('instrument=prevention%20of%20GEOLOGICAL')), rulesOf(geological))
  t.same(rulesOf(await all(`q=${encodeURIComponent('接到报告后4小时内')}`)), [
    'geological_quick_report.large',
  ])
  t.same(rulesOf(await all('q=desk.order')), ['desk.order'])
  t.same(await all('q=nothing%20says%20this'), [])
  t.same(await all('group=check&status=unverified'), [])
})

t.test('what no filter knows is refused with a pointer', async (t) => {
  for (const [query, pointer, code] of [
    ['status=certain', 'query:status', 'invalid_value'],
    ['status=verified&status=certain', 'query:status', 'invalid_value'],
    ['group=laws', 'query:group', 'invalid_value'],
    ['inForceOn=yesterday', 'query:inForceOn', 'invalid_format'],
    ['inForceOn=2025-02-30', 'query:inForceOn', 'invalid_format'],
    ['q=', 'query:q', 'too_small'],
    ['limit=0', 'query:limit', 'too_small'],
    ['edition=2024', 'query:edition', 'unknown_field'],
    ['after=x', 'query:after', 'bad_cursor'],
    [`after=${Buffer.from('["no.such.rule"]').toString('base64url')}`, 'query:after', 'bad_cursor'],
  ] as const) {
    const reply = await app.inject(`/regulations?${query}`)
    t.equal(reply.statusCode, 400, query)
    const problem = reply.json<ProblemBody>()
    t.match(problem, { type: '/problems/invalid-request', errors: [{ pointer, code }] }, query)
  }
})

t.test('one rule by its id, with all its editions and their figures', async (t) => {
  const reply = await app.inject('/regulations/first_report.county')
  t.equal(reply.statusCode, 200)
  const entry = reply.json<Entry>()
  t.match(entry, { rule: 'first_report.county', group: 'reporting_duty', overridable: 'local_rule' })
  t.equal(entry.editions.length, 4)
  t.match(entry.editions[3], {
    citation: { instrumentZh: '《自然灾害情况统计调查制度》', status: 'secondary', inForceTo: null },
    values: { from: 'county', to: ['city'], limit: { minutes: 120 }, countsFrom: 'occurrence' },
  })
  t.match((await app.inject('/regulations/lhasa_placeholder')).json(), { editions: [{ places: ['5401'] }] })
})

t.test('an id that is derived leads to the entry that explains it', async (t) => {
  for (const [asked, found] of [
    ['flood_drought_tibet.below_any_grade', 'flood_drought_tibet'],
    ['desk.lhasa_default.acknowledge', 'desk.lhasa_default'],
    ['passes_to.natural_disaster.ordinary', 'passes_to.natural_disaster'],
    ['passes_to.accident.below_any_grade', 'passes_to.accident'],
    ['routing.earthquake', 'routing.earthquake'],
    ['routing.a_rule_of_the_bureau', 'routing'],
    ['hazard.subhazard_needed', 'hazard'],
    ['first_report.no_edition_in_force', 'first_report.county'],
  ] as const) {
    const reply = await app.inject(`/regulations/${asked}`)
    t.equal(reply.statusCode, 200, asked)
    const entry = reply.json<Entry>()
    t.equal(entry.rule, found, asked)
    if (asked !== found && found !== 'routing')
      t.ok(
        entry.derived?.some(({ rule, saysZh }) => rule === asked && saysZh !== ''),
        `${asked} is explained`,
      )
  }
})

t.test('an id that does not exist is answered with those that are most like it', async (t) => {
  const reply = await app.inject('/regulations/first_report.countty')
  t.equal(reply.statusCode, 404)
  const problem = reply.json<ProblemBody>()
  t.match(problem, { type: '/problems/not-found', status: 404 })
  t.match(problem.detail, /There is no rule first_report\.countty\. .*first_report\.county,/)
  t.equal((problem.nearest as string[])[0], 'first_report.county')
  for (const id of [
    'accident.nonsense',
    'flood_drought_tibet.serious',
    'routing.a.b',
    'desk.lhasa_default.sleep',
    'x',
  ]) {
    t.equal((await app.inject(`/regulations/${id}`)).statusCode, 404, id)
  }
  t.equal((await app.inject(`/regulations/${'x'.repeat(101)}`)).statusCode, 400, 'too long for an id')
  t.equal((await app.inject('/regulations/with%20space')).statusCode, 400)
})

t.test('what has not changed is not sent again', async (t) => {
  for (const path of ['/regulations?group=check', '/regulations/C02']) {
    const { etag } = (await app.inject(path)).headers
    t.match(etag, /^"[\w-]+"$/)
    const again = await app.inject({ url: path, headers: { 'if-none-match': String(etag) } })
    t.same([again.statusCode, again.body], [304, ''])
  }
  const { etag } = (await app.inject('/regulations/C02')).headers
  const other = await app.inject({ url: '/regulations/C03', headers: { 'if-none-match': String(etag) } })
  t.equal(other.statusCode, 200, 'another rule has another tag')
})
