import { sql } from 'drizzle-orm'
import { check, index, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { instant, oneOf, regionCodeColumn } from '../db/columns.ts'
import { events } from '../events/tables.ts'
import { reportChains } from '../reports/tables.ts'

export const ACT_KINDS = ['merge', 'split', 'undo'] as const

/**
 * What was decided about the identity of events (过程汇拢、拆分): that two are one, that one is two, or that an earlier
 * decision was wrong. Rows are added and never changed; what an act moved stands in chain_moves.
 */
export const identityActs = pgTable(
  'identity_acts',
  {
    id: uuid().primaryKey(),
    kind: oneOf(ACT_KINDS).notNull(),
    /** whose chains went away: the merged event, or the one that was split */
    fromEventId: uuid()
      .notNull()
      .references(() => events.id, { onDelete: 'restrict' }),
    /** where they went */
    intoEventId: uuid()
      .notNull()
      .references(() => events.id, { onDelete: 'restrict' }),
    /** the act that an undo takes back */
    undoesId: uuid(),
    reason: text().notNull(),
    at: instant().notNull(),
    by: uuid().notNull(),
    /** what the act changed besides chains, so that it can be taken back to the letter */
    detail: jsonb().notNull(),
  },
  (table) => [
    index('identity_acts_by_into').on(table.intoEventId, table.at),
    index('identity_acts_by_from').on(table.fromEventId, table.at),
    check('identity_acts_kind_known', sql`${table.kind} in ('merge', 'split', 'undo')`),
    check('identity_acts_of_two_events', sql`${table.fromEventId} <> ${table.intoEventId}`),
    check('identity_acts_undo_names_act', sql`(${table.kind} = 'undo') = (${table.undoesId} is not null)`),
  ],
)

/** Which chains an act moved from one event to another. */
export const chainMoves = pgTable(
  'chain_moves',
  {
    actId: uuid()
      .notNull()
      .references(() => identityActs.id, { onDelete: 'restrict' }),
    chainId: uuid()
      .notNull()
      .references(() => reportChains.id, { onDelete: 'restrict' }),
    regionCode: regionCodeColumn().notNull(),
    fromEventId: uuid().notNull(),
    toEventId: uuid().notNull(),
    at: instant().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.actId, table.chainId] }),
    index('chain_moves_by_chain').on(table.chainId, table.at),
  ],
)
