import { sql } from 'drizzle-orm'
import { check, index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { accounts } from '../accounts/tables.ts'
import { instant, oneOf, regionCodeColumn } from '../db/columns.ts'
import { events } from '../events/tables.ts'
import { nodes } from '../regions/tables.ts'

export const CAUSE_KINDS = ['severity', 'direct_report', 'deadline_missed', 'ordered', 'report_held'] as const
export const TARGET_TIERS = [
  'township',
  'county',
  'city',
  'autonomous_region',
  'ministry',
  'state_council',
] as const

/** Escalations (升级): one passing of an event upward, and why. Each cause makes each step once. */
export const escalations = pgTable(
  'escalations',
  {
    id: uuid().primaryKey(),
    eventId: uuid()
      .notNull()
      .references(() => events.id, { onDelete: 'restrict' }),
    fromCode: regionCodeColumn()
      .notNull()
      .references(() => nodes.regionCode, { onDelete: 'restrict' }),
    toTier: oneOf(TARGET_TIERS).notNull(),
    /** null where the tier above is outside Fengsui */
    toCode: regionCodeColumn().references(() => nodes.regionCode, { onDelete: 'restrict' }),
    /** who must act on it here: the node itself, or for outside tiers the node that passes it on */
    ownerCode: regionCodeColumn()
      .notNull()
      .references(() => nodes.regionCode, { onDelete: 'restrict' }),
    causeKind: oneOf(CAUSE_KINDS).notNull(),
    /** the severity answer, the deadline, the version or the order */
    causeId: uuid().notNull(),
    step: integer().notNull(),
    severityRank: integer().notNull(),
    because: jsonb().notNull(),
    escalatedAt: instant().notNull(),
    acknowledgedAt: instant(),
    acknowledgedBy: uuid().references(() => accounts.id, { onDelete: 'restrict' }),
    resolvedAt: instant(),
    resolvedBy: uuid().references(() => accounts.id, { onDelete: 'restrict' }),
    resolution: text(),
  },
  (table) => [
    uniqueIndex('escalations_once').on(table.causeKind, table.causeId, table.step),
    index('escalations_open')
      .on(sql`${table.severityRank} desc`, table.escalatedAt, table.id)
      .where(sql`${table.resolvedAt} is null`),
    index('escalations_closed')
      .on(sql`${table.resolvedAt} desc`, sql`${table.id} desc`)
      .where(sql`${table.resolvedAt} is not null`),
    index('escalations_by_event').on(table.eventId),
    check(
      'escalations_cause_known',
      sql`${table.causeKind} in ('severity', 'direct_report', 'deadline_missed', 'ordered', 'report_held')`,
    ),
    check(
      'escalations_tier_known',
      sql`${table.toTier} in ('township', 'county', 'city', 'autonomous_region', 'ministry', 'state_council')`,
    ),
    check(
      'escalations_outside_has_no_node',
      sql`(${table.toCode} is null) = (${table.toTier} in ('autonomous_region', 'ministry', 'state_council'))`,
    ),
    check('escalations_moves', sql`${table.toCode} is null or ${table.toCode} <> ${table.fromCode}`),
    check(
      'escalations_acknowledged_by_someone',
      sql`(${table.acknowledgedAt} is null) = (${table.acknowledgedBy} is null)`,
    ),
    check(
      'escalations_resolved_after_acknowledged',
      sql`${table.resolvedAt} is null or (${table.acknowledgedAt} is not null and ${table.resolvedBy} is not null and ${table.resolution} is not null)`,
    ),
  ],
)
