/** What a later report leaves out is asked about over HTTP, whichever way the report comes. */
import t from 'tap'
import { v7 as uuidv7 } from 'uuid'
import { acceptedSchema } from '../../src/reports/reply-schemas.ts'
import {
  type Accepted,
  type Answer,
  aFollowUp,
  aReport,
  minutesAfter,
  type NewReport,
  NOON,
  type ProblemBody,
  startApi,
  TOWNSHIP,
  VILLAGE,
} from '../api.ts'

const api = await startApi(t)
const village = api.as('officer', VILLAGE)

let months = 0
/** A first report of an event of its own. */
function opens(figures: NewReport['figures']): NewReport {
  months += 1
  const occurredAt = minutesAfter(NOON, -months * 24 * 60 * 30).toISOString()
  return aReport({ event: { hazard: 'earthquake', occurredAt }, figures })
}

const reported = (figures: NewReport['figures']) => village.report(opens(figures))
/** What totals are made of. */
const counted = async ({ eventId }: Pick<Accepted, 'eventId'>) =>
  (
    await api.rows<{ dead: string | null }>(`select dead from latest_figures where event_id = $1`, [eventId])
  )[0]?.dead
const asked = (answer: Answer) => {
  const { violations = [] } = answer.json<ProblemBody>()
  return violations.map(({ rule, kind, pointers }) => [rule, kind, ...pointers].join(' '))
}
const corrections = async ({ eventId }: Pick<Accepted, 'eventId'>) =>
  (
    await api.rows(`select from deadlines where event_id = $1 and duty = 'correction' and met_at is null`, [
      eventId,
    ])
  ).length
const told = ({ violations }: Accepted) =>
  violations.map(({ rule, kind, explained }) => `${rule} ${kind}${explained ? ' explained' : ''}`)

t.test('deaths are not taken back by silence: it is refused until it is explained', async (t) => {
  const head = await reported({ dead: 9, missing: 0 })
  const silent = await village.submit(aFollowUp(head, { figures: { collapsed_rooms: 4 } }))
  t.equal(silent.status, 422)
  t.same(asked(silent), ['C17 hard /figures/dead'], 'nobody was missing: that may be left out')
  t.match(silent.json<ProblemBody>().errors, [{ pointer: '/figures/dead', code: 'C17' }])
  t.equal(await counted(head), '9', 'the total stands')
  const figures = { collapsed_rooms: 4 }
  const next = await village.report(aFollowUp(head, { figures, explanation: '遇难者属另一灾害过程' }))
  t.same(told(next), ['C17 soft explained'])
  t.equal(await counted(head), null)
  const last = await village.report(aFollowUp(next, { figures }))
  t.same(told(last), [], 'once it is explained nobody asks again')
})

t.test('word of more dead or missing people is stored all the same, with a duty to correct it', async (t) => {
  const head = await reported({ dead: 2 })
  const next = await village.report(aFollowUp(head, { figures: { missing: 3 } }))
  t.same(told(next), ['C17 hard'])
  t.equal(await corrections(head), 1)
  const later = await village.report(aFollowUp(next, { figures: { dead: 2 } }))
  t.match(
    later.violations,
    [{ pointers: ['/figures/missing'], stood: { missing: 3 } }],
    'found is said with a 0',
  )
  const silent = await village.submit(aFollowUp(later, { figures: { dead: 2 } }))
  t.same(asked(silent), ['C17 hard /figures/missing'], 'they are asked for until that is said')
  t.equal(silent.status, 422)
  await village.report(aFollowUp(later, { figures: { dead: 2, missing: 0 }, explanation: '已全部找到' }))
  t.equal(await corrections(head), 0)
})

t.test(
  'a nil report that no longer fits what units below report is taken, and says so at the top',
  async (t) => {
    const ofVillage = await reported({ dead: 3, missing: 1 })
    const { eventId } = ofVillage
    const township = api.as('officer', TOWNSHIP)
    await township.report(aReport({ eventId, regionCode: TOWNSHIP, figures: { dead: 3, missing: 1 } }))
    const tap = async () => {
      const body = { id: uuidv7(), regionCode: TOWNSHIP }
      const key = { 'idempotency-key': body.id }
      const answer = await township.post(`/v1/events/${eventId}/nil-reports`, body, key)
      t.equal(answer.status, 201, answer.text)
      return answer.json<Accepted>()
    }
    t.equal((await tap()).warnings, undefined, 'nothing is said where all fits')
    await village.report(aFollowUp(ofVillage, { figures: { dead: 4, missing: 0 } }))
    const warned = await tap()
    t.same(acceptedSchema.parse(warned).warnings, warned.warnings)
    t.match(warned.warnings, [
      {
        code: 'differs_from_below',
        pointers: ['/figures/dead', '/figures/missing'],
        sentenceZh: /零报告已受理,但所确认的数据有2项与下级所报不一致/,
        sentenceEn: /is stored, but units below report something else than it confirms \(figures: 2\)/,
      },
    ])
    const head = { ...warned, eventId }
    const figures = { dead: 3, missing: 1 }
    const same = await township.report(aFollowUp(head, { regionCode: TOWNSHIP, figures }))
    t.same(told(same), ['C19 soft', 'C19 soft'])
    t.equal(same.warnings, undefined, 'of a report that gives its figures the checks speak')
  },
)

t.test('other totals that are left out are passed up as a fall without an explanation', async (t) => {
  const head = await reported({ injured: 3, road_m: 800, trapped: 2 })
  const next = await village.report(aFollowUp(head, { figures: { collapsed_rooms: 1 } }))
  t.same(told(next), ['C18 soft', 'C18 soft'])
})

t.test('a nil report and a withdrawal are asked for no figures, nor is who reports after it', async (t) => {
  const head = await reported({ dead: 4 })
  const body = { id: uuidv7(), regionCode: VILLAGE }
  const key = { 'idempotency-key': body.id }
  const nil = await village.post(`/v1/events/${head.eventId}/nil-reports`, body, key)
  t.equal(nil.status, 201, nil.text)
  t.same(told(nil.json<Accepted>()), [])
  t.equal(await counted(head), '4')
  const id = uuidv7()
  const withdrawal = await village.post(
    `/v1/reports/${body.id}/withdrawal`,
    { id, reason: '与邻村重复' },
    { 'idempotency-key': id },
  )
  t.equal(withdrawal.status, 201, withdrawal.text)
  t.same(told(withdrawal.json<Accepted>()), [])
  const after = await village.report(aFollowUp({ ...head, versionId: id }, { figures: { injured: 1 } }))
  t.same(told(after), [])
})

t.test('a second first report is never refused for what it takes back, and never silent', async (t) => {
  const first = opens({ dead: 2, injured: 1 })
  const head = await village.report(first)
  const second = await village.report({ ...first, id: uuidv7(), figures: { injured: 1 } })
  t.match(second, { eventId: head.eventId, joinedChain: true, number: 2, stage: 'follow_up' })
  t.same(told(second), ['C17 hard'])
  t.match(second.previous, {
    ...{ eventId: head.eventId, versionId: head.versionId, number: 1, figures: { dead: 2, injured: 1 } },
    textZh: /^本单位已就此灾害过程报送\(第1版,2026-.+收到,因灾死亡人口2人\)$/,
    textEn: /version 1, received 2026-.+: Deaths: 2/,
  })
  t.match(second.violations, [
    {
      comparedWith: { eventId: head.eventId, versionId: head.versionId, number: 1 },
      textZh: /^本单位已就此灾害过程报送.+因灾死亡人口前报为2人,本次未填/,
      textEn: /^This unit has reported to this event before .+ 2 in the report before, left out/,
      stood: { dead: 2 },
    },
  ])
  t.match(second.deadlines, [{ duty: 'correction', regionCode: VILLAGE, metAt: null }])
  t.equal(await counted(head), null, 'it is the whole word of its unit')
  t.equal(await corrections(head), 1)

  const silent = await village.submit(aFollowUp(second, { figures: { injured: 2 } }))
  t.same(asked(silent), ['C17 hard /figures/dead'], 'who goes on is still asked for the deaths')
  const nil = { id: uuidv7(), regionCode: VILLAGE }
  const key = { 'idempotency-key': nil.id }
  const unchanged = await village.post(`/v1/events/${head.eventId}/nil-reports`, nil, key)
  t.same(asked(unchanged), ['C17 hard /figures/dead'], 'nor is what is owed confirmed with one tap')
  const third = await village.report({ ...first, id: uuidv7(), figures: { injured: 3 } })
  t.same(told(third), ['C17 hard'], 'and so is a third phone, which is not refused either')
  const whole = await village.report(aFollowUp(third, { figures: { dead: 2, injured: 3 } }))
  t.same([told(whole), await counted(head), await corrections(head)], [[], '2', 0])
  t.notOk('previous' in whole, 'who names a parent knows it')
})

t.test(
  'a second first report that explains what it takes back owes nothing, and nobody asks again',
  async (t) => {
    const first = opens({ dead: 1 })
    const head = await village.report(first)
    const lower = { ...first, id: uuidv7(), figures: { dead: 0 }, explanation: '遇难者属另一灾害过程' }
    const second = await village.report(lower)
    t.same([told(second), await corrections(head)], [['C17 soft explained'], 0])
    t.same(told(await village.report(aFollowUp(second, { figures: { injured: 1 } }))), [])
  },
)

t.test(
  'a second first report is refused for what contradicts itself: event and head are named',
  async (t) => {
    const first = opens({ dead: 1 })
    const head = await village.report(first)
    const figures = { injured: 1, seriously_injured: 2 }
    const refused = await village.submit({ ...first, id: uuidv7(), figures })
    t.equal(refused.status, 422)
    t.match(refused.json(), {
      detail: /^C04/,
      violations: [{ rule: 'C04' }, { rule: 'C17', comparedWith: { versionId: head.versionId } }],
      eventId: head.eventId,
      head: { versionId: head.versionId, number: 1, figures: { dead: 1 } },
    })
  },
)

t.test(
  'who forgets the deaths while missing people are found reads of the deaths first, and once',
  async (t) => {
    const head = await reported({ dead: 2, missing: 1 })
    const answer = await village.submit(aFollowUp(head, { figures: { missing: 0 } }))
    const { detail, errors } = answer.json<ProblemBody>()
    t.match(detail, /^C17: .+ 2 in the report before, left out of this one/)
    t.match(errors, [
      { pointer: '/figures/dead', detail: / 2 in the report before/ },
      { pointer: '/figures/missing', detail: /^Missing people fell by 1/ },
    ])
    t.equal(errors?.length, 2)
  },
)

t.test('each report of a batch is judged in its turn, by the one before it', async (t) => {
  const first = opens({ dead: 2 })
  const silent = follow(first, { figures: { injured: 1 } })
  const explained = follow(first, { figures: { injured: 1 }, explanation: '核减' })
  const after = follow(explained, { figures: { injured: 2 } })
  const joins = { ...first, id: uuidv7(), figures: { injured: 1 } }
  const items = [first, silent, joins, { ...explained, parentVersionId: joins.id }, after]
  const answer = await village.post('/v1/reports/batch', { items })
  t.match(answer.json(), {
    accepted: 4,
    refused: 1,
    items: [
      { status: 'accepted' },
      { status: 'refused', problem: { violations: [{ rule: 'C17', pointers: ['/figures/dead'] }] } },
      {
        status: 'accepted',
        violations: 1,
        previous: { versionId: first.id, number: 1, figures: { dead: 2 } },
      },
      { status: 'accepted', violations: 1 },
      { status: 'accepted', violations: 0 },
    ],
  })
})

t.test('a report that waited for the one before it is judged by that once it has come', async (t) => {
  const first = opens({ dead: 2 })
  const silent = follow(first, { figures: { injured: 1 } })
  t.equal((await village.submit(silent)).status, 202)
  const head = await village.report(first)
  await api.runDue()
  t.match((await village.get('/v1/held-reports')).json<{ items: object[] }>().items, [
    { versionId: silent.id, problem: { violations: [{ rule: 'C17', pointers: ['/figures/dead'] }] } },
  ])
  t.equal(await counted(head), '2')
})

t.test('a dry run asks as a submission does, where it is told what was said before', async (t) => {
  const facts = {
    ...{ kind: 'natural_disaster', hazard: 'earthquake', regionCode: VILLAGE },
    occurredAt: minutesAfter(NOON, -10).toISOString(),
    figures: { injured: 1 },
  }
  const judged = async (more: object) => asked(await village.post('/v1/evaluations', { ...facts, ...more }))
  t.same(await judged({}), [])
  t.same(await judged({ previous: { dead: 2, injured: 1 } }), ['C17 hard /figures/dead'])
  t.same(await judged({ previous: { dead: 2 }, explanation: '核减' }), ['C17 soft /figures/dead'])
  t.same(await judged({ previous: { dead: 0 } }), [])
})

/** A follow-up that was written before anything was sent. */
function follow(parent: NewReport, more: Partial<NewReport>): NewReport {
  const { event: _event, ...report } = aReport({ parentVersionId: parent.id, stage: 'follow_up', ...more })
  return report
}

t.end()
