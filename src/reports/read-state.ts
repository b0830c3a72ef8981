import type { PreparedText } from '../db/statements.ts'
import { INDICATORS } from '../regulations/indicators.ts'
import { DIRECT_REPORTS, ENDED_DUTIES, WITHDRAWN_UNITS } from './asked-sql.ts'
import { PHOTOS } from './photos-sql.ts'
import { COUNTED_STAGE, GONE_UNITS, UNIT_PROGRESS } from './progress-sql.ts'

/**
 * The statements that read all a batch needs, sent in one flight behind BEGIN. The locks come first, in statements
 * of their own, so that the last one's snapshot sees what their previous holders committed.
 *
 * `$1` is a JSON array of `ItemKey`.
 */
export const LOCK_CITIES: PreparedText = {
  name: 'lock_cities',
  text: `
    select pg_advisory_xact_lock(5401, city)
    from (
      select distinct left(item ->> 'regionCode', 4)::integer as city
      from json_array_elements($1::json) as item
      order by city
    ) as cities`,
}

/**
 * Overdue duties that a report of these units may meet: held from the engine, or awaited from it, so that only one of
 * the two announces the miss and escalates it. READ_STATE comes after, and sees what the engine did.
 */
export const LOCK_OVERDUE: PreparedText = {
  name: 'lock_overdue',
  text: `
    select d.id
    from deadlines d
    where d.region_code in (
        select (item ->> 'regionCode') collate "C" from json_array_elements($1::json) as item)
      and d.duty in ('first_report', 'correction', 'daily_follow_up', 'drought_follow_up', 'verified_report')
      and d.met_at is null and d.missed_at is null and d.replaced_at is null
      and d.due_at < (select judged_now())
    order by d.id
    for no key update`,
}

/** Figures that any ladder, relief table or routing rule looks at: the only ones summed while submitting. */
export const JUDGED_FIGURES = [
  'affected_pop',
  'dead',
  'missing',
  'injured',
  'seriously_injured',
  'evac_avoid',
  'relocated_cum',
  'urgent_aid_cum',
  'drought_aid_cum',
  'drought_water_cum',
  'collapsed_rooms',
  'collapsed_home_rooms',
  'collapsed_home_hh',
  'severe_rooms',
  'severe_home_rooms',
  'severe_home_hh',
  'crop_affected',
  'crop_lost',
  'grassland',
  'forest',
  'livestock_dead',
  'road_m',
  'power_m',
  'base_stations',
  'loss_total',
  'trapped',
] as const

const columnsOf = (keys: readonly string[]) => keys.map((key) => `f.${key}`).join(', ')

const judgedColumns = columnsOf(JUDGED_FIGURES)

/** Figures that a unit's own are compared with, summed over the units directly below it (C19). */
export const ADDITIVE_FIGURES = INDICATORS.filter(({ additive }) => additive).map(({ key }) => key)

const additiveColumns = columnsOf(ADDITIVE_FIGURES)

/**
 * Reviews and corrections of events stand right of reports: their tables are named, nothing of theirs is imported.
 * What is looked up by key is asked for with `= any (array (...))`, which an index always answers: a semi-join with
 * the items may be planned as a walk through the whole table.
 */
export const READ_STATE: PreparedText = {
  name: 'read_state',
  text: `
    with items as (
      select * from json_to_recordset($1::json) as item (
        "accountId" uuid, "sessionId" uuid, key text, "versionId" uuid, "parentVersionId" uuid, "eventId" uuid,
        "regionCode" text collate "C", ancestors text[], hazard text, "occurredAt" timestamptz, "isExercise" boolean,
        "windowHours" integer, "signsDraft" boolean)
    ),
    units as (
      select distinct unnest("regionCode" || ancestors) collate "C" as region_code from items
    ),
    parents as (
      -- a chain may have moved since, with a merge or a split; what it was merged into stands for it
      select v.id, coalesce(e.merged_into_id, e.id) as event_id, v.chain_id
      from report_versions v
      join report_chains c on c.id = v.chain_id
      join events e on e.id = c.event_id
      where v.id = any (array (select "parentVersionId" from items))
    ),
    named as (
      select e.id, coalesce(e.merged_into_id, e.id) as root
      from events e where e.id = any (array (select "eventId" from items))
    ),
    relevant as (
      select event_id as id from parents
      union
      select root from named
      union
      select e.id
      from items i
      join events e on e.hazard = i.hazard and e.is_exercise = i."isExercise"
      where i."eventId" is null and e.merged_into_id is null
        and left(e.region_code, 4) = left(i."regionCode", 4)
        and e.occurred_at between i."occurredAt" - make_interval(hours => i."windowHours")
                              and i."occurredAt" + make_interval(hours => i."windowHours")
    )
    select json_build_object(
      'now', judged_now(),
      'callers', (
        select coalesce(json_agg(json_build_object(
          'accountId', a.id, 'sessionId', s.id, 'kind', a.kind, 'language', a.language,
          'bindings', (
            select coalesce(json_agg(json_build_object(
              'role', b.role, 'regionCode', b.region_code, 'sectionCode', b.section_code,
              'departmentCode', b.department_code)), '[]')
            from bindings b
            where b.account_id = a.id and b.since <= judged_now() and (b.until is null or b.until > judged_now())))), '[]')
        from sessions s
        join accounts a on a.id = s.account_id
        where s.id = any (array (select "sessionId" from items))
          and s.revoked_at is null and s.expires_at > judged_now() and a.disabled_at is null),
      'nodes', (
        select coalesce(json_agg(json_build_object(
          'regionCode', n.region_code, 'nameZh', n.name_zh, 'openedOn', n.opened_on, 'closedOn', n.closed_on)), '[]')
        from nodes n where n.region_code = any (array (select region_code from units))),
      'replays', (
        select coalesce(json_agg(json_build_object(
          'accountId', s.account_id, 'key', s.idempotency_key, 'bodyHash', s.body_hash, 'versionId', s.version_id,
          'status', s.status, 'reply', s.reply)), '[]')
        from (
          select s.* from submissions s where s.version_id = any (array (select "versionId" from items))
          union
          select s.* from items i, lateral (
            select * from submissions s where s.account_id = i."accountId" and s.idempotency_key = i.key) as s
        ) as s),
      'versions', (
        select coalesce(json_agg(json_build_object(
          'id', p.id, 'chainId', p.chain_id, 'eventId', p.event_id)), '[]')
        from parents p),
      'merged', (select coalesce(json_agg(json_build_object('id', n.id, 'root', n.root)), '[]') from named n where n.root <> n.id),
      'settled', (
        select coalesce(json_agg(h.version_id), '[]') from held_reports h
        where h.released_at is not null and h.version_id = any (array (select "versionId" from items))),
      'draftIds', (
        select coalesce(json_agg(t.id), '[]') from tier_reports t
        where t.id = any (array (select "versionId" from items where not "signsDraft"))),
      'discardedDrafts', (
        select coalesce(json_agg(d.report_id), '[]') from tier_report_discards d
        where d.report_id = any (array (select "versionId" from items where "signsDraft"))),
      'events', (
        select coalesce(json_agg(json_build_object(
          'id', e.id, 'hazard', e.hazard, 'subhazard', e.subhazard, 'title', e.title, 'regionCode', e.region_code,
          'occurredAt', e.occurred_at, 'state', e.state, 'isExercise', e.is_exercise, 'severity', e.severity,
          'severityRank', e.severity_rank, 'facts', e.facts,
          'formerHazards', (
            select coalesce(json_agg(k.before ->> 'hazard'), '[]') from event_corrections k
            where k.event_id = e.id and k.before -> 'hazard' is not null),
          'regions', (select json_agg(r.region_code) from event_regions r where r.event_id = e.id),
          'chains', (
            select coalesce(json_agg(json_build_object(
              'id', c.id, 'regionCode', c.region_code, 'headVersionId', c.head_version_id,
              'headNumber', c.head_number, 'stage', c.stage, 'isWithdrawn', c.is_withdrawn,
              'firstReceivedAt', c.first_received_at, 'headReceivedAt', v.received_at, 'eventId', c.event_id,
              'counts', coalesce(f.version_id = c.head_version_id, c.event_id = e.id),
              'isReturned', exists (
                select from report_reviews r where r.version_id = c.head_version_id and r.outcome = 'returned'),
              'unexplained', coalesce((
                select jsonb_object_agg(stood.key, stood.value)
                from jsonb_array_elements(v.violations) one, jsonb_each(one -> 'stood') stood), '{}'),
              'figures', coalesce(v.content -> 'figures', '{}'))), '[]')
            from report_chains c
            join report_versions v on v.id = c.head_version_id
            left join latest_figures f on f.event_id = e.id and f.region_code = c.region_code
            where c.event_id = any (array (select m.id from events m where m.id = e.id or m.merged_into_id = e.id))
              and (c.region_code in (select region_code from units)
                or c.id in (select chain_id from parents))),
          'latest', (
            select coalesce(json_agg(json_build_array(f.region_code, ${judgedColumns})), '[]')
            from latest_figures f where f.event_id = e.id),
          'latestVersions', case when e.id = any (array (select n.root from named n join items i on i."eventId" = n.id where i."signsDraft")) then (
            select coalesce(json_object_agg(f.region_code, f.version_id), '{}')
            from latest_figures f where f.event_id = e.id) end,
          'below', (
            select coalesce(json_agg(json_build_array(f.region_code, ${additiveColumns})), '[]')
            from latest_figures f
            join nodes n on n.region_code = f.region_code
            where f.event_id = e.id and n.above_code in (select "regionCode" from items)),
          'deadlines', (
            select coalesce(json_agg(json_build_object(
              'id', d.id, 'regionCode', d.region_code, 'duty', d.duty, 'subjectId', d.subject_id, 'dueAt', d.due_at,
              'setAt', d.set_at, 'metAt', d.met_at, 'missedAt', d.missed_at, 'because', d.because)), '[]')
            from deadlines d
            where d.event_id in (select m.id from events m where m.id = e.id or m.merged_into_id = e.id)
              and d.replaced_at is null
              and (d.duty in ('first_report', 'correction', 'verified_report')
                or (d.duty in ('daily_follow_up', 'drought_follow_up') and d.met_at is null))
              and d.region_code in (select region_code from units)),
          'course', json_build_object(
            'stableAt', e.stable_at, 'stabilityId', e.stability_id, 'isLowered', e.severity_lowered_at is not null,
            'grounds', e.grounds, 'isLookedAfter', e.follow_ups_look_at is not null,
            'responses', (
              select coalesce(json_agg(json_build_object('kind', r.kind, 'level', r.level)), '[]')
              from event_responses r
              where r.event_id in (select m.id from events m where m.id = e.id or m.merged_into_id = e.id)
                and r.level is not null
                and not exists (select from event_responses n where n.follows_id = r.id)),
            'nilReportOrdered', exists (
              select from nil_report_orders o
              where o.event_id in (select m.id from events m where m.id = e.id or m.merged_into_id = e.id)
                and o.ends_id is null
                and not exists (select from nil_report_orders n where n.ends_id = o.id)),
            'verification', case when e.state = 'stable' then json_build_object(
              'units', (
                select coalesce(json_agg(u), '[]')
                from (
                  select c.region_code as "regionCode", ${COUNTED_STAGE} as stage, n.name_zh as "nameZh", ${UNIT_PROGRESS}
                  from latest_figures f
                  join report_versions v on v.id = f.version_id
                  join report_chains c on c.id = v.chain_id
                  join nodes n on n.region_code = c.region_code
                  where f.event_id = e.id) as u),
              'gone', (select coalesce(json_agg(g), '[]') from (${GONE_UNITS}) as g),
              'overrides', (
                select coalesce(json_agg(json_build_object('regionCode', o.region_code, 'givenBy', o.given_by)), '[]')
                from verification_overrides o where o.stability_id = e.stability_id),
              'corrections', (
                select coalesce(json_agg(q.version_id), '[]')
                from correction_requests q
                join correction_answers a on a.request_id = q.id
                where q.event_id = e.id and a.is_approved),
              'registers', (
                select coalesce(json_agg(json_build_object(
                  'regionCode', s.region_code, 'class', s.class, 'rows', s.rows)), '[]')
                from (
                  select r.region_code, r.class, count(*) as rows
                  from register_rows r
                  where r.event_id in (select m.id from events m where m.id = e.id or m.merged_into_id = e.id)
                    and r.kind <> 'removal'
                    and not exists (select from register_rows n where n.replaces_id = r.id)
                  group by r.region_code, r.class) as s),
              'photos', ${PHOTOS}) end),
          'answers', e.answers,
          'directReports', ${DIRECT_REPORTS},
          'ended', ${ENDED_DUTIES},
          'withdrawn', ${WITHDRAWN_UNITS},
          'forwarded', (
            select coalesce(json_agg(json_build_object(
              'kind', f.recipient_kind, 'code', f.recipient_code, 'severityRank', f.severity_rank)), '[]')
            from forwardings f
            where f.event_id in (select m.id from events m where m.id = e.id or m.merged_into_id = e.id)
              and f.returns_id is null)
        )), '[]')
        from events e where e.id = any (array (select id from relevant))),
      'routingRules', (
        select json_build_object('count', count(*), 'latest', max(valid_from)) from routing_rules),
      'localRules', (
        select json_build_object('count', count(*), 'latest', max(decided_at))
        from local_rules where state = 'approved')
    ) as state`,
}

/** What identifies one item to the reading statements. */
export interface ItemKey {
  accountId: string
  sessionId: string
  key: string
  versionId: string
  parentVersionId: string | null
  eventId: string | null
  regionCode: string
  ancestors: readonly string[]
  hazard: string | null
  occurredAt: string | null
  isExercise: boolean
  windowHours: number
  /** the report is a tier's own, drafted by one person and signed off by another: its basis is read with it */
  signsDraft: boolean
}
