import Fastify from 'fastify'
import { fastifyZodOpenApiPlugin, serializerCompiler, validatorCompiler } from 'fastify-zod-openapi'
import { pino } from 'pino'
import t from 'tap'
import { setSimulatedNow } from '../../src/clock.ts'
import { readConfig } from '../../src/config.ts'
import { errorHandler } from '../../src/http/error-handler.ts'
import { importNodes } from '../../src/regions/import-nodes.ts'
import { regionRoutes } from '../../src/regions/routes.ts'
import { seedRegions } from '../../src/regions/seed-regions.ts'
import { testDb } from '../database.ts'

const NOON = new Date('2026-07-01T04:00:00.000Z')
const DAMXUNG = '540122000000'
const VILLAGE = '540122101202'

async function served(test: Parameters<typeof testDb>[0]) {
  const db = await testDb(test)
  const deps = { db, config: readConfig({}), log: pino({ level: 'silent' }) }
  await setSimulatedNow(db, NOON)
  await seedRegions(db, NOON)
  const app = Fastify()
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.setErrorHandler(errorHandler)
  await app.register(fastifyZodOpenApiPlugin)
  await app.register(regionRoutes(deps))
  test.teardown(() => app.close())
  const codes = async (query: string): Promise<string[]> => {
    const reply = await app.inject(`/nodes?limit=200&${query}`)
    return reply.json().items.map((item: { regionCode: string }) => item.regionCode)
  }
  return { app, deps, codes }
}

t.test('every unit comes once, in the order of the codes, page after page', async (t) => {
  const { app } = await served(t)
  const seen: string[] = []
  let after = ''
  for (let page = 0; page < 10; page++) {
    const { items, next } = (await app.inject(`/nodes?limit=100${after}`)).json()
    seen.push(...items.map((item: { regionCode: string }) => item.regionCode))
    if (next === null) break
    after = `&after=${next}`
  }
  t.equal(seen.length, 357)
  t.same(seen, [...new Set(seen)].sort())
})

t.test('a page that is exactly full and last has no next', async (t) => {
  const { app } = await served(t)
  t.match((await app.inject('/nodes?limit=8&tier=county')).json(), { items: { length: 8 }, next: null })
  t.type((await app.inject('/nodes?limit=7&tier=county')).json().next, 'string')
})

t.test('units are found by tier, by the unit above and by any of their names', async (t) => {
  const { codes } = await served(t)
  t.equal((await codes(`under=${DAMXUNG}`)).length, 8 + 29)
  t.equal((await codes(`under=${DAMXUNG}&tier=township`)).length, 8)
  t.same(await codes(`under=${VILLAGE}`), [], 'nothing lies below a village')
  t.same(await codes(`name=${encodeURIComponent('邦堆乡')}`), ['540104204000'], 'by a spelling in local use')
  t.same(await codes('name=yangbaJ'), ['540122101000'], 'by part of a Latin name')
  t.same(await codes(`name=${encodeURIComponent('འདམ་གཞུང')}`), [DAMXUNG], 'by its Tibetan name')
  t.same(await codes('name=%25'), [], 'a percent sign is only a percent sign')
})

t.test('a unit that has closed is listed among the closed ones only, from its day on', async (t) => {
  const { deps, codes } = await served(t)
  const row = `${VILLAGE},恰玛村村民委员会,Qiama,,,1960-01-07,2026-07-02`
  await importNodes(deps, `regionCode,nameZh,nameRomanised,nameBo,aliases,openedOn,closedOn\n${row}`)
  const under = 'under=540122101000'
  await setSimulatedNow(deps.db, new Date('2026-07-01T15:59:59.999Z'))
  t.ok((await codes(under)).includes(VILLAGE), 'open until midnight in Shanghai')
  t.same(await codes(`${under}&state=closed`), [])
  await setSimulatedNow(deps.db, new Date('2026-07-01T16:00:00.000Z'))
  t.notOk((await codes(under)).includes(VILLAGE))
  t.same(await codes(`${under}&state=closed`), [VILLAGE])
})

t.test('a unit is read with the chain above it, the nearest first', async (t) => {
  const { app } = await served(t)
  const village = (await app.inject(`/nodes/${VILLAGE}`)).json()
  t.match(village, { tier: 'village', aboveCode: '540122101000', openChildren: 0 })
  t.same(
    village.chainAbove.map((above: { nameZh: string }) => above.nameZh),
    ['羊八井镇', '当雄县', '拉萨市'],
  )
  t.match((await app.inject('/nodes/540100000000')).json(), {
    chainAbove: [],
    aboveCode: null,
    openChildren: 8,
  })
})

t.test('what cannot be a unit, or is none, is a problem with its place', async (t) => {
  const { app } = await served(t)
  const rows = [
    ['/nodes/540122999000', 404, undefined],
    ['/nodes/5401', 400, 'path:regionCode'],
    ['/nodes?tier=hamlet', 400, 'query:tier'],
    ['/nodes?limit=0', 400, 'query:limit'],
    ['/nodes?limit=201', 400, 'query:limit'],
    ['/nodes?after=nonsense', 400, 'query:after'],
    ['/nodes?name=%00', 400, 'query:name'],
    ['/nodes?colour=red', 400, 'query:colour'],
  ] as const
  for (const [url, status, pointer] of rows) {
    const reply = await app.inject(url)
    t.equal(reply.statusCode, status, url)
    t.equal(reply.headers['content-type'], 'application/problem+json; charset=utf-8')
    t.equal(reply.json().errors?.[0]?.pointer, pointer)
  }
})
