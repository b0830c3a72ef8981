import { generateKeyPairSync, sign } from 'node:crypto'
import Fastify from 'fastify'
import { fastifyZodOpenApiPlugin, serializerCompiler, validatorCompiler } from 'fastify-zod-openapi'
import type { Test } from 'tap'
import type { Database } from '../../src/db/client.ts'
import { openMetrics } from '../../src/health/metrics.ts'
import { healthRoutes, timeRoutes } from '../../src/health/routes.ts'
import { errorHandler } from '../../src/http/error-handler.ts'
import { depsOf } from '../engine/builders.ts'

export const OPERATOR_TOKEN = 'operator-token-of-a-test-1'
export const PAIR = generateKeyPairSync('ed25519')

/** A compact JWS, as the keys of receipts make it. */
function signJws(claims: object): string {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const signed = `${encode({ alg: 'EdDSA', kid: 'test' })}.${encode(claims)}`
  return `${signed}.${sign(null, Buffer.from(signed), PAIR.privateKey).toString('base64url')}`
}

/** The health routes alone, on a database. */
export async function served(
  t: Pick<Test, 'teardown'>,
  db: Database,
  {
    expectsEngine = true,
    ...environment
  }: { expectsEngine?: boolean; [name: string]: string | boolean | undefined } = {},
) {
  const given = Object.entries(environment).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  )
  const deps = depsOf(db, { OPERATOR_TOKEN, ...Object.fromEntries(given) })
  const trustProxy = deps.config.TRUST_PROXY ?? false
  const app = Fastify({ trustProxy })
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.setErrorHandler(errorHandler)
  await app.register(fastifyZodOpenApiPlugin)
  const metrics = openMetrics(deps)
  metrics.observeRequests(app)
  await app.register(healthRoutes(deps, { metrics, expectsEngine }))
  await app.register(timeRoutes(deps, signJws), { prefix: '/v1' })
  t.teardown(async () => {
    await app.close()
    metrics.close()
  })
  return { app, metrics, lines: deps.lines }
}
