import type { FastifyPluginAsyncZodOpenApi } from 'fastify-zod-openapi'
import { z } from 'zod'
import { mustHold, scopeOf } from '../accounts/may.ts'
import { readNow } from '../clock.ts'
import type { Deps } from '../deps.ts'
import { cursorInstant, pageFrom, positionOf } from '../http/pages.ts'
import { shanghaiDay } from '../shanghai.ts'
import { approveLocalRule } from './approve-local-rule.ts'
import { baseRules } from './base-rules.ts'
import { mustSee } from './jurisdiction.ts'
import * as operations from './operations.ts'
import type { MakePreview } from './preview.ts'
import { proposeLocalRule } from './propose-local-rule.ts'
import { proposeLocalRuleEnding } from './propose-local-rule-ending.ts'
import { readLocalRulePreview } from './read-local-rule-preview.ts'
import { refuseLocalRule, withdrawLocalRule } from './refuse-local-rule.ts'
import { findLocalRule, readLocalRulePage } from './store.ts'
import { viewLocalRule } from './view.ts'

const POSITION = z.tuple([cursorInstant, z.uuid()])

/**
 * The bureau's own rules: proposed by one administrator, previewed, decided by another.
 *
 * @param makePreview judges the last year anew
 */
export function localRuleRoutes(deps: Deps, makePreview: MakePreview): FastifyPluginAsyncZodOpenApi {
  const base = baseRules(deps.config)
  return async (app) => {
    await app.register(decisionRoutes(deps, makePreview))

    app.post('/local-rules', { schema: operations.proposeLocalRule }, async (request, reply) => {
      const { caller, body, headers } = request
      const made = await proposeLocalRule(deps, caller, body, headers['idempotency-key'])
      return reply.code(201).header('location', `/v1/local-rules/${made.id}`).send(made)
    })

    app.get('/local-rules', { schema: operations.listLocalRules }, async ({ caller, query }) => {
      const { limit, after, ...filter } = query
      mustHold(caller, 'local_rule.read')
      const scope = scopeOf(caller, 'local_rule.read')
      const position = after === undefined ? null : positionOf(POSITION, after)
      const today = shanghaiDay(await readNow(deps.db))
      const found = await readLocalRulePage(deps.db, { ...filter, scope }, today, limit + 1, position)
      const { rows, next } = pageFrom(found, limit, ({ row }) => [row.proposedAt.toISOString(), row.id])
      return { items: rows.map((row) => viewLocalRule(row, base, today)), next }
    })

    app.get('/local-rules/:id', { schema: operations.getLocalRule }, async ({ caller, params }) => {
      const found = mustSee(caller, await findLocalRule(deps.db, params.id))
      return viewLocalRule(found, base, shanghaiDay(await readNow(deps.db)))
    })
  }
}

function decisionRoutes(deps: Deps, makePreview: MakePreview): FastifyPluginAsyncZodOpenApi {
  return async (app) => {
    app.get(
      '/local-rules/:id/preview',
      { schema: operations.readLocalRulePreview },
      async ({ caller, params }) => readLocalRulePreview(deps, caller, params.id, makePreview),
    )

    app.post(
      '/local-rules/:id/approval',
      { schema: operations.approveLocalRule },
      async ({ caller, params }) => approveLocalRule(deps, caller, params.id, makePreview),
    )

    app.post(
      '/local-rules/:id/refusal',
      { schema: operations.refuseLocalRule },
      async ({ caller, params, body }) => refuseLocalRule(deps, caller, params.id, body.reason),
    )

    app.post(
      '/local-rules/:id/withdrawal',
      { schema: operations.withdrawLocalRule },
      async ({ caller, params }) => withdrawLocalRule(deps, caller, params.id),
    )

    app.post(
      '/local-rules/:id/ending',
      { schema: operations.proposeLocalRuleEnding },
      async (request, reply) => {
        const { caller, params, body } = request
        const made = await proposeLocalRuleEnding(deps, caller, params.id, body)
        return reply.code(201).header('location', `/v1/local-rules/${made.id}`).send(made)
      },
    )
  }
}
