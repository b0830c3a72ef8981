import { sql } from 'drizzle-orm'
import type { Db } from '../db/client.ts'
import { isOfEvent } from '../events/store.ts'
import { within } from '../regions/within.ts'
import { INDICATOR_OF_CLASS } from '../regulations/register-forms.ts'
import type { STAGES } from '../regulations/vocabulary.ts'
import type { ClassCount } from './rules/sum-rows.ts'
import type { SealedField } from './store.ts'

/** What a unit last reported of that which registers list. */
export interface ReportedUnit {
  regionCode: string
  stage: (typeof STAGES)[number] | null
  /** by class; null is not given */
  figures: Record<keyof typeof INDICATOR_OF_CLASS, number | null>
}

/** A row stands when it is no removal and nothing has replaced it. */
const STANDS = sql`r.kind <> 'removal' and not exists (select from register_rows s where s.replaces_id = r.id)`

const OF_ROW = sql.raw('r.event_id')

/** The current rows of an event, and of those merged into it, by unit and class, for these units and all below. */
export async function countRows(
  db: Db,
  eventId: string,
  regionCodes: readonly string[],
): Promise<ClassCount[]> {
  const { rows } = await db.execute<ClassCount & Record<string, unknown>>(sql`
    select r.region_code as "regionCode", r.class, count(*)::int as rows
    from register_rows r
    where ${isOfEvent(OF_ROW, eventId)} and ${within(sql.raw('r.region_code'), regionCodes)} and ${STANDS}
    group by r.region_code, r.class`)
  return rows
}

/** The latest figures of these units and all below. Reports stand right of registers: their tables are named, nothing of them is imported. */
export async function readReported(
  db: Db,
  eventId: string,
  regionCodes: readonly string[],
): Promise<ReportedUnit[]> {
  const figures = Object.values(INDICATOR_OF_CLASS).map((column) => sql`f.${sql.identifier(column)}::float8`)
  const { rows } = await db.execute<{
    regionCode: string
    stage: ReportedUnit['stage']
    given: (number | null)[]
  }>(sql`
    select f.region_code as "regionCode", c.stage, array[${sql.join(figures, sql`, `)}] as given
    from latest_figures f
    join report_versions v on v.id = f.version_id
    join report_chains c on c.id = v.chain_id
    where f.event_id = ${eventId} and ${within(sql.raw('f.region_code'), regionCodes)}
    order by f.region_code`)
  const classes = Object.keys(INDICATOR_OF_CLASS) as (keyof typeof INDICATOR_OF_CLASS)[]
  return rows.map(({ regionCode, stage, given }) => ({
    regionCode,
    stage,
    figures: Object.fromEntries(
      classes.map((name, i) => [name, given[i] ?? null]),
    ) as ReportedUnit['figures'],
  }))
}

/** Rows of one register that tell of the same id number. */
export interface Twins {
  register: 'people' | 'homes'
  rowIds: string[]
}

/**
 * Current rows of one event that have the same id number, group by group, where at least one of them lies in these units.
 * The oldest live generation has a hash of every row, so that none is missed while keys are rotated.
 */
export async function readTwins(
  db: Db,
  eventId: string,
  regionCodes: readonly string[],
  limit: number,
): Promise<Twins[]> {
  const { rows } = await db.execute<Twins & Record<string, unknown>>(sql`
    select r.register, array_agg(r.id order by r.id) as "rowIds"
    from register_lookups l
    join register_rows r on r.id = l.row_id
    where r.event_id = ${eventId} and ${STANDS}
      and l.key_id = (select kid from register_keys where destroyed_at is null order by generation limit 1)
    group by r.register, l.digest
    having count(*) > 1 and bool_or(${within(sql.raw('r.region_code'), regionCodes)})
    order by min(r.registered_at), min(r.id::text)
    limit ${limit}`)
  return rows
}

/** The sealed id number of a row that stands. */
export type SealedNumber = SealedField & Pick<Twins, 'register'> & { regionCode: string }

/** The sealed id numbers of all current rows of an event and of those merged into it, the oldest row first. */
export async function readSealedNumbers(db: Db, eventId: string): Promise<SealedNumber[]> {
  const { rows } = await db.execute<SealedNumber & Record<string, unknown>>(sql`
    select r.register, r.region_code as "regionCode", f.row_id as "rowId", f.field, f.key_id as "keyId", f.sealed,
      k.sealed_data_key as "sealedDataKey"
    from register_rows r
    join register_fields f on f.row_id = r.id and f.field = 'idNumber'
    join register_keys k on k.kid = f.key_id
    where ${isOfEvent(OF_ROW, eventId)} and ${STANDS}
    order by r.registered_at, r.id`)
  return rows
}
