/** The sub-hazard that counties name (C22), where an event has none: no county is left with a report it cannot send. */
import t from 'tap'
import {
  type Accepted,
  aFollowUp,
  aReport,
  CITY,
  type Client,
  COUNTY,
  type NewReport,
  OTHER_COUNTY,
  type ProblemBody,
  startApi,
  TOWNSHIP,
  VILLAGE,
} from '../api.ts'
import { type Correction, draft, sign, type TierReport } from './people.ts'

const api = await startApi(t)
const village = await api.hire('officer', VILLAGE)
const township = await api.hire('officer', TOWNSHIP)
const officer = await api.hire('officer', COUNTY)
const reviewer = await api.hire('reviewer', COUNTY)
const neighbour = await api.hire('duty_officer', OTHER_COUNTY)
const city = await api.hire('duty_leader', CITY)

const OCCURRED_AT = '2026-07-01T11:30:00+08:00'
type Hazard = NonNullable<NewReport['event']>['hazard']

/** An event of two counties, in which a village has spoken and nobody has named a sub-hazard. */
async function aWideEvent(hazard: Hazard): Promise<Accepted> {
  const ofVillage = await village.report(aReport({ event: { hazard, occurredAt: OCCURRED_AT } }))
  const widened = await city.post(`/v1/events/${ofVillage.eventId}/regions`, { regionCode: OTHER_COUNTY })
  if (widened.status >= 300) throw new Error(widened.text)
  return ofVillage
}

const correct = (client: Client, { eventId }: Accepted, body: object) =>
  client.post(`/v1/events/${eventId}/corrections`, { reason: '现场核实。', ...body })
const subhazardOf = async ({ eventId }: Accepted) =>
  (await city.get(`/v1/events/${eventId}`)).json<{ subhazard: string | null }>().subhazard
const ofCounty = ({ eventId }: Accepted, more: Partial<NewReport> = {}) =>
  aReport({ eventId, regionCode: COUNTY, figures: { injured: 1 }, ...more })

t.test('a county that knows only the event is told who names what is missing, and can do it', async (t) => {
  const event = await aWideEvent('flood')
  const refused = (await officer.submit(ofCounty(event))).json<ProblemBody>()
  t.match(refused, {
    type: '/problems/rules-violated',
    detail: /C22: .*reviewer, duty officer or duty leader of a county names it first, by a correction/,
    errors: [{ pointer: '/eventId', code: 'C22' }],
    violations: [{ rule: 'C22', pointers: ['/eventId'], textZh: /先由县级审核员或值班人员通过勘误补填/ }],
  })
  t.equal(
    (await township.submit(ofCounty(event, { regionCode: TOWNSHIP }))).status,
    201,
    'no township is asked',
  )

  const more = await correct(reviewer, event, { subhazard: 'mountain_flood', title: '山洪' })
  t.match(more.json(), { type: '/problems/outside-jurisdiction', regionCode: OTHER_COUNTY })
  const none = await correct(reviewer, event, { subhazard: null })
  t.match(none.json(), { type: '/problems/outside-jurisdiction' }, 'to take one away is not to name one')
  const wrong = await correct(reviewer, event, { subhazard: 'landslide' })
  t.match(wrong.json(), { type: '/problems/unjudgeable-facts', errors: [{ pointer: '/subhazard' }] })
  for (const client of [officer, township, village]) {
    t.match((await correct(client, event, { subhazard: 'mountain_flood' })).json(), {
      type: '/problems/not-permitted',
    })
  }
  const ofTownship = await api.hire('reviewer', TOWNSHIP)
  t.match((await correct(ofTownship, event, { subhazard: 'mountain_flood' })).json(), {
    type: '/problems/outside-jurisdiction',
  })
  t.equal(await subhazardOf(event), null)

  const named = await correct(reviewer, event, { subhazard: 'mountain_flood' })
  t.equal(named.status, 200, named.text)
  t.match(named.json<Correction>(), {
    before: { subhazard: null },
    after: { subhazard: 'mountain_flood' },
  })
  const head = await officer.report(ofCounty(event))
  t.same(
    head.violations.filter(({ rule }) => rule === 'C22'),
    [],
  )

  const second = await correct(neighbour, event, { subhazard: 'river_flood' })
  t.match(second.json(), {
    type: '/problems/outside-jurisdiction',
    detail:
      'The event has a sub-hazard already (mountain_flood): a unit above all that the event covers changes it.',
  })
  t.equal(await subhazardOf(event), 'mountain_flood', 'the first to name it wins')
  t.equal((await correct(city, event, { subhazard: null })).status, 200)
  const follow = await officer.submit(aFollowUp(head, { eventId: undefined, figures: { injured: 2 } }))
  t.match(follow.json(), { violations: [{ rule: 'C22', pointers: ['/parentVersionId'] }] })
})

t.test('of two counties that name it at once one does', async (t) => {
  const event = await aWideEvent('geological')
  const answers = await Promise.all([
    correct(reviewer, event, { subhazard: 'landslide' }),
    correct(neighbour, event, { subhazard: 'debris_flow' }),
  ])
  t.same(answers.map(({ status }) => status).sort(), [200, 403])
  const winner = answers[0]?.status === 200 ? 'landslide' : 'debris_flow'
  t.equal(await subhazardOf(event), winner)
})

t.test('a report that describes the event names it too; only where nobody has', async (t) => {
  const event = await aWideEvent('hail_and_wind')
  const described = { hazard: 'hail_and_wind', subhazard: 'hail', occurredAt: OCCURRED_AT } as const
  const report = ofCounty(event, { eventId: undefined, event: described })
  const joined = await officer.report(report)
  t.equal(joined.eventId, event.eventId)
  t.equal(await subhazardOf(event), 'hail')
  const other = { ...described, subhazard: 'gale' } as const
  await officer.report(aFollowUp(joined, { eventId: undefined, event: other, figures: { injured: 1 } }))
  t.equal(await subhazardOf(event), 'hail', 'another one changes nothing')
})

t.test('a tier’s draft points at what it can give', async (t) => {
  const event = await aWideEvent('forest_grassland_fire')
  const made = await draft(officer, event.eventId, { additionalFigures: { dead: 1 } })
  t.match(made.violations, [{ rule: 'C22', kind: 'hard', pointers: ['/eventId'] }])
  const stored = await sign(reviewer, made)
  t.equal(stored.status, 201, 'what adds deaths is stored all the same')
  const dropped = await draft(officer, event.eventId, { additionalFigures: {} })
  t.match(dropped.violations, [{ rule: 'C17', pointers: ['/additionalFigures/dead'] }, { rule: 'C22' }])
  const refused = (await sign(reviewer, dropped)).json<ProblemBody>()
  t.match(refused.errors, [{ pointer: '/additionalFigures/dead' }, { pointer: '/eventId' }])
})

t.test('a figure that a verified report cannot lack is given as an addition', async (t) => {
  const event = { hazard: 'snow', occurredAt: OCCURRED_AT } as const
  const { eventId } = await officer.report(
    aReport({ event, regionCode: COUNTY, figures: { affected_pop: 3 } }),
  )
  const declared = { declaredAt: '2026-07-01T12:00:00+08:00', basis: '救援结束' }
  t.equal((await city.post(`/v1/events/${eventId}/stability`, declared)).status, 201)
  const additionalFigures = { affected_pop: 3, missing: 0, loss_total: 0 }
  const lacking = await draft(officer, eventId, { stage: 'verified', additionalFigures })
  t.match(lacking.violations, [
    { rule: 'verified_figures', kind: 'hard', pointers: ['/additionalFigures/dead'] },
  ])
  t.match((await sign(reviewer, lacking)).json<ProblemBody>().errors, [
    { pointer: '/additionalFigures/dead' },
  ])
  const given = await officer.post(`/v1/tier-reports/${lacking.id}/refresh`, {
    additionalFigures: { ...additionalFigures, dead: 0 },
  })
  t.same(given.json<TierReport>().violations, [])
  t.equal((await sign(reviewer, given.json<TierReport>())).status, 201)
})

t.end()
