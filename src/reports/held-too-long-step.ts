import { sql } from 'drizzle-orm'
import { record } from '../audit/store.ts'
import { readNow } from '../clock.ts'
import type { Db } from '../db/client.ts'
import type { Deps } from '../deps.ts'
import { openEscalations } from '../escalations/open-escalations.ts'
import { passUpTo } from '../escalations/rules.ts'
import { reasonFor } from '../evaluations/editions.ts'
import { lockCityOf } from '../events/store.ts'
import { enqueue } from '../outbox/store.ts'
import { tierOf } from '../regions/codes.ts'
import { HELD_LIMITS } from '../regulations/held-limits.ts'
import { windowOf } from './place-report.ts'

/** Held reports told of in one run; a full batch means there may be more. */
export const HELD_TOO_LONG_BATCH = 100

interface Overdue {
  versionId: string
  regionCode: string
  missingParentId: string
  addsDeadOrMissing: boolean
  eventId: string | null
  severityRank: number | null
}

/**
 * Engine step: a report that waits longer than its gravity allows for the version before it is told to the county, or the
 * city for a county's own. Where its event is known the event is passed up; in any case a message and the trail say so.
 * Each waits and is told of once.
 *
 * @returns reports told of; equal to HELD_TOO_LONG_BATCH means call again
 */
export async function heldTooLongStep({ db }: Pick<Deps, 'db'>): Promise<number> {
  return db.transaction(async (tx) => {
    const places = await readOverduePlaces(tx)
    if (places.length === 0) return 0
    // a closing comes before the county is told, or ends what that sets; and before rows that a report may release
    for (const place of places) await lockCityOf(tx, place)
    const now = await readNow(tx)
    const overdue = await markOverdue(tx, now)
    await openEscalations(
      tx,
      overdue.flatMap((held) => escalationOf(held, now)),
      now,
    )
    await tell(tx, overdue, now)
    return overdue.length
  })
}

function escalationOf(
  { eventId, regionCode, versionId, severityRank, addsDeadOrMissing }: Overdue,
  now: Date,
) {
  if (eventId === null) return []
  const { rule, minutes, citation } = HELD_LIMITS
  const value = addsDeadOrMissing ? minutes.dead_or_missing : minutes.other
  return passUpTo(tierOf(regionCode) === 'county' ? 'city' : 'county', {
    eventId,
    severityRank: severityRank ?? 0,
    fromCode: regionCode,
    cause: {
      kind: 'report_held',
      id: versionId,
      because: [reasonFor(rule, citation, { figure: 'limitMinutes', value })],
    },
    now,
  })
}

/** Cities in which a report may have waited too long, by code and in the order in which they are locked. */
async function readOverduePlaces(db: Db): Promise<string[]> {
  const { rows } = await db.execute<{ city: string }>(sql`
    select distinct left(region_code, 4) as city
    from held_reports
    where released_at is null and told_at is null
      and received_at < (select judged_now())
        - make_interval(mins => ${HELD_LIMITS.minutes.dead_or_missing}::integer)
    order by city`)
  return rows.map(({ city }) => city)
}

/** Rows that another engine holds are left to it. */
async function markOverdue(db: Db, now: Date): Promise<Overdue[]> {
  const at = sql`${now.toISOString()}::timestamptz`
  const { dead_or_missing, other } = HELD_LIMITS.minutes
  const { rows } = await db.execute<{
    versionId: string
    regionCode: string
    missingParentId: string
    adds: boolean
    eventId: string | null
    hazard: string | null
    occurredAt: string | null
  }>(sql`
    with overdue as (
      select version_id,
        coalesce((content #>> '{figures,dead}')::numeric, 0) + coalesce((content #>> '{figures,missing}')::numeric, 0) > 0
          as adds
      from held_reports
      where released_at is null and told_at is null
        and received_at < ${at} - make_interval(mins => ${dead_or_missing}::integer)
      order by received_at
      for update skip locked
    )
    update held_reports h
    set told_at = ${at}
    from (
      select version_id, adds from overdue
      join held_reports using (version_id)
      where adds or received_at < ${at} - make_interval(mins => ${other}::integer)
      limit ${HELD_TOO_LONG_BATCH}
    ) as due
    where h.version_id = due.version_id
    returning h.version_id as "versionId", h.region_code as "regionCode", h.missing_parent_id as "missingParentId",
      due.adds, h.content ->> 'eventId' as "eventId", h.content #>> '{event,hazard}' as hazard,
      h.content #>> '{event,occurredAt}' as "occurredAt"`)
  const found: Overdue[] = []
  for (const { adds, eventId, hazard, occurredAt, ...row } of rows) {
    const event = await findEventOf(db, row.regionCode, { eventId, hazard, occurredAt })
    found.push({
      ...row,
      addsDeadOrMissing: adds,
      eventId: event?.id ?? null,
      severityRank: event?.severityRank ?? null,
    })
  }
  return found
}

/** The event that the report names, or the one it would find as a first report. */
async function findEventOf(
  db: Db,
  regionCode: string,
  said: { eventId: string | null; hazard: string | null; occurredAt: string | null },
): Promise<{ id: string; severityRank: number } | null> {
  const { eventId, hazard, occurredAt } = said
  const hours = hazard === null ? 0 : windowOf(hazard)
  const { rows } = await db.execute<{ id: string; severityRank: number }>(sql`
    select e.id, e.severity_rank as "severityRank"
    from events e
    join event_regions r on r.event_id = e.id and left(${regionCode}::text, 6) = left(r.region_code, 6)
    join events root on root.id = coalesce(e.merged_into_id, e.id)
    where root.state <> 'closed'
      and (e.id = ${eventId}::uuid
        or (e.hazard = ${hazard}::text
          and abs(extract(epoch from e.occurred_at - ${occurredAt}::timestamptz)) <= ${hours}::integer * 3600))
    order by (e.id = ${eventId}::uuid) desc nulls last, e.opened_at
    limit 1`)
  return rows[0] ?? null
}

async function tell(db: Db, overdue: readonly Overdue[], now: Date): Promise<void> {
  const told = overdue.map(({ versionId, regionCode, missingParentId, addsDeadOrMissing, eventId }) => ({
    eventId,
    regionCode,
    subjectId: versionId,
    detail: { missingParentId, addsDeadOrMissing },
  }))
  await enqueue(
    db,
    told.map(({ detail, ...subject }) => ({
      topic: 'report.held_too_long',
      ...subject,
      payload: detail,
      createdAt: now,
    })),
  )
  await record(
    db,
    told.map(({ regionCode, subjectId, detail, eventId }) => ({
      at: now,
      accountId: null,
      action: 'report.held_too_long',
      subjectKind: 'report',
      subjectId,
      regionCode,
      detail: { ...detail, eventId },
    })),
  )
}
