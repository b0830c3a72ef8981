import { eq } from 'drizzle-orm'
import t from 'tap'
import { deadlines } from '../../src/deadlines/tables.ts'
import { missedStep } from '../../src/escalations/missed-step.ts'
import { DEPARTMENTS } from '../../src/regulations/departments.ts'
import { forwardings } from '../../src/routing/tables.ts'
import { unsignedStep } from '../../src/routing/unsigned-step.ts'
import { warmUp } from '../accounts/bureau.ts'
import {
  aBureauOnDuty,
  anEvent,
  at,
  type BureauOnDuty,
  CITY,
  COUNTY,
  type Person,
  someForwardings,
  VILLAGE,
} from '../events/world.ts'

async function listed(bureau: BureauOnDuty, who: Person, query = ''): Promise<string[]> {
  const page = await bureau.get(who, `/forwardings?${query}`)
  return page.items.map(({ id }: { id: string }) => id)
}

/** An event handed to 地震 and 救灾 sections and to the health department. */
async function handedOut(t: Parameters<typeof aBureauOnDuty>[0]) {
  const bureau = await aBureauOnDuty(t)
  const eventId = await anEvent(bureau.db)
  const made = await someForwardings(bureau.db, eventId, ['DZDZ', 'JZWZ', 'health'])
  const idOf = (code: string): string => {
    const found = made.find(({ recipientCode }) => recipientCode === code)
    if (!found) throw new Error(`nothing was handed to ${code}`)
    return found.id
  }
  const clerk = await bureau.hire(['section_clerk', CITY, 'DZDZ'])
  const officer = await bureau.hire(['duty_officer', CITY])
  return { bureau, eventId, made, idOf, clerk, officer }
}

t.test('a section sees its own, a department its own, the desk all of the bureau', async (t) => {
  const { bureau, idOf, clerk, officer } = await handedOut(t)
  const liaison = await bureau.hire(['department_liaison', CITY, 'health'])
  const both = await bureau.hire(['section_clerk', CITY, 'JZWZ'], ['department_liaison', CITY, 'health'])
  const rows: [who: Person, sees: string[]][] = [
    [clerk, ['DZDZ']],
    [liaison, ['health']],
    [both, ['JZWZ', 'health']],
    [officer, ['DZDZ', 'JZWZ', 'health']],
    [await bureau.hire(['auditor', CITY]), ['DZDZ', 'JZWZ', 'health']],
    [await bureau.hire(['section_clerk', CITY, 'FXKH']), []],
    [await bureau.hire(['duty_officer', COUNTY]), []],
  ]
  for (const [who, sees] of rows) {
    t.same(new Set(await listed(bureau, who)), new Set(sees.map(idOf)), sees.join())
    for (const code of ['DZDZ', 'JZWZ', 'health']) {
      const { statusCode } = await bureau.ask(who, 'GET', `/forwardings/${idOf(code)}`)
      t.equal(statusCode, sees.includes(code) ? 200 : 404)
    }
  }
  const village = await bureau.hire(['officer', COUNTY])
  t.equal((await bureau.ask(village, 'GET', '/forwardings')).statusCode, 403)
})

t.test('a clerk reads what was handed over, why, by when to sign, and where', async (t) => {
  const { bureau, eventId, clerk, idOf } = await handedOut(t)
  await bureau.clock(30, 1)
  const [item] = (await bureau.get(clerk, '/forwardings')).items
  t.match(item, {
    id: idOf('DZDZ'),
    event: { id: eventId, hazardZh: '地震灾害', severityZh: '重大', placeZh: '当雄县格达乡羊易村委会' },
    recipient: { kind: 'section', code: 'DZDZ', nameZh: '地震和地质灾害救援科' },
    role: 'lead',
    severityAtForwarding: 'serious',
    because: [{ clause: '第一条' }],
    state: 'open',
    signBy: { dueAt: '2026-07-01T12:30:00.000+08:00', isOverdue: true },
    isOverdue: true,
    nextAct: 'acknowledge',
    nextActUrl: `/v1/forwardings/${idOf('DZDZ')}/acknowledgement`,
  })
})

t.test('open ones come gravest and oldest first, closed ones newest first', async (t) => {
  const bureau = await aBureauOnDuty(t)
  const officer = await bureau.hire(['duty_officer', CITY], ['section_clerk', CITY, 'DZDZ'])
  const made = []
  for (const [severityRank, minutes] of [
    [1, 0],
    [4, 3],
    [3, 1],
    [3, 0],
  ] as const) {
    const eventId = await anEvent(bureau.db)
    made.push(...(await someForwardings(bureau.db, eventId, ['DZDZ'], { severityRank, now: at(minutes) })))
  }
  const [a, b, c, d] = made.map(({ id }) => id)
  const first = await bureau.get(officer, '/forwardings?limit=3')
  const second = await bureau.get(officer, `/forwardings?limit=3&after=${first.next}`)
  const ids = [...first.items, ...second.items].map(({ id }: { id: string }) => id)
  t.same(ids, [b, d, c, a])
  for (const [minutes, id, act, body] of [
    [10, d, 'acknowledgement', undefined],
    [11, a, 'refusal', { reason: '非本科室职责' }],
    [12, c, 'acknowledgement', undefined],
  ] as const) {
    await bureau.clock(minutes)
    t.equal((await bureau.ask(officer, 'POST', `/forwardings/${id}/${act}`, body)).statusCode, 200)
  }
  t.same(await listed(bureau, officer, 'state=closed'), [c, a, d])
  const closed = await bureau.get(officer, '/forwardings?state=closed&limit=1')
  t.same(await listed(bureau, officer, `state=closed&limit=2&after=${closed.next}`), [a, d])
})

t.test('of twenty who sign at once exactly one is first, and the others are told who', async (t) => {
  const { bureau, idOf } = await handedOut(t)
  const clerks = await Promise.all(
    Array.from({ length: 20 }, () => bureau.hire(['section_clerk', CITY, 'DZDZ'])),
  )
  const replies = await Promise.all(
    clerks.map((clerk) => bureau.ask(clerk, 'POST', `/forwardings/${idOf('DZDZ')}/acknowledgement`)),
  )
  const winners = clerks.filter((_, i) => replies[i]?.statusCode === 200)
  t.equal(winners.length, 1)
  const refusals = replies.filter(({ statusCode }) => statusCode === 409).map((reply) => reply.json())
  t.equal(refusals.length, 19)
  for (const refusal of refusals) {
    t.match(refusal, {
      type: '/problems/already-acknowledged',
      acknowledgedBy: { accountId: winners[0]?.accountId, role: 'section_clerk', sectionCode: 'DZDZ' },
    })
  }
  const signed = (await bureau.trail()).filter((action) => action === 'forwarding.acknowledged')
  t.equal(signed.length, 1)
})

t.test('a signature meets its duty, and repeating it is harmless', async (t) => {
  const { bureau, idOf, clerk } = await handedOut(t)
  const id = idOf('DZDZ')
  await bureau.clock(5)
  const first = await bureau.ask(clerk, 'POST', `/forwardings/${id}/acknowledgement`)
  t.match(first.json(), { state: 'acknowledged', nextAct: 'none', signBy: { isLate: false } })
  await bureau.clock(6)
  t.same((await bureau.ask(clerk, 'POST', `/forwardings/${id}/acknowledgement`)).json(), first.json())
  const [duty] = await bureau.db.select().from(deadlines).where(eq(deadlines.subjectId, id))
  t.match(duty, { metAt: at(5), metById: clerk.accountId, missedAt: null })
})

t.test('what is refused goes back to the command centre, once, and is never ownerless', async (t) => {
  const { bureau, eventId, idOf, clerk, officer } = await handedOut(t)
  const id = idOf('DZDZ')
  const reason = '堰塞湖险情,应由防汛抗旱科办理。'
  const url = `/forwardings/${id}/refusal`
  t.equal((await bureau.ask(clerk, 'POST', url, {})).statusCode, 400, 'a reason is needed')
  const first = await bureau.ask(clerk, 'POST', url, { reason })
  t.match(first.json(), {
    state: 'refused',
    refusalReason: reason,
    refusedBy: { accountId: clerk.accountId, sectionCode: 'DZDZ' },
    nextAct: 'none',
  })
  t.same((await bureau.ask(clerk, 'POST', url, { reason })).json(), first.json(), 'a retry is harmless')
  const returned = (await bureau.get(officer, `/forwardings?eventId=${eventId}`)).items.find(
    (item: { returnsId: string | null }) => item.returnsId === id,
  )
  t.match(returned, {
    recipient: { code: 'ZHZX' },
    role: 'lead',
    because: [{ rule: 'routing.refused', value: reason }],
    signBy: { dueAt: '2026-07-01T12:30:00.000+08:00' },
  })
  t.equal((await bureau.db.select().from(forwardings)).length, 4)
  t.same((await bureau.trail()).slice(-2), ['forwarding.refused', 'forwarding.returned'])
  t.same((await bureau.told()).slice(-2), ['forwarding.refused', 'forwarding.returned'])
  const colleague = await bureau.hire(['section_clerk', CITY, 'DZDZ'])
  t.match((await bureau.ask(colleague, 'POST', `/forwardings/${id}/acknowledgement`)).json(), {
    type: '/problems/already-refused',
    refusedBy: { accountId: clerk.accountId },
  })
  const sign = await bureau.ask(officer, 'POST', `/forwardings/${returned.id}/acknowledgement`)
  t.equal(sign.statusCode, 200, 'the duty officer signs for the command centre')
})

t.test('the command centre cannot refuse, and what is signed for cannot be refused', async (t) => {
  const bureau = await aBureauOnDuty(t)
  const [centre, own] = await someForwardings(bureau.db, await anEvent(bureau.db), ['ZHZX', 'DZDZ'])
  const officer = await bureau.hire(['duty_officer', CITY])
  const clerk = await bureau.hire(['section_clerk', CITY, 'DZDZ'])
  const reason = { reason: '不办' }
  t.match((await bureau.ask(officer, 'POST', `/forwardings/${centre?.id}/refusal`, reason)).json(), {
    type: '/problems/cannot-refuse-here',
  })
  await bureau.ask(clerk, 'POST', `/forwardings/${own?.id}/acknowledgement`)
  t.match((await bureau.ask(clerk, 'POST', `/forwardings/${own?.id}/refusal`, reason)).json(), {
    type: '/problems/already-acknowledged',
    acknowledgedBy: { accountId: clerk.accountId },
  })
})

t.test('what nobody signed in time is the command centre’s already when it is refused', async (t) => {
  const { bureau, idOf, clerk } = await handedOut(t)
  await bureau.clock(30, 1)
  await missedStep({ db: bureau.db })
  await unsignedStep({ db: bureau.db })
  t.equal((await bureau.db.select().from(forwardings)).length, 6)
  const reply = await bureau.ask(clerk, 'POST', `/forwardings/${idOf('DZDZ')}/refusal`, { reason: '不办' })
  t.equal(reply.statusCode, 200)
  t.equal((await bureau.db.select().from(forwardings)).length, 6, 'it is not handed back twice')
})

t.test('who may not sign is refused, and nothing is written', async (t) => {
  const { bureau, idOf, officer } = await handedOut(t)
  const rows: [who: Person, status: number][] = [
    [officer, 403],
    [await bureau.hire(['auditor', CITY]), 403],
    [await bureau.hire(['section_clerk', CITY, 'FXKH']), 404],
    [await bureau.hire(['section_clerk', COUNTY, 'DZDZ']), 404],
    [await bureau.hire(['department_liaison', CITY, 'health']), 404],
    [await bureau.hire(['officer', CITY]), 403],
  ]
  for (const [who, status] of rows) {
    for (const [act, body] of [
      ['acknowledgement', undefined],
      ['refusal', { reason: '不办' }],
    ] as const) {
      const reply = await bureau.ask(who, 'POST', `/forwardings/${idOf('DZDZ')}/${act}`, body)
      t.equal(reply.statusCode, status, `${who.caller.bindings[0]?.role} ${act}`)
    }
  }
  const rowsNow = await bureau.db.select().from(forwardings)
  t.ok(rowsNow.every(({ state }) => state === 'open'))
})

t.test('the tag of the list changes with signatures, refusals and the passing of time', async (t) => {
  const { bureau, idOf, clerk, officer } = await handedOut(t)
  let known = ''
  const poll = async (expected: number, why: string) => {
    const headers: Record<string, string> = known === '' ? {} : { 'if-none-match': known }
    const reply = await bureau.ask(officer, 'GET', '/forwardings', undefined, headers)
    t.equal(reply.statusCode, expected, why)
    known = String(reply.headers.etag)
  }
  await poll(200, 'the first time')
  await bureau.clock(30)
  await poll(304, 'on the instant it is still in time')
  await bureau.clock(30, 1)
  await poll(200, 'overdue')
  await bureau.ask(clerk, 'POST', `/forwardings/${idOf('DZDZ')}/refusal`, { reason: '不办' })
  await poll(200, 'refused and returned')
  await poll(304, 'nothing more')
})

t.test('the duty officer hands on what the command centre holds', async (t) => {
  const { bureau, eventId, idOf, clerk, officer } = await handedOut(t)
  await bureau.ask(clerk, 'POST', `/forwardings/${idOf('DZDZ')}/refusal`, { reason: '不办' })
  const [held] = await bureau.db
    .select()
    .from(forwardings)
    .where(eq(forwardings.returnsId, idOf('DZDZ')))
  const url = `/forwardings/${held?.id}/reassignment`
  const recipients = [
    { section: 'FXKH', role: 'lead' },
    { section: 'JZWZ', role: 'support' },
    { department: 'water', role: 'inform' },
  ]
  const refusals: [body: object, status: number][] = [
    [{ recipients: [], reason: '改派' }, 400],
    [{ recipients: [{ role: 'lead' }], reason: '改派' }, 400],
    [{ recipients: [{ section: 'XXXX', role: 'lead' }], reason: '改派' }, 422],
    [{ recipients: [{ section: 'JZWZ', role: 'lead' }], reason: '改派' }, 409],
  ]
  for (const [body, status] of refusals) {
    t.equal((await bureau.ask(officer, 'POST', url, body)).statusCode, status, JSON.stringify(body))
  }
  const reply = await bureau.ask(officer, 'POST', url, { recipients, reason: '堰塞湖险情' })
  t.equal(reply.statusCode, 200)
  t.match(reply.json(), {
    forwarding: { id: held?.id, state: 'acknowledged', acknowledgedBy: { accountId: officer.accountId } },
    made: [
      { recipient: { code: 'FXKH' }, role: 'lead', because: [{ value: '堰塞湖险情' }] },
      { recipient: { kind: 'department', code: 'water' }, role: 'inform' },
    ],
    already: [{ code: 'JZWZ' }],
  })
  const [decision, first] = (await bureau.get(officer, `/events/${eventId}/routing`)).items
  t.match(decision, {
    trace: [{ ruleId: 'reassigned', matched: true, why: '堰塞湖险情' }],
    forwardings: [{ recipient: { code: 'FXKH' } }, { recipient: { code: 'water' } }],
  })
  t.match(first, { trace: [{ ruleId: 'earthquake' }], facts: { hazard: 'earthquake' } })
  t.equal(first.forwardings.length, 4, 'the first decision also shows what went back')
  const villager = await bureau.hire(['officer', VILLAGE])
  const seen = await bureau.ask(villager, 'GET', `/events/${eventId}/routing`)
  t.equal(seen.statusCode, 403, 'the totals of the whole event are not for a village')
  const own = await bureau.ask(clerk, 'POST', `/forwardings/${idOf('DZDZ')}/reassignment`, {
    recipients,
    reason: '改派',
  })
  t.equal(own.statusCode, 409, 'a section refuses instead')
})

t.test('sections, departments and the rules of a day are there to be read', async (t) => {
  const bureau = await aBureauOnDuty(t)
  const clerk = await bureau.hire(['section_clerk', CITY, 'DZDZ'])
  t.match(
    (await bureau.get(clerk, '/sections')).items.find((item: { code: string }) => item.code === 'ZHZX'),
    {
      nameZh: '应急指挥中心',
      status: 'inferred',
    },
  )
  t.match((await bureau.get(clerk, '/departments')).items.length, DEPARTMENTS.length)
  const rules = await bureau.get(clerk, '/routing-rules')
  t.match(rules, {
    onDay: '2026-07-01',
    items: [{ id: 'command_centre', order: 10, because: { status: 'inferred' } }],
  })
  t.same((await bureau.get(clerk, '/routing-rules?onDay=1999-12-31')).items, [])
  t.equal((await bureau.ask(clerk, 'GET', '/routing-rules?onDay=tomorrow')).statusCode, 400)
})

t.test(
  'of desks that hand one event to one section at once, one does, and nobody meets a fault',
  async (t) => {
    const { bureau, eventId, idOf, officer, clerk } = await handedOut(t)
    const liaison = await bureau.hire(['department_liaison', CITY, 'health'])
    for (const [who, code] of [
      [clerk, 'DZDZ'],
      [liaison, 'health'],
    ] as const) {
      const refusal = { reason: '非本单位职责' }
      const refused = await bureau.ask(who, 'POST', `/forwardings/${idOf(code)}/refusal`, refusal)
      t.equal(refused.statusCode, 200, refused.body)
    }
    const held = (await bureau.get(officer, `/forwardings?eventId=${eventId}`)).items.filter(
      ({ recipient }: { recipient: { code: string } }) => recipient.code === 'ZHZX',
    )
    t.equal(held.length, 2)
    const handTo = (id: string, ...roles: string[]) =>
      bureau.ask(officer, 'POST', `/forwardings/${id}/reassignment`, {
        recipients: roles.map((role) => ({ section: 'FXKH', role })),
        reason: '转防汛抗旱科',
      })
    const twice = await handTo(held[0].id, 'lead', 'support')
    t.match(twice.json(), { status: 400, errors: [{ pointer: '/recipients', code: 'repeated' }] })
    await warmUp(bureau.db)
    const replies = await Promise.all(Array.from({ length: 10 }, (_, i) => handTo(held[i % 2].id, 'lead')))
    const statuses = replies.map(({ statusCode }) => statusCode).sort()
    t.same(statuses, [200, ...Array.from({ length: 9 }, () => 409)])
  },
)
