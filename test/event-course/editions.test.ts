/** By the edition of the day: 2008 and today's; and the ten days of a drought. */
import t from 'tap'
import {
  aFollowUp,
  aReport,
  CITY,
  COUNTY,
  firstReports,
  startStory,
  TOWNSHIP,
  VILLAGE,
  verified,
} from './story.ts'

t.test('October 2008: hours and working days by the system of 2008', async (t) => {
  const story = await startStory(t, '2008-10-06T16:40')
  const { leader, village, township, county } = story.people
  const s = await firstReports(story, '2008-10-06')
  await story.run('2008-10-07T00:00')
  const rows = await story.rows<{ region_code: string; because: { edition: string }[]; limit: object }>(
    `select region_code, because, "limit" from deadlines where event_id = $1 and duty = 'daily_follow_up' order by 1`,
    [s.eventId],
  )
  t.match(rows, [
    { region_code: CITY, limit: { dailyAt: '10:00' }, because: [{ edition: '民函〔2008〕119号' }, {}] },
    { region_code: COUNTY, limit: { dailyAt: '09:00' }, because: [{ edition: '民函〔2008〕119号' }, {}] },
    { region_code: TOWNSHIP, limit: { dailyAt: '08:00' }, because: [{ status: 'secondary' }, {}] },
  ])
  t.ok(
    rows.every(({ because }) => because.some((one) => JSON.stringify(one).includes('daily_follow_up.on'))),
    'and why daily reports are on at all',
  )
  await story.run('2008-10-16T12:00')
  const declared = await story.stability(leader, s.eventId, '2008-10-16T12:00')
  t.same(
    declared
      .json<{ verifiedReports: { node: { regionCode: string }; dueAt: string }[] }>()
      .verifiedReports.map(({ node, dueAt }) => [node.regionCode, dueAt.slice(0, 16)]),
    [
      // Thursday the 16th: two working days are Friday and Monday, three to Tuesday; the city does not wait for a county
      [CITY, '2008-10-22T00:00'],
      [COUNTY, '2008-10-21T00:00'],
      [TOWNSHIP, '2008-10-21T00:00'],
    ],
  )
  await village.report(verified(s.village))
  await township.report(verified(s.township))
  const done = await county.report(verified(s.county))
  t.same(
    done.deadlines.filter(({ duty }) => duty === 'verified_report'),
    [],
    'the city’s clock runs already',
  )
  t.equal((await story.told(s.eventId, 'daily%')).length, 3 * 10)
})

t.test(
  'a year without a calendar of working days: stable all the same, and the clock is not guessed',
  async (t) => {
    const story = await startStory(t, '2012-06-10T16:40')
    const { leader, village, township } = story.people
    const s = await firstReports(story, '2012-06-10')
    const declared = await story.stability(leader, s.eventId, '2012-06-10T17:30')
    t.equal(declared.status, 201, declared.text)
    t.match(declared.json(), {
      verifiedReports: [],
      withoutClock: [
        { node: { regionCode: CITY }, because: /2012年/ },
        { node: { regionCode: COUNTY } },
        { node: { regionCode: TOWNSHIP } },
      ],
    })
    t.equal((await village.submit(verified(s.village))).status, 201, 'reports are taken')
    t.equal((await township.submit(verified(s.township))).status, 201)
  },
)

t.test('a drought: the county follows up at least every ten days, until it has ended', async (t) => {
  const story = await startStory(t, '2026-05-01T10:00')
  const { village, county, leader } = story.people
  const event = { hazard: 'drought', occurredAt: '2026-05-01T09:00:00+08:00' } as const
  const { eventId } = await village.report(
    aReport({ event, regionCode: VILLAGE, figures: { drought_aid_cum: 3 } }),
  )
  const first = await county.report(aReport({ event, regionCode: COUNTY, figures: { drought_aid_cum: 30 } }))
  await story.run('2026-05-10T23:00')
  t.same(await story.told(eventId), [], 'nothing before its day')
  await story.run('2026-05-11T00:00')
  t.same(await story.told(eventId), [`${COUNTY} 05-11 10:00 open`], 'ten days from the county’s report')
  await story.run('2026-05-11T10:01')
  t.same(await story.escalated(eventId, 'drought_follow_up'), [`${COUNTY}>${CITY}`])
  await story.clock('2026-05-13T12:00')
  const late = await county.report(aFollowUp(first, { figures: { drought_aid_cum: 40 } }))
  t.equal(late.isLate, true)
  await story.run('2026-05-22T12:00')
  t.same(await story.told(eventId), [`${COUNTY} 05-11 10:00 late`], 'ten days anew from the last report')
  await story.run('2026-05-23T00:00')
  await story.nil(county, eventId, COUNTY)
  t.same(await story.told(eventId), [`${COUNTY} 05-11 10:00 late`, `${COUNTY} 05-23 12:00 met`])
  await story.run('2026-06-02T00:30')
  t.same((await story.told(eventId)).at(-1), `${COUNTY} 06-02 00:00 missed`)
  await story.run('2026-06-10T12:00')
  await story.stability(leader, eventId, '2026-06-10T12:00')
  await story.run('2026-07-10T12:00')
  t.equal((await story.told(eventId, 'drought%')).length, 3, 'and none after it has ended')
})
