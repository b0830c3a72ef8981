import type pg from 'pg'
import { quoted } from './format.ts'

/** A table as the catalogue of PostgreSQL describes it. */
export interface CataloguedTable {
  name: string
  /** what a backup holds of it */
  columns: string[]
  /** its primary key, as an ordering that is the same on every server */
  orderBy: string[]
  /** the other tables that its rows point at */
  pointsAt: string[]
}

/** What other tables rely on without pointing at it: simulated time asks what the database is for. */
const FIRST = ['database_purpose']

/**
 * The tables of Fengsui, each after those that it points at. Rows that point at rows of their own table need no
 * order, because PostgreSQL checks them when the whole COPY has been read.
 *
 * Transaction ids (xid8) are left out: they mean nothing in another cluster.
 *
 * @throws Error when tables point at each other in a circle
 */
export async function readTables(client: pg.Client): Promise<CataloguedTable[]> {
  const { rows } = await client.query<Omit<CataloguedTable, 'orderBy'> & { key: string[]; texts: string[] }>(`
    select c.relname as name,
           array(select a.attname::text from pg_attribute a
                 where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
                   and a.attgenerated = '' and a.atttypid <> 'xid8'::regtype
                 order by a.attnum) as columns,
           array(select a.attname::text
                 from pg_index i
                 cross join unnest(i.indkey::int2[]) with ordinality as k (attnum, nth)
                 join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum
                 where i.indrelid = c.oid and i.indisprimary
                 order by k.nth) as key,
           array(select a.attname::text from pg_attribute a
                 where a.attrelid = c.oid and a.attnum > 0 and a.attcollation <> 0) as texts,
           array(select distinct f.relname::text
                 from pg_constraint k
                 join pg_class f on f.oid = k.confrelid
                 where k.conrelid = c.oid and k.contype = 'f' and k.confrelid <> c.oid) as "pointsAt"
    from pg_class c
    where c.relnamespace = 'public'::regnamespace
      and c.relkind in ('r', 'p')
      and not c.relispartition
      and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')
    order by c.relname collate "C"`)
  const tables = rows.map(({ name, columns, key, texts, pointsAt }) => ({
    name,
    columns,
    orderBy: (key.length > 0 ? key : columns).map((column) =>
      texts.includes(column) ? `${quoted(column)} collate "C"` : quoted(column),
    ),
    pointsAt,
  }))
  return inOrderOfLoading(tables)
}

/** Each table after those that it points at; otherwise by name. */
export function inOrderOfLoading<Table extends Pick<CataloguedTable, 'name' | 'pointsAt'>>(
  tables: readonly Table[],
): Table[] {
  const waiting = tables.toSorted((a, b) => Number(FIRST.includes(b.name)) - Number(FIRST.includes(a.name)))
  const ordered: Table[] = []
  while (waiting.length > 0) {
    const next = waiting.findIndex(({ pointsAt }) => !waiting.some(({ name }) => pointsAt.includes(name)))
    if (next === -1) {
      throw new Error(`tables point at each other in a circle: ${waiting.map(({ name }) => name).join(', ')}`)
    }
    ordered.push(...waiting.splice(next, 1))
  }
  return ordered
}

/** How far each sequence has come; one that never gave a number is left out. */
export async function readSequences(client: pg.Client): Promise<{ name: string; lastValue: string }[]> {
  const { rows } = await client.query<{ name: string; lastValue: string }>(`
    select sequencename as name, last_value::text as "lastValue"
    from pg_sequences
    where schemaname = 'public' and last_value is not null
    order by sequencename collate "C"`)
  return rows
}
