/** An earthquake that turns out graver with each report: who is told at once, and what is asked of the county. */
import t from 'tap'
import {
  type Accepted,
  aFollowUp,
  aReport,
  COUNTY,
  minutesAfter,
  NEXT_VILLAGE,
  NOON,
  startApi,
  TOWNSHIP,
  VILLAGE,
} from '../api.ts'

const api = await startApi(t, { environment: { RUN: 'api' } })
const village = api.as('officer', VILLAGE)
const township = api.as('officer', TOWNSHIP)
const county = api.as('officer', COUNTY)
const neighbour = await api.hire('officer', NEXT_VILLAGE)

function story(day: number) {
  const now = minutesAfter(NOON, day * 24 * 60)
  const at = (minutes: number) => minutesAfter(now, minutes)
  const event = { hazard: 'earthquake', occurredAt: now.toISOString() } as const
  return { at, event }
}

const passings = ({ escalations }: Accepted, cause: string) =>
  escalations.filter(({ causeKind }) => causeKind === cause).map(({ toTier }) => toTier)
const lead = ({ forwardings }: Accepted) => forwardings.map(({ recipientCode }) => recipientCode)

t.test('a rise of severity passes the event up once more, and forwards it once more', async (t) => {
  const { at, event } = story(0)
  await api.setNow(at(10))
  const first = await village.report(aReport({ event, facts: { magnitude: 4.2 }, figures: { injured: 1 } }))
  t.equal(first.severity.level, 'ordinary')
  t.same(passings(first, 'severity'), ['township', 'county'])
  t.ok(lead(first).includes('DZDZ'))

  const same = await village.report(aFollowUp(first, { figures: { injured: 2 } }))
  t.same(same.escalations, [], 'nothing is graver')
  t.same(same.forwardings, [])

  const graver = await village.report(aFollowUp(same, { facts: { magnitude: 6.3 }, figures: { injured: 3 } }))
  t.equal(graver.severity.level, 'serious')
  t.same(passings(graver, 'severity'), ['township', 'county', 'city', 'autonomous_region'])
  t.ok(lead(graver).includes('DZDZ'), 'the section hears that it has become graver')

  const lower = await village.report(
    aFollowUp(graver, { facts: { magnitude: 4.0 }, figures: { injured: 3 } }),
  )
  t.equal(lower.severity.level, 'ordinary', 'the ladder says less now')
  t.equal(lower.event.severity, 'serious', 'but the gravest answer stands')
  t.same(lower.escalations, [])
  const causes = await api.rows<{ n: string }>(
    `select count(*) as n from escalations where event_id = $1 and cause_kind = 'severity'
     group by cause_id order by n`,
    [first.eventId],
  )
  t.same(causes, [{ n: '2' }, { n: '4' }], 'each answer that raised it made each step once')
})

t.test(
  'ten dead or missing: the county reports to the region and the ministry at the same time',
  async (t) => {
    const { at, event } = story(4)
    await api.setNow(at(30))
    const nine = await county.report(aReport({ event, regionCode: COUNTY, figures: { dead: 6, missing: 3 } }))
    t.same(passings(nine, 'direct_report'), ['city', 'autonomous_region'], 'any death goes to the region')
    await api.setNow(at(180))
    const ten = await county.report(aFollowUp(nine, { figures: { dead: 6, missing: 4 } }))
    t.same(passings(ten, 'direct_report'), ['city', 'autonomous_region', 'ministry'])
    const owed = ten.deadlines.filter(({ duty }) => duty === 'direct_report')
    t.equal(owed.length, 2)
    for (const { regionCode, dueAt } of owed) {
      t.equal(regionCode, COUNTY)
      t.equal(+new Date(dueAt), +at(300), 'two hours from crossing ten, not from the occurrence')
    }
    t.match(owed[0]?.because, [{ rule: 'direct_report.ten_dead_or_missing', clause: '初报(直报)' }])
    const eleven = await county.report(aFollowUp(ten, { figures: { dead: 7, missing: 4 } }))
    t.same(passings(eleven, 'direct_report'), [], 'asked once')
  },
)

t.test('ten in the first report: the two hours run from the occurrence', async (t) => {
  const { at, event } = story(8)
  await api.setNow(at(30))
  const report = await county.report(aReport({ event, regionCode: COUNTY, figures: { dead: 10 } }))
  t.same(passings(report, 'direct_report'), ['city', 'autonomous_region', 'ministry'])
  const due = report.deadlines
    .filter(({ duty }) => duty === 'direct_report')
    .map(({ dueAt }) => +new Date(dueAt))
  t.same(due, [+at(120), +at(120)])
})

t.test('a direct report is made when the county says that it was', async (t) => {
  const { at, event } = story(24)
  await api.setNow(at(30))
  const report = await county.report(aReport({ event, regionCode: COUNTY, figures: { dead: 10 } }))
  const reviewer = api.as('reviewer', COUNTY)
  const outside = report.escalations.filter(({ toCode }) => toCode === null)
  await api.setNow(at(40))
  for (const { id } of outside) {
    t.equal((await reviewer.post(`/v1/escalations/${id}/acknowledgement`, {})).status, 200)
    const done = await reviewer.post(`/v1/escalations/${id}/resolution`, { resolution: '已电话并书面直报' })
    t.equal(done.status, 200, done.text)
  }
  const duties = await api.rows(
    `select met_at, missed_at from deadlines where event_id = $1 and duty = 'direct_report'`,
    [report.eventId],
  )
  t.same(duties, [
    { met_at: at(40), missed_at: null },
    { met_at: at(40), missed_at: null },
  ])
})

t.test('a single death is reported to the region directly', async (t) => {
  const { at, event } = story(12)
  await api.setNow(at(20))
  const report = await village.report(aReport({ event, figures: { dead: 1 } }))
  t.same(passings(report, 'direct_report'), ['city', 'autonomous_region'])
  const [owed] = report.deadlines.filter(({ duty }) => duty === 'direct_report')
  t.match(owed, { regionCode: COUNTY, because: [{ rule: 'direct_report.any_death', status: 'inferred' }] })
  t.equal(owed && +new Date(owed.dueAt), +at(120))
})

t.test('the village’s nine and the township’s nine are nine', async (t) => {
  const { at, event } = story(16)
  await api.setNow(at(20))
  await village.report(aReport({ event, figures: { dead: 9 } }))
  const both = await township.report(aReport({ event, regionCode: TOWNSHIP, figures: { dead: 9 } }))
  t.match(both.severity, { level: 'ordinary', because: [{ figure: /dead/, value: 9 }] })
  t.same(passings(both, 'direct_report'), [], 'no tenth')
})

t.test('two villages with six each are twelve, whoever is silent above them', async (t) => {
  const { at, event } = story(20)
  await api.setNow(at(20))
  const six = await village.report(aReport({ event, figures: { dead: 6 } }))
  t.notOk(passings(six, 'direct_report').includes('ministry'))
  await api.setNow(at(25))
  const twelve = await neighbour.report(aReport({ event, regionCode: NEXT_VILLAGE, figures: { dead: 6 } }))
  t.match(twelve.severity, { level: 'relatively_serious', because: [{ value: 12 }] })
  t.same(passings(twelve, 'direct_report'), ['city', 'autonomous_region', 'ministry'])
  const owners = await api.rows(
    `select distinct owner_code from escalations where event_id = $1 and to_tier = 'ministry'`,
    [six.eventId],
  )
  t.same(owners, [{ owner_code: COUNTY }], 'it is the county that must report')
})

t.end()
