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

/** What people decide about an event, one row of each kind. */
async function decide(): Promise<void> {
  const desk = api.as('duty_officer')
  const leader = api.as('duty_leader')
  const url = `/v1/events/${eventId}`
  const response = {
    kind: 'relief',
    level: 4,
    decidedBy: { body: 'city', name: '市人民政府' },
    startedAt: '2026-07-01T12:00:00+08:00',
    basis: '预案',
  }
  const acts = [
    await desk.post(`${url}/responses`, response),
    await desk.post(`${url}/nil-report-orders`, { reason: '逐日掌握' }),
    await leader.post(`${url}/severity-reductions`, { level: null, reason: '修订' }),
    await leader.post(`${url}/stability`, { declaredAt: '2026-07-01T12:00:00+08:00', basis: '稳定' }),
    await leader.post(`${url}/verification-overrides`, { regionCode: '540122000000', reason: '失联' }),
  ]
  const figures = { dead: 0, missing: 0, affected_pop: 20, loss_total: 0 }
  const verified = await village.report(
    aFollowUp(second, { stage: 'verified', figures, explanation: '核查无死亡' }),
  )
  acts.push(await village.post(`/v1/reports/${verified.versionId}/correction-requests`, { reason: '重复' }))
  const refused = acts.find(({ status }) => status !== 201)
  if (refused) throw new Error(refused.text)
  await api.rows(`
    insert into follow_up_grounds (id, event_id, ground, is_on, because, at)
    values (gen_random_uuid(), '${eventId}', 'severity', true, '[]', judged_now())`)
}
await decide()

/** Somebody answers what they asked for themselves. */
const ownAnswer = (table: string, asked: string, who: string, subject: string, verdict: string) => `
  insert into ${table} (${subject}, ${who}, ${verdict}, answered_at, answered_by)
  select id, ${who}, true, judged_now(), ${who} from ${asked} limit 1`

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
    copyOf('report_versions', { id, number: '9' }, `id = '${second.versionId}'`),
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
    'a proposal confirmed by whoever made it',
    ownAnswer(
      'severity_reduction_answers',
      'severity_reductions',
      'proposed_by',
      'reduction_id',
      'is_confirmed',
    ),
    'severity_reduction_answers_by_another_person',
  ],
  [
    'a proposal confirmed in the name of another proposer',
    `insert into severity_reduction_answers (reduction_id, proposed_by, is_confirmed, answered_at, answered_by)
     select r.id, a.id, true, judged_now(), r.proposed_by from severity_reductions r, accounts a
     where a.id <> r.proposed_by limit 1`,
    'severity_reduction_answers_to_a_proposal',
  ],
  [
    'a correction approved by whoever asked for it',
    ownAnswer('correction_answers', 'correction_requests', 'requested_by', 'request_id', 'is_approved'),
    'correction_answers_by_another_person',
  ],
  [
    'a second turn after the same one',
    copyOf('event_turns', { id }, `event_id = '${eventId}'`),
    'event_turns_one_after_another',
  ],
  [
    'a declaration of what has not come yet',
    copyOf('event_turns', { id, effective_at: '2100-01-01', follows_id: id }, `event_id = '${eventId}'`),
    'event_turns_not_in_the_future',
  ],
  [
    'an end of a response that nobody started',
    `insert into event_responses select (json_populate_record(x, json_build_object('id', '${id}', 'level', null))).*
     from event_responses x limit 1`,
    'event_responses_end_what_was_started',
  ],
  [
    'a response that follows that of another place',
    `insert into event_responses select (json_populate_record(x, json_build_object(
       'id', '${id}', 'follows_id', x.id, 'region_code', '540100000000'))).* from event_responses x limit 1`,
    'event_responses_follow_their_own',
  ],
  [
    'an order that ends one of another place',
    `insert into nil_report_orders select (json_populate_record(x, json_build_object(
       'id', '${id}', 'ends_id', x.id, 'region_code', '540100000000'))).* from nil_report_orders x limit 1`,
    'nil_report_orders_end_their_own',
  ],
  [
    'leave for one unit twice',
    copyOf('verification_overrides', { id }, `event_id = '${eventId}'`),
    'verification_overrides_once',
  ],
  [
    'an open event that is stable',
    `update events set state = 'open' where id = '${eventId}'`,
    'events_stable_only_after_declaration',
  ],
  [
    'stability before the disaster',
    `update events set stable_at = occurred_at - interval '1 minute' where id = '${eventId}'`,
    'events_stable_after_occurrence',
  ],
  [
    'a nil report that confirms nothing',
    copyOf('report_versions', { id, nil_report_for: '2026-07-01' }, `id = '${first.versionId}'`),
    'report_versions_nil_report_follows',
  ],
  [
    'a severity that does not fit its rank',
    `update events set severity_rank = 0 where id = '${eventId}'`,
    'events_severity_rank_fits',
  ],
  [
    'an unknown state of an event',
    `update events set state = 'lost', stable_at = null, stability_id = null where id = '${eventId}'`,
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
  ...[
    'event_turns',
    'event_responses',
    'nil_report_orders',
    'severity_reductions',
    'verification_overrides',
  ].map((table): [string, string] => [
    `what was decided stays: ${table}`,
    `update ${table} set id = id where event_id = '${eventId}'`,
  ]),
  ['a request is not taken away', `delete from correction_requests where event_id = '${eventId}'`],
  ['nor why follow-ups were asked for', `delete from follow_up_grounds where event_id = '${eventId}'`],
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
