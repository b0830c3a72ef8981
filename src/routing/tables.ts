import { sql } from 'drizzle-orm'
import {
  type AnyPgColumn,
  boolean,
  check,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { accounts } from '../accounts/tables.ts'
import { instant, oneOf } from '../db/columns.ts'
import { events } from '../events/tables.ts'

/** The bureau's sections (业务科室), by code: names are for the bureau to confirm. */
export const sections = pgTable('sections', {
  code: text().primaryKey(),
  nameZh: text().notNull(),
  nameEn: text().notNull(),
  dutyZh: text().notNull(),
  dutyEn: text().notNull(),
  status: text().notNull(),
})

/** Departments outside the bureau (联动单位). */
export const departments = pgTable('departments', {
  code: text().primaryKey(),
  nameZh: text().notNull(),
  nameEn: text().notNull(),
  status: text().notNull(),
})

/** Routing rules (分转规则): an ordered, dated table; a changed rule is a new row from a later day. */
export const routingRules = pgTable(
  'routing_rules',
  {
    id: uuid().primaryKey(),
    rule: text().notNull(),
    position: integer().notNull(),
    when: jsonb().notNull(),
    to: jsonb().notNull(),
    goesOn: boolean().notNull(),
    validFrom: date({ mode: 'string' }).notNull(),
    validTo: date({ mode: 'string' }),
    because: jsonb().notNull(),
  },
  (table) => [
    uniqueIndex('routing_rules_one_from_a_day').on(table.rule, table.validFrom),
    check(
      'routing_rules_end_after_start',
      sql`${table.validTo} is null or ${table.validTo} > ${table.validFrom}`,
    ),
  ],
)

/** Why an event went where it went: every rule looked at, matched or not. */
export const routingDecisions = pgTable(
  'routing_decisions',
  {
    id: uuid().primaryKey(),
    eventId: uuid()
      .notNull()
      .references(() => events.id, { onDelete: 'restrict' }),
    versionId: uuid().notNull(),
    decidedAt: instant().notNull(),
    facts: jsonb().notNull(),
    trace: jsonb().notNull(),
  },
  (table) => [index('routing_decisions_by_event').on(table.eventId, table.decidedAt)],
)

export const FORWARDING_STATES = ['open', 'acknowledged', 'refused'] as const

/** Forwardings (分转): an event handed to one section or department, to be signed for (签收). Never ownerless. */
export const forwardings = pgTable(
  'forwardings',
  {
    id: uuid().primaryKey(),
    eventId: uuid()
      .notNull()
      .references(() => events.id, { onDelete: 'restrict' }),
    decisionId: uuid()
      .notNull()
      .references(() => routingDecisions.id, { onDelete: 'restrict' }),
    recipientKind: oneOf(['section', 'department']).notNull(),
    recipientCode: text().notNull(),
    role: oneOf(['lead', 'support', 'inform']).notNull(),
    /** gravity when it was forwarded; a graver event is forwarded again */
    severityRank: integer().notNull(),
    because: jsonb().notNull(),
    /** the refused forwarding that this one takes back, or null */
    returnsId: uuid().references((): AnyPgColumn => forwardings.id, { onDelete: 'restrict' }),
    forwardedAt: instant().notNull(),
    state: oneOf(FORWARDING_STATES).notNull().default('open'),
    acknowledgedAt: instant(),
    acknowledgedBy: uuid().references(() => accounts.id, { onDelete: 'restrict' }),
    refusedAt: instant(),
    refusedBy: uuid().references(() => accounts.id, { onDelete: 'restrict' }),
    refusalReason: text(),
  },
  (table) => [
    uniqueIndex('forwardings_once')
      .on(table.eventId, table.recipientKind, table.recipientCode, table.severityRank)
      .where(sql`${table.returnsId} is null`),
    uniqueIndex('forwardings_returned_once').on(table.returnsId).where(sql`${table.returnsId} is not null`),
    index('forwardings_open')
      .on(sql`${table.severityRank} desc`, table.forwardedAt, table.id)
      .where(sql`${table.state} = 'open'`),
    index('forwardings_by_event').on(table.eventId),
    check('forwardings_recipient_known', sql`${table.recipientKind} in ('section', 'department')`),
    check('forwardings_role_known', sql`${table.role} in ('lead', 'support', 'inform')`),
    check('forwardings_state_known', sql`${table.state} in ('open', 'acknowledged', 'refused')`),
    check(
      'forwardings_acknowledged_by_someone',
      sql`(${table.state} = 'acknowledged') = (${table.acknowledgedAt} is not null and ${table.acknowledgedBy} is not null)`,
    ),
    check(
      'forwardings_refused_with_reason',
      sql`(${table.state} = 'refused') = (${table.refusedAt} is not null and ${table.refusedBy} is not null and ${table.refusalReason} is not null)`,
    ),
  ],
)
