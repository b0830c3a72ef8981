import type { FastifyPluginAsyncZodOpenApi } from 'fastify-zod-openapi'
import type { Deps } from '../deps.ts'
import type { KeyRing } from '../keys/key-ring.ts'
import { administrationRoutes } from './administration-routes.ts'
import { sessionRoutes } from './session-routes.ts'

/** Accounts (账号): logging in, and administration. Needs `authentication` registered in the same scope. */
export function accountRoutes(deps: Deps, ring: KeyRing): FastifyPluginAsyncZodOpenApi {
  return async (app) => {
    await app.register(sessionRoutes(deps, ring))
    await app.register(administrationRoutes(deps))
  }
}
