/** Events that turn out to be one (过程汇拢): nobody owes a day twice, nobody is let off, and closed ones stay closed. */
import t from 'tap'
import {
  type Answer,
  aReport,
  CITY,
  type Client,
  COUNTY,
  OTHER_COUNTY,
  OTHER_TOWNSHIP,
  quakeOn,
  SERIOUS,
  type Story,
  startStory,
  TOWNSHIP,
} from './story.ts'

const reason = { reason: '同一场地震。' }
const merge = (who: Client, into: string, from: string): Promise<Answer> =>
  who.post(`/v1/events/${into}/merges`, { fromEventId: from, ...reason })

/** One earthquake that two counties tell of as if it were two; the one in the other county is not grave. */
async function twoEvents(
  story: Story,
  facts: object = {},
): Promise<[one: string, two: string, other: Client]> {
  const event = quakeOn('2026-06-10')
  const other = await story.hire('officer', OTHER_TOWNSHIP)
  const one = await story.people.township.report(
    aReport({ regionCode: TOWNSHIP, event, figures: { injured: 3 }, facts: SERIOUS }),
  )
  const two = await other.report(
    aReport({ regionCode: OTHER_TOWNSHIP, event, figures: { injured: 1 }, facts }),
  )
  t.not(one.eventId, two.eventId)
  return [one.eventId, two.eventId, other]
}

t.test('a day is owed once, to the event that goes on, and by all who report there now', async (t) => {
  const story = await startStory(t, '2026-06-10T16:40')
  const { township, city } = story.people
  const desk = await story.hire('duty_officer', CITY)
  const [one, two, other] = await twoEvents(story, SERIOUS)
  await story.run('2026-06-11T00:00')
  t.same(await story.told(two), [
    `${CITY} 06-11 10:00 open`,
    `${OTHER_COUNTY} 06-11 09:00 open`,
    `${OTHER_TOWNSHIP} 06-11 08:00 open`,
  ])
  await story.clock('2026-06-11T07:30')
  await story.nil(township, one, TOWNSHIP)
  await story.run('2026-06-11T08:30')
  const act = await merge(desk, one, two)
  t.equal(act.status, 201, act.text)
  t.same(
    await story.told(two),
    [
      `${CITY} 06-11 10:00 ended`,
      `${OTHER_COUNTY} 06-11 09:00 ended`,
      `${OTHER_TOWNSHIP} 06-11 08:00 missed`,
    ],
    'what is not due yet is owed elsewhere; what was missed was missed',
  )
  t.same(await story.told(one), [
    `${CITY} 06-11 10:00 open`,
    `${OTHER_COUNTY} 06-11 09:00 open`,
    `${COUNTY} 06-11 09:00 open`,
    `${TOWNSHIP} 06-11 08:00 met`,
  ])
  t.equal((await story.nil(other, one, OTHER_TOWNSHIP)).status, 201)
  t.equal(
    (await story.told(two))[2],
    `${OTHER_TOWNSHIP} 06-11 08:00 late`,
    'a late word is heard all the same',
  )
  await story.run('2026-06-11T10:01')
  t.same(
    [await story.escalated(one, 'daily_follow_up'), await story.escalated(two, 'daily_follow_up')],
    [
      [`${CITY}>${CITY}`, `${OTHER_COUNTY}>${CITY}`, `${COUNTY}>${CITY}`],
      [`${OTHER_TOWNSHIP}>${OTHER_COUNTY}`],
    ],
    'the city missed one day, once',
  )
  t.equal((await story.nil(city, one, CITY)).status, 409, 'the city has not reported itself')

  await story.run('2026-06-12T00:00')
  t.same((await story.told(two)).length, 3, 'no further day is opened in the event that was merged')
  t.same(
    (await story.told(one)).filter((duty) => duty.includes('06-12')).map((duty) => duty.slice(0, 12)),
    [CITY, OTHER_COUNTY, OTHER_TOWNSHIP, COUNTY, TOWNSHIP],
  )
  const { id } = act.json<{ id: string }>()
  t.equal((await desk.post(`/v1/identity-acts/${id}/undoing`, reason)).status, 201)
  const day = (duties: string[]) => duties.filter((duty) => duty.includes('06-12'))
  t.same(
    day(await story.told(one)),
    [
      `${CITY} 06-12 10:00 open`,
      `${OTHER_COUNTY} 06-12 09:00 ended`,
      `${OTHER_TOWNSHIP} 06-12 08:00 ended`,
      `${COUNTY} 06-12 09:00 open`,
      `${TOWNSHIP} 06-12 08:00 open`,
    ],
    'taken back: each owes in its own event',
  )
  t.same(day(await story.told(two)), [
    `${CITY} 06-12 10:00 open`,
    `${OTHER_COUNTY} 06-12 09:00 open`,
    `${OTHER_TOWNSHIP} 06-12 08:00 open`,
  ])
})

t.test(
  'gravity that an event brings asks for reports of all; what was decided of it can be ended',
  async (t) => {
    const story = await startStory(t, '2026-06-10T16:40')
    const desk = await story.hire('duty_officer', CITY)
    const [one, two] = await twoEvents(story)
    const order = await desk.post(`/v1/events/${one}/nil-report-orders`, { regionCode: COUNTY, ...reason })
    t.equal(order.status, 201, order.text)
    await story.run('2026-06-11T00:00')
    t.same(await story.told(two), [], 'an event that is not grave')
    t.equal((await merge(desk, two, one)).status, 201)
    t.same(
      (await story.told(two)).map((duty) => duty.slice(0, 12)),
      [CITY, OTHER_COUNTY, OTHER_TOWNSHIP, COUNTY, TOWNSHIP],
      'is grave with the other one in it',
    )
    t.match((await desk.get(`/v1/events/${two}`)).json(), {
      course: { nilReportOrders: [{ node: { regionCode: COUNTY } }], dailyFollowUps: { isOn: true } },
    })
    const { id } = order.json<{ id: string }>()
    const ended = await desk.post(`/v1/events/${two}/nil-report-orders/${id}/end`, reason)
    t.equal(ended.status, 201, ended.text)
    t.match((await desk.get(`/v1/events/${two}`)).json(), { course: { nilReportOrders: [] } })
  },
)

t.test(
  'what is stable or closed is neither merged, nor merged into, nor split, until it is opened again',
  async (t) => {
    const story = await startStory(t, '2026-06-10T16:40')
    const { leader } = story.people
    const desk = await story.hire('duty_officer', CITY)
    const [one, two] = await twoEvents(story)
    const rows = () =>
      story.rows('select id, state, merged_into_id, stable_at from events where id in ($1, $2) order by id', [
        one,
        two,
      ])
    t.equal((await story.stability(leader, one, '2026-06-10T16:35')).status, 201)
    const split = { regionCodes: [TOWNSHIP], ...reason }
    for (const state of ['stable', 'closed']) {
      const before = await rows()
      const refused = [
        await merge(desk, one, two),
        await merge(desk, two, one),
        await desk.post(`/v1/events/${one}/splits`, split),
      ]
      for (const answer of refused) t.match([answer.status, answer.json()], [409, { eventId: one, state }])
      t.same(await rows(), before, 'nothing has changed')
      if (state === 'closed') break
      const leave = { regionCode: CITY, reason: '失联' }
      const other = await story.hire('duty_leader', CITY)
      t.equal((await other.post(`/v1/events/${one}/verification-overrides`, leave)).status, 201)
      t.equal((await leader.post(`/v1/events/${one}/closure`, { basis: '核报完成' })).status, 201)
    }
    t.equal((await leader.post(`/v1/events/${one}/reopening`, reason)).status, 201)
    t.equal((await merge(desk, one, two)).status, 201)
  },
)

t.test('what two people lowered stays lowered where a merge says nothing new', async (t) => {
  const story = await startStory(t, '2026-06-10T16:40')
  const { leader } = story.people
  const desk = await story.hire('duty_officer', CITY)
  const [one, two] = await twoEvents(story)
  const severity = async () => (await desk.get(`/v1/events/${one}`)).json<{ severity: string }>().severity
  t.equal(await severity(), 'serious')
  const proposed = await leader.post(`/v1/events/${one}/severity-reductions`, {
    level: 'ordinary',
    reason: '震级修订。',
  })
  const { id } = proposed.json<{ id: string }>()
  t.match((await desk.post(`/v1/severity-reductions/${id}/confirmation`, {})).json(), { state: 'confirmed' })
  t.equal(await severity(), 'ordinary')
  const act = await merge(desk, one, two)
  t.equal(act.status, 201, act.text)
  t.equal(await severity(), 'ordinary', 'one injured more is no news to any ladder')
  const path = `/v1/identity-acts/${act.json<{ id: string }>().id}/undoing`
  t.equal((await desk.post(path, reason)).status, 201)
  t.equal(await severity(), 'ordinary')
})
