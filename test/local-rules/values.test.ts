/** What a local rule may say: figures that can be counted, texts without hidden marks, and no word with an approval. */
import t from 'tap'
import type { LocalRuleView } from '../../src/local-rules/schemas.ts'
import { type ProblemBody, startApi } from '../api.ts'
import { anOffice, aProposal, BUREAU_TEXT, must } from './office.ts'

const api = await startApi(t, { environment: { RUN: 'api' } })
const { first, second, propose } = await anOffice(api)
const sent = (given: object) => first.post('/v1/local-rules', { ...aProposal(), ...given })

const OPEN = 'flood_drought_tibet.especially_serious.dead_and_missing'

t.test(
  'people, rooms, yuan are counted in wholes, and no threshold is below what can be meant',
  async (t) => {
    const rows: [target: string, from: number, says: RegExp][] = [
      [OPEN, 0.5, /a whole number of people, 1 to/],
      [OPEN, 50.5, /a whole number of people/],
      [OPEN, 10_000_001, /a whole number of people/],
      ['flood_drought_tibet.ordinary.loss', 0.5, /a whole number of yuan/],
      ['forest_fire.serious.burned_forest', 1.5, /a whole number of square metres/],
      ['earthquake_magnitude.ordinary.magnitude', 1e-9, /a magnitude, 3 to 10/],
      ['flood_drought_national.serious.rail_cut_hours', 1e-9, /hours, 0\.5 to/],
      ['national.4.drought_aided_share', 1e-9, /a part of one, above 0/],
    ]
    for (const [target, from, says] of rows) {
      const answer = await sent({ target, value: { from } })
      t.equal(answer.status, 422, `${target} ${from}: ${answer.text}`)
      const problem = answer.json<ProblemBody>()
      t.match(
        problem.errors,
        [{ pointer: '/value/from', code: 'out_of_range', detail: says }],
        `${target} ${from}`,
      )
    }
    for (const [target, from] of [
      [OPEN, 50],
      ['earthquake_magnitude.ordinary.magnitude', 3.5],
      ['national.4.drought_aided_share', 0.125],
    ] as const) {
      t.equal((await sent({ target, value: { from } })).status, 201, `${target} ${from}`)
    }
  },
)

t.test('marks that turn a text around, or hide in it, are refused wherever one is written', async (t) => {
  for (const mark of ['\u202e', '\u2066', '\u200f', '\u0007', '\u2028']) {
    const clause = await sent({ citation: { ...BUREAU_TEXT, clause: `第${mark}六条` } })
    t.match([clause.status, clause.json<ProblemBody>().errors?.[0]?.pointer], [400, '/citation/clause'])
  }
  for (const mark of ['\u202e', '\u2066', '\u0007']) {
    const why = await sent({ why: `从严${mark}。` })
    t.match([why.status, why.json<ProblemBody>().errors?.[0]?.pointer], [400, '/why'])
  }
  const { id } = await propose({ target: 'first_report.village', value: { minutes: 20 } })
  const refusal = await second.post(`/v1/local-rules/${id}/refusal`, { reason: '不符\u202e' })
  t.match([refusal.status, refusal.json<ProblemBody>().errors?.[0]?.pointer], [400, '/reason'])
})

t.test('an approval and a withdrawal say nothing, and what they say is refused', async (t) => {
  const { id } = await propose({ target: 'first_report.county', value: { minutes: 90 } })
  for (const [who, act] of [
    [second, 'approval'],
    [first, 'withdrawal'],
  ] as const) {
    const path = `/v1/local-rules/${id}/${act}`
    const answer = await who.post(path, { value: { minutes: 1 } })
    t.match(
      [answer.status, answer.json<ProblemBody>().errors],
      [400, [{ pointer: '/value', code: 'unknown_field' }]],
    )
    t.equal((await who.post(path, [1])).status, 400, 'a list')
    const query = await who.post(`${path}?force=1`, {})
    t.match(query.json<ProblemBody>().errors, [{ pointer: 'query:force', code: 'unknown_field' }])
  }
  t.equal(must<LocalRuleView>(await first.get(`/v1/local-rules/${id}`), 200).state, 'proposed')
  t.equal((await first.get(`/v1/local-rules/${id}?x=1`)).status, 400)
  t.equal((await sent({ value: { minutes: 30 } })).status, 201)
  t.equal((await first.post('/v1/local-rules?x=1', aProposal())).status, 400)
  const authorization = `Bearer ${await second.token()}`
  const bare = await fetch(`${api.address}/v1/local-rules/${id}/approval`, {
    method: 'POST',
    headers: { authorization },
  })
  t.equal(bare.status, 200, 'without a body at all it is approved')
})
