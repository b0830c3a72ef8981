import type { FastifyPluginAsyncZodOpenApi } from 'fastify-zod-openapi'
import type { z } from 'zod'
import type { Deps } from '../deps.ts'
import { addRows, type Draft } from './add-rows.ts'
import { discloseRow } from './disclose-row.ts'
import { DISCLOSURE } from './disclosure-schemas.ts'
import type { NEW_ROW } from './new-row-schemas.ts'
import { HOMES } from './operations.ts'
import { getRow, listRows } from './read-rows.ts'
import { correctRow, removeRow } from './replace-row.ts'
import { answerAdded, pageOfRows, positionOfRow } from './row-answers.ts'
import { ADDED_ROW, BATCH_RESULT, ROW, ROW_PAGE } from './row-schemas.ts'
import { contentOf } from './rules/row-content.ts'
import { addedView, batchView, disclosureView, rowView } from './views.ts'

const register = 'homes'

/** The register of damaged homes (因灾倒塌损坏住房户一览表). */
export function homeRoutes(deps: Deps, sealingKey: Buffer): FastifyPluginAsyncZodOpenApi {
  const { db } = deps
  return async (app) => {
    app.post('/registers/homes', { schema: HOMES.add }, async ({ caller, body }, reply) => {
      const [added] = await addRows(deps, sealingKey, caller, register, [draftOf(body)])
      return reply.code(201).send(ADDED_ROW.homes.parse(addedView(answerAdded(reply, added))))
    })

    app.post('/registers/homes/batches', { schema: HOMES.addMany }, async ({ caller, body }) => {
      const results = await addRows(deps, sealingKey, caller, register, body.rows.map(draftOf))
      return BATCH_RESULT.homes.parse(batchView(results))
    })

    app.get('/registers/homes', { schema: HOMES.list }, async ({ caller, query }) => {
      const { limit, after, damage, ...rest } = query
      const page = { limit: limit + 1, before: positionOfRow(after) }
      const filter = { ...rest, register, class: damage } as const
      const found = await listRows(db, sealingKey, caller, filter, page)
      return ROW_PAGE.homes.parse(pageOfRows(found, limit))
    })

    app.get('/registers/homes/:id', { schema: HOMES.get }, async ({ caller, params }) =>
      ROW.homes.parse(rowView(await getRow(db, sealingKey, caller, register, params.id))),
    )

    app.post(
      '/registers/homes/:id/corrections',
      { schema: HOMES.correct },
      async ({ caller, params, body }, reply) => {
        const { damage, ...fields } = body.changes
        const correction = { ...body, changes: { ...fields, class: damage } }
        const target = { register, id: params.id } as const
        const { row, isReplay } = await correctRow(deps, sealingKey, caller, target, correction)
        if (isReplay) reply.header('idempotency-replayed', 'true')
        return reply.code(201).send(ADDED_ROW.homes.parse(addedView(row)))
      },
    )

    app.post(
      '/registers/homes/:id/removal',
      { schema: HOMES.remove },
      async ({ caller, params, body }, reply) => {
        const target = { register, id: params.id } as const
        const { row, isReplay } = await removeRow(deps, sealingKey, caller, target, body)
        if (isReplay) reply.header('idempotency-replayed', 'true')
        return reply.code(201).send(ADDED_ROW.homes.parse(addedView(row)))
      },
    )

    app.post(
      '/registers/homes/:id/disclosures',
      { schema: HOMES.disclose },
      async ({ caller, params, body }) => {
        const target = { register, id: params.id } as const
        const disclosure = await discloseRow(deps, sealingKey, caller, target, body)
        return DISCLOSURE.homes.parse(disclosureView(disclosure))
      },
    )
  }
}

function draftOf({ id, eventId, regionCode, damage, ...fields }: z.infer<typeof NEW_ROW.homes>): Draft {
  return { id, eventId, content: contentOf(register, { regionCode, class: damage }, fields) }
}
