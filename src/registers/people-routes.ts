import type { FastifyPluginAsyncZodOpenApi } from 'fastify-zod-openapi'
import type { z } from 'zod'
import type { Deps } from '../deps.ts'
import { addRows, type Draft } from './add-rows.ts'
import { discloseRow } from './disclose-row.ts'
import { DISCLOSURE } from './disclosure-schemas.ts'
import type { NEW_ROW } from './new-row-schemas.ts'
import { PEOPLE } from './operations.ts'
import { getRow, listRows } from './read-rows.ts'
import { correctRow, removeRow } from './replace-row.ts'
import { answerAdded, pageOfRows, positionOfRow } from './row-answers.ts'
import { ADDED_ROW, BATCH_RESULT, ROW, ROW_PAGE } from './row-schemas.ts'
import { contentOf } from './rules/row-content.ts'
import { addedView, batchView, disclosureView, rowView } from './views.ts'

const register = 'people'

/** The register of the dead and missing (因灾死亡失踪人口一览表). */
export function peopleRoutes(deps: Deps, sealingKey: Buffer): FastifyPluginAsyncZodOpenApi {
  const { db } = deps
  return async (app) => {
    app.post('/registers/people', { schema: PEOPLE.add }, async ({ caller, body }, reply) => {
      const [added] = await addRows(deps, sealingKey, caller, register, [draftOf(body)])
      return reply.code(201).send(ADDED_ROW.people.parse(addedView(answerAdded(reply, added))))
    })

    app.post('/registers/people/batches', { schema: PEOPLE.addMany }, async ({ caller, body }) => {
      const results = await addRows(deps, sealingKey, caller, register, body.rows.map(draftOf))
      return BATCH_RESULT.people.parse(batchView(results))
    })

    app.get('/registers/people', { schema: PEOPLE.list }, async ({ caller, query }) => {
      const { limit, after, status, ...rest } = query
      const page = { limit: limit + 1, before: positionOfRow(after) }
      const filter = { ...rest, register, class: status } as const
      const found = await listRows(db, sealingKey, caller, filter, page)
      return ROW_PAGE.people.parse(pageOfRows(found, limit))
    })

    app.get('/registers/people/:id', { schema: PEOPLE.get }, async ({ caller, params }) =>
      ROW.people.parse(rowView(await getRow(db, sealingKey, caller, register, params.id))),
    )

    app.post(
      '/registers/people/:id/corrections',
      { schema: PEOPLE.correct },
      async ({ caller, params, body }, reply) => {
        const { status, ...fields } = body.changes
        const correction = { ...body, changes: { ...fields, class: status } }
        const target = { register, id: params.id } as const
        const { row, isReplay } = await correctRow(deps, sealingKey, caller, target, correction)
        if (isReplay) reply.header('idempotency-replayed', 'true')
        return reply.code(201).send(ADDED_ROW.people.parse(addedView(row)))
      },
    )

    app.post(
      '/registers/people/:id/removal',
      { schema: PEOPLE.remove },
      async ({ caller, params, body }, reply) => {
        const target = { register, id: params.id } as const
        const { row, isReplay } = await removeRow(deps, sealingKey, caller, target, body)
        if (isReplay) reply.header('idempotency-replayed', 'true')
        return reply.code(201).send(ADDED_ROW.people.parse(addedView(row)))
      },
    )

    app.post(
      '/registers/people/:id/disclosures',
      { schema: PEOPLE.disclose },
      async ({ caller, params, body }) => {
        const target = { register, id: params.id } as const
        const disclosure = await discloseRow(deps, sealingKey, caller, target, body)
        return DISCLOSURE.people.parse(disclosureView(disclosure))
      },
    )
  }
}

function draftOf({ id, eventId, regionCode, status, ...fields }: z.infer<typeof NEW_ROW.people>): Draft {
  return { id, eventId, content: contentOf(register, { regionCode, class: status }, fields) }
}
