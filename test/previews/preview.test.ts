/** What a local rule would have moved in the last year, on a small set of reports whose numbers can be counted by hand. */
import t from 'tap'
import { readConfig } from '../../src/config.ts'
import type { Preview } from '../../src/local-rules/preview-schemas.ts'
import type { LocalRuleView } from '../../src/local-rules/schemas.ts'
import { openPreviews } from '../../src/previews/preview-local-rule.ts'
import { NATIONAL_RULES } from '../../src/regulations/rule-set.ts'
import { aFollowUp, aReport, COUNTY, FAR_VILLAGE, minutesAfter, NOON, startApi, VILLAGE } from '../api.ts'
import { aLocalRule } from '../evaluations/local-cases.ts'
import { anOffice, must } from '../local-rules/office.ts'

const DAY = 24 * 60
const api = await startApi(t, { environment: { RUN: 'api' }, now: minutesAfter(NOON, -400 * DAY) })
const FAR_TOWNSHIP = '540122101000'
const TOWNSHIP = '540122200000'

/** Submits in the past; `at` is days before noon. */
async function theYear() {
  const on = async (days: number) => {
    const at = minutesAfter(NOON, -days * DAY)
    await api.setNow(at)
    return at
  }
  const said = (hazard: 'earthquake' | 'flood' | 'snow', at: Date, isExercise = false) => ({
    event: { hazard, occurredAt: minutesAfter(at, -10).toISOString(), isExercise },
  })
  const people = async () => ({
    village: api.as('officer', VILLAGE),
    far: await api.hire('officer', FAR_VILLAGE),
    county: api.as('officer', COUNTY),
  })

  let { village, far, county } = await people()
  // older than a year: not looked at
  await village.report(aReport(said('snow', await on(400))))
  // begun before that year and followed up in it: the report is looked at, its deadlines had fallen due
  const begun = await on(366)
  ;({ village } = await people())
  const old = await village.report(aReport(said('flood', begun)))
  await api.setNow(minutesAfter(begun, 2 * DAY))
  await village.report(aFollowUp(old, { figures: { injured: 2 } }))
  const spring = await on(100)
  ;({ village, far, county } = await people())
  // township and county owe a first report beside the village: 3 deadlines
  const quake = await village.report(
    aReport({ ...said('earthquake', spring), figures: { injured: 1, affected_pop: 100 } }),
  )
  await api.setNow(minutesAfter(spring, 20))
  // another township: 2 more, and the county's is the same
  await far.report(aReport({ eventId: quake.eventId, regionCode: FAR_VILLAGE, figures: { injured: 2 } }))
  await village.report(aFollowUp(quake, { figures: { injured: 5, affected_pop: 350 } }))
  const summer = await on(60)
  ;({ village, far, county } = await people())
  // 3, and two grounds for a direct report of the county once 10 are dead: 2
  const flood = await far.report(
    aReport({ ...said('flood', summer), regionCode: FAR_VILLAGE, figures: { missing: 9 } }),
  )
  await api.setNow(minutesAfter(summer, 180))
  const worse = await far.report(aFollowUp(flood, { figures: { dead: 3, missing: 9 } }))
  await api.setNow(minutesAfter(summer, 200))
  await far.report(aFollowUp(worse, { figures: { dead: 4, missing: 8 } }))
  const snowDay = await on(20)
  ;({ village, far, county } = await people())
  // the county reports by itself: its own deadline, and that of the city from its receipt
  const snow = await county.report(
    aReport({ ...said('snow', snowDay), regionCode: COUNTY, figures: { injured: 1 } }),
  )
  // an exercise: not looked at
  await village.report(aReport(said('earthquake', snowDay, true)))
  await api.setNow(NOON)
  return { quake, flood, worse, snow }
}

const past = await theYear()
const office = await anOffice(api)

async function previewOf(given: Parameters<typeof office.propose>[0]): Promise<Preview> {
  const { id } = await office.propose(given)
  return must<Preview>(await office.second.get(`/v1/local-rules/${id}/preview`), 200)
}

t.test('three townships would have had less time, of all deadlines that there were', async (t) => {
  const preview = await previewOf({ target: 'first_report.township', value: { minutes: 45 } })
  t.match(preview, {
    from: '2025-07-01T12:00:00.000+08:00',
    to: '2026-07-01T12:00:00.000+08:00',
    versions: 8,
    isCut: false,
    deadlines: { compared: 12, moved: 3, added: 0, removed: 0 },
    severities: { events: 4, changed: 0, examples: [] },
    directReports: { added: 0, removed: 0, examples: [] },
    textEn: '3 of 12 deadlines would have moved.',
    textZh: '12个时限中有3个会变动。',
  })
  t.same(
    preview.deadlines.examples.map(({ eventId, owedBy, rule }) => [eventId, owedBy, rule]).sort(),
    [
      [past.quake.eventId, TOWNSHIP, 'first_report.township'],
      [past.quake.eventId, FAR_TOWNSHIP, 'first_report.township'],
      [past.flood.eventId, FAR_TOWNSHIP, 'first_report.township'],
    ].sort(),
  )
  for (const { eventId, owedBy, before, after } of preview.deadlines.examples) {
    const [stored] = await api.rows<{ due_at: Date }>(
      `select due_at from deadlines where event_id = $1 and region_code = $2 and duty = 'first_report'`,
      [eventId, owedBy],
    )
    t.equal(Date.parse(before ?? ''), stored?.due_at.getTime(), 'it was due when the preview says it was')
    t.equal(Date.parse(after ?? ''), Date.parse(before ?? '') - 15 * 60_000)
  }
})

t.test('every first and direct report that was set is compared, at its very instant', async (t) => {
  const preview = await previewOf({ target: 'first_report.county', value: { minutes: 1 } })
  const moved = preview.deadlines.examples.filter(({ rule }) => rule === 'first_report.county')
  t.equal(moved.length, 3)
  const stored = await api.rows<{ due_at: Date }>(
    `select due_at from deadlines where event_id = $1 and duty = 'direct_report' order by set_at`,
    [past.flood.eventId],
  )
  const instants = new Set(stored.map(({ due_at }) => due_at.getTime()))
  t.equal(instants.size, 2, 'from the occurrence for any death, from the report that reached ten')
  const direct: number[] = []
  for (const target of ['direct_report.any_death', 'direct_report.ten_dead_or_missing']) {
    const { examples } = (await previewOf({ target, value: { minutes: 1 } })).deadlines
    direct.push(...examples.map(({ before }) => Date.parse(before ?? '')))
  }
  t.same(direct, [...instants])
})

t.test('events that would have been graded otherwise', async (t) => {
  const preview = await previewOf({
    target: 'flood_drought_tibet.ordinary.dead_and_missing',
    value: { from: 9 },
  })
  t.match(preview.severities, {
    events: 4,
    changed: 1,
    examples: [
      { eventId: past.flood.eventId, versionId: past.flood.versionId, before: null, after: 'ordinary' },
    ],
  })
  t.equal(
    preview.textEn,
    '0 of 12 deadlines would have moved; 1 of 4 events would have been graded otherwise.',
  )
  const graver = await previewOf({
    target: 'flood_drought_tibet.relatively_serious.dead_and_missing',
    value: { from: 12 },
  })
  t.match(graver.severities.examples, [
    { versionId: past.worse.versionId, before: 'ordinary', after: 'relatively_serious' },
  ])
})

t.test('direct reports that would not have been owed', async (t) => {
  const preview = await previewOf({ target: 'anyDeathDirectReport', value: { on: false } })
  t.match(preview, {
    deadlines: { compared: 12, moved: 0, removed: 1, added: 0 },
    directReports: {
      added: 0,
      removed: 1,
      examples: [{ eventId: past.flood.eventId, rule: 'direct_report.any_death', change: 'removed' }],
    },
    textEn: '0 of 12 deadlines would have moved; 1 would not have been owed; direct reports not owed: 1.',
  })
})

t.test('rises that would have needed a word', async (t) => {
  const preview = await previewOf({ target: 'sharp_rise.affected_pop', value: { moreThan: 249 } })
  t.match(preview, {
    versions: 8,
    explanations: { added: 1, removed: 0 },
    textEn: '0 of 12 deadlines would have moved; rises to be explained besides: 1, not to be explained: 0.',
  })
  const higher = await previewOf({ target: 'sharp_rise.affected_pop', value: { moreThan: 250 } })
  t.same(higher.explanations, { added: 0, removed: 0 })
})

t.test('a rule for one place is compared there', async (t) => {
  const nowhere = await previewOf({
    target: 'first_report.township',
    value: { minutes: 40 },
    places: ['540121'],
  })
  t.match(nowhere, { versions: 0, deadlines: { compared: 0 }, textEn: '0 of 0 deadlines would have moved.' })
  const far = await previewOf({
    target: 'first_report.township',
    value: { minutes: 40 },
    places: ['540122101'],
  })
  t.match(far, { versions: 4, deadlines: { moved: 2 }, severities: { events: 2 } })
})

t.test('duties of the desks, with the limit that they had and the one proposed', async (t) => {
  const [set] = await api.rows<{ n: number }>(
    `select count(*)::int as n from deadlines d join events e on e.id = d.event_id
     where d.duty in ('acknowledge_escalation', 'sign_for_forwarding') and d.set_at >= $1 and not e.is_exercise`,
    [minutesAfter(NOON, -365 * DAY)],
  )
  const [acknowledged] = await api.rows<{ n: number }>(
    `select count(*)::int as n from deadlines d join events e on e.id = d.event_id
     where d.duty = 'acknowledge_escalation' and d.set_at >= $1 and not e.is_exercise`,
    [minutesAfter(NOON, -365 * DAY)],
  )
  const preview = await previewOf({ target: 'desk.lhasa_default.acknowledge', value: { minutes: 5 } })
  t.ok((acknowledged?.n ?? 0) >= 3 && (set?.n ?? 0) > (acknowledged?.n ?? 0), 'there are some of each')
  t.match(preview.deadlines, { compared: set?.n, moved: acknowledged?.n, added: 0, removed: 0 })
  const [example] = preview.deadlines.examples
  t.equal(Date.parse(example?.before ?? '') - Date.parse(example?.after ?? ''), 5 * 60_000)
})

t.test(
  'the preview is kept with the approval as it was then, and the end of a rule has its own',
  async (t) => {
    const rule = await office.enact({ target: 'first_report.village', value: { minutes: 20 } })
    t.equal(rule.previewEn, '3 of 12 deadlines would have moved.')
    const read = async (id: string) =>
      must<Preview>(await office.first.get(`/v1/local-rules/${id}/preview`), 200)
    const kept = await read(rule.id)
    await api.setNow(minutesAfter(NOON, 60))
    t.same(await read(rule.id), kept)
    const end = must<LocalRuleView>(
      await office.first.post(`/v1/local-rules/${rule.id}/ending`, {
        inForceTo: '2026-07-20',
        why: '已修订',
      }),
      201,
    )
    const ending = await read(end.id)
    t.match(ending.deadlines, { compared: 12, moved: 3 })
    const [example] = ending.deadlines.examples
    t.ok((example?.before ?? '') < (example?.after ?? ''), 'without it there is more time')
  },
)

t.test('what is more than a preview reads is left out, the oldest first, and it says so', async (t) => {
  const config = readConfig({})
  const rule = aLocalRule('time_limit', 'first_report.township', { minutes: 45 })
  const cut = await openPreviews({ db: api.db, config }, 3)({ rule, change: 'begins' })
  t.match(cut, { isCut: true, versions: 3, severities: { events: 2 } })
  t.match(cut.textEn, /only the newest events/)
  t.match(cut.deadlines.examples, [{ eventId: past.flood.eventId }])
  const whole = await openPreviews({ db: api.db, config }, 9)({ rule, change: 'begins' })
  t.match(whole, { isCut: false, versions: 8 })
  const desk = aLocalRule('desk_limit', 'desk.lhasa_default.resolve', { minutes: 45 })
  t.equal((await openPreviews({ db: api.db, config }, 1)({ rule: desk, change: 'begins' })).isCut, true)
  t.equal(NATIONAL_RULES.deskProfile.citation, null, 'the rules themselves are untouched')
})
