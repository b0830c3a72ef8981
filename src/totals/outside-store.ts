import {
  and,
  asc,
  desc,
  eq,
  getTableColumns,
  inArray,
  isNull,
  lt,
  lte,
  notExists,
  or,
  sql,
} from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { Db } from '../db/client.ts'
import { within } from '../regions/within.ts'
import { outsideLosses } from './tables.ts'

export type OutsideLossRow = typeof outsideLosses.$inferSelect & {
  /** whether nothing has taken its place yet */
  isLast: boolean
}

const follower = alias(outsideLosses, 'follower')

/**
 * What was noted of losses outside, the newest first.
 *
 * @param units whose notes the reader may see, with those below
 */
export async function readOutsideLossPage(
  db: Db,
  eventIds: readonly string[],
  units: readonly string[],
  limit: number,
  before: { at: Date; id: string } | null,
): Promise<OutsideLossRow[]> {
  return selectRows(db)
    .where(
      and(
        inArray(outsideLosses.eventId, [...eventIds]),
        within(outsideLosses.regionCode, units),
        before
          ? or(
              lt(outsideLosses.notedAt, before.at),
              and(eq(outsideLosses.notedAt, before.at), lt(outsideLosses.id, before.id)),
            )
          : undefined,
      ),
    )
    .orderBy(desc(outsideLosses.notedAt), desc(outsideLosses.id))
    .limit(limit)
}

/**
 * The losses outside that stand: the last word of each, unless it was taken back. In the order of their noting.
 *
 * @param at as of that instant; now where null
 */
export async function readStandingLosses(
  db: Db,
  eventIds: readonly string[],
  units: readonly string[],
  at: Date | null,
): Promise<OutsideLossRow[]> {
  const followed = db
    .select({ id: follower.id })
    .from(follower)
    .where(and(eq(follower.followsId, outsideLosses.id), at ? lte(follower.notedAt, at) : undefined))
  const rows = await selectRows(db)
    .where(
      and(
        inArray(outsideLosses.eventId, [...eventIds]),
        within(outsideLosses.regionCode, units),
        isNull(outsideLosses.withdrawalReason),
        at ? lte(outsideLosses.notedAt, at) : undefined,
        notExists(followed),
      ),
    )
    .orderBy(asc(outsideLosses.notedAt), asc(outsideLosses.id))
  return rows.map((row) => ({ ...row, isLast: true }))
}

/** One word about a loss outside, or null. */
export async function findOutsideLoss(db: Db, id: string): Promise<OutsideLossRow | null> {
  const [row] = await selectRows(db).where(eq(outsideLosses.id, id))
  return row ?? null
}

/** Keeps others from following a word about a loss outside until the end of the transaction. */
export async function lockOutsideLoss(db: Db, id: string): Promise<void> {
  await db.execute(sql`select from outside_losses where id = ${id}::uuid for update`)
}

/** What took the place of a word about a loss outside, or null. */
export async function findFollower(db: Db, id: string): Promise<OutsideLossRow | null> {
  const [row] = await selectRows(db).where(eq(outsideLosses.followsId, id))
  return row ?? null
}

/**
 * Adds a word about a loss outside. Of any number at once that follow the same one exactly one succeeds.
 *
 * @returns whether it was this one
 */
export async function insertOutsideLoss(db: Db, row: typeof outsideLosses.$inferInsert): Promise<boolean> {
  const { rowCount } = await db
    .insert(outsideLosses)
    .values(row)
    .onConflictDoNothing({ target: row.followsId ? outsideLosses.followsId : outsideLosses.id })
  return rowCount === 1
}

function selectRows(db: Db) {
  return db
    .select({
      ...getTableColumns(outsideLosses),
      // named in full: drizzle leaves the table out where only one is read, and the id would be the follower's own
      isLast: sql<boolean>`not exists (
        select from outside_losses f where f.follows_id = outside_losses.id)`,
    })
    .from(outsideLosses)
    .$dynamic()
}
