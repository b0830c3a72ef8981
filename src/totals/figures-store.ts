/** What units last said of an event: now, from a table of latest figures; and at an instant, from the versions. */

import { sql } from 'drizzle-orm'
import pg from 'pg'
import type { Database, Db } from '../db/client.ts'
import { bind, type PreparedText } from '../db/statements.ts'
import { lastCodeUnder } from '../regions/codes.ts'
import { within } from '../regions/within.ts'
import { type Figures, INDICATOR_KEYS, INDICATORS } from '../regulations/indicators.ts'
import { chainsAt } from './family-store.ts'
import type { Word } from './rules/tree.ts'

const KEYS_OF_STATE = INDICATORS.filter(({ rollUp }) => rollUp === 'latest').map(({ key }) => key)

/** The instant is read where something depends on it: to read thousands takes as long as all else. */
const READ_LATEST: PreparedText = {
  name: 'read_latest_figures',
  text: `
    select f.region_code, f.version_id,
      case when cardinality($1::uuid[]) > 1 or num_nonnulls(${KEYS_OF_STATE.join(', ')}) > 0
           then extract(epoch from f.received_at) * 1000 end,
      ${INDICATOR_KEYS.join(', ')}
    from unnest($2::text[], $3::text[]) as range (low, high)
    join latest_figures f
      on f.event_id = any ($1::uuid[]) and f.region_code between range.low and range.high`,
}

const FIRST_FIGURE = 3

/** Numbers as numbers, everything else as PostgreSQL writes it: to make dates and objects of thousands of rows is slow. */
export const NUMBERS_ONLY: pg.CustomTypesConfig = {
  getTypeParser: (type: number) =>
    type === pg.types.builtins.INT8 || type === pg.types.builtins.NUMERIC ? Number : (text: string) => text,
}

/**
 * The latest words of these units and all below them, as they stand now.
 *
 * @param eventIds an event, or several that are one: of a unit that reported to more than one all words are given
 */
export async function readLatestWords(
  { $client }: Pick<Database, '$client'>,
  eventIds: readonly string[],
  units: readonly string[],
): Promise<Word[]> {
  const { rows } = await $client.query<[string, string, number | null, ...(number | null)[]]>({
    ...bind(READ_LATEST, [eventIds, units, units.map(lastCodeUnder)]),
    rowMode: 'array',
    types: NUMBERS_ONLY,
  })
  return rows.map((row) => ({
    regionCode: row[0],
    versionId: row[1],
    receivedMs: row[2] ?? 0,
    values: row.slice(FIRST_FIGURE) as (number | null)[],
  }))
}

/**
 * The same as it stood at an instant: of each chain the last version that counted by then, unless it was a withdrawal.
 * A version counts from when it was applied, which its receipt tells: one that waited for its parent was received
 * before. It counts where its chain stood then: a merge or a split since does not change what was known.
 */
export async function readWordsAt(
  db: Db,
  eventIds: readonly string[],
  units: readonly string[],
  at: Date,
): Promise<Word[]> {
  const { rows } = await db.execute<{
    regionCode: string
    versionId: string
    receivedAt: string
    figures: Figures | null
  }>(sql`
    select v.region_code as "regionCode", v.id as "versionId", v.received_at as "receivedAt",
      v.content -> 'figures' as figures
    from (
      select distinct on (said.chain_id) said.id
      from report_versions said
      join receipts r on r.version_id = said.id
      where said.chain_id in (${chainsAt(eventIds, at)})
        and said.received_at <= ${at.toISOString()}::timestamptz
        and r.issued_at <= ${at.toISOString()}::timestamptz
        and ${within(sql.raw('said.region_code'), units)}
      order by said.chain_id, said.number desc
    ) as last
    join report_versions v on v.id = last.id
    where v.withdrawal_reason is null`)
  return rows.map(({ regionCode, versionId, receivedAt, figures }) => ({
    regionCode,
    versionId,
    receivedMs: Date.parse(receivedAt),
    values: INDICATOR_KEYS.map((key) => figures?.[key] ?? null),
  }))
}
