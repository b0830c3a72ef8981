import type { FastifyPluginAsyncZodOpenApi } from 'fastify-zod-openapi'
import { z } from 'zod'
import type { Caller } from '../accounts/caller.ts'
import type { Db } from '../db/client.ts'
import type { Deps } from '../deps.ts'
import { pageFrom, positionOf } from '../http/pages.ts'
import { Problem } from '../problems/problem.ts'
import { shanghaiIso } from '../shanghai.ts'
import * as operations from './destruction-operations.ts'
import {
  countDestroyed,
  type DestructionRow,
  findDestruction,
  readDestroyedPage,
  readDestructions,
} from './destruction-store.ts'
import { mustReview } from './jurisdiction.ts'
import { listHolds, placeHold, releaseLegalHold } from './legal-holds.ts'
import { approveDestruction, orderDestruction, withdrawDestruction } from './order-destruction.ts'
import { destructionView, holdView } from './views.ts'

const POSITION = z.tuple([z.uuid()])

/** Legal holds (证据保全), and the destruction of registers (销毁) after the legal end. */
export function destructionRoutes(deps: Deps): FastifyPluginAsyncZodOpenApi {
  return async (app) => {
    await app.register(orderRoutes(deps))
    await app.register(proofRoutes(deps))
    await app.register(holdRoutes(deps))
  }
}

function orderRoutes(deps: Deps): FastifyPluginAsyncZodOpenApi {
  return async (app) => {
    app.post(
      '/events/:id/register-destructions',
      { schema: operations.orderDestruction },
      async ({ caller, params, body }, reply) => {
        const ordered = await orderDestruction(deps, caller, params.id, body)
        return reply.code(201).send(destructionView(ordered))
      },
    )

    app.post(
      '/register-destructions/:id/approval',
      { schema: operations.approveDestruction },
      async ({ caller, params }) => destructionView(await approveDestruction(deps, caller, params.id)),
    )

    app.post(
      '/register-destructions/:id/withdrawal',
      { schema: operations.withdrawDestruction },
      async ({ caller, params, body }) =>
        destructionView(await withdrawDestruction(deps, caller, params.id, body.reason)),
    )
  }
}

function proofRoutes({ db }: Deps): FastifyPluginAsyncZodOpenApi {
  return async (app) => {
    app.get(
      '/events/:id/register-destructions',
      { schema: operations.listDestructions },
      async ({ caller, params }) => {
        await mustReview(db, caller, params.id)
        return { items: (await readDestructions(db, params.id)).map(destructionView) }
      },
    )

    app.get('/register-destructions/:id', { schema: operations.getDestruction }, async ({ caller, params }) =>
      destructionView(await mustFind(db, caller, params.id)),
    )

    app.get(
      '/register-destructions/:id/proof',
      { schema: operations.getDestructionProof },
      async ({ caller, params }) => {
        const { id, eventId, executedAt, proof } = await mustFind(db, caller, params.id)
        if (executedAt === null || proof === null) {
          throw new Problem('state-conflict', 'It is not carried out, so that there is nothing to prove yet.')
        }
        const rows = await countDestroyed(db, id)
        return { destructionId: id, eventId, executedAt: shanghaiIso(executedAt), rows, jws: proof }
      },
    )

    app.get(
      '/register-destructions/:id/rows',
      { schema: operations.listDestroyedRows },
      async ({ caller, params, query }) => {
        const { id } = await mustFind(db, caller, params.id)
        const [after] = query.after === undefined ? [null] : positionOf(POSITION, query.after)
        const found = await readDestroyedPage(db, id, query.limit + 1, after)
        const { rows, next } = pageFrom(found, query.limit, ({ rowId }) => [rowId])
        return { items: rows, next }
      },
    )
  }
}

function holdRoutes(deps: Deps): FastifyPluginAsyncZodOpenApi {
  return async (app) => {
    app.get('/events/:id/register-holds', { schema: operations.listHolds }, async ({ caller, params }) => ({
      items: (await listHolds(deps.db, caller, params.id)).map(holdView),
    }))

    app.post(
      '/events/:id/register-holds',
      { schema: operations.placeHold },
      async ({ caller, params, body }, reply) => {
        const placed = await placeHold(deps, caller, params.id, body)
        return reply.code(201).send(holdView(placed))
      },
    )

    app.post(
      '/register-holds/:id/release',
      { schema: operations.releaseLegalHold },
      async ({ caller, params, body }) =>
        holdView(await releaseLegalHold(deps, caller, params.id, body.reason)),
    )
  }
}

/**
 * @throws Problem not-permitted, or not-found when there is none or it is another city's
 */
async function mustFind(db: Db, caller: Caller, id: string): Promise<DestructionRow> {
  const found = await findDestruction(db, id)
  await mustReview(db, caller, found?.eventId ?? id)
  if (!found) throw new Problem('not-found', 'There is no such destruction in your jurisdiction.')
  return found
}
