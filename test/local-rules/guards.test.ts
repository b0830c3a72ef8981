/** What no statement may do to a local rule, whoever sends it. */
import t from 'tap'
import { v7 as uuidv7 } from 'uuid'
import { accounts } from '../../src/accounts/tables.ts'
import { setSimulatedNow } from '../../src/clock.ts'
import { postgresError } from '../../src/db/errors.ts'
import { localRules } from '../../src/local-rules/tables.ts'
import { type TestDatabase, testDb } from '../database.ts'
import { aPreview } from './rows.ts'

const NOON = new Date('2026-07-01T04:00:00.000Z')
type Row = typeof localRules.$inferInsert

async function anArchive(t: Parameters<typeof testDb>[0]) {
  const db = await testDb(t)
  await setSimulatedNow(db, NOON)
  const [proposedBy, decidedBy] = [uuidv7(), uuidv7()]
  for (const id of [proposedBy, decidedBy]) {
    await db.insert(accounts).values({ id, login: id, kind: 'person', createdAt: NOON, createdBy: null })
  }
  const aRow = (given: Partial<Row> = {}): Row => ({
    id: uuidv7(),
    regionCode: '540100000000',
    target: 'first_report.township',
    kind: 'time_limit',
    value: { minutes: 45 },
    places: ['5401'],
    ...{ instrument: 'Test', instrumentZh: '《测试规定》', clause: '第一条', edition: '测〔2026〕1号' },
    status: 'verified',
    inForceFrom: '2026-07-02',
    why: '测试',
    proposedBy,
    proposedAt: NOON,
    ...given,
  })
  const approved = { state: 'approved', decidedBy, decidedAt: NOON, preview: aPreview() } as const
  const insert = async (given: Partial<Row> = {}) => {
    const row = aRow(given)
    await db.insert(localRules).values(row)
    return row.id
  }
  return { db, proposedBy, decidedBy, approved, insert }
}

/** The constraint or the message by which the database refuses; null where it does not. */
async function refusal(act: Promise<unknown>): Promise<string | null> {
  try {
    await act
    return null
  } catch (error) {
    const known = postgresError(error)
    return known?.constraint ?? known?.message ?? String(error)
  }
}

const sqlOf =
  (db: TestDatabase) =>
  (text: string, values: unknown[] = []) =>
    refusal(db.pool.query(text, values))

t.test('a row that breaks a promise is refused by the constraint that keeps it', async (t) => {
  const { insert, approved, proposedBy, decidedBy } = await anArchive(t)
  const ended = await insert(approved)
  const rows: [Partial<Row>, string | null][] = [
    [{ ...approved, decidedBy: proposedBy, inForceFrom: '2026-07-03' }, 'local_rules_decided_by_another'],
    [{ ...approved, inForceFrom: '2026-07-01' }, 'local_rules_never_retroactive'],
    [
      {
        ...approved,
        decidedAt: new Date('2026-07-01T15:59:59.999Z'),
        inForceFrom: '2026-07-02',
        target: 'a',
      },
      null,
    ],
    [
      {
        ...approved,
        decidedAt: new Date('2026-07-01T16:00:00.000Z'),
        inForceFrom: '2026-07-02',
        target: 'b',
      },
      'local_rules_never_retroactive',
    ],
    [{ ...approved, preview: null, target: 'c' }, 'local_rules_previewed'],
    [{ ...approved, decidedAt: null, target: 'd' }, 'local_rules_decided_by_someone'],
    [approved, 'local_rules_one_from_a_day'],
    [{ state: 'refused', decidedBy, decidedAt: NOON }, 'local_rules_refused_with_reason'],
    [
      { state: 'refused', decidedBy: proposedBy, decidedAt: NOON, decisionReason: '不' },
      'local_rules_decided_by_another',
    ],
    [{ state: 'withdrawn', decidedBy, decidedAt: NOON }, 'local_rules_withdrawn_by_proposer'],
    [{ places: [] }, 'local_rules_hold_somewhere'],
    [{ value: null }, 'local_rules_value_or_end'],
    [{ endsId: ended }, 'local_rules_value_or_end'],
    [{ inForceTo: '2026-07-02' }, 'local_rules_end_after_start'],
    [{ why: '' }, 'local_rules_with_reason'],
    [{ kind: 'whim' as never }, 'local_rules_kind_known'],
    [{ status: 'rumour' as never }, 'local_rules_status_known'],
    [{ state: 'ended' as never, decidedBy, decidedAt: NOON }, 'local_rules_state_known'],
    [{ ...approved, value: null, endsId: ended }, null],
    [{ ...approved, value: null, endsId: ended, inForceFrom: '2026-07-09' }, 'local_rules_ended_once'],
  ]
  for (const [given, expected] of rows) {
    t.equal(await refusal(insert(given)), expected, `${expected} ${JSON.stringify(given).slice(0, 80)}`)
  }
})

t.test('a rule that was decided is not changed, deleted or emptied', async (t) => {
  const { db, insert, approved, decidedBy } = await anArchive(t)
  const id = await insert(approved)
  const sql = sqlOf(db)
  for (const change of [
    `value = '{"minutes": 60}'`,
    `in_force_to = '2026-07-05'`,
    `in_force_from = '2026-07-09'`,
    `places = '{5401,5402}'`,
    `why = '别的'`,
    `state = 'withdrawn'`,
    `preview = '{}'`,
    `decided_at = decided_at + interval '1 minute'`,
  ]) {
    const told = await sql(`update local_rules set ${change} where id = $1`, [id])
    t.match(told, /that was decided is not changed/, change)
  }
  t.match(await sql('delete from local_rules'), /never deleted/)
  t.match(await sql('truncate local_rules cascade'), /append-only/)
  const proposed = await insert({ target: 'first_report.village' })
  for (const change of [
    `value = '{"minutes": 60}'`,
    `proposed_by = '${decidedBy}'`,
    `in_force_from = '2026-07-09'`,
  ]) {
    const told = await sql(`update local_rules set ${change} where id = $1`, [proposed])
    t.match(told, /decided as it was made/, `proposed: ${change}`)
  }
  t.match(await sql('delete from local_rules where id = $1', [proposed]), /never deleted/)
})

t.test('nobody approves into the past by naming an earlier instant', async (t) => {
  const { db, insert, decidedBy } = await anArchive(t)
  const id = await insert()
  await setSimulatedNow(db, new Date('2026-07-02T04:00:00.000Z'))
  const approve = `update local_rules set state = 'approved', decided_by = $2, decided_at = $3, preview = '{}' where id = $1`
  t.match(await sqlOf(db)(approve, [id, decidedBy, NOON]), /on a later day than that of its approval/)
  await setSimulatedNow(db, NOON)
  t.equal(await sqlOf(db)(approve, [id, decidedBy, NOON]), null)
})
