import Fastify from 'fastify'
import { fastifyZodOpenApiPlugin, serializerCompiler, validatorCompiler } from 'fastify-zod-openapi'
import t from 'tap'
import { catalogueRoutes } from '../../src/catalogues/routes.ts'

async function served() {
  const app = Fastify()
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  await app.register(fastifyZodOpenApiPlugin)
  await app.register(catalogueRoutes())
  t.teardown(() => app.close())
  return app
}

t.test('the hazards are listed with their sub-hazards and their sources', async (t) => {
  const app = await served()
  const reply = await app.inject('/hazards')
  t.equal(reply.statusCode, 200)
  const { items } = reply.json()
  t.equal(items.length, 12)
  const flood = items.find((item: { code: string }) => item.code === 'flood')
  t.match(flood, { zh: '洪涝灾害', citation: { status: 'secondary' } })
  t.match(
    flood.subhazards.find((row: { code: string }) => row.code === 'glacial_lake_outburst'),
    { zh: '冰湖溃决', localTo: '5401', mapsTo: 'flood_other' },
  )
})

t.test('the 66 national indicators come first, then those of Lhasa, with their units', async (t) => {
  const app = await served()
  const { items } = (await app.inject('/indicators')).json()
  const isLocal = items.map((item: { localTo: string | null }) => item.localTo !== null)
  t.equal(isLocal.indexOf(true), 66)
  t.notOk(isLocal.slice(66).includes(false))
  t.match(items[31], { key: 'crop_affected', base: 'm2', formUnit: '公顷', formFactor: 10_000 })
})
