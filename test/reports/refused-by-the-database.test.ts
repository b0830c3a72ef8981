/** What the rules forbid the database refuses too, whoever asks it. */
import t from 'tap'
import { v7 as uuidv7 } from 'uuid'
import { postgresError, refusedBy } from '../../src/db/errors.ts'
import { type Accepted, aFollowUp, aReport, startApi, VILLAGE } from '../api.ts'

const api = await startApi(t, { environment: { RUN: 'api' } })
const village = api.as('officer', VILLAGE)
const first: Accepted = await village.report(aReport({ figures: { dead: 12 } }))
const second = await village.report(aFollowUp(first, { figures: { dead: 13 } }))
const { eventId } = first
const id = uuidv7()

const copyOf = (table: string, replaced: Record<string, string>, where: string) => `
  insert into ${table}
  select (json_populate_record(x, '${JSON.stringify(replaced)}')).*
  from ${table} x where ${where} limit 1`

type Case = [says: string, statement: string, constraint: string]

const BY_CONSTRAINT: readonly Case[] = [
  [
    'negative figures',
    `update latest_figures set dead = -1 where event_id = '${eventId}'`,
    'latest_figures_dead_not_negative',
  ],
  [
    'a second chain of one unit in one event',
    copyOf('report_chains', { id }, `event_id = '${eventId}'`),
    'report_chains_one_per_event_and_node',
  ],
  [
    'a second first version of a chain',
    copyOf('report_versions', { id }, `id = '${first.versionId}'`),
    'report_versions_numbered',
  ],
  [
    'a second child of one version',
    copyOf('report_versions', { id, number: '3' }, `id = '${second.versionId}'`),
    'report_versions_one_child',
  ],
  [
    'a first version with a parent',
    copyOf('report_versions', { id, parent_version_id: uuidv7() }, `id = '${first.versionId}'`),
    'report_versions_first_has_no_parent',
  ],
  [
    'a version before the disaster',
    copyOf(
      'report_versions',
      { id, number: '3', parent_version_id: second.versionId, received_at: '2020-01-01' },
      `id = '${second.versionId}'`,
    ),
    'report_versions_not_before_occurrence',
  ],
  [
    'a withdrawal without a reason',
    copyOf(
      'report_versions',
      { id, number: '3', parent_version_id: second.versionId, withdrawal_reason: '' },
      `id = '${second.versionId}'`,
    ),
    'report_versions_withdrawn_with_reason',
  ],
  [
    'a hash that is none',
    copyOf(
      'report_versions',
      { id, number: '3', parent_version_id: second.versionId, content_hash: 'x' },
      `id = '${second.versionId}'`,
    ),
    'report_versions_hash_is_sha256',
  ],
  [
    'another answer to a key',
    copyOf('submissions', { version_id: id }, `version_id = '${first.versionId}'`),
    'submissions_account_id_idempotency_key_pk',
  ],
  [
    'a second answer about a version',
    copyOf('submissions', { idempotency_key: 'another-key' }, `version_id = '${first.versionId}'`),
    'submissions_one_per_version',
  ],
  [
    'a severity that does not fit its rank',
    `update events set severity_rank = 0 where id = '${eventId}'`,
    'events_severity_rank_fits',
  ],
  [
    'an unknown state of an event',
    `update events set state = 'lost' where id = '${eventId}'`,
    'events_state_known',
  ],
  ['the same duty twice', copyOf('deadlines', { id }, `event_id = '${eventId}'`), 'deadlines_one_per_duty'],
  [
    'a duty missed before it was due',
    `update deadlines set missed_at = due_at where event_id = '${eventId}' and met_at is null`,
    'deadlines_missed_only_after_due',
  ],
  [
    'a duty met by nothing',
    `update deadlines set met_at = due_at where event_id = '${eventId}' and met_at is null`,
    'deadlines_met_by_something',
  ],
  [
    'the same cause making the same step twice',
    copyOf('escalations', { id }, `event_id = '${eventId}'`),
    'escalations_once',
  ],
  [
    'an escalation resolved before anybody acknowledged it',
    `update escalations set resolved_at = escalated_at where event_id = '${eventId}'`,
    'escalations_resolved_after_acknowledged',
  ],
]

for (const [says, statement, constraint] of BY_CONSTRAINT) {
  t.test(says, async (t) => {
    const error = await api.rows(statement).then(
      () => null,
      (refusal: unknown) => refusal,
    )
    t.equal(refusedBy(error), constraint, String(error))
  })
}

const BY_GUARD: readonly [says: string, statement: string][] = [
  [
    'a version is never edited',
    `update report_versions set stage = 'verified' where id = '${first.versionId}'`,
  ],
  ['nor deleted', `delete from report_versions where id = '${second.versionId}'`],
  ['nor are all of them at once', 'truncate report_versions cascade'],
  ['a receipt is never issued anew', `update receipts set jws = 'x'`],
  ['an answer to a key is for good', 'update submissions set reply = reply'],
  ['a key is not forgotten', 'delete from submissions'],
  [
    'a deadline is not moved',
    `update deadlines set due_at = due_at + interval '1 minute' where event_id = '${eventId}'`,
  ],
  ['nor is its limit', `update deadlines set "limit" = '{"minutes": 999}' where event_id = '${eventId}'`],
  [
    'nor when it was met',
    `update deadlines set met_at = met_at - interval '1 minute' where event_id = '${eventId}' and met_at is not null`,
  ],
  ['nor is it deleted', `delete from deadlines where event_id = '${eventId}'`],
  ['an escalation is not deleted', `delete from escalations where event_id = '${eventId}'`],
  ['a forwarding is not deleted', `delete from forwardings where event_id = '${eventId}'`],
  [
    'a severity answer is not changed',
    `update severity_answers set level = null where event_id = '${eventId}'`,
  ],
  ['the trail is not changed', `update audit_entries set action = 'x'`],
  ['nor emptied', 'truncate audit_entries'],
  ['a unit is not deleted', `delete from nodes where region_code = '${VILLAGE}'`],
]

for (const [says, statement] of BY_GUARD) {
  t.test(says, async (t) => {
    const error = await api.rows(statement).then(
      () => null,
      (refusal: unknown) => refusal,
    )
    t.equal(postgresError(error)?.code, '23001', String(error))
  })
}

t.end()
