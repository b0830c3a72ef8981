/** A rule that is approved on one day holds from the next: for events of that day, and for no earlier one. */
import t from 'tap'
import {
  type Accepted,
  aFollowUp,
  aReport,
  COUNTY,
  FAR_VILLAGE,
  minutesAfter,
  NOON,
  OTHER_COUNTY,
  startApi,
  TOWNSHIP,
  VILLAGE,
} from '../api.ts'
import { anOffice, BUREAU_TEXT } from './office.ts'

const api = await startApi(t, { environment: { RUN: 'api' } })
const office = await anOffice(api)
const village = api.as('officer', VILLAGE)
const farVillage = await api.hire('officer', FAR_VILLAGE)
const otherCounty = await api.hire('officer', OTHER_COUNTY)

const TOMORROW = minutesAfter(NOON, 24 * 60)
const HOURS = 60

const owedBy = (report: Accepted, regionCode: string, duty = 'first_report') =>
  report.deadlines.find((deadline) => deadline.regionCode === regionCode && deadline.duty === duty)

const aQuake = (occurredAt: Date, given: Parameters<typeof aReport>[0] = {}) =>
  aReport({ event: { hazard: 'earthquake', occurredAt: occurredAt.toISOString() }, ...given })

function minutesOf(report: Accepted, occurredAt: Date, regionCode = TOWNSHIP): number {
  return (Date.parse(owedBy(report, regionCode)?.dueAt ?? '') - occurredAt.getTime()) / 60_000
}

t.test('an event of the day before is judged by the text, one of the day itself by the bureau', async (t) => {
  // the lane has read its rules before any was approved
  const early = await village.report(aQuake(minutesAfter(NOON, -10)))
  t.equal(minutesOf(early, minutesAfter(NOON, -10)), 60)
  await office.enact()
  const sameDay = await farVillage.report(aQuake(minutesAfter(NOON, -10), { regionCode: FAR_VILLAGE }))
  t.equal(minutesOf(sameDay, minutesAfter(NOON, -10), '540122101000'), 60, 'approved is not yet in force')

  await api.setNow(TOMORROW)
  const lastOfTheOld = new Date('2026-07-01T15:59:59.999Z')
  const before = await village.report(
    aReport({ event: { hazard: 'snow', occurredAt: lastOfTheOld.toISOString() }, figures: { injured: 1 } }),
  )
  t.equal(minutesOf(before, lastOfTheOld), 60, 'an event of the day before, reported on the day')
  const firstOfTheNew = new Date('2026-07-01T16:00:00.000Z')
  const after = await village.report(
    aReport({ event: { hazard: 'flood', occurredAt: firstOfTheNew.toISOString() }, figures: { injured: 1 } }),
  )
  t.equal(minutesOf(after, firstOfTheNew), 45)
  t.match(owedBy(after, TOWNSHIP)?.because, [
    {
      rule: 'first_report.township',
      instrument: BUREAU_TEXT.instrumentZh,
      clause: '第六条',
      edition: '拉应急〔2026〕3号',
      inForceFrom: '2026-07-02',
      status: 'verified',
    },
  ])
  t.match(owedBy(after, COUNTY)?.because, [{ edition: '应急〔2020〕19号' }])

  const followUp = await village.report(aFollowUp(early, { figures: { injured: 2 } }))
  t.same(followUp.deadlines, [], 'what was set stays as it was')
  const rows = await api.rows<{ due_at: Date; limit: object }>(
    `select due_at, "limit" from deadlines where event_id = $1 and region_code = $2 and duty = 'first_report'`,
    [early.eventId, TOWNSHIP],
  )
  t.match(rows, [{ due_at: minutesAfter(NOON, 50), limit: { minutes: 60 } }])
})

t.test('a rule for one county holds in that county', async (t) => {
  await api.setNow(TOMORROW)
  await office.enact({
    target: 'first_report.county',
    value: { minutes: 90 },
    places: ['540122'],
    inForceFrom: '2026-07-04',
  })
  const at = minutesAfter(NOON, 3 * 24 * HOURS)
  await api.setNow(minutesAfter(at, 5))
  const here = await village.report(aQuake(at))
  t.equal(minutesOf(here, at, COUNTY), 90)
  const there = await otherCounty.report(aQuake(at, { regionCode: OTHER_COUNTY }))
  t.equal(minutesOf(there, at, OTHER_COUNTY), 120)
})

t.test('a threshold of the bureau grades, and passes the event upward', async (t) => {
  await api.setNow(minutesAfter(NOON, 4 * 24 * HOURS))
  await office.enact({
    target: 'flood_drought_tibet.relatively_serious.dead_and_missing',
    value: { from: 11 },
    inForceFrom: '2026-07-06',
  })
  const graded = async (at: Date) => {
    await api.setNow(minutesAfter(at, 5))
    return village.report(
      aReport({ event: { hazard: 'flood', occurredAt: at.toISOString() }, figures: { dead: 11 } }),
    )
  }
  const before = await graded(minutesAfter(NOON, 4 * 24 * HOURS))
  t.equal(before.severity.level, 'ordinary')
  const after = await graded(minutesAfter(NOON, 8 * 24 * HOURS))
  t.equal(after.severity.level, 'relatively_serious')
  t.match(after.severity.because, [
    {
      rule: 'flood_drought_tibet.relatively_serious.dead_and_missing',
      edition: '拉应急〔2026〕3号',
      value: 11,
    },
  ])
  const severity = (report: Accepted) =>
    report.escalations.filter(({ causeKind }) => causeKind === 'severity').map(({ toTier }) => toTier)
  t.same(
    [severity(before), severity(after)],
    [
      ['township', 'county'],
      ['township', 'county', 'city'],
    ],
  )
})

t.test(
  'a switch of the bureau ends the direct report of a single death, whatever is configured',
  async (t) => {
    await api.setNow(minutesAfter(NOON, 10 * 24 * HOURS))
    await office.enact({ target: 'anyDeathDirectReport', value: { on: false }, inForceFrom: '2026-07-13' })
    const isDirect = async (at: Date) => {
      await api.setNow(minutesAfter(at, 5))
      const report = await village.report(
        aReport({ event: { hazard: 'snow', occurredAt: at.toISOString() }, figures: { dead: 1 } }),
      )
      return report.escalations.some(({ causeKind }) => causeKind === 'direct_report')
    }
    t.equal(await isDirect(minutesAfter(NOON, 10 * 24 * HOURS)), true)
    t.equal(await isDirect(minutesAfter(NOON, 16 * 24 * HOURS)), false)
  },
)

t.test('desks have the limits of the bureau for what a report sends them', async (t) => {
  await api.setNow(minutesAfter(NOON, 21 * 24 * HOURS))
  for (const [act, minutes] of [
    ['acknowledge', 6],
    ['sign_for_forwarding', 16],
    ['resolve', 46],
  ] as const) {
    await office.enact({ target: `desk.lhasa_default.${act}`, value: { minutes }, inForceFrom: '2026-07-24' })
  }
  const limits = async (at: Date) => {
    await api.setNow(minutesAfter(at, 5))
    const event = { hazard: 'geological', occurredAt: at.toISOString() } as const
    // more dead than affected: stored at once, and to be put right
    const report = await village.report(aReport({ event, figures: { dead: 2, affected_pop: 1 } }))
    const rows = await api.rows<{ duty: string; minutes: number }>(
      `select distinct duty, ("limit" ->> 'minutes')::int as minutes from deadlines
       where event_id = $1 and duty in ('acknowledge_escalation', 'sign_for_forwarding', 'correction') order by duty`,
      [report.eventId],
    )
    return rows.map(({ duty, minutes }) => [duty, minutes])
  }
  t.same(await limits(minutesAfter(NOON, 21 * 24 * HOURS)), [
    ['acknowledge_escalation', 10],
    ['correction', 60],
    ['sign_for_forwarding', 30],
  ])
  t.same(await limits(minutesAfter(NOON, 25 * 24 * HOURS)), [
    ['acknowledge_escalation', 6],
    ['correction', 46],
    ['sign_for_forwarding', 16],
  ])
})

t.test('a check of the bureau asks for an explanation sooner', async (t) => {
  await api.setNow(minutesAfter(NOON, 17 * 24 * HOURS))
  await office.enact({ target: 'sharp_rise.dead', value: { moreThan: 1 }, inForceFrom: '2026-07-19' })
  const rises = async (hazard: 'snow' | 'earthquake', at: Date) => {
    await api.setNow(minutesAfter(at, 5))
    const event = { hazard, occurredAt: at.toISOString() } as const
    const first = await village.report(aReport({ event, figures: { dead: 1 } }))
    const next = await village.report(aFollowUp(first, { figures: { dead: 3 } }))
    return next.violations
  }
  t.same(await rises('snow', minutesAfter(NOON, 17 * 24 * HOURS)), [])
  t.match(await rises('earthquake', minutesAfter(NOON, 19 * 24 * HOURS)), [
    { rule: 'C18', kind: 'soft', because: [{ edition: '拉应急〔2026〕3号' }] },
  ])
})
