/** Stories about the closing of an event, and what is left of it. */
import { type Answer, CITY, firstReports, type Story, startStory } from './story.ts'

/** No engine of its own: each test says when one runs. */
const NO_ENGINE = { RUN: 'api' }
export const DAY = '2026-06-10'

/** An earthquake that is stable at half past five, and may be closed by another leader's leave. */
export async function stableStory(t: Parameters<typeof startStory>[0]) {
  const story = await startStory(t, `${DAY}T16:40`, NO_ENGINE)
  const s = await firstReports(story, DAY)
  const url = `/v1/events/${s.eventId}`
  const other = await story.hire('duty_leader', CITY)
  const stable = async () => {
    await story.stability(story.people.leader, s.eventId, `${DAY}T17:30`)
    const leave = { regionCode: CITY, reason: '历史事件,不再核报。' }
    return story.people.leader.post(`${url}/verification-overrides`, leave)
  }
  return { ...s, story, url, other, stable, close: () => other.post(`${url}/closure`, { basis: '归档' }) }
}

export const response = (kind: string, regionCode: string, more: object) => ({
  ...{ kind, regionCode, startedAt: `${DAY}T17:25:00+08:00`, basis: '预案' },
  ...{ decidedBy: { body: 'county', name: '当雄县人民政府' } },
  ...more,
})

export const idOf = (answer: Answer) => answer.json<{ id: string }>().id

export interface Left {
  duty: string
  is_missed: boolean
  reason: string | null
}

/** Duties of an event that nobody has met. */
export const unmet = (story: Story, eventId: string) =>
  story.rows<Left>(
    `select duty, missed_at is not null as is_missed, replaced_reason as reason from deadlines
     where event_id = $1 and met_at is null order by duty, due_at, id`,
    [eventId],
  )

export const openOf = async (story: Story, eventId: string) =>
  (await story.people.desk.get(`/v1/deadlines?state=open&limit=200&eventId=${eventId}`)).json<{
    items: { duty: string }[]
  }>().items

/** What was passed up to the desk of the city. */
export const escalationsOf = async (story: Story, eventId: string) =>
  (await story.people.desk.get(`/v1/escalations?limit=200&eventId=${eventId}`))
    .json<{ items: { id: string; owner: { regionCode: string } }[] }>()
    .items.filter(({ owner }) => owner.regionCode === CITY)

/** How often each duty was announced as missed, and how often that was passed upward. */
export const announced = async (story: Story, eventId: string) => {
  const [found] = await story.rows<{ told: number; once: number; escalated: number; missed: number }>(
    `select
       (select count(*)::int from outbox where topic = 'deadline.missed' and event_id = $1) as told,
       (select count(distinct subject_id)::int from outbox where topic = 'deadline.missed' and event_id = $1) as once,
       (select count(*)::int from escalations where cause_kind = 'deadline_missed' and event_id = $1) as escalated,
       (select count(*)::int from deadlines where event_id = $1 and missed_at is not null) as missed`,
    [eventId],
  )
  if (!found) throw new Error('one row was asked for')
  return found
}
