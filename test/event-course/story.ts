/** A disaster over days, told over HTTP: people at their posts, an earthquake in 当雄, and a clock in Shanghai's time. */
import type { Test } from 'tap'
import { v7 as uuidv7 } from 'uuid'
import { setSimulatedNow } from '../../src/clock.ts'
import {
  type Accepted,
  type Answer,
  type Api,
  aFollowUp,
  aReport,
  CITY,
  type Client,
  COUNTY,
  type NewReport,
  OTHER_COUNTY,
  startApi,
  TOWNSHIP,
  VILLAGE,
} from '../api.ts'
import { testDb } from '../database.ts'

export const OTHER_TOWNSHIP = '540121100000'
/** Beside TOWNSHIP, in the same county. */
export const NEXT_TOWNSHIP = '540122101000'

/** An instant by Shanghai's calendar and clock. */
export const at = (text: string) => new Date(`${text.length === 10 ? `${text}T00:00` : text}+08:00`)

interface Duty {
  region_code: string
  duty: string
  due: string
  met: string | null
  is_late: boolean
  is_missed: boolean
  ended: string | null
}

export interface Story extends Api {
  /** the clock now, as Shanghai shows it: `2026-06-11T09:00` */
  clock(text: string): Promise<void>
  /** moves the clock and lets the engine do what is due */
  run(text: string): Promise<void>
  people: Record<'village' | 'township' | 'county' | 'city' | 'desk' | 'leader', Client>
  /** every daily, drought and verifying duty of an event, in the order of unit and instant */
  duties(eventId: string, kind?: string): Promise<Duty[]>
  /** who owes what, in short: `540122000000 06-11 09:00 met` */
  told(eventId: string, kind?: string): Promise<string[]>
  /** escalations of missed duties of a kind, `from>owner` */
  escalated(eventId: string, duty: string): Promise<string[]>
  nil(who: Client, eventId: string, regionCode: string, more?: object): Promise<Answer>
  stability(who: Client, eventId: string, declaredAt: string): Promise<Answer>
}

/** Starts a story at an instant. */
export async function startStory(
  t: Pick<Test, 'teardown' | 'comment'>,
  startsAt: string,
  environment: Record<string, string> = {},
): Promise<Story> {
  const db = await testDb(t)
  await setSimulatedNow(db, at(startsAt))
  const api = await startApi(t, {
    now: at(startsAt),
    db,
    environment: { REFRESH_TOKEN_DAYS: '365', ACCESS_TOKEN_SECONDS: '3600', ...environment },
  })
  const people = {
    village: api.as('officer', VILLAGE),
    township: api.as('officer', TOWNSHIP),
    county: api.as('officer', COUNTY),
    city: await api.hire('officer', CITY),
    desk: api.as('duty_officer', CITY),
    leader: api.as('duty_leader', CITY),
  }
  const clock = (text: string) => api.setNow(at(text))
  const duties: Story['duties'] = (eventId, kind = '%') =>
    api.rows<Duty>(
      `select region_code, duty,
         to_char(due_at at time zone 'Asia/Shanghai', 'MM-DD HH24:MI') as due,
         to_char(met_at at time zone 'Asia/Shanghai', 'MM-DD HH24:MI') as met,
         coalesce(met_at > due_at, false) as is_late, missed_at is not null as is_missed, replaced_reason as ended
       from deadlines
       where event_id = $1 and duty in ('daily_follow_up', 'drought_follow_up', 'verified_report') and duty like $2
       order by region_code, due_at, replaced_at nulls last`,
      [eventId, kind],
    )
  return {
    ...api,
    people,
    clock,
    async run(text) {
      await clock(text)
      await api.runDue()
    },
    duties,
    async told(eventId, kind) {
      return (await duties(eventId, kind)).map((one) => `${one.region_code} ${one.due} ${stateOf(one)}`)
    },
    async escalated(eventId, duty) {
      const rows = await api.rows<{ from_code: string; owner_code: string }>(
        `select x.from_code, x.owner_code from escalations x join deadlines d on d.id = x.cause_id
         where x.event_id = $1 and x.cause_kind = 'deadline_missed' and d.duty = $2
         order by x.escalated_at, x.from_code, d.due_at`,
        [eventId, duty],
      )
      return rows.map(({ from_code, owner_code }) => `${from_code}>${owner_code}`)
    },
    nil(who, eventId, regionCode, more = {}) {
      const id = uuidv7()
      const body = { id, regionCode, ...more }
      return who.post(`/v1/events/${eventId}/nil-reports`, body, { 'idempotency-key': id })
    },
    stability: (who, eventId, declaredAt) =>
      who.post(`/v1/events/${eventId}/stability`, {
        declaredAt: `${declaredAt}:00+08:00`,
        basis: '救援结束,余震减弱。',
      }),
  }
}

function stateOf({ met, is_late, is_missed, ended }: Duty): string {
  if (ended !== null) return is_missed ? 'missed, ended' : 'ended'
  if (met !== null) return is_late ? 'late' : 'met'
  return is_missed ? 'missed' : 'open'
}

/** An earthquake of M6.6 at half past four in the afternoon: serious by its magnitude. */
export const quakeOn = (day: string) =>
  ({ hazard: 'earthquake', occurredAt: `${day}T16:30:00+08:00` }) as const

export const SERIOUS = { magnitude: 6.6 }
const VERIFIED = { affected_pop: 100, dead: 0, missing: 0, loss_total: 0 }

/** The first reports of village, township, county and city, on the day of the disaster, ten minutes apart. */
export async function firstReports(story: Story, day: string, facts: object = SERIOUS) {
  const event = quakeOn(day)
  const { village, township, county, city } = story.people
  const said: Accepted[] = []
  const rows: [Client, string, string][] = [
    [village, VILLAGE, '16:45'],
    [township, TOWNSHIP, '17:00'],
    [county, COUNTY, '17:15'],
    [city, CITY, '17:30'],
  ]
  for (const [who, regionCode, clock] of rows) {
    await story.clock(`${day}T${clock}`)
    // the city lies above what the event covers, and names it
    const whose = regionCode === CITY ? { eventId: said[0]?.eventId } : { event }
    said.push(await who.report(aReport({ ...whose, regionCode, figures: { injured: 3 }, facts })))
  }
  const [first, second, third, fourth] = said
  if (!first || !second || !third || !fourth) throw new Error('four reports were sent')
  return { eventId: first.eventId, village: first, township: second, county: third, city: fourth }
}

/** The verified report that follows another one. */
export function verified(
  parent: Pick<Accepted, 'versionId' | 'eventId' | 'regionCode'>,
  figures: NewReport['figures'] = {},
): NewReport {
  return aFollowUp(parent, { stage: 'verified', figures: { ...VERIFIED, injured: 3, ...figures } })
}

export type { Accepted, Answer, Client }
export { aFollowUp, aReport, CITY, COUNTY, OTHER_COUNTY, TOWNSHIP, VILLAGE }
