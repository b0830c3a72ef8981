import { sql } from 'drizzle-orm'
import {
  bigint,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { accounts } from '../accounts/tables.ts'
import { instant, oneOf, regionCodeColumn } from '../db/columns.ts'
import { events } from '../events/tables.ts'
import { nodes } from '../regions/tables.ts'
import type { Figures, IndicatorKey } from '../regulations/indicators.ts'

const eventIdColumn = () =>
  uuid()
    .notNull()
    .references(() => events.id, { onDelete: 'restrict' })

const regionColumn = () =>
  regionCodeColumn()
    .notNull()
    .references(() => nodes.regionCode, { onDelete: 'restrict' })

const accountColumn = () =>
  uuid()
    .notNull()
    .references(() => accounts.id, { onDelete: 'restrict' })

/**
 * Deaths and losses outside the jurisdiction (境外损失): on record beside the totals, counted in none. A correction or
 * a withdrawal is a new row that follows the one it takes the place of.
 */
export const outsideLosses = pgTable(
  'outside_losses',
  {
    id: uuid().primaryKey(),
    /** the id of the first row: all that was ever said of this loss */
    lossId: uuid().notNull(),
    number: integer().notNull(),
    followsId: uuid(),
    eventId: eventIdColumn(),
    /** the county or city that noted it */
    regionCode: regionColumn(),
    place: text().notNull(),
    /** outside the city: no unit of ours, so it points at none */
    outsideCode: regionCodeColumn(),
    figures: jsonb().$type<Figures>().notNull(),
    source: text().notNull(),
    note: text(),
    happenedAt: instant().notNull(),
    notedAt: instant().notNull(),
    notedBy: accountColumn(),
    withdrawalReason: text(),
    requestHash: text().notNull(),
  },
  (table) => [
    unique('outside_losses_chained').on(table.id, table.lossId, table.eventId),
    uniqueIndex('outside_losses_one_follows').on(table.followsId),
    uniqueIndex('outside_losses_numbered').on(table.lossId, table.number),
    index('outside_losses_by_event').on(table.eventId, table.notedAt, table.id),
    foreignKey({
      name: 'outside_losses_follow_their_own',
      columns: [table.followsId, table.lossId, table.eventId],
      foreignColumns: [table.id, table.lossId, table.eventId],
    }).onDelete('restrict'),
    check('outside_losses_first_follows_none', sql`(${table.number} = 1) = (${table.followsId} is null)`),
    check('outside_losses_first_is_itself', sql`${table.number} > 1 or ${table.lossId} = ${table.id}`),
    check(
      'outside_losses_by_county_or_city',
      sql`tier_of_region_code(${table.regionCode}) in ('county', 'city')`,
    ),
    check(
      'outside_losses_outside_the_city',
      sql`${table.outsideCode} ~ '^[0-9]{12}$' and left(${table.outsideCode}, 4) <> left(${table.regionCode}, 4)`,
    ),
    check(
      'outside_losses_first_is_no_withdrawal',
      sql`${table.number} > 1 or ${table.withdrawalReason} is null`,
    ),
  ],
)

export const RELIABILITIES = ['high', 'medium', 'low'] as const
export const CLAIM_OUTCOMES = ['rumour', 'superseded'] as const

/** Claims (各方口径): what departments and others say of one fact. No total counts them. */
export const claims = pgTable(
  'claims',
  {
    id: uuid().primaryKey(),
    eventId: eventIdColumn(),
    regionCode: regionColumn(),
    indicator: text().$type<IndicatorKey>().notNull(),
    value: bigint({ mode: 'number' }).notNull(),
    departmentCode: text(),
    sourceText: text(),
    reliability: oneOf(RELIABILITIES),
    saidAt: instant().notNull(),
    note: text(),
    madeAt: instant().notNull(),
    madeBy: accountColumn(),
    requestHash: text().notNull(),
  },
  (table) => [
    index('claims_by_event').on(table.eventId, table.madeAt, table.id),
    check('claims_not_negative', sql`${table.value} >= 0`),
    check('claims_one_source', sql`num_nonnulls(${table.departmentCode}, ${table.sourceText}) = 1`),
    check('claims_reliability_known', sql`${table.reliability} in ('high', 'medium', 'low')`),
    check('claims_not_said_later', sql`${table.saidAt} <= ${table.madeAt}`),
  ],
)

/** How a claim ended: once, with a reason. */
export const claimClosures = pgTable(
  'claim_closures',
  {
    claimId: uuid()
      .primaryKey()
      .references(() => claims.id, { onDelete: 'restrict' }),
    outcome: oneOf(CLAIM_OUTCOMES).notNull(),
    reason: text().notNull(),
    closedAt: instant().notNull(),
    closedBy: accountColumn(),
  },
  (table) => [
    check('claim_closures_outcome_known', sql`${table.outcome} in ('rumour', 'superseded')`),
    check('claim_closures_with_reason', sql`length(${table.reason}) > 0`),
  ],
)

export const SURVEY_METHODS = ['full', 'sample', 'typical', 'special'] as const

/** Joint decisions (会商核定): the figure that departments agreed on, recorded by one person, confirmed by another. */
export const jointDecisions = pgTable(
  'joint_decisions',
  {
    id: uuid().primaryKey(),
    eventId: eventIdColumn(),
    regionCode: regionColumn(),
    indicator: text().$type<IndicatorKey>().notNull(),
    value: bigint({ mode: 'number' }).notNull(),
    participants: text().array().notNull(),
    method: oneOf(SURVEY_METHODS).notNull(),
    conclusion: text().notNull(),
    recordedAt: instant().notNull(),
    recordedBy: accountColumn(),
    requestHash: text().notNull(),
  },
  (table) => [
    unique('joint_decisions_by_recorder').on(table.id, table.recordedBy),
    index('joint_decisions_by_event').on(table.eventId, table.recordedAt, table.id),
    check('joint_decisions_not_negative', sql`${table.value} >= 0`),
    check('joint_decisions_of_several', sql`cardinality(${table.participants}) >= 2`),
    check('joint_decisions_method_known', sql`${table.method} in ('full', 'sample', 'typical', 'special')`),
  ],
)

/** The claims that a joint decision weighed. */
export const decisionClaims = pgTable(
  'decision_claims',
  {
    decisionId: uuid()
      .notNull()
      .references(() => jointDecisions.id, { onDelete: 'restrict' }),
    claimId: uuid()
      .notNull()
      .references(() => claims.id, { onDelete: 'restrict' }),
  },
  (table) => [
    primaryKey({ columns: [table.decisionId, table.claimId] }),
    index('decision_claims_by_claim').on(table.claimId),
  ],
)

/** The confirmation (复核确认) of a joint decision: by somebody else than whoever recorded it. */
export const decisionConfirmations = pgTable(
  'decision_confirmations',
  {
    decisionId: uuid().primaryKey(),
    recordedBy: uuid().notNull(),
    confirmedAt: instant().notNull(),
    confirmedBy: accountColumn(),
  },
  (table) => [
    foreignKey({
      name: 'decision_confirmations_of_its_recorder',
      columns: [table.decisionId, table.recordedBy],
      foreignColumns: [jointDecisions.id, jointDecisions.recordedBy],
    }).onDelete('restrict'),
    check('decision_confirmations_by_another', sql`${table.confirmedBy} <> ${table.recordedBy}`),
  ],
)
