import { sql } from 'drizzle-orm'
import {
  type AnyPgColumn,
  boolean,
  check,
  foreignKey,
  index,
  pgTable,
  smallint,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { accounts } from '../accounts/tables.ts'
import { instant, oneOf, regionCodeColumn } from '../db/columns.ts'
import { events, SEVERITY_LEVELS } from '../events/tables.ts'
import { nodes } from '../regions/tables.ts'
import { reportVersions } from '../reports/tables.ts'

const ofEvent = () =>
  uuid()
    .notNull()
    .references(() => events.id, { onDelete: 'restrict' })
const ofNode = () =>
  regionCodeColumn()
    .notNull()
    .references(() => nodes.regionCode, { onDelete: 'restrict' })
const byAccount = () =>
  uuid()
    .notNull()
    .references(() => accounts.id, { onDelete: 'restrict' })

export const TURNS = ['stable', 'reopened', 'closed'] as const

/** The turns of an event's course (灾害过程状态): declared stable, opened again, closed. Each follows the one before it. */
export const eventTurns = pgTable(
  'event_turns',
  {
    id: uuid().primaryKey(),
    eventId: ofEvent(),
    state: oneOf(TURNS).notNull(),
    /** from when it holds: a declaration may be entered after it was made */
    effectiveAt: instant().notNull(),
    basis: text().notNull(),
    followsId: uuid().references((): AnyPgColumn => eventTurns.id, { onDelete: 'restrict' }),
    recordedAt: instant().notNull(),
    recordedBy: byAccount(),
  },
  (table) => [
    uniqueIndex('event_turns_one_after_another').on(
      table.eventId,
      sql`coalesce(${table.followsId}, ${table.eventId})`,
    ),
    check('event_turns_state_known', sql`${table.state} in ('stable', 'reopened', 'closed')`),
    check('event_turns_not_in_the_future', sql`${table.effectiveAt} <= ${table.recordedAt}`),
    check('event_turns_with_basis', sql`length(${table.basis}) > 0`),
  ],
)

export const RESPONSE_KINDS = ['relief', 'emergency'] as const
export const DECIDING_BODIES = ['county', 'city', 'autonomous_region', 'state'] as const

/**
 * Responses that a named body decided (应急响应、救助应急响应): started, raised, lowered, ended. A change is a new row that
 * points at the one it follows; a row without a level ends the response.
 */
export const eventResponses = pgTable(
  'event_responses',
  {
    id: uuid().primaryKey(),
    eventId: ofEvent(),
    regionCode: ofNode(),
    kind: oneOf(RESPONSE_KINDS).notNull(),
    level: smallint(),
    decidedByBody: oneOf(DECIDING_BODIES).notNull(),
    decidedByName: text().notNull(),
    /** when the decision took effect, by its own words */
    startedAt: instant().notNull(),
    basis: text().notNull(),
    followsId: uuid(),
    recordedAt: instant().notNull(),
    recordedBy: byAccount(),
  },
  (table) => [
    unique('event_responses_of_one_place').on(table.id, table.eventId, table.kind, table.regionCode),
    foreignKey({
      name: 'event_responses_follow_their_own',
      columns: [table.followsId, table.eventId, table.kind, table.regionCode],
      foreignColumns: [table.id, table.eventId, table.kind, table.regionCode],
    }).onDelete('restrict'),
    uniqueIndex('event_responses_followed_once').on(table.followsId),
    index('event_responses_by_event').on(table.eventId, table.recordedAt),
    check('event_responses_kind_known', sql`${table.kind} in ('relief', 'emergency')`),
    check('event_responses_level_known', sql`${table.level} between 1 and 4`),
    check(
      'event_responses_body_known',
      sql`${table.decidedByBody} in ('county', 'city', 'autonomous_region', 'state')`,
    ),
    check(
      'event_responses_end_what_was_started',
      sql`${table.level} is not null or ${table.followsId} is not null`,
    ),
    check('event_responses_not_in_the_future', sql`${table.startedAt} <= ${table.recordedAt}`),
  ],
)

/** Orders of daily nil reports (零报告要求), and their ends: an end is a row that points at its order. */
export const nilReportOrders = pgTable(
  'nil_report_orders',
  {
    id: uuid().primaryKey(),
    eventId: ofEvent(),
    /** binds this unit and those below it */
    regionCode: ofNode(),
    reason: text().notNull(),
    endsId: uuid(),
    recordedAt: instant().notNull(),
    recordedBy: byAccount(),
  },
  (table) => [
    unique('nil_report_orders_of_one_place').on(table.id, table.eventId, table.regionCode),
    foreignKey({
      name: 'nil_report_orders_end_their_own',
      columns: [table.endsId, table.eventId, table.regionCode],
      foreignColumns: [table.id, table.eventId, table.regionCode],
    }).onDelete('restrict'),
    uniqueIndex('nil_report_orders_ended_once').on(table.endsId),
    index('nil_report_orders_by_event').on(table.eventId, table.recordedAt),
    check('nil_report_orders_with_reason', sql`length(${table.reason}) > 0`),
  ],
)

/** Proposals to lower a severity (降级): a second person answers each. */
export const severityReductions = pgTable(
  'severity_reductions',
  {
    id: uuid().primaryKey(),
    eventId: ofEvent(),
    fromLevel: oneOf(SEVERITY_LEVELS).notNull(),
    /** null is below any grade */
    toLevel: oneOf(SEVERITY_LEVELS),
    reason: text().notNull(),
    proposedAt: instant().notNull(),
    proposedBy: byAccount(),
  },
  (table) => [
    unique('severity_reductions_of_one_person').on(table.id, table.proposedBy),
    index('severity_reductions_by_event').on(table.eventId, table.proposedAt),
    check('severity_reductions_with_reason', sql`length(${table.reason}) > 0`),
    check('severity_reductions_change_something', sql`${table.toLevel} is distinct from ${table.fromLevel}`),
  ],
)

/** What the second person said to a proposal. Nobody confirms their own. */
export const severityReductionAnswers = pgTable(
  'severity_reduction_answers',
  {
    reductionId: uuid().primaryKey(),
    proposedBy: byAccount(),
    isConfirmed: boolean().notNull(),
    reason: text(),
    answeredAt: instant().notNull(),
    answeredBy: byAccount(),
  },
  (table) => [
    foreignKey({
      name: 'severity_reduction_answers_to_a_proposal',
      columns: [table.reductionId, table.proposedBy],
      foreignColumns: [severityReductions.id, severityReductions.proposedBy],
    }).onDelete('restrict'),
    check(
      'severity_reduction_answers_by_another_person',
      sql`not ${table.isConfirmed} or ${table.answeredBy} <> ${table.proposedBy}`,
    ),
  ],
)

/** Leave for a unit to verify before all below it have (核报放行), given by a leader for one stability. */
export const verificationOverrides = pgTable(
  'verification_overrides',
  {
    id: uuid().primaryKey(),
    eventId: ofEvent(),
    stabilityId: uuid()
      .notNull()
      .references(() => eventTurns.id, { onDelete: 'restrict' }),
    regionCode: ofNode(),
    reason: text().notNull(),
    givenAt: instant().notNull(),
    givenBy: byAccount(),
  },
  (table) => [
    uniqueIndex('verification_overrides_once').on(table.stabilityId, table.regionCode),
    index('verification_overrides_by_event').on(table.eventId),
    check('verification_overrides_with_reason', sql`length(${table.reason}) > 0`),
  ],
)

/** Requests to correct a verified report (核报更正): the unit above answers each. */
export const correctionRequests = pgTable(
  'correction_requests',
  {
    id: uuid().primaryKey(),
    eventId: ofEvent(),
    versionId: uuid()
      .notNull()
      .references(() => reportVersions.id, { onDelete: 'restrict' }),
    regionCode: ofNode(),
    reason: text().notNull(),
    requestedAt: instant().notNull(),
    requestedBy: byAccount(),
  },
  (table) => [
    unique('correction_requests_of_one_person').on(table.id, table.requestedBy),
    index('correction_requests_by_event').on(table.eventId, table.requestedAt),
    index('correction_requests_by_version').on(table.versionId),
    check('correction_requests_with_reason', sql`length(${table.reason}) > 0`),
  ],
)

/** What the unit above said to a request. Nobody answers their own. */
export const correctionAnswers = pgTable(
  'correction_answers',
  {
    requestId: uuid().primaryKey(),
    requestedBy: byAccount(),
    isApproved: boolean().notNull(),
    reason: text(),
    answeredAt: instant().notNull(),
    answeredBy: byAccount(),
  },
  (table) => [
    foreignKey({
      name: 'correction_answers_to_a_request',
      columns: [table.requestId, table.requestedBy],
      foreignColumns: [correctionRequests.id, correctionRequests.requestedBy],
    }).onDelete('restrict'),
    check('correction_answers_by_another_person', sql`${table.answeredBy} <> ${table.requestedBy}`),
  ],
)
