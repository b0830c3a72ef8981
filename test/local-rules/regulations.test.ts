/** A rule over which the bureau has laid one of its own says so, and whatever a local rule may name is explained. */
import t from 'tap'
import type { Entry } from '../../src/catalogues/rules/entry.ts'
import type { LocalOver } from '../../src/catalogues/rules/local.ts'
import { targetsOf } from '../../src/evaluations/local-targets.ts'
import { NATIONAL_RULES } from '../../src/regulations/rule-set.ts'
import { COUNTY, startApi, VILLAGE } from '../api.ts'
import { anOffice, BUREAU_TEXT, type Given, must } from './office.ts'

const api = await startApi(t, { environment: { RUN: 'api' } })
const { first, second, enact } = await anOffice(api)
const officer = api.as('officer', VILLAGE)

type Read = Entry & { localRules?: LocalOver[] }
const read = async (rule: string) => must<Read>(await officer.get(`/v1/regulations/${rule}`), 200)

t.test('whatever a local rule may name is explained', async (t) => {
  const targets = new Set(['2006-06-01', '2026-07-02'].flatMap((day) => targetsOf(NATIONAL_RULES, day)))
  t.ok(targets.size > 100, `${targets.size} targets`)
  const lost: string[] = []
  for (const target of targets) {
    const { status } = await officer.get(`/v1/regulations/${target}`)
    if (status !== 200) lost.push(target)
  }
  t.same(lost, [])
})

t.test(
  'a local rule stands in the answer for the rule that it lies over, and leaves it with its end',
  async (t) => {
    const before = await officer.get('/v1/regulations/first_report.township')
    t.notOk(before.json<Read>().localRules, 'nothing lies over it yet')
    const { id } = await enact()
    const answer = await officer.get('/v1/regulations/first_report.township')
    t.match(answer.json<Read>().localRules, [
      {
        id,
        target: 'first_report.township',
        value: { minutes: 45 },
        places: ['5401'],
        instrumentZh: BUREAU_TEXT.instrumentZh,
        clause: BUREAU_TEXT.clause,
        edition: BUREAU_TEXT.edition,
        inForceFrom: '2026-07-02',
        inForceTo: null,
      },
    ])
    t.not(answer.headers.get('etag'), before.headers.get('etag'), 'it is another answer')
    t.notOk((await read('first_report.village')).localRules, 'nothing lies over its neighbour')
    const ending = { inForceTo: '2026-08-01', why: '《规定》已修订。' }
    const { id: endId } = must<{ id: string }>(await first.post(`/v1/local-rules/${id}/ending`, ending), 201)
    must(await second.post(`/v1/local-rules/${endId}/approval`, {}), 200)
    t.match((await read('first_report.township')).localRules, [{ id, inForceTo: '2026-08-01' }])
  },
)

t.test('a threshold that the text leaves open is found once it is filled, and on its ladder', async (t) => {
  const target = 'flood_drought_tibet.especially_serious.dead_and_missing'
  await enact({ target, value: { from: 50 } })
  const found = await read(target)
  t.equal(found.rule, 'flood_drought_tibet')
  t.ok(found.derived?.some(({ rule, saysZh }) => rule === target && saysZh.includes('未规定')))
  t.match(found.localRules, [{ target, value: { from: 50 } }])
  const ordinary = 'flood_drought_tibet.ordinary.dead_and_missing'
  await enact({ target: ordinary, value: { from: 2 }, places: [COUNTY] })
  t.match((await read(ordinary)).localRules, [{ target: ordinary, places: ['540122'] }])
  t.equal((await read('flood_drought_tibet')).localRules?.length, 2, 'the ladder shows both')
})

t.test('every reason of an answer that local rules have changed is explained', async (t) => {
  const rules: Given[] = [
    { target: 'desk.profile', value: { profile: 'county_2018' } },
    { target: 'anyDeathDirectReport', value: { on: false } },
    { target: 'sharp_rise.dead', value: { moreThan: 2 } },
  ]
  for (const rule of rules) {
    const { id, target } = await enact(rule)
    t.match((await read(target)).localRules, [{ id, target }], target)
  }
  const answer = await officer.post('/v1/evaluations', {
    kind: 'natural_disaster',
    hazard: 'flood',
    subhazard: 'mountain_flood',
    regionCode: COUNTY,
    occurredAt: '2026-07-03T12:00:00+08:00',
    stage: 'follow_up',
    figures: { dead: 60 },
    previous: { dead: 1 },
  })
  t.equal(answer.status, 200, answer.text)
  const named = new Set(answer.text.match(/(?<="because":\[)\{"rule":"[^"]+"|(?<=\},)\{"rule":"[^"]+"/g))
  const ids = [...named].map((one) => one.slice('{"rule":"'.length, -1))
  t.ok(
    ids.includes('flood_drought_tibet.especially_serious.dead_and_missing'),
    'the open threshold is reached',
  )
  for (const id of ids) t.equal((await officer.get(`/v1/regulations/${id}`)).status, 200, id)
})
