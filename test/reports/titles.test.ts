/** A title stands in every list: nothing in it may turn the line in which it is read. */
import t from 'tap'
import { v7 as uuidv7 } from 'uuid'
import {
  aReport,
  CITY,
  minutesAfter,
  NEXT_VILLAGE,
  NOON,
  type ProblemBody,
  startApi,
  VILLAGE,
} from '../api.ts'

const api = await startApi(t)
const officer = api.as('officer', VILLAGE)
const leader = api.as('duty_leader', CITY)
const TURNING = ['\u202e', '当雄\u202e震地', 'a\u2066b', '当雄\n地震', 'a\u0007']

t.test('of a report, a correction and a split alike', async (t) => {
  const titled = (title: string) =>
    aReport({ event: { hazard: 'snow', occurredAt: minutesAfter(NOON, -20).toISOString(), title } })
  const { eventId } = await officer.report(titled('当雄雪灾 🌨 གནམ།'))
  const neighbour = await api.hire('officer', NEXT_VILLAGE)
  await neighbour.report(aReport({ id: uuidv7(), eventId, regionCode: NEXT_VILLAGE }))
  for (const title of TURNING) {
    const answers: [pointer: string, answer: { status: number; json(): unknown }][] = [
      ['/event/title', await officer.submit(titled(title))],
      ['/title', await leader.post(`/v1/events/${eventId}/corrections`, { title, reason: '更正标题' })],
      [
        '/title',
        await leader.post(`/v1/events/${eventId}/splits`, {
          ...{ regionCodes: [NEXT_VILLAGE], title, reason: '不是同一过程' },
        }),
      ],
    ]
    for (const [pointer, answer] of answers) {
      t.equal(answer.status, 400, JSON.stringify(title))
      t.equal((answer.json() as ProblemBody).errors?.[0]?.pointer, pointer)
    }
  }
})
