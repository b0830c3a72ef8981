/** A bureau for tests: Lhasa's units, the first accounts, and the routes of accounts and keys over a real database. */
import { readFile } from 'node:fs/promises'
import { sql } from 'drizzle-orm'
import Fastify, { type InjectOptions } from 'fastify'
import { fastifyZodOpenApiPlugin, serializerCompiler, validatorCompiler } from 'fastify-zod-openapi'
import { pino } from 'pino'
import type { Test } from 'tap'
import { authentication } from '../../src/accounts/authenticate.ts'
import type { Role } from '../../src/accounts/caller.ts'
import { createFirstAccounts } from '../../src/accounts/create-first-accounts.ts'
import { accountRoutes } from '../../src/accounts/routes.ts'
import { auditEntries } from '../../src/audit/tables.ts'
import { setSimulatedNow } from '../../src/clock.ts'
import { readConfig } from '../../src/config.ts'
import { errorHandler } from '../../src/http/error-handler.ts'
import { acceptStrictJson } from '../../src/http/json-body.ts'
import { openKeyRing } from '../../src/keys/key-ring.ts'
import { keyRoutes } from '../../src/keys/routes.ts'
import { seedRegions } from '../../src/regions/seed-regions.ts'
import { departments, sections } from '../../src/routing/tables.ts'
import { testDb } from '../database.ts'

export const NOON = new Date('2026-07-01T04:00:00.000Z')
export const CITY = '540100000000'
export const COUNTY = '540122000000'
export const TOWNSHIP = '540122200000'
export const VILLAGE = '540122200202'
export const OTHER_COUNTY = '540121000000'
export const SEALING_KEY = Buffer.alloc(32, 7)

interface First {
  account?: string
  password?: string
  clientId?: string
  secret?: string
  role: Role
  regionCode: string
}

export async function aBureau(t: Test, environment: Record<string, string> = {}) {
  const db = await testDb(t)
  const deps = { db, config: readConfig(environment), log: pino({ level: 'silent' }) }
  await setSimulatedNow(db, NOON)
  await seedRegions(db, NOON)
  await db
    .insert(sections)
    .values({
      code: 'DZDZ',
      nameZh: '地震和地质灾害救援科',
      nameEn: 'Earthquakes',
      dutyZh: '地震',
      dutyEn: 'Earthquakes',
      status: 'test',
    })
    .onConflictDoNothing()
  await db
    .insert(departments)
    .values({ code: 'QXJ', nameZh: '气象局', nameEn: 'Weather', status: 'test' })
    .onConflictDoNothing()
  const path = await createFirstAccounts(deps, t.testdir())
  const cast: First[] = JSON.parse(await readFile(path ?? '', 'utf8'))
  const ring = await openKeyRing(deps, SEALING_KEY)
  t.teardown(() => ring.close())
  const app = await serve(t, deps, ring)

  const as = (role: Role, regionCode = CITY) => {
    const found = cast.find((first) => first.role === role && first.regionCode === regionCode)
    if (!found) throw new Error(`nobody is ${role} at ${regionCode}`)
    return found
  }
  const login = async (who: { account?: string; password?: string }, device = 'phone-1') => {
    const payload = { login: who.account, password: who.password, device }
    return app.inject({ method: 'POST', url: '/v1/sessions', payload })
  }
  /** Asks as somebody; `who` is an access token. */
  const ask = (token: string, method: InjectOptions['method'], url: string, payload?: object | string) =>
    app.inject({
      method,
      url: `/v1${url}`,
      headers: {
        authorization: `Bearer ${token}`,
        ...(typeof payload === 'string' ? { 'content-type': 'text/csv' } : {}),
      },
      payload,
    })
  const tokenOf = async (role: Role, regionCode = CITY): Promise<string> =>
    (await login(as(role, regionCode))).json().accessToken
  const refresh = (refreshToken: string, device = 'phone-1') =>
    app.inject({
      method: 'POST',
      url: '/v1/tokens',
      payload: { grantType: 'refresh_token', refreshToken, device },
    })
  const later = (seconds: number) => setSimulatedNow(db, new Date(NOON.getTime() + seconds * 1_000))
  const trail = async () =>
    (await db.select().from(auditEntries).orderBy(auditEntries.position)).map((row) => row.action)
  return { db, deps, ring, app, cast, as, login, ask, tokenOf, refresh, later, trail }
}

export type Bureau = Awaited<ReturnType<typeof aBureau>>

/** Opens all connections, so that what is asked at the same time runs at the same time. */
export async function warmUp(db: Bureau['db']): Promise<void> {
  await Promise.all(Array.from({ length: 10 }, () => db.execute(sql`select pg_sleep(0.05)`)))
}

/** One more process on the same database: its routes over a ring of its own. */
export async function serve(
  t: Test,
  deps: Parameters<typeof accountRoutes>[0],
  ring: Parameters<typeof accountRoutes>[1],
) {
  const app = Fastify()
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.setErrorHandler(errorHandler)
  acceptStrictJson(app)
  await app.register(fastifyZodOpenApiPlugin)
  await app.register(
    async (v1) => {
      await v1.register(authentication(deps, ring))
      await v1.register(keyRoutes(ring))
      await v1.register(accountRoutes(deps, ring))
    },
    { prefix: '/v1' },
  )
  t.teardown(() => app.close())
  return app
}
