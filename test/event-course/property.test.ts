/**
 * Random histories of an event, told over HTTP, with an engine that comes when it comes. Whatever happens: no duty of a
 * day stands after stability, none is missing, none is there twice. What must be there is worked out here anew, day by
 * day, from what the history did.
 */
import fc from 'fast-check'
import t from 'tap'
import { shanghaiDay } from '../../src/shanghai.ts'
import {
  type Accepted,
  aFollowUp,
  aReport,
  at,
  CITY,
  type Client,
  COUNTY,
  OTHER_COUNTY,
  OTHER_TOWNSHIP,
  startStory,
  TOWNSHIP,
  VILLAGE,
} from './story.ts'

const MINUTE = 60_000
const DAY = 86_400_000
const HOURS: Record<string, number> = {
  [CITY]: 10,
  [COUNTY]: 9,
  [OTHER_COUNTY]: 9,
  [TOWNSHIP]: 8,
  [OTHER_TOWNSHIP]: 8,
}
const REPORTING = [VILLAGE, TOWNSHIP, COUNTY, CITY, OTHER_TOWNSHIP] as const
const PLACES = [CITY, COUNTY, OTHER_COUNTY, TOWNSHIP] as const

type Step =
  | { what: 'report'; unit: (typeof REPORTING)[number] }
  | { what: 'nil'; unit: (typeof REPORTING)[number] }
  | { what: 'graver' }
  | { what: 'lower' }
  | { what: 'response' | 'order'; place: (typeof PLACES)[number] }
  | { what: 'stable'; minutesAgo: number }
  | { what: 'reopen' }
  | { what: 'engine' }

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ what: fc.constant('report' as const), unit: fc.constantFrom(...REPORTING) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ what: fc.constant('nil' as const), unit: fc.constantFrom(...REPORTING) }),
  },
  { weight: 2, arbitrary: fc.constant({ what: 'graver' as const }) },
  { weight: 1, arbitrary: fc.constant({ what: 'lower' as const }) },
  {
    weight: 3,
    arbitrary: fc.record({
      what: fc.constantFrom('response' as const, 'order' as const),
      place: fc.constantFrom(...PLACES),
    }),
  },
  { weight: 2, arbitrary: fc.record({ what: fc.constant('stable' as const), minutesAgo: fc.nat(600) }) },
  { weight: 2, arbitrary: fc.constant({ what: 'reopen' as const }) },
  { weight: 3, arbitrary: fc.constant({ what: 'engine' as const }) },
)

/** Gaps between the steps: minutes, hours, days; often an hour at which something falls due. */
const history = fc.array(fc.tuple(fc.oneof(fc.nat(59), fc.nat(900), fc.nat(3_000)), step), {
  minLength: 4,
  maxLength: 14,
})

interface Span {
  since: number
  until: number | null
}
interface Asking extends Span {
  place: string | null
  withAbove: boolean
}

/** What the history did, as somebody beside it would note it down. */
class Notes {
  first = new Map<string, number>()
  reportDays = new Map<string, Set<string>>()
  asking: Asking[] = []
  pauses: Span[] = []

  report(unit: string, now: number): void {
    if (!this.first.has(unit)) this.first.set(unit, now)
    const days = this.reportDays.get(unit) ?? new Set()
    this.reportDays.set(unit, days.add(shanghaiDay(new Date(now))))
  }

  /** Every duty of a day that must stand at an instant, and whether it was met. */
  due(occurred: number, now: number): string[] {
    const owed: string[] = []
    const lastDay = Date.parse(`${shanghaiDay(new Date(now))}T00:00:00+08:00`)
    const firstDay = Date.parse(`${shanghaiDay(new Date(occurred))}T00:00:00+08:00`) + DAY
    for (let day = firstDay; day <= lastDay; day += DAY) {
      for (const [unit, hour] of Object.entries(HOURS)) {
        const due = day + hour * 60 * MINUTE
        if (this.#isOwed(unit, day, due))
          owed.push(`${unit} ${new Date(due).toISOString()} ${this.#isMet(unit, day)}`)
      }
    }
    return owed.sort()
  }

  #isOwed(unit: string, day: number, due: number): boolean {
    const below = unit === CITY ? '5401' : unit.replace(/0+$/, '')
    const isConcerned = [...this.first].some(([code, since]) => code.startsWith(below) && since < day)
    const isAsked = this.asking.some(
      ({ since, until, place, withAbove }) =>
        since <= due && (until === null || until >= due) && bindsUnit(place, withAbove, unit),
    )
    const isPaused = this.pauses.some(({ since, until }) => since < due && (until === null || until > due))
    return isConcerned && isAsked && !isPaused
  }

  #isMet(unit: string, day: number): boolean {
    return this.reportDays.get(unit)?.has(shanghaiDay(new Date(day))) ?? false
  }
}

function bindsUnit(place: string | null, withAbove: boolean, unit: string): boolean {
  if (place === null) return true
  const [short, own] = [place, unit].map((code) => (code === CITY ? '5401' : code.replace(/0+$/, '')))
  return unit.startsWith(short ?? '') || (withAbove && place.startsWith(own ?? ''))
}

const story = await startStory(t, '2026-01-01T00:00')
const other = {
  leader: await story.hire('duty_leader', CITY),
  township: await story.hire('officer', OTHER_TOWNSHIP),
}
const who: Record<string, Client> = {
  [VILLAGE]: story.people.village,
  [TOWNSHIP]: story.people.township,
  [COUNTY]: story.people.county,
  [CITY]: story.people.city,
  [OTHER_TOWNSHIP]: other.township,
}
let told = 0

/** Tells one history and compares. */
async function holds(steps: readonly (readonly [number, Step])[]): Promise<boolean> {
  told += 1
  const notes = new Notes()
  // each far enough from the one before to be a process of its own, and nobody looks after that one any more
  const opensAt = at('2026-01-02T15:00').getTime() + told * 5 * DAY
  await story.rows('update events set follow_ups_look_at = null')
  await story.rows(
    `update deadlines set replaced_at = judged_now(), replaced_reason = 'told' where replaced_at is null and met_at is null`,
  )
  let now = opensAt
  await story.setNow(new Date(now))
  const event = { hazard: 'earthquake', occurredAt: new Date(now - 10 * MINUTE).toISOString() } as const
  const heads = new Map<string, Accepted>()
  const first = await story.people.village.report(aReport({ event, facts: { magnitude: 4.6 } }))
  const { eventId } = first
  heads.set(VILLAGE, first)
  notes.report(VILLAGE, now)
  await story.people.desk.post(`/v1/events/${eventId}/regions`, { regionCode: OTHER_COUNTY })
  let magnitude = 6
  const standing = new Map<string, { id: string; asking: Asking }>()
  let bySeverity: Asking | null = null
  const url = `/v1/events/${eventId}`

  async function report(unit: string, facts: object): Promise<void> {
    const head = heads.get(unit)
    const figures = { injured: 1 }
    const said = head
      ? aFollowUp(head, { figures, facts })
      : aReport({ eventId, regionCode: unit, figures, facts })
    const client = who[unit]
    if (!client) throw new Error(`nobody is at ${unit}`)
    heads.set(unit, await client.report(said))
    notes.report(unit, now)
  }

  const pause = () => notes.pauses.find(({ until }) => until === null)
  const must = async (answer: Promise<{ status: number; text: string }>, status: number) => {
    const { status: got, text } = await answer
    if (got !== status) throw new Error(`answered ${got} instead of ${status}: ${text}`)
    return JSON.parse(text) as { id: string }
  }

  async function take(one: Step): Promise<void> {
    switch (one.what) {
      case 'report':
        return report(one.unit, {})
      case 'nil': {
        const client = who[one.unit]
        if (!heads.has(one.unit) || !client) return
        const { versionId } = (await story.nil(client, eventId, one.unit)).json<Accepted>()
        heads.set(one.unit, { ...(heads.get(one.unit) as Accepted), versionId })
        return notes.report(one.unit, now)
      }
      case 'graver':
        magnitude += 0.1
        await report(VILLAGE, { magnitude: Math.round(magnitude * 10) / 10 })
        if (!bySeverity) {
          bySeverity = { since: now, until: null, place: null, withAbove: false }
          notes.asking.push(bySeverity)
        }
        return
      case 'lower': {
        if (!bySeverity) return
        const { id } = await must(
          story.people.leader.post(`${url}/severity-reductions`, { level: 'ordinary', reason: '修订' }),
          201,
        )
        await must(other.leader.post(`/v1/severity-reductions/${id}/confirmation`, {}), 201)
        bySeverity.until = now
        bySeverity = null
        return
      }
      case 'response':
      case 'order':
        return decide(one.what, one.place)
      case 'stable': {
        if (pause()) return
        const last = notes.pauses.at(-1)?.until ?? opensAt
        const since = Math.max(now - one.minutesAgo * MINUTE, last)
        const body = { declaredAt: new Date(since).toISOString(), basis: '稳定' }
        await must(story.people.leader.post(`${url}/stability`, body), 201)
        notes.pauses.push({ since, until: null })
        return
      }
      case 'reopen': {
        const open = pause()
        if (!open) return
        await must(story.people.leader.post(`${url}/reopening`, { reason: '余震' }), 201)
        open.until = now
        return
      }
      case 'engine':
        return story.runDue()
    }
  }

  /** Starts what is not on there, and ends what is. */
  async function decide(what: 'response' | 'order', place: string): Promise<void> {
    const key = `${what} ${place}`
    const on = standing.get(key)
    const { desk } = story.people
    if (what === 'order') {
      const made = on
        ? await must(desk.post(`${url}/nil-report-orders/${on.id}/end`, { reason: '解除' }), 201)
        : await must(desk.post(`${url}/nil-report-orders`, { regionCode: place, reason: '逐日' }), 201)
      return note(key, made.id, on, { place, withAbove: false })
    }
    const response = {
      kind: 'relief',
      level: on ? null : 4,
      ...(on ? { followsId: on.id } : { regionCode: place }),
      decidedBy: { body: 'city', name: '市人民政府' },
      startedAt: new Date(now).toISOString(),
      basis: '预案',
    }
    const made = await must(desk.post(`${url}/responses`, response), 201)
    note(key, made.id, on, { place, withAbove: true })
  }

  function note(
    key: string,
    id: string,
    on: { asking: Asking } | undefined,
    bound: Pick<Asking, 'place' | 'withAbove'>,
  ): void {
    if (on) {
      on.asking.until = now
      standing.delete(key)
      return
    }
    const asking = { ...bound, since: now, until: null }
    notes.asking.push(asking)
    standing.set(key, { id, asking })
  }

  for (const [minutes, one] of steps) {
    now += minutes * MINUTE
    await story.setNow(new Date(now))
    await take(one)
  }
  await story.runDue()
  const rows = await story.rows<{ region_code: string; due_at: Date; is_met: boolean; is_missed: boolean }>(
    `select region_code, due_at, met_at is not null as is_met, missed_at is not null as is_missed from deadlines
     where event_id = $1 and duty = 'daily_follow_up' and replaced_at is null`,
    [eventId],
  )
  const found = rows.map((row) => `${row.region_code} ${row.due_at.toISOString()} ${row.is_met}`).sort()
  const expected = notes.due(opensAt - 10 * MINUTE, now)
  // what a report met while it was owed stays on record, whatever is decided backwards in time afterwards
  const metBefore = new Set(found.filter((line) => line.endsWith(' true') && !expected.includes(line)))
  const rest = found.filter((line) => !metBefore.has(line))
  const isBackdated = steps.some(([, one]) => one.what === 'stable' && one.minutesAgo > 0)
  if (JSON.stringify(rest) !== JSON.stringify(expected) || (metBefore.size > 0 && !isBackdated)) {
    throw new Error(`expected\n${expected.join('\n')}\nfound\n${found.join('\n')}`)
  }
  const unseen = rows.filter((row) => !row.is_met && !row.is_missed && row.due_at.getTime() < now)
  return unseen.length === 0
}

t.test('no duty of a day stands after stability, none is missing, none doubled', async (t) => {
  await fc.assert(fc.asyncProperty(history, holds), { seed: 20_260_710, numRuns: 40, endOnFailure: true })
  t.equal(told, 40)
})
