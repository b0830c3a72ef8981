import type { FastifyPluginAsyncZodOpenApi } from 'fastify-zod-openapi'
import { z } from 'zod'
import { mustHold, scopeOf } from '../accounts/may.ts'
import type { Deps } from '../deps.ts'
import { cursorInstant, pageFrom, positionOf } from '../http/pages.ts'
import { readAccessPage } from './access-store.ts'
import { countRegisters } from './count-registers.ts'
import { destructionRoutes } from './destruction-routes.ts'
import { homeRoutes } from './home-routes.ts'
import * as operations from './operations.ts'
import { peopleRoutes } from './people-routes.ts'
import { accessView } from './views.ts'

const POSITION = z.tuple([cursorInstant, z.uuid()])

/**
 * The registers (一览表): the dead and missing, and households whose homes were damaged. What identifies people lies sealed
 * in the database; no answer about it is kept by anybody on the way.
 *
 * @param sealingKey opens the keys that fields are sealed with
 */
export function registerRoutes(deps: Deps, sealingKey: Buffer): FastifyPluginAsyncZodOpenApi {
  const { db } = deps
  return async (app) => {
    app.addHook('onSend', async (_request, reply) => {
      reply.header('cache-control', 'no-store')
    })
    await app.register(peopleRoutes(deps, sealingKey))
    await app.register(homeRoutes(deps, sealingKey))
    await app.register(destructionRoutes(deps))

    app.get('/events/:id/registers', { schema: operations.countRegisters }, async ({ caller, params }) =>
      countRegisters(db, sealingKey, caller, params.id),
    )

    app.get('/registers/accesses', { schema: operations.listRegisterAccesses }, async ({ caller, query }) => {
      const { limit, after, ...filter } = query
      mustHold(caller, 'audit.read')
      const position = after === undefined ? null : positionOf(POSITION, after)
      const scope = { ...filter, regionCodes: scopeOf(caller, 'audit.read') }
      const found = await readAccessPage(db, scope, limit + 1, position)
      const { rows, next } = pageFrom(found, limit, ({ at, id }) => [at.toISOString(), id])
      return { items: rows.map(accessView), next }
    })
  }
}
