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
  const owed = await api.rows(
    `select from deadlines where event_id = $1 and duty = 'correction' and met_at is null`,
    [head.eventId],
  )
  t.equal(owed.length, 1)
  const later = await village.submit(aFollowUp(next, { figures: { dead: 2 } }))
  t.same(asked(later), ['C17 hard /figures/missing'], 'that the missing are found is said with a 0')
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

t.test('a second first report of a unit is the next word of its chain, and is asked too', async (t) => {
  const first = opens({ dead: 1 })
  const head = await village.report(first)
  const second = { ...first, id: uuidv7(), figures: { injured: 2 } }
  t.same(asked(await village.submit(second)), ['C17 hard /figures/dead'])
  t.equal(await counted(head), '1')
  const both = await village.report({ ...second, figures: { injured: 2, dead: 1 } })
  t.same([both.number, told(both)], [2, []])
})

t.test('each report of a batch is judged in its turn, by the one before it', async (t) => {
  const first = opens({ dead: 2 })
  const silent = follow(first, { figures: { injured: 1 } })
  const explained = follow(first, { figures: { injured: 1 }, explanation: '核减' })
  const after = follow(explained, { figures: { injured: 2 } })
  const items = [first, silent, explained, after]
  const answer = await village.post('/v1/reports/batch', { items })
  t.match(answer.json(), {
    accepted: 3,
    refused: 1,
    items: [
      { status: 'accepted' },
      { status: 'refused', problem: { violations: [{ rule: 'C17', pointers: ['/figures/dead'] }] } },
      { status: 'accepted' },
      { status: 'accepted' },
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
