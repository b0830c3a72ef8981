import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import { cursorInstant, pageFrom, positionOf } from '../http/pages.ts'
import type { Added } from './add-rows.ts'
import type { ContentRow } from './row-state.ts'
import { rowView } from './views.ts'

const POSITION = z.tuple([cursorInstant, z.uuid()])

/** Where a page begins; null for the first. */
export function positionOfRow(after: string | undefined): readonly [at: string, id: string] | null {
  return after === undefined ? null : positionOf(POSITION, after)
}

/** A page of rows, as its schema will check it. */
export function pageOfRows(found: readonly ContentRow[], limit: number): object {
  const { rows, next } = pageFrom(found, limit, ({ registeredAt, id }) => [registeredAt.toISOString(), id])
  return { items: rows.map(rowView), next }
}

/**
 * The row that was added; a retry is marked as one.
 *
 * @throws Problem that refused it
 */
export function answerAdded(reply: FastifyReply, added: Added | undefined): ContentRow {
  if (!added) throw new Error('nothing became of the row')
  if (added.kind === 'refused') throw added.problem
  if (added.kind === 'repeated') reply.header('idempotency-replayed', 'true')
  return added.row
}
