import type pg from 'pg'
import { auditEntries } from '../audit/tables.ts'
import { bind, insertRows, type PreparedText } from '../db/statements.ts'
import { deadlines } from '../deadlines/tables.ts'
import { escalations } from '../escalations/tables.ts'
import { eventRegions, events, followUpGrounds, severityAnswers } from '../events/tables.ts'
import { outbox } from '../outbox/tables.ts'
import { INDICATOR_KEYS } from '../regulations/indicators.ts'
import { forwardings, routingDecisions } from '../routing/tables.ts'
import { END_DUTIES } from './abandoned.ts'
import {
  heldReports,
  latestFigures,
  receipts,
  reportChains,
  reportVersions,
  submissions,
  versionBases,
} from './tables.ts'
import type { Writes } from './writes.ts'

const latestSet = ['version_id', 'received_at', ...INDICATOR_KEYS]
  .map((name) => `${name} = excluded.${name}`)
  .join(', ')

const INSERT_EVENTS = insertRows(events, '', [
  'stableAt',
  'stabilityId',
  'severityLoweredAt',
  'followUpsThrough',
])
const INSERT_GROUNDS = insertRows(followUpGrounds)
const INSERT_EVENT_REGIONS = insertRows(eventRegions)
const INSERT_ANSWERS = insertRows(severityAnswers)
const UPSERT_CHAINS = insertRows(
  reportChains,
  `on conflict (event_id, region_code) do update
   set head_version_id = excluded.head_version_id, head_number = excluded.head_number,
       stage = excluded.stage, is_withdrawn = excluded.is_withdrawn`,
)
const INSERT_VERSIONS = insertRows(reportVersions)
const INSERT_BASES = insertRows(versionBases)
const UPSERT_LATEST = insertRows(
  latestFigures,
  `on conflict (event_id, region_code) do update set ${latestSet}`,
)
const INSERT_RECEIPTS = insertRows(receipts)
const INSERT_SUBMISSIONS = insertRows(submissions)
const INSERT_HELD = insertRows(heldReports)
const INSERT_DEADLINES = insertRows(
  deadlines,
  'on conflict (event_id, region_code, duty, subject_id) where replaced_at is null do nothing',
)
const INSERT_ESCALATIONS = insertRows(escalations, 'on conflict (cause_kind, cause_id, step) do nothing')
const INSERT_DECISIONS = insertRows(routingDecisions)
const INSERT_FORWARDINGS = insertRows(forwardings, '', ['state'])
const INSERT_OUTBOX = insertRows(outbox)
const INSERT_AUDIT = insertRows(auditEntries)

const UPDATE_EVENTS: PreparedText = {
  name: 'update_events',
  text: `
    update events e
    set severity = given.severity, severity_rank = given."severityRank",
        severity_since = coalesce(given."severitySince", e.severity_since),
        subhazard = given.subhazard, facts = given.facts, answers = given.answers, grounds = given.grounds,
        follow_ups_look_at = least(e.follow_ups_look_at, given."followUpsLookAt")
    from json_to_recordset($1::json) as given (
      id uuid, severity text, "severityRank" smallint, "severitySince" timestamptz, subhazard text, facts jsonb,
      answers jsonb, grounds jsonb, "followUpsLookAt" timestamptz)
    where e.id = given.id`,
}

/** A duty met after its instant is missed too, by whoever sees it first. */
const MEET_DEADLINES: PreparedText = {
  name: 'meet_deadlines',
  text: `
    update deadlines d
    set met_at = given."metAt", met_by_id = given."metById", missed_at = coalesce(d.missed_at, given."missedAt")
    from json_to_recordset($1::json) as given (
      id uuid, "metAt" timestamptz, "metById" uuid, "missedAt" timestamptz)
    where d.id = given.id and d.met_at is null`,
}

const REMOVE_WITHDRAWN: PreparedText = {
  name: 'remove_withdrawn_figures',
  text: `
    delete from latest_figures f
    using json_to_recordset($1::json) as given ("eventId" uuid, "regionCode" text)
    where f.event_id = given."eventId" and f.region_code = given."regionCode"`,
}

/** A unit that has another chain here, or parked with an event merged into this one, has not taken that back. */
const COUNT_PARKED: PreparedText = {
  name: 'count_parked_figures',
  text: `
    insert into latest_figures (event_id, region_code, version_id, received_at, ${INDICATOR_KEYS.join(', ')})
    select parked.event_id, parked.region_code, parked.id, parked.received_at,
      ${INDICATOR_KEYS.map((key) => `f.${key}`).join(', ')}
    from (
      select distinct on (given."eventId", c.region_code)
        given."eventId" as event_id, c.region_code, v.id, v.received_at, v.content
      from json_to_recordset($1::json) as given ("eventId" uuid, "regionCode" text collate "C")
      join events e on e.id = given."eventId" or e.merged_into_id = given."eventId"
      join report_chains c on c.event_id = e.id and c.region_code = given."regionCode" and not c.is_withdrawn
      join report_versions v on v.id = c.head_version_id
      order by given."eventId", c.region_code, v.received_at desc, v.id desc
    ) as parked
    cross join lateral jsonb_populate_record(
      null::latest_figures, coalesce(parked.content -> 'figures', '{}')) as f`,
}

/** Who has nothing standing, and nobody below who has, has nothing to follow up or to verify. */
const END_FOLLOW_UPS: PreparedText = {
  name: 'end_follow_ups_of_silenced_units',
  text: `
    update deadlines d
    set replaced_at = given."replacedAt", replaced_reason = '本单位及所辖单位的报告均已撤回'
    from json_to_recordset($1::json) as given ("eventId" uuid, "regionCode" text, "replacedAt" timestamptz)
    join events part on part.id = given."eventId" or part.merged_into_id = given."eventId"
    where d.event_id = part.id and d.region_code = given."regionCode" and d.met_at is null
      and d.replaced_at is null and d.duty in ('daily_follow_up', 'drought_follow_up', 'verified_report')`,
}

const RELEASE_HELD: PreparedText = {
  name: 'release_held',
  text: `
    update held_reports h
    set released_at = given."releasedAt"
    from json_to_recordset($1::json) as given ("versionId" uuid, "releasedAt" timestamptz)
    where h.version_id = given."versionId"`,
}

/**
 * The statements that write a batch, in the order that foreign keys ask for; what has no rows is left out. Each
 * is prepared text with one JSON parameter, whatever the number of rows.
 */
export function statementsFor(writes: Writes): pg.QueryConfig[] {
  const rows: [PreparedText, Iterable<object>][] = [
    [INSERT_EVENTS, writes.events.values()],
    [UPDATE_EVENTS, writes.eventUpdates.values()],
    [INSERT_EVENT_REGIONS, writes.eventRegions],
    [UPSERT_CHAINS, writes.chains.values()],
    [INSERT_VERSIONS, writes.versions],
    [INSERT_BASES, writes.bases],
    [INSERT_ANSWERS, writes.answers],
    [INSERT_GROUNDS, writes.grounds],
    [UPSERT_LATEST, writes.latest.values()],
    [REMOVE_WITHDRAWN, writes.withdrawn.values()],
    [COUNT_PARKED, writes.withdrawn.values()],
    [INSERT_RECEIPTS, writes.receipts],
    [INSERT_SUBMISSIONS, writes.submissions],
    [INSERT_HELD, writes.held],
    [RELEASE_HELD, writes.released],
    [INSERT_DEADLINES, writes.deadlines.values()],
    [MEET_DEADLINES, writes.met.values()],
    [END_DUTIES, writes.abandoned.values()],
    [END_FOLLOW_UPS, writes.silenced.values()],
    [INSERT_ESCALATIONS, writes.escalations],
    [INSERT_DECISIONS, writes.decisions],
    [INSERT_FORWARDINGS, writes.forwardings],
    [INSERT_OUTBOX, writes.outbox],
    [INSERT_AUDIT, writes.audit],
  ]
  return rows.flatMap(([statement, given]) => {
    const list = [...given]
    return list.length === 0 ? [] : [bind(statement, [JSON.stringify(list)])]
  })
}
