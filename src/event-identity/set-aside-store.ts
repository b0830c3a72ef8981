import { sql } from 'drizzle-orm'
import type { Db } from '../db/client.ts'
import { type Doubled, figuresSetAside, type LastWord, type SetAside } from './set-aside.ts'

interface DoubledRow extends Record<string, unknown> {
  otherId: string
  regionCode: string
  own: LastWord
  other: LastWord
  isOwnLater: boolean
}

/** Figures that count no more, or for less, once another event is one with an event; read before it is. */
export async function whatIsSetAside(db: Db, eventId: string, otherId: string): Promise<SetAside[]> {
  const doubled = await readDoubled(db, eventId, [otherId])
  return figuresSetAside(doubled.get(otherId) ?? [])
}

/** Units of which something counts in an event and in another one, by the id of the other one. */
export async function readDoubled(
  db: Db,
  eventId: string,
  otherIds: readonly string[],
): Promise<Map<string, Doubled[]>> {
  const { rows } = await db.execute<DoubledRow>(sql`
    select other.event_id as "otherId", own.region_code as "regionCode",
      json_build_object('versionId', own.version_id, 'figures', to_jsonb(own), 'stood', ${stoodBy('own')}) as own,
      json_build_object('versionId', other.version_id, 'figures', to_jsonb(other), 'stood', ${stoodBy('other')}) as other,
      -- as the latest figures are made: by receipt, of equals by id
      (own.received_at, own.version_id) > (other.received_at, other.version_id) as "isOwnLater"
    from latest_figures own
    join latest_figures other on other.region_code = own.region_code
    where own.event_id = ${eventId}::uuid and other.event_id = any (${sql.param([...otherIds])}::uuid[])
    order by own.region_code`)
  const doubled = rows.map(({ otherId, regionCode, own, other, isOwnLater }) => ({
    ...{ otherId, regionCode },
    ...(isOwnLater ? { earlier: other, later: own } : { earlier: own, later: other }),
  }))
  return Map.groupBy(doubled, ({ otherId }) => otherId)
}

/** What the version of a word took back without a word, as it is kept with what is wrong with it. */
const stoodBy = (word: 'own' | 'other') => sql`
  (select coalesce(jsonb_object_agg(stood.key, stood.value), '{}')
   from report_versions v, jsonb_array_elements(v.violations) one, jsonb_each(one -> 'stood') stood
   where v.id = ${sql.raw(word)}.version_id)`
