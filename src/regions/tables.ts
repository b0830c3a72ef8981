import { sql } from 'drizzle-orm'
import { type AnyPgColumn, check, date, index, pgTable, text } from 'drizzle-orm/pg-core'
import { oneOf, regionCodeColumn } from '../db/columns.ts'

export const TIERS = ['province', 'city', 'county', 'township', 'village'] as const

/** Reporting units (报送单位): one for each administrative division, keyed by its twelve-digit code. */
export const nodes = pgTable(
  'nodes',
  {
    regionCode: regionCodeColumn().primaryKey(),
    aboveCode: regionCodeColumn().references((): AnyPgColumn => nodes.regionCode, { onDelete: 'restrict' }),
    tier: oneOf(TIERS).notNull(),
    nameZh: text().notNull(),
    nameRomanised: text(),
    nameBo: text(),
    aliases: text().array().notNull().default(sql`'{}'`),
    openedOn: date({ mode: 'string' }).notNull(),
    closedOn: date({ mode: 'string' }),
    source: text().notNull(),
  },
  (table) => [
    index('nodes_by_above').on(table.aboveCode),
    check('nodes_code_has_twelve_digits', sql`${table.regionCode} ~ '^[0-9]{12}$'`),
    check('nodes_tier_known', sql`${table.tier} in ('province', 'city', 'county', 'township', 'village')`),
    check('nodes_tier_fits_code', sql`${table.tier} = tier_of_region_code(${table.regionCode})`),
    check(
      'nodes_above_fits_code',
      sql`${table.aboveCode} is null or ${table.aboveCode} = code_above(${table.regionCode})`,
    ),
    check(
      'nodes_closed_after_opened',
      sql`${table.closedOn} is null or ${table.closedOn} >= ${table.openedOn}`,
    ),
  ],
)
