import { sql } from 'drizzle-orm'
import { check, index, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { accounts, ROLES } from '../accounts/tables.ts'
import { instant, oneOf, regionCodeColumn } from '../db/columns.ts'
import type { Violation } from '../evaluations/types.ts'
import { events } from '../events/tables.ts'
import { nodes } from '../regions/tables.ts'
import type { Figures } from '../regulations/indicators.ts'
import { RETURN_REASON_CODES } from '../regulations/reviews.ts'
import type { BasisEntry } from '../reports/submission.ts'
import { reportVersions, STAGES } from '../reports/tables.ts'

/** What a unit above said of a version (审核): once, and for good. A guard refuses whoever sent, drafted or signed it. */
export const reportReviews = pgTable(
  'report_reviews',
  {
    versionId: uuid()
      .primaryKey()
      .references(() => reportVersions.id, { onDelete: 'restrict' }),
    outcome: oneOf(['accepted', 'returned']).notNull(),
    reviewedAt: instant().notNull(),
    reviewedBy: uuid()
      .notNull()
      .references(() => accounts.id, { onDelete: 'restrict' }),
    /** the post from which it was reviewed */
    reviewerRole: oneOf(ROLES).notNull(),
    reviewerCode: regionCodeColumn()
      .notNull()
      .references(() => nodes.regionCode, { onDelete: 'restrict' }),
    reasonCode: oneOf(RETURN_REASON_CODES),
    /** JSON pointers into the report */
    fields: jsonb().$type<string[]>().notNull(),
    comment: text(),
    /** by when it is to be corrected, as it was told to the unit */
    dueAt: instant(),
  },
  (table) => [
    check('report_reviews_outcome_known', sql`${table.outcome} in ('accepted', 'returned')`),
    check(
      'report_reviews_reason_known',
      sql`${table.reasonCode} in ('figures_contradict', 'figures_missing', 'wrong_unit', 'duplicate', 'needs_explanation', 'register_missing', 'other')`,
    ),
    check(
      'report_reviews_returned_with_reason',
      sql`(${table.outcome} = 'returned') = (${table.reasonCode} is not null) and (${table.outcome} = 'returned') = (${table.dueAt} is not null)`,
    ),
  ],
)

/** What was taken for something else: time, place or hazard of an event, put right (勘误). Never figures. */
export const eventCorrections = pgTable(
  'event_corrections',
  {
    id: uuid().primaryKey(),
    eventId: uuid()
      .notNull()
      .references(() => events.id, { onDelete: 'restrict' }),
    correctedAt: instant().notNull(),
    correctedBy: uuid()
      .notNull()
      .references(() => accounts.id, { onDelete: 'restrict' }),
    reason: text().notNull(),
    /** of what was changed: how it stood, and how it stands */
    before: jsonb().notNull(),
    after: jsonb().notNull(),
  },
  (table) => [
    index('event_corrections_by_event').on(table.eventId, table.correctedAt),
    check('event_corrections_change_something', sql`${table.before} <> ${table.after}`),
    check('event_corrections_say_why', sql`length(${table.reason}) > 0`),
  ],
)

/** A tier's own report (本级报告) before it is sent: its id becomes that of the version. */
export const tierReports = pgTable(
  'tier_reports',
  {
    id: uuid().primaryKey(),
    eventId: uuid()
      .notNull()
      .references(() => events.id, { onDelete: 'restrict' }),
    regionCode: regionCodeColumn()
      .notNull()
      .references(() => nodes.regionCode, { onDelete: 'restrict' }),
    draftedBy: uuid()
      .notNull()
      .references(() => accounts.id, { onDelete: 'restrict' }),
    openedAt: instant().notNull(),
    /** of what was asked for: who sends it again hears the same */
    bodyHash: text().notNull(),
  },
  (table) => [
    index('tier_reports_by_event').on(table.eventId, table.openedAt, table.id),
    check(
      'tier_reports_above_villages',
      sql`tier_of_region_code(${table.regionCode}) in ('township', 'county', 'city')`,
    ),
  ],
)

/** The drafts of a tier's own report, one after the other: the last one is what can be signed. */
export const tierReportDrafts = pgTable(
  'tier_report_drafts',
  {
    reportId: uuid()
      .notNull()
      .references(() => tierReports.id, { onDelete: 'restrict' }),
    number: integer().notNull(),
    draftedAt: instant().notNull(),
    stage: oneOf(STAGES).notNull(),
    /** the versions that the roll-up adds up */
    basis: jsonb().$type<BasisEntry[]>().notNull(),
    rolledUp: jsonb().$type<Figures>().notNull(),
    additional: jsonb().$type<Figures>().notNull(),
    /** checks that it did not pass when it was drafted */
    violations: jsonb().$type<Violation[]>().notNull(),
    /** the body that will be submitted, hashed and proved by a receipt, to the letter */
    content: jsonb().$type<Record<string, unknown>>().notNull(),
    contentHash: text().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.reportId, table.number] }),
    check('tier_report_drafts_stage_known', sql`${table.stage} in ('first', 'follow_up', 'verified')`),
    check('tier_report_drafts_numbered', sql`${table.number} > 0`),
  ],
)

/** Drafts that were given up. */
export const tierReportDiscards = pgTable('tier_report_discards', {
  reportId: uuid()
    .primaryKey()
    .references(() => tierReports.id, { onDelete: 'restrict' }),
  discardedAt: instant().notNull(),
  discardedBy: uuid()
    .notNull()
    .references(() => accounts.id, { onDelete: 'restrict' }),
  reason: text().notNull(),
})
