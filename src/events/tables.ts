import { sql } from 'drizzle-orm'
import {
  type AnyPgColumn,
  boolean,
  check,
  index,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  uuid,
} from 'drizzle-orm/pg-core'
import { instant, oneOf, regionCodeColumn } from '../db/columns.ts'
import { nodes } from '../regions/tables.ts'

export const EVENT_STATES = ['open', 'stable', 'reopened', 'closed'] as const
export const SEVERITY_LEVELS = ['especially_serious', 'serious', 'relatively_serious', 'ordinary'] as const

/** One disaster process (灾害过程): reports find their event, or open it. */
export const events = pgTable(
  'events',
  {
    id: uuid().primaryKey(),
    hazard: text().notNull(),
    subhazard: text(),
    title: text(),
    /** where the first report came from, or the place that it was corrected to */
    regionCode: regionCodeColumn()
      .notNull()
      .references(() => nodes.regionCode, { onDelete: 'restrict' }),
    occurredAt: instant().notNull(),
    openedAt: instant().notNull(),
    openedByVersionId: uuid().notNull(),
    state: oneOf(EVENT_STATES).notNull().default('open'),
    /** since when it is declared stable; null while it is open or opened again */
    stableAt: instant(),
    /** the declaration behind it: verified reports are owed for this one */
    stabilityId: uuid(),
    isExercise: boolean().notNull().default(false),
    /** the most severe answer of any ladder so far; null is below any grade */
    severity: oneOf(SEVERITY_LEVELS),
    severityRank: smallint().notNull().default(0),
    severitySince: instant(),
    /** when two people last lowered it: from then on only what is new raises it */
    severityLoweredAt: instant(),
    /** what each ladder last said, with its grounds: the history is in severity_answers */
    answers: jsonb().notNull().default({}),
    /** the event that this one was found to be the same as; null while it stands by itself */
    mergedIntoId: uuid().references((): AnyPgColumn => events.id, { onDelete: 'restrict' }),
    /** facts beside the figures (magnitude, burnt area ...), the latest given of each */
    facts: jsonb().notNull(),
    /** what in the reports asks for daily follow-ups now; the history is in follow_up_grounds */
    grounds: jsonb().notNull().default([]),
    /** when the engine looks at its follow-ups next; null while nothing asks for any */
    followUpsLookAt: instant(),
    /** follow-ups that fell due up to here are settled for good */
    followUpsThrough: instant(),
  },
  (table) => [
    index('events_by_occurrence').on(table.hazard, table.occurredAt),
    index('events_by_opening').on(table.openedAt, table.id),
    index('events_with_follow_ups')
      .on(table.followUpsLookAt)
      .where(sql`${table.followUpsLookAt} is not null`),
    check('events_state_known', sql`${table.state} in ('open', 'stable', 'reopened', 'closed')`),
    check(
      'events_stable_only_after_declaration',
      sql`(${table.stableAt} is null) = (${table.stabilityId} is null) and (${table.stableAt} is null or ${table.state} in ('stable', 'closed'))`,
    ),
    check('events_stable_after_occurrence', sql`${table.stableAt} >= ${table.occurredAt}`),
    check(
      'events_severity_known',
      sql`${table.severity} in ('especially_serious', 'serious', 'relatively_serious', 'ordinary')`,
    ),
    check(
      'events_severity_rank_fits',
      sql`${table.severityRank} = case ${table.severity} when 'especially_serious' then 4 when 'serious' then 3 when 'relatively_serious' then 2 when 'ordinary' then 1 else 0 end`,
    ),
    index('events_merged').on(table.mergedIntoId).where(sql`${table.mergedIntoId} is not null`),
    check('events_not_merged_into_itself', sql`${table.mergedIntoId} <> ${table.id}`),
    check('events_not_reported_before_they_happen', sql`${table.occurredAt} <= ${table.openedAt}`),
  ],
)

/** The counties, or the whole city, that an event covers. A report finds its event through these. */
export const eventRegions = pgTable(
  'event_regions',
  {
    eventId: uuid()
      .notNull()
      .references(() => events.id, { onDelete: 'restrict' }),
    regionCode: regionCodeColumn()
      .notNull()
      .references(() => nodes.regionCode, { onDelete: 'restrict' }),
    addedAt: instant().notNull(),
    /** null for the region in which the event opened */
    addedBy: uuid(),
  },
  (table) => [
    primaryKey({ columns: [table.eventId, table.regionCode] }),
    index('event_regions_by_region').on(table.regionCode),
    check(
      'event_regions_county_or_city',
      sql`tier_of_region_code(${table.regionCode}) in ('county', 'city')`,
    ),
  ],
)

/** Every ladder's answer, with the instant it was given: answers are added when they change and never replaced. */
export const severityAnswers = pgTable(
  'severity_answers',
  {
    id: uuid().primaryKey(),
    eventId: uuid()
      .notNull()
      .references(() => events.id, { onDelete: 'restrict' }),
    ladder: text().notNull(),
    level: text(),
    because: jsonb().notNull(),
    versionId: uuid().notNull(),
    /** the merge or split that led to it, where none but a report did; taken back with it */
    actId: uuid(),
    answeredAt: instant().notNull(),
  },
  (table) => [index('severity_answers_by_event').on(table.eventId, table.answeredAt)],
)

export const FOLLOW_UP_GROUNDS = ['severity', 'relief_thresholds'] as const

/**
 * Every time that reports began to ask for daily follow-ups (零报告), or ceased to: what decisions ask for stands with the
 * decisions.
 */
export const followUpGrounds = pgTable(
  'follow_up_grounds',
  {
    id: uuid().primaryKey(),
    eventId: uuid()
      .notNull()
      .references(() => events.id, { onDelete: 'restrict' }),
    ground: oneOf(FOLLOW_UP_GROUNDS).notNull(),
    isOn: boolean().notNull(),
    because: jsonb().notNull(),
    /** the report that did it; null where people lowered the severity, or corrected the event */
    versionId: uuid(),
    at: instant().notNull(),
  },
  (table) => [
    index('follow_up_grounds_by_event').on(table.eventId, table.at),
    check('follow_up_grounds_known', sql`${table.ground} in ('severity', 'relief_thresholds')`),
  ],
)
