import { sql } from 'drizzle-orm'
import { check, index, integer, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { instant, oneOf, regionCodeColumn } from '../db/columns.ts'
import { nodes } from '../regions/tables.ts'

export const ROLES = [
  'officer',
  'reviewer',
  'duty_officer',
  'duty_leader',
  'section_clerk',
  'department_liaison',
  'administrator',
  'auditor',
  'system',
] as const

/** People and systems (账号) that may act. */
export const accounts = pgTable(
  'accounts',
  {
    id: uuid().primaryKey(),
    login: text().notNull(),
    kind: oneOf(['person', 'system']).notNull(),
    displayName: text(),
    phone: text(),
    language: oneOf(['zh', 'bo', 'en']).notNull().default('zh'),
    post: oneOf(['A', 'B']),
    passwordHash: text(),
    createdAt: instant().notNull(),
    createdBy: uuid(),
    disabledAt: instant(),
    disabledReason: text(),
  },
  (table) => [
    uniqueIndex('accounts_login_taken').on(sql`lower(${table.login})`),
    check('accounts_kind_known', sql`${table.kind} in ('person', 'system')`),
    check('accounts_language_known', sql`${table.language} in ('zh', 'bo', 'en')`),
    check('accounts_post_known', sql`${table.post} in ('A', 'B')`),
    check(
      'accounts_systems_have_no_password',
      sql`${table.kind} = 'person' or ${table.passwordHash} is null`,
    ),
  ],
)

/** What an account may do, and where: a role at a node, a section or a department, from and until. */
export const bindings = pgTable(
  'bindings',
  {
    id: uuid().primaryKey(),
    accountId: uuid()
      .notNull()
      .references(() => accounts.id, { onDelete: 'restrict' }),
    role: oneOf(ROLES).notNull(),
    regionCode: regionCodeColumn()
      .notNull()
      .references(() => nodes.regionCode, { onDelete: 'restrict' }),
    sectionCode: text(),
    departmentCode: text(),
    since: instant().notNull(),
    until: instant(),
  },
  (table) => [
    index('bindings_by_account').on(table.accountId),
    index('bindings_by_region').on(table.regionCode),
    check(
      'bindings_role_known',
      sql`${table.role} in ('officer', 'reviewer', 'duty_officer', 'duty_leader', 'section_clerk', 'department_liaison', 'administrator', 'auditor', 'system')`,
    ),
    check(
      'bindings_clerk_has_section',
      sql`(${table.role} = 'section_clerk') = (${table.sectionCode} is not null)`,
    ),
    check(
      'bindings_liaison_has_department',
      sql`(${table.role} = 'department_liaison') = (${table.departmentCode} is not null)`,
    ),
  ],
)

/** One login on one device: a family of refresh tokens. */
export const sessions = pgTable(
  'sessions',
  {
    id: uuid().primaryKey(),
    accountId: uuid()
      .notNull()
      .references(() => accounts.id, { onDelete: 'restrict' }),
    device: text().notNull(),
    createdAt: instant().notNull(),
    expiresAt: instant().notNull(),
    revokedAt: instant(),
    revokedReason: oneOf([
      'logout',
      'device_lost',
      'token_reused',
      'password_reset',
      'account_disabled',
      'secret_revoked',
    ]),
  },
  (table) => [
    index('sessions_by_account').on(table.accountId),
    check(
      'sessions_revoked_with_reason',
      sql`(${table.revokedAt} is null) = (${table.revokedReason} is null)`,
    ),
  ],
)

/** Refresh tokens, by id alone: the token itself is derived from the id with a sealed key and never stored. */
export const refreshTokens = pgTable(
  'refresh_tokens',
  {
    id: uuid().primaryKey(),
    sessionId: uuid()
      .notNull()
      .references(() => sessions.id, { onDelete: 'restrict' }),
    issuedAt: instant().notNull(),
    expiresAt: instant().notNull(),
    usedAt: instant(),
    successorId: uuid(),
  },
  (table) => [
    index('refresh_tokens_by_session').on(table.sessionId),
    check(
      'refresh_tokens_used_has_successor',
      sql`(${table.usedAt} is null) = (${table.successorId} is null)`,
    ),
  ],
)

/** Secrets of system clients: at most two live at once, so that they can be rotated without a gap. */
export const clientSecrets = pgTable(
  'client_secrets',
  {
    id: uuid().primaryKey(),
    accountId: uuid()
      .notNull()
      .references(() => accounts.id, { onDelete: 'restrict' }),
    secretHash: text().notNull(),
    createdAt: instant().notNull(),
    lastUsedAt: instant(),
    revokedAt: instant(),
  },
  (table) => [index('client_secrets_by_account').on(table.accountId)],
)

/**
 * Failed logins of late, by a hash of the login that was tried. A login nobody has is counted the same way, so
 * that throttling does not tell which logins exist.
 */
export const loginAttempts = pgTable(
  'login_attempts',
  {
    loginHash: text().primaryKey(),
    failures: integer().notNull(),
    lastAt: instant().notNull(),
    lockedUntil: instant(),
  },
  (table) => [
    index('login_attempts_by_last').on(table.lastAt),
    check('login_attempts_counts_failures', sql`${table.failures} > 0`),
  ],
)
