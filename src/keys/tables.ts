import { sql } from 'drizzle-orm'
import { check, jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import { instant, oneOf } from '../db/columns.ts'

export const KEY_PURPOSES = ['access_token', 'receipt', 'refresh_token'] as const

/** Signing keys, private halves sealed with the configured key and shared by all processes. */
export const signingKeys = pgTable(
  'signing_keys',
  {
    kid: text().primaryKey(),
    purpose: oneOf(KEY_PURPOSES).notNull(),
    /** null for symmetric keys */
    publicJwk: jsonb(),
    sealedSecret: text().notNull(),
    createdAt: instant().notNull(),
    retiredAt: instant(),
  },
  (table) => [
    check(
      'signing_keys_purpose_known',
      sql`${table.purpose} in ('access_token', 'receipt', 'refresh_token')`,
    ),
  ],
)
