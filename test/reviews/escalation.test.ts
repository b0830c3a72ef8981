import t from 'tap'
import { aFollowUp, aReport, COUNTY, minutesAfter, NOON, startApi, TOWNSHIP, VILLAGE } from '../api.ts'
import { giveBack } from './people.ts'

interface Duty {
  duty: string
  due_at: Date
  met_at: Date | null
  missed_at: Date | null
  because: { rule: string; status: string }[]
}

async function aWorld(t: Parameters<typeof startApi>[0]) {
  const api = await startApi(t)
  const people = {
    village: await api.hire('officer', VILLAGE),
    township: await api.hire('officer', TOWNSHIP),
    county: await api.hire('reviewer', COUNTY),
  }
  const corrections = (eventId: string) =>
    api.rows<Duty>(
      `select duty, due_at, met_at, missed_at, because from deadlines
       where event_id = $1 and duty = 'correction' order by set_at`,
      [eventId],
    )
  const passedUp = (eventId: string) =>
    api.rows<{ to_code: string; cause_kind: string }>(
      `select x.to_code, x.cause_kind from escalations x join deadlines d on d.id = x.cause_id
       where x.event_id = $1 and d.duty = 'correction'`,
      [eventId],
    )
  return { api, ...people, corrections, passedUp }
}

t.test(
  'a return without an answer is passed upward after its limit, and not a millisecond before',
  async (t) => {
    const { api, village, township, county, corrections, passedUp } = await aWorld(t)
    const report = await village.report(aReport({ figures: { injured: 1 } }))
    t.equal((await giveBack(township, report)).status, 200)
    const [owed] = await corrections(report.eventId)
    t.same(owed?.due_at, minutesAfter(NOON, 60), 'an hour, where nobody is dead')
    t.match(owed?.because, [{ rule: 'review.return', status: 'inferred' }])

    await api.minutesLater(60)
    await api.runDue()
    t.match(await corrections(report.eventId), [{ missed_at: null }], 'on the instant it is still in time')
    t.same(await passedUp(report.eventId), [])

    await api.setNow(new Date(minutesAfter(NOON, 60).getTime() + 1))
    await api.runDue()
    await api.runDue()
    t.match(await corrections(report.eventId), [{ missed_at: Date, met_at: null }])
    t.match(await passedUp(report.eventId), [{ to_code: TOWNSHIP, cause_kind: 'deadline_missed' }], 'once')
    const timeline = (await county.get(`/v1/events/${report.eventId}/timeline?limit=200`)).json<{
      items: { what: string; detail: { duty?: string } }[]
    }>()
    t.ok(
      timeline.items.some(({ what, detail }) => what === 'deadline.missed' && detail.duty === 'correction'),
    )
  },
)

t.test(
  'with people dead or missing the limit is half as long; an answer in time is passed to nobody',
  async (t) => {
    const { api, village, township, corrections, passedUp } = await aWorld(t)
    const report = await village.report(aReport({ figures: { missing: 1 } }))
    await giveBack(township, report)
    t.match(await corrections(report.eventId), [{ due_at: minutesAfter(NOON, 30) }])
    await api.minutesLater(30)
    await village.report(aFollowUp(report, { figures: { missing: 0, dead: 1 } }))
    await api.minutesLater(300)
    await api.runDue()
    t.match(await corrections(report.eventId), [{ met_at: minutesAfter(NOON, 30), missed_at: null }])
    t.same(await passedUp(report.eventId), [])
  },
)

t.test('a late answer is passed upward by itself, if the engine has not seen it, and once', async (t) => {
  const { api, village, township, corrections, passedUp } = await aWorld(t)
  const report = await village.report(aReport({ figures: { dead: 1 } }))
  await giveBack(township, report)
  await api.minutesLater(31)
  await village.report(aFollowUp(report, { figures: { dead: 2 } }))
  await api.runDue()
  t.match(await corrections(report.eventId), [{ met_at: minutesAfter(NOON, 31), missed_at: Date }])
  t.equal((await passedUp(report.eventId)).length, 1)
})

t.test('what answers a return may be returned again, each time with a duty of its own', async (t) => {
  const { api, village, township, county, corrections } = await aWorld(t)
  const first = await village.report(aReport({ figures: { dead: 1 } }))
  await giveBack(township, first)
  await api.minutesLater(10)
  const second = await village.report(aFollowUp(first, { figures: { dead: 2 } }))
  t.equal((await giveBack(county, second, { reasonCode: 'needs_explanation' })).status, 200)
  t.match(await corrections(first.eventId), [
    { met_at: minutesAfter(NOON, 10), due_at: minutesAfter(NOON, 30) },
    { met_at: null, due_at: minutesAfter(NOON, 40) },
  ])
})

t.test('figures that contradicted each other were owed already: a return moves no limit', async (t) => {
  const { village, township, corrections } = await aWorld(t)
  const report = await village.report(aReport({ figures: { dead: 1, affected_pop: 0 } }))
  const before = await corrections(report.eventId)
  t.equal(before.length, 1, 'the rules asked for a correction')
  const answer = await giveBack(township, report)
  const { review } = answer.json<{ review: { dueAt: string } }>()
  t.same(await corrections(report.eventId), before, 'the limit stands as it was set')
  t.same(new Date(review.dueAt), before[0]?.due_at, 'and that is what the unit is told')
})

t.test(
  'a return of a report whose event was merged is answered where it counts now, and after the merge is undone',
  async (t) => {
    const { api, village, township, corrections } = await aWorld(t)
    const city = await api.hire('duty_officer', '540100000000')
    const far = await api.hire('officer', '540121100201')
    const one = await village.report(aReport({ figures: { dead: 1 } }))
    const event = { hazard: 'earthquake', occurredAt: minutesAfter(NOON, -9).toISOString() } as const
    const two = await far.report(aReport({ regionCode: '540121100201', event, figures: { dead: 1 } }))
    const merge = await city.post(`/v1/events/${two.eventId}/merges`, {
      fromEventId: one.eventId,
      reason: '同一场地震',
    })
    t.equal(merge.status, 201, merge.text)

    const returned = await giveBack(township, one)
    t.equal(returned.status, 200, returned.text)
    t.equal((await corrections(one.eventId)).length, 1)
    const undone = await city.post(`/v1/identity-acts/${merge.json<{ id: string }>().id}/undoing`, {
      reason: '两场地震',
    })
    t.equal(undone.status, 201, undone.text)
    await village.report(aFollowUp(one, { figures: { dead: 2 } }))
    t.match(await corrections(one.eventId), [{ met_at: Date }], 'the duty went back with its chain')
  },
)

t.end()
