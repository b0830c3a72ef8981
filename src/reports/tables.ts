import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  check,
  date,
  index,
  integer,
  jsonb,
  type PgBigInt53BuilderInitial,
  pgTable,
  primaryKey,
  smallint,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { accounts, ROLES } from '../accounts/tables.ts'
import { instant, oneOf, regionCodeColumn } from '../db/columns.ts'
import type { Violation } from '../evaluations/types.ts'
import { events } from '../events/tables.ts'
import type { ProblemBody } from '../problems/problem.ts'
import { nodes } from '../regions/tables.ts'
import { type Figures, INDICATORS, type IndicatorKey } from '../regulations/indicators.ts'
import type { NewReport } from './schemas.ts'
import type { BasisEntry } from './submission.ts'

export const STAGES = ['first', 'follow_up', 'verified'] as const

/** One node's chain within one event: the row whose lock orders its versions. */
export const reportChains = pgTable(
  'report_chains',
  {
    id: uuid().primaryKey(),
    eventId: uuid()
      .notNull()
      .references(() => events.id, { onDelete: 'restrict' }),
    regionCode: regionCodeColumn()
      .notNull()
      .references(() => nodes.regionCode, { onDelete: 'restrict' }),
    headVersionId: uuid().notNull(),
    headNumber: integer().notNull(),
    stage: oneOf(STAGES).notNull(),
    isWithdrawn: boolean().notNull().default(false),
    firstReceivedAt: instant().notNull(),
  },
  (table) => [
    uniqueIndex('report_chains_one_per_event_and_node').on(table.eventId, table.regionCode),
    check('report_chains_stage_known', sql`${table.stage} in ('first', 'follow_up', 'verified')`),
  ],
)

/** The versions of a chain. A version is never edited: each points at the one before it. */
export const reportVersions = pgTable(
  'report_versions',
  {
    id: uuid().primaryKey(),
    chainId: uuid()
      .notNull()
      .references(() => reportChains.id, { onDelete: 'restrict' }),
    eventId: uuid()
      .notNull()
      .references(() => events.id, { onDelete: 'restrict' }),
    regionCode: regionCodeColumn()
      .notNull()
      .references(() => nodes.regionCode, { onDelete: 'restrict' }),
    number: integer().notNull(),
    parentVersionId: uuid(),
    /** true when a first report found another officer's chain and became its next version */
    joinedChain: boolean().notNull().default(false),
    stage: oneOf(STAGES).notNull(),
    accountId: uuid()
      .notNull()
      .references(() => accounts.id, { onDelete: 'restrict' }),
    /** the body as it was received, canonical form (RFC 8785) */
    content: jsonb().$type<Record<string, unknown>>().notNull(),
    contentHash: text().notNull(),
    occurredAt: instant().notNull(),
    observedAt: instant(),
    enteredAt: instant(),
    sentAt: instant(),
    receivedAt: instant().notNull(),
    isLate: boolean().notNull(),
    violations: jsonb().$type<Violation[]>().notNull(),
    /** WGS-84, whatever it was given in */
    location: jsonb().$type<Record<string, unknown>>(),
    withdrawalReason: text(),
    /** the day whose report it confirms without a change (零报告); null for every other report */
    nilReportFor: date({ mode: 'string' }),
  },
  (table) => [
    uniqueIndex('report_versions_numbered').on(table.chainId, table.number),
    uniqueIndex('report_versions_one_child').on(table.parentVersionId),
    index('report_versions_by_event').on(table.eventId, table.receivedAt),
    check('report_versions_stage_known', sql`${table.stage} in ('first', 'follow_up', 'verified')`),
    check(
      'report_versions_first_has_no_parent',
      sql`(${table.number} = 1) = (${table.parentVersionId} is null)`,
    ),
    check('report_versions_not_before_occurrence', sql`${table.occurredAt} <= ${table.receivedAt}`),
    check('report_versions_withdrawn_with_reason', sql`length(${table.withdrawalReason}) > 0`),
    check(
      'report_versions_nil_report_follows',
      sql`${table.nilReportFor} is null or (${table.number} > 1 and ${table.stage} = 'follow_up')`,
    ),
    check('report_versions_hash_is_sha256', sql`${table.contentHash} ~ '^[0-9a-f]{64}$'`),
  ],
)

/** A tier's own report (本级报告): what a version rests on, who drafted it and who signed it off (签发). */
export const versionBases = pgTable(
  'version_bases',
  {
    versionId: uuid()
      .primaryKey()
      .references(() => reportVersions.id, { onDelete: 'restrict' }),
    draftNumber: integer().notNull(),
    draftedBy: uuid()
      .notNull()
      .references(() => accounts.id, { onDelete: 'restrict' }),
    draftedAt: instant().notNull(),
    signedBy: uuid()
      .notNull()
      .references(() => accounts.id, { onDelete: 'restrict' }),
    /** the post from which it was signed */
    signerRole: oneOf(ROLES).notNull(),
    signerCode: regionCodeColumn()
      .notNull()
      .references(() => nodes.regionCode, { onDelete: 'restrict' }),
    /** the versions of the units below whose figures it adds up */
    basis: jsonb().$type<BasisEntry[]>().notNull(),
    rolledUp: jsonb().$type<Figures>().notNull(),
    additional: jsonb().$type<Figures>().notNull(),
  },
  (table) => [check('version_bases_two_people', sql`${table.draftedBy} <> ${table.signedBy}`)],
)

type FigureColumns = Record<IndicatorKey, PgBigInt53BuilderInitial<''>>

const figureColumns = Object.fromEntries(
  INDICATORS.map(({ key }) => [key, bigint({ mode: 'number' })]),
) as FigureColumns

/** The latest figures of each unit in each event, one column for each indicator: what totals are read from. */
export const latestFigures = pgTable(
  'latest_figures',
  {
    eventId: uuid()
      .notNull()
      .references(() => events.id, { onDelete: 'restrict' }),
    regionCode: regionCodeColumn()
      .notNull()
      .references(() => nodes.regionCode, { onDelete: 'restrict' }),
    versionId: uuid().notNull(),
    /** when that version was received: which of two words is newer; one that does not say is older than all */
    receivedAt: instant().notNull().default(sql`'-infinity'`),
    ...figureColumns,
  },
  (table) => [
    primaryKey({ columns: [table.eventId, table.regionCode] }),
    ...INDICATORS.map(({ key }) => check(`latest_figures_${key}_not_negative`, sql`${table[key]} >= 0`)),
  ],
)

/** What was answered to each idempotency key, for good: a replay repeats it to the letter. */
export const submissions = pgTable(
  'submissions',
  {
    accountId: uuid()
      .notNull()
      .references(() => accounts.id, { onDelete: 'restrict' }),
    idempotencyKey: text().notNull(),
    bodyHash: text().notNull(),
    versionId: uuid().notNull(),
    status: smallint().notNull(),
    reply: text().notNull(),
    receivedAt: instant().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.idempotencyKey] }),
    uniqueIndex('submissions_one_per_version').on(table.versionId),
    check('submissions_status_known', sql`${table.status} in (201, 202)`),
  ],
)

/** Signed receipts (回执), as issued: a compact JWS that anyone can check with the published key. */
export const receipts = pgTable('receipts', {
  versionId: uuid()
    .primaryKey()
    .references(() => reportVersions.id, { onDelete: 'restrict' }),
  jws: text().notNull(),
  issuedAt: instant().notNull(),
})

/** Versions that arrived before their parent, waiting for it. */
export const heldReports = pgTable(
  'held_reports',
  {
    versionId: uuid().primaryKey(),
    missingParentId: uuid().notNull(),
    accountId: uuid()
      .notNull()
      .references(() => accounts.id, { onDelete: 'restrict' }),
    idempotencyKey: text().notNull(),
    regionCode: regionCodeColumn()
      .notNull()
      .references(() => nodes.regionCode, { onDelete: 'restrict' }),
    content: jsonb().$type<NewReport>().notNull(),
    contentHash: text().notNull(),
    sentAt: instant(),
    receivedAt: instant().notNull(),
    releasedAt: instant(),
    /** when the unit above was told that it waits longer than its gravity allows */
    toldAt: instant(),
    /** the problem that the version met when it was tried, or null when it was accepted */
    problem: jsonb().$type<ProblemBody>(),
  },
  (table) => [
    index('held_reports_waiting').on(table.missingParentId).where(sql`${table.releasedAt} is null`),
    index('held_reports_untold')
      .on(table.receivedAt)
      .where(sql`${table.releasedAt} is null and ${table.toldAt} is null`),
  ],
)
