/** New keys for the registers: batch by batch, while people read and write, stopped and gone on with. */
import t, { type Test } from 'tap'
import { rotateRegisterKey } from '../../src/registers/rotate-register-key.ts'
import { type Api, startApi, TEST_ENVIRONMENT, VILLAGE } from '../api.ts'
import { ALL_OF_A_HOME, ALL_OF_A_PERSON, add, aHome, anOpenEvent, aPerson, type Row } from './ground.ts'

const SEALING_KEY = Buffer.from(TEST_ENVIRONMENT.SEALING_KEY, 'base64')

interface Key {
  kid: string
  generation: number
  retired_at: string | null
  destroyed_at: string | null
  sealed_data_key: string | null
  sealed_lookup_key: string | null
}

const keysOf = (api: Api) => api.rows<Key>('select * from register_keys order by generation')
const usersOf = async (api: Api) =>
  new Map(
    (
      await api.rows<{ key_id: string; n: number }>(
        'select key_id, count(*)::int as n from register_fields group by key_id',
      )
    ).map(({ key_id, n }) => [key_id, n]),
  )
const digestsOf = async (api: Api) =>
  (await api.rows<{ key_id: string }>('select key_id from register_lookups')).map(({ key_id }) => key_id)

const rotate = (api: Api, given: Partial<Parameters<typeof rotateRegisterKey>[1]> = {}) =>
  rotateRegisterKey(api, { sealingKey: SEALING_KEY, tell: () => {}, ...given })

/** Seven rows with everything in them, under one key. */
async function sealedRows(t: Test) {
  const api = await startApi(t)
  const village = api.as('officer', VILLAGE)
  const eventId = await anOpenEvent(api)
  const people: Row[] = []
  for (let i = 0; i < 5; i++) people.push(await add(village, 'people', aPerson(eventId, ALL_OF_A_PERSON)))
  for (let i = 0; i < 2; i++) await add(village, 'homes', aHome(eventId, ALL_OF_A_HOME))
  const read = async (id: string) => {
    const purpose = { purpose: '核对身份' }
    return (await village.post(`/v1/registers/people/${id}/disclosures`, purpose)).json<{ fields: object }>()
      .fields
  }
  return { api, village, eventId, people, read }
}

t.test('a rotation seals everything anew, and the old key is gone', async (t) => {
  const { api, people, read } = await sealedRows(t)
  const before = await api.rows('select row_id, field, sealed from register_fields order by 1, 2')
  const clear = await read(people[0]?.id ?? '')
  const told: string[] = []
  const done = await rotate(api, { batchRows: 3, tell: (words) => told.push(words) })
  t.match(done, { rows: 7, unreadableRows: [] })
  t.same(told, ['3 rows sealed anew', '6 rows sealed anew', '7 rows sealed anew'])
  const [old, fresh] = await keysOf(api)
  t.match(old, { sealed_data_key: null, sealed_lookup_key: null })
  t.ok(old?.retired_at && old.destroyed_at)
  t.same(done.destroyed, [old?.kid])
  t.match(fresh, { kid: done.kid, retired_at: null, destroyed_at: null })
  t.same([...(await usersOf(api)).keys()], [fresh?.kid])
  t.same(new Set(await digestsOf(api)), new Set([fresh?.kid]))
  const after = await api.rows('select row_id, field, sealed from register_fields order by 1, 2')
  t.equal(after.length, before.length)
  t.notOk(
    after.some((row, i) => JSON.stringify(row) === JSON.stringify(before[i])),
    'no ciphertext stayed',
  )
  t.same(await read(people[0]?.id ?? ''), clear, 'and says what it said')
  const trail = await api.rows<{ action: string; subject_id: string }>(
    `select action, subject_id from audit_entries where subject_kind = 'register_key' order by position`,
  )
  t.same(trail, [
    { action: 'register_key.rotated', subject_id: fresh?.kid },
    { action: 'register_key.destroyed', subject_id: old?.kid },
  ])
})

t.test('broken off in the middle, everything is readable, and the next call goes on', async (t) => {
  const { api, village, eventId, people, read } = await sealedRows(t)
  const clear = await read(people[0]?.id ?? '')
  const abort = new AbortController()
  const stopped = rotate(api, { batchRows: 2, signal: abort.signal, tell: () => abort.abort() })
  await t.rejects(stopped, { name: 'AbortError' })
  const [old, fresh] = await keysOf(api)
  const users = await usersOf(api)
  t.ok(
    users.get(old?.kid ?? '') && users.get(fresh?.kid ?? ''),
    'some are under the new key, some under the old',
  )
  t.equal(old?.destroyed_at, null)

  for (const { id, fields } of people) {
    t.same(await read(id), clear)
    t.same((await village.get(`/v1/registers/people/${id}`)).json<Row>().fields, fields)
  }
  const twin = await add(village, 'people', aPerson(eventId, ALL_OF_A_PERSON))
  t.same(
    new Set(twin.warnings[0]?.rowIds),
    new Set(people.map(({ id }) => id)),
    'doubles are found under both keys',
  )
  const [{ key_id: sealedWith } = { key_id: '' }] = await api.rows<{ key_id: string }>(
    'select distinct key_id from register_fields where row_id = $1',
    [twin.id],
  )
  t.equal(sealedWith, fresh?.kid, 'what is new is sealed with the new key')
  const overview = await village.get(`/v1/events/${eventId}/registers`)
  t.equal(overview.json<{ sameIdNumber: { rowIds: string[] }[] }>().sameIdNumber[0]?.rowIds.length, 6)

  const told: string[] = []
  const done = await rotate(api, { batchRows: 2, tell: (words) => told.push(words) })
  t.equal(told[0], 'going on with a rotation that was not finished')
  t.equal(done.kid, fresh?.kid, 'with the key that was begun, not with another one')
  t.match(done, { unreadableRows: [], destroyed: [old?.kid] })
  t.ok(done.rows < 7, `${done.rows} rows were left`)
  t.equal((await keysOf(api)).length, 2)
  t.same([...(await usersOf(api)).keys()], [fresh?.kid])
  for (const { id } of people) t.same(await read(id), clear)
  const again = await add(village, 'people', aPerson(eventId, ALL_OF_A_PERSON))
  t.equal(again.warnings[0]?.rowIds.length, 6)
})

t.test('people enter and read rows while the keys are rotated, and nothing is lost', async (t) => {
  const { api, village, eventId, read } = await sealedRows(t)
  let isOver = false
  const added: string[] = []
  const writers = Array.from({ length: 3 }, async () => {
    while (!isOver) {
      const { id } = await add(village, 'people', aPerson(eventId, ALL_OF_A_PERSON))
      await read(id)
      added.push(id)
    }
  })
  for (let i = 0; i < 3; i++) await rotate(api, { batchRows: 2 })
  isOver = true
  await Promise.all(writers)
  t.ok(added.length > 3, `${added.length} rows came in meanwhile`)
  await rotate(api)
  const live = (await keysOf(api)).filter(({ destroyed_at }) => destroyed_at === null)
  t.equal(live.length, 1)
  t.same([...(await usersOf(api)).keys()], [live[0]?.kid])
  const { reason, ...said } = (await read(added.at(-1) ?? '')) as Record<string, unknown>
  const { sex, cause, hazard, solatiumYuan, solatiumForm, ...sealed } = ALL_OF_A_PERSON
  t.same([reason, said], ['unknown', sealed])
  const [{ rows } = { rows: 0 }] = await api.rows<{ rows: number }>(
    `select count(*)::int as rows from register_rows r where register = 'people'
     and not exists (select from register_lookups l where l.row_id = r.id)`,
  )
  t.equal(rows, 0, 'every row can be found by its number')
})

t.test('a field that no key opens keeps its key, is named, and stops no later rotation', async (t) => {
  const { api, people } = await sealedRows(t)
  const [broken, whole] = people
  await api.rows('alter table register_fields disable trigger user')
  await api.rows(
    `update register_fields set sealed = (select sealed from register_fields where row_id = $2 and field = 'name')
     where row_id = $1 and field = 'name'`,
    [broken?.id, whole?.id],
  )
  await api.rows('alter table register_fields enable trigger user')
  const first = await rotate(api, { batchRows: 2 })
  t.same([first.unreadableRows, first.destroyed], [[broken?.id], []])
  const second = await rotate(api, { batchRows: 2 })
  t.not(second.kid, first.kid)
  t.same([second.unreadableRows, second.destroyed], [[broken?.id], [first.kid]])
  const users = await usersOf(api)
  const [oldest] = await keysOf(api)
  t.equal(users.get(oldest?.kid ?? ''), 1, 'the one field is as it was')
})

t.test('two rotations at once do not undo each other', async (t) => {
  const { api } = await sealedRows(t)
  await Promise.all([rotate(api, { batchRows: 1 }), rotate(api, { batchRows: 1 })])
  const live = (await keysOf(api)).filter(({ destroyed_at }) => destroyed_at === null)
  const users = await usersOf(api)
  t.ok(live.some(({ kid }) => users.has(kid)))
  t.equal([...users.keys()].filter((kid) => !live.some((key) => key.kid === kid)).length, 0)
  await rotate(api)
  t.equal((await usersOf(api)).size, 1)
})

t.test('where nothing was ever entered there is nothing to seal anew', async (t) => {
  const api = await startApi(t)
  t.match(await rotate(api), { rows: 0, unreadableRows: [], destroyed: [] })
  t.equal((await keysOf(api)).length, 1)
})
