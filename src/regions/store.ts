import { and, asc, eq, gt, lte, type SQL, sql } from 'drizzle-orm'
import type { Db } from '../db/client.ts'
import { ancestorsOf, lastCodeUnder, type Tier } from './codes.ts'
import { nodes } from './tables.ts'

export type Node = typeof nodes.$inferSelect

export interface NodeFilter {
  tier?: Tier | undefined
  /** only units below this one */
  under?: string | undefined
  /** part of a name, alias or romanised name */
  name?: string | undefined
  state?: 'open' | 'closed' | undefined
}

/** Today in Asia/Shanghai by the clock that judges everything. */
const TODAY = sql`(judged_now() at time zone 'Asia/Shanghai')::date`
const IS_OPEN = sql`${nodes.openedOn} <= ${TODAY} and (${nodes.closedOn} is null or ${nodes.closedOn} > ${TODAY})`

/**
 * Units in the order of their codes.
 *
 * @param after the last code of the page before
 */
export async function readNodePage(
  db: Db,
  filter: NodeFilter,
  limit: number,
  after: string | null,
): Promise<Node[]> {
  return db
    .select()
    .from(nodes)
    .where(and(...conditionsOf(filter), after === null ? undefined : gt(nodes.regionCode, after)))
    .orderBy(asc(nodes.regionCode))
    .limit(limit)
}

/** One unit, or null. */
export async function readNode(db: Db, regionCode: string): Promise<Node | null> {
  const [node] = await db.select().from(nodes).where(eq(nodes.regionCode, regionCode))
  return node ?? null
}

/** The units above one, the nearest first; only those that this database knows. */
export async function readChainAbove(db: Db, regionCode: string): Promise<Node[]> {
  const known = await readNodes(db, ancestorsOf(regionCode))
  return known.sort((one, other) => (one.regionCode > other.regionCode ? -1 : 1))
}

/** The units of these codes that exist, in no order. */
export async function readNodes(db: Db, regionCodes: readonly string[]): Promise<Node[]> {
  return regionCodes.length === 0
    ? []
    : db
        .select()
        .from(nodes)
        .where(sql`${nodes.regionCode} = any(${asArray(regionCodes)})`)
}

/** How many open units lie directly below one. */
export async function countOpenBelow(db: Db, regionCode: string): Promise<number> {
  const [row] = await db
    .select({ count: sql<number>`count(*)::int` })
    .from(nodes)
    .where(and(eq(nodes.aboveCode, regionCode), IS_OPEN))
  return row?.count ?? 0
}

/** The units directly below any of these. */
export async function readNodesBelow(db: Db, aboveCodes: readonly string[]): Promise<Node[]> {
  return aboveCodes.length === 0
    ? []
    : db
        .select()
        .from(nodes)
        .where(sql`${nodes.aboveCode} = any(${asArray(aboveCodes)})`)
}

/** Keeps other imports out until the end of the transaction; reading and reporting go on. */
export async function lockNodesAgainstImports(db: Db): Promise<void> {
  await db.execute(sql`lock table nodes in share row exclusive mode`)
}

/**
 * Adds the units that are not there yet and leaves the others alone.
 *
 * @returns how many were added
 */
export async function insertNewNodes(db: Db, added: readonly Node[]): Promise<number> {
  const { rowCount } = await db.execute(sql`
    insert into nodes (${COLUMNS}) ${rowsOf(added)}
    on conflict (region_code) do nothing`)
  return rowCount ?? 0
}

/** Adds units, and makes those that are there already as given. */
export async function upsertNodes(db: Db, given: readonly Node[]): Promise<void> {
  await db.execute(sql`
    insert into nodes (${COLUMNS}) ${rowsOf(given)}
    on conflict (region_code) do update set
      name_zh = excluded.name_zh,
      name_romanised = excluded.name_romanised,
      name_bo = excluded.name_bo,
      aliases = excluded.aliases,
      opened_on = excluded.opened_on,
      closed_on = excluded.closed_on,
      source = excluded.source`)
}

/** Joins units that stood alone to the unit above them, once that one exists. */
export async function joinToNodesAbove(db: Db): Promise<void> {
  await db.execute(sql`
    update nodes set above_code = above.region_code
    from nodes above
    where nodes.above_code is null and above.region_code = code_above(nodes.region_code)`)
}

const COLUMNS = sql.raw(
  'region_code, above_code, tier, name_zh, name_romanised, name_bo, aliases, opened_on, closed_on, source',
)

/** The rows as one parameter, so that the statement is the same for one unit and for a whole province. */
function rowsOf(given: readonly Node[]): SQL {
  return sql`
    select r."regionCode", r."aboveCode", r.tier, r."nameZh", r."nameRomanised", r."nameBo",
      array(select jsonb_array_elements_text(r.aliases)), r."openedOn", r."closedOn", r.source
    from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as r (
      "regionCode" text, "aboveCode" text, tier text, "nameZh" text, "nameRomanised" text, "nameBo" text,
      aliases jsonb, "openedOn" date, "closedOn" date, source text)`
}

function conditionsOf({ tier, under, name, state }: NodeFilter): (SQL | undefined)[] {
  return [
    tier && eq(nodes.tier, tier),
    under && and(gt(nodes.regionCode, under), lte(nodes.regionCode, lastCodeUnder(under))),
    name && named(name),
    state === 'open' ? IS_OPEN : undefined,
    state === 'closed' ? sql`not (${IS_OPEN})` : undefined,
  ].map((condition) => condition || undefined)
}

/** Part of any of a unit's names, whatever the case. */
function named(part: string): SQL {
  const names = sql`concat_ws(chr(10), ${nodes.nameZh}, ${nodes.nameRomanised}, ${nodes.nameBo}, array_to_string(${nodes.aliases}, chr(10)))`
  return sql`strpos(lower(${names}), lower(${part}::text)) > 0`
}

/** A list as one parameter. */
function asArray(codes: readonly string[]): SQL {
  return sql`${sql.param([...codes])}::text[]`
}
