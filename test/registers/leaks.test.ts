/** What identifies people stands nowhere in the clear: not in the database, the log, the trail, the outbox, an answer. */
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { v7 as uuidv7 } from 'uuid'
import {
  aReport,
  CITY,
  type Client,
  clientOf,
  type FirstAccount,
  logIn,
  minutesAfter,
  TEST_ENVIRONMENT,
  VILLAGE,
} from '../api.ts'
import { contentOf } from '../backup/ground.ts'
import { testDb } from '../database.ts'
import { readyAddress, startProgram } from '../program.ts'
import { ALL_OF_A_HOME, ALL_OF_A_PERSON, add, aHome, aPerson, correct } from './ground.ts'

/** Values that stand in no other place: whoever finds one has found a leak. */
const PLANTED = {
  name: '佘叁柒捌',
  ethnicity: '示例玖族',
  registeredAddress: '示例县户籍乡叁肆伍村',
  idNumber: '540122190001010040',
  place: '示例垭口陆柒捌处',
  remarks: '示例备注壹贰叁,电话13900000321',
  recipientName: '佘玖玖伍',
  recipientIdNumber: '540122190001010059',
  recipientAddress: '示例县领款乡陆陆陆村',
}
const PLANTED_HOME = {
  headName: '佘贰贰肆',
  idNumber: '540122190001010067',
  address: '示例县住户乡柒柒柒组',
  remarks: '示例住户备注肆肆肆,电话13900000654',
}
const REASON = '经核实,佘叁柒捌已由家属佘玖玖伍认领'
const NEW_NAME = '佘捌捌捌陆'
const SECRETS = [
  ...Object.values(PLANTED),
  ...Object.values(PLANTED_HOME),
  ...[REASON, NEW_NAME, '13900000321', '13900000654', '佘叁柒捌', '佘玖玖伍'],
]

/** Texts in which a secret could hide, as it is or encoded. */
function found(text: string): string[] {
  return SECRETS.filter((secret) =>
    [
      secret,
      JSON.stringify(secret).slice(1, -1),
      encodeURIComponent(secret),
      Buffer.from(secret).toString('hex'),
      Buffer.from(secret).toString('base64').replace(/=+$/, '').slice(0, -2),
      Buffer.from(secret).toString('base64url').slice(0, -2),
    ].some((form) => text.includes(form)),
  )
}

t.test('the search itself finds what it looks for', async (t) => {
  t.same(found(`{"name":"${PLANTED.name}"}`), [PLANTED.name, '佘叁柒捌'])
  t.same(found(Buffer.from(PLANTED.place).toString('hex')), [PLANTED.place])
  t.same(found('nothing'), [])
})

t.test('no value that identifies anybody is written or said anywhere', async (t) => {
  const db = await testDb(t, { kind: 'production' })
  const service = await startProcess(t, db.url)
  const village = await service.as('officer', VILLAGE)
  const answers: string[] = []
  const heard: Client = { ...village, post: async (path, body) => keep(await village.post(path, body)) }
  const keep = <One extends { text: string }>(answer: One) => {
    answers.push(answer.text)
    return answer
  }
  const occurredAt = minutesAfter(new Date(), -30).toISOString()
  const { eventId } = await village.report(aReport({ event: { hazard: 'flood', occurredAt } }))
  const person = aPerson(eventId, { ...ALL_OF_A_PERSON, ...PLANTED, occurredAt, status: 'missing' })
  const row = await add(heard, 'people', person)
  await add(heard, 'people', person)
  const home = await add(heard, 'homes', aHome(eventId, { ...ALL_OF_A_HOME, ...PLANTED_HOME }))
  const twin = aPerson(eventId, PLANTED)
  await heard.post('/v1/registers/people/batches', { rows: [twin, twin, { ...person, sex: 'male' }] })
  const corrected = await correct(
    heard,
    'people',
    row.id,
    { status: 'dead', name: NEW_NAME },
    {
      reason: REASON,
    },
  )
  await correct(heard, 'homes', home.id, { damage: 'severe' }, { reason: REASON })
  await heard.post(`/v1/registers/people/${twin.id}/removal`, {
    ...{ id: uuidv7(), reasonCode: 'duplicate', reason: REASON },
  })
  await refusedWithSecrets(heard, person)
  for (const path of [
    `/v1/registers/people?eventId=${eventId}&state=all`,
    `/v1/registers/homes?eventId=${eventId}&state=all`,
    `/v1/registers/people/${row.id}`,
    `/v1/events/${eventId}/registers`,
    `/v1/events/${eventId}`,
    `/v1/events/${eventId}/timeline`,
    `/v1/registers/people?eventId=${eventId}&after=${encodeURIComponent(PLANTED.idNumber)}`,
  ]) {
    keep(await village.get(path))
  }
  t.same(found(answers.join('\n')), [], 'no answer has it')

  const purpose = `为${NEW_NAME}的家属${PLANTED.recipientName}发放抚慰金`
  const disclosed = await village.post(`/v1/registers/people/${corrected.id}/disclosures`, { purpose })
  const { name, ...kept } = PLANTED
  t.match(disclosed.json(), { fields: { ...kept, name: NEW_NAME, reason: REASON } }, 'a disclosure has it')
  const auditor = await service.as('auditor', CITY)
  keep(await auditor.get('/v1/audit?limit=200'))
  const log = keep(await auditor.get('/v1/registers/accesses'))
  t.match(log.json<{ items: object[] }>().items, [{ purpose: '为佘**的家属佘**发放抚慰金' }])
  t.same(found(answers.join('\n')), [], 'neither the trail nor the access log has it')

  await service.stop()
  t.ok(service.log().includes('"route":"/v1/registers/people/:id/disclosures"'), 'the log was read')
  t.same(found(service.log()), [], 'the log has none of it')
  const content = await contentOf(db.pool)
  t.ok(Number(content.register_fields?.length) > 30 && content.outbox?.length, 'the tables were read')
  for (const [table, rows] of Object.entries(content)) t.same(found(rows.join('\n')), [], table)
  const { rows: plans } = await db.pool.query('select query from pg_stat_activity')
  t.same(found(JSON.stringify(plans)), [], 'no statement carries it in its text')
})

/** What is refused is not repeated in the refusal. */
async function refusedWithSecrets(who: Client, person: object): Promise<void> {
  const body = JSON.stringify({ ...person, id: uuidv7() })
  const bad = [
    { ...person, id: uuidv7(), age: PLANTED.name },
    { ...person, id: uuidv7(), status: PLANTED.remarks },
    { ...person, id: uuidv7(), sex: PLANTED.idNumber, hazard: PLANTED.name },
    { ...person, id: uuidv7(), name: `${PLANTED.name}\u0007` },
    { ...person, id: PLANTED.idNumber },
    { ...person, id: uuidv7(), regionCode: '540199000000' },
    { ...person, name: '示例庚' },
    body.slice(0, -1),
    `${body}${PLANTED.name}`,
    body.replace(`"${PLANTED.name}"`, PLANTED.name),
    body.replace(`"${PLANTED.idNumber}"`, `${PLANTED.idNumber}示`),
    body.replace(PLANTED.remarks, `${PLANTED.remarks}\n`),
    body.replace('"name"', '"name":"示例辛","name"'),
  ]
  for (const one of bad) {
    const { status } = await who.post('/v1/registers/people', one)
    if (status < 400 || status >= 500) throw new Error(`a bad row was answered with ${status}`)
  }
}

/** The service as it is started, with everything logged that can be. */
async function startProcess(t: Pick<Test, 'teardown'>, databaseUrl: string) {
  const dataDir = await mkdtemp(join(tmpdir(), 'fengsui-'))
  const child = startProgram('main', [], {
    env: {
      ...{ PATH: process.env.PATH, ...TEST_ENVIRONMENT, LOG_LEVEL: 'trace' },
      ...{ DATA_DIR: dataDir, DATABASE_URL: databaseUrl },
    },
  })
  let written = ''
  child.stderr.on('data', (chunk) => {
    written += chunk
  })
  const gone = once(child, 'exit')
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM')
    await gone
    await rm(dataDir, { recursive: true, force: true })
  }
  t.teardown(stop)
  const address = await readyAddress(child)
  child.stdout.on('data', (chunk) => {
    written += chunk
  })
  const accounts: FirstAccount[] = JSON.parse(await readFile(join(dataDir, 'first-accounts.json'), 'utf8'))
  const as = async (role: FirstAccount['role'], regionCode: string) => {
    const who = accounts.find((one) => one.role === role && one.regionCode === regionCode)
    if (!who) throw new Error(`nobody is ${role} at ${regionCode}`)
    return clientOf(address, () => logIn(address, who))
  }
  return { as, stop, log: () => written }
}
