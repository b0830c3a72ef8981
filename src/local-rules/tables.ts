import { sql } from 'drizzle-orm'
import {
  type AnyPgColumn,
  check,
  date,
  index,
  jsonb,
  pgTable,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { accounts } from '../accounts/tables.ts'
import { instant, oneOf, regionCodeColumn } from '../db/columns.ts'
import { nodes } from '../regions/tables.ts'
import { STATUSES } from '../regulations/citation.ts'
import { LOCAL_KINDS, type LocalValue } from '../regulations/local-rule.ts'
import type { Preview } from './preview-schemas.ts'

export const LOCAL_RULE_STATES = ['proposed', 'approved', 'refused', 'withdrawn'] as const

/**
 * Local rules (本地规则) and proposals of them: proposed by one administrator, decided by another, and from then on as
 * they are. A rule ends by a row of its own that names it.
 */
export const localRules = pgTable(
  'local_rules',
  {
    id: uuid().primaryKey(),
    /** the city whose rule it is */
    regionCode: regionCodeColumn()
      .notNull()
      .references(() => nodes.regionCode, { onDelete: 'restrict' }),
    target: text().notNull(),
    kind: oneOf(LOCAL_KINDS).notNull(),
    /** null where it ends another one */
    value: jsonb().$type<LocalValue>(),
    /** beginnings of region codes, in their order */
    places: text().array().notNull(),
    instrument: text().notNull(),
    instrumentZh: text().notNull(),
    clause: text().notNull(),
    edition: text().notNull(),
    status: oneOf(STATUSES).notNull(),
    note: text(),
    /** of a row that ends another one: the first day on which that one no longer holds */
    inForceFrom: date({ mode: 'string' }).notNull(),
    inForceTo: date({ mode: 'string' }),
    why: text().notNull(),
    endsId: uuid().references((): AnyPgColumn => localRules.id, { onDelete: 'restrict' }),
    state: oneOf(LOCAL_RULE_STATES).notNull().default('proposed'),
    proposedBy: uuid()
      .notNull()
      .references(() => accounts.id, { onDelete: 'restrict' }),
    proposedAt: instant().notNull(),
    decidedBy: uuid().references(() => accounts.id, { onDelete: 'restrict' }),
    decidedAt: instant(),
    decisionReason: text(),
    /** what it would have moved in the year before it was approved */
    preview: jsonb().$type<Preview>(),
  },
  (table) => [
    index('local_rules_by_proposal').on(table.proposedAt, table.id),
    index('local_rules_approved').on(table.decidedAt).where(sql`${table.state} = 'approved'`),
    uniqueIndex('local_rules_one_from_a_day')
      .on(table.target, table.places, table.inForceFrom)
      .where(sql`${table.state} = 'approved' and ${table.endsId} is null`),
    uniqueIndex('local_rules_ended_once')
      .on(table.endsId)
      .where(sql`${table.state} = 'approved' and ${table.endsId} is not null`),
    check(
      'local_rules_kind_known',
      sql`${table.kind} in ('time_limit', 'threshold', 'desk_limit', 'desk_profile', 'switch', 'check_threshold')`,
    ),
    check(
      'local_rules_status_known',
      sql`${table.status} in ('verified', 'secondary', 'unverified', 'inferred')`,
    ),
    check('local_rules_state_known', sql`${table.state} in ('proposed', 'approved', 'refused', 'withdrawn')`),
    check('local_rules_hold_somewhere', sql`cardinality(${table.places}) > 0`),
    check('local_rules_value_or_end', sql`(${table.value} is null) = (${table.endsId} is not null)`),
    check('local_rules_end_after_start', sql`${table.inForceTo} > ${table.inForceFrom}`),
    check('local_rules_with_reason', sql`length(${table.why}) > 0`),
    check(
      'local_rules_decided_by_someone',
      sql`(${table.state} = 'proposed') = (${table.decidedBy} is null) and (${table.state} = 'proposed') = (${table.decidedAt} is null)`,
    ),
    check(
      'local_rules_decided_by_another',
      sql`${table.state} not in ('approved', 'refused') or ${table.decidedBy} <> ${table.proposedBy}`,
    ),
    check(
      'local_rules_withdrawn_by_proposer',
      sql`${table.state} <> 'withdrawn' or ${table.decidedBy} = ${table.proposedBy}`,
    ),
    check(
      'local_rules_refused_with_reason',
      sql`(${table.state} = 'refused') = (${table.decisionReason} is not null)`,
    ),
    check('local_rules_previewed', sql`(${table.state} = 'approved') = (${table.preview} is not null)`),
    check(
      'local_rules_never_retroactive',
      sql`${table.state} <> 'approved' or ${table.inForceFrom} > (${table.decidedAt} at time zone 'Asia/Shanghai')::date`,
    ),
  ],
)
