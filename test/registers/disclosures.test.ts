/** Reading unmasked: for a stated purpose, and never without an entry that auditors read. */
import t from 'tap'
import { v7 as uuidv7 } from 'uuid'
import { CITY, COUNTY, NEXT_VILLAGE, OTHER_COUNTY, startApi, TOWNSHIP, VILLAGE } from '../api.ts'
import { ALL_OF_A_HOME, ALL_OF_A_PERSON, add, aHome, anOpenEvent, aPerson, correct } from './ground.ts'

interface Access {
  id: string
  at: string
  accountId: string
  rowId: string
  eventId: string
  regionCode: string
  fields: string[]
  purpose: string
}

const api = await startApi(t)
const village = api.as('officer', VILLAGE)
const auditor = api.as('auditor', CITY)
const eventId = await anOpenEvent(api)
const SEALED = Object.keys(ALL_OF_A_PERSON).filter(
  (key) => !['sex', 'cause', 'hazard', 'solatiumYuan', 'solatiumForm'].includes(key),
)

const logOf = async (query = '') => {
  const answer = await auditor.get(`/v1/registers/accesses?${query}`)
  return answer.json<{ items: Access[]; next: string | null }>()
}

t.test(
  'every sealed field is read in the clear, and the log says who, when, what and for what',
  async (t) => {
    const row = await add(village, 'people', aPerson(eventId, ALL_OF_A_PERSON))
    const answer = await village.post(`/v1/registers/people/${row.id}/disclosures`, { purpose: '发放抚慰金' })
    t.equal(answer.status, 200)
    t.equal(answer.headers.get('cache-control'), 'no-store')
    const { sex, cause, hazard, solatiumYuan, solatiumForm, ...sealed } = ALL_OF_A_PERSON
    const disclosed = answer.json<{ id: string; at: string; fields: object }>()
    t.same(disclosed.fields, { ...sealed, reason: 'unknown' })
    const { items } = await logOf(`rowId=${row.id}`)
    t.same(items, [
      {
        ...{ id: disclosed.id, at: disclosed.at, rowId: row.id, eventId, accountId: row.registeredBy },
        ...{ fields: [...SEALED, 'reason'], purpose: '发放抚慰金', regionCode: TOWNSHIP },
      },
    ])
    const trail = await auditor.get(`/v1/audit?subjectId=${row.id}&action=register_row.disclosed`)
    t.match(trail.json(), {
      items: [{ accountId: row.registeredBy, detail: { accessId: disclosed.id, register: 'people' } }],
    })
    const told = await api.rows('select payload from outbox where topic = $1', ['register_row.disclosed'])
    t.equal(told.length, 1)
  },
)

t.test(
  'only what is asked for is read and logged; the reason of a correction can be asked for too',
  async (t) => {
    const row = await add(village, 'homes', aHome(eventId, ALL_OF_A_HOME))
    const path = `/v1/registers/homes/${row.id}/disclosures`
    const some = await village.post(path, { purpose: '核对住址', fields: ['address', 'remarks'] })
    t.same(some.json<{ fields: object }>().fields, {
      address: ALL_OF_A_HOME.address,
      remarks: ALL_OF_A_HOME.remarks,
    })
    t.same((await logOf(`rowId=${row.id}`)).items[0]?.fields, ['address', 'remarks'])
    const corrected = await correct(
      village,
      'homes',
      row.id,
      { severeRooms: 2 },
      { reason: '示例户主来电更正' },
    )
    const why = await village.post(`/v1/registers/homes/${corrected.id}/disclosures`, {
      ...{ purpose: '核对更正', fields: ['reason'] },
    })
    t.same(why.json<{ fields: object }>().fields, { reason: '示例户主来电更正' })
  },
)

t.test('without a purpose nothing is read, and nothing is logged', async (t) => {
  const row = await add(village, 'people', aPerson(eventId, ALL_OF_A_PERSON))
  const before = (await api.rows('select 1 from register_accesses')).length
  const bad: [body: object, pointer: string][] = [
    [{}, '/purpose'],
    [{ purpose: '' }, '/purpose'],
    [{ purpose: '查阅' }, '/purpose'],
    [{ purpose: '      ' }, '/purpose'],
    [{ purpose: '发放抚慰金', fields: [] }, '/fields'],
    [{ purpose: '发放抚慰金', fields: ['sex'] }, '/fields/0'],
    [{ purpose: '发放抚慰金', all: true }, '/all'],
  ]
  for (const [body, pointer] of bad) {
    const answer = await village.post(`/v1/registers/people/${row.id}/disclosures`, body)
    t.equal(answer.status, 400, JSON.stringify(body))
    t.match(answer.json(), { errors: [{ pointer }] })
    t.notOk(answer.text.includes(ALL_OF_A_PERSON.name))
  }
  t.equal((await village.get(`/v1/registers/people/${row.id}/disclosures`)).status, 404, 'never by a GET')
  t.equal((await api.rows('select 1 from register_accesses')).length, before)
})

t.test('the log is for auditors, each of the own jurisdiction, newest first', async (t) => {
  const event = await anOpenEvent(api)
  const township = api.as('officer', TOWNSHIP)
  const ids: string[] = []
  for (const [minutes, regionCode] of [
    [100, VILLAGE],
    [101, NEXT_VILLAGE],
    [102, VILLAGE],
  ] as const) {
    await api.minutesLater(minutes)
    const row = await add(township, 'people', aPerson(event, { name: '示例甲', regionCode }))
    const answer = await township.post(`/v1/registers/people/${row.id}/disclosures`, { purpose: '核对身份' })
    ids.push(answer.json<{ id: string }>().id)
  }
  const first = await logOf(`eventId=${event}&limit=2`)
  const second = await logOf(`eventId=${event}&limit=2&after=${first.next}`)
  t.same(
    [...first.items, ...second.items].map(({ id }) => id),
    ids.toReversed(),
  )
  const [{ accountId } = { accountId: '' }] = first.items
  t.equal((await logOf(`eventId=${event}&accountId=${accountId}`)).items.length, 3)
  t.equal((await logOf(`eventId=${event}&accountId=${uuidv7()}`)).items.length, 0)
  const of = async (client: typeof village) => {
    const { status, text } = await client.get(`/v1/registers/accesses?eventId=${event}`)
    return status === 200 ? JSON.parse(text).items.length : status
  }
  t.equal(await of(await api.hire('auditor', COUNTY)), 3)
  t.equal(await of(await api.hire('auditor', OTHER_COUNTY)), 0)
  for (const client of [village, api.as('administrator'), api.as('duty_leader')])
    t.equal(await of(client), 403)
})

t.test('a purpose keeps nothing of what it reads, however it is written', async (t) => {
  const idNumber = '11010519491231002X'
  const given = { ...ALL_OF_A_PERSON, name: '示例甲某', idNumber }
  const row = await add(village, 'people', aPerson(eventId, given))
  const rows: [purpose: string, kept: string][] = [
    ['核对 11010519491231002x', '核对 1101********002X'],
    ['核对 110105 19491231 002X', '核对 1101********002X'],
    ['核对 110105-1949-1231-002x。', '核对 1101********002X。'],
    ['核对 １１０１０５１９４９１２３１００２ｘ', '核对 1101********002X'],
    ['核对 示 例 甲　某', '核对 示**'],
    ['核对示例·甲某的地址:示例县 示例乡 户籍村', '核对示**的地址:******'],
    ['核对\u200b示\u200b例甲\u200b某', '核对\u200b示**'],
    ['核对 11010519491231003X', '核对 11010519491231003X'],
  ]
  for (const [purpose, kept] of rows) {
    const answer = await village.post(`/v1/registers/people/${row.id}/disclosures`, { purpose })
    t.equal(answer.status, 200, answer.text)
    const { id } = answer.json<{ id: string }>()
    const entry = (await logOf(`rowId=${row.id}`)).items.find((one) => one.id === id)
    t.equal(entry?.purpose, kept, purpose)
  }
})

t.test('the log cannot be changed, and no answer leaves without an entry', async (t) => {
  const row = await add(village, 'people', aPerson(eventId, ALL_OF_A_PERSON))
  const path = `/v1/registers/people/${row.id}/disclosures`
  await village.post(path, { purpose: '核对身份' })
  for (const sql of [
    `update register_accesses set purpose = '改'`,
    'delete from register_accesses',
    'truncate register_accesses',
  ]) {
    await t.rejects(api.rows(sql), { code: '23001' }, sql)
  }
  const blocker = await api.db.pool.connect()
  await blocker.query('alter table register_accesses add constraint broken check (false) not valid')
  blocker.release()
  const answer = await village.post(path, { purpose: '核对身份' })
  t.equal(answer.status, 500)
  t.notOk(answer.text.includes(ALL_OF_A_PERSON.name), 'what cannot be logged is not read')
  await api.rows('alter table register_accesses drop constraint broken')
})
