/** Tells a random history of events to the service, and notes it down beside it. */
import fc from 'fast-check'
import { v7 as uuidv7 } from 'uuid'
import type { Figures } from '../../src/regulations/indicators.ts'
import {
  type Accepted,
  type Answer,
  type Api,
  aReport,
  type Client,
  minutesAfter,
  type NewReport,
  NOON,
} from '../api.ts'
import { KEYS } from '../totals/random.ts'
import { type NotedAct, Notes } from './notes.ts'

/** A county, a township and villages of two counties: few enough that one reports to several events. */
export const UNITS = [
  ...['540122000000', '540122200000', '540122200202', '540122101201'],
  ...['540121000000', '540121100201'],
]

/** What may be split off. */
const PARTS = ['540121000000', '540122200000', '540122101201', '540122000000']

const figures: fc.Arbitrary<Figures> = fc.record(
  Object.fromEntries(KEYS.map((key) => [key, fc.nat({ max: 5 })])),
  { requiredKeys: [] },
)
const place = fc.nat({ max: 99 })
const unit = fc.constantFrom(...UNITS)

export type Telling =
  | { what: 'open'; unit: string; figures: Figures }
  | {
      what: 'follow' | 'first' | 'parked' | 'late'
      unit: number
      event: number
      figures: Figures
      child: Figures
    }
  | { what: 'again'; which: number }
export type Act =
  | { what: 'merge'; into: number; from: number }
  | { what: 'split'; event: number; part: string }
  | { what: 'undo'; which: number }

const open = fc.record({ what: fc.constant('open' as const), unit, figures })
const report = fc.record({
  what: fc.constantFrom('follow' as const, 'first' as const, 'parked' as const, 'late' as const),
  unit: place,
  event: place,
  figures,
  child: figures,
})
const again = fc.record({ what: fc.constant('again' as const), which: place })
const merge = fc.record({ what: fc.constant('merge' as const), into: place, from: place })
const split = fc.record({
  what: fc.constant('split' as const),
  event: place,
  part: fc.constantFrom(...PARTS),
})
const undo = fc.record({ what: fc.constant('undo' as const), which: place })

/** Events and reports first, then everything in turns. */
export const histories: fc.Arbitrary<(Telling | Act)[]> = fc
  .tuple(
    fc.array(open, { minLength: 2, maxLength: 3 }),
    fc.array(report, { minLength: 2, maxLength: 5 }),
    fc.array(
      fc.oneof({ weight: 3, arbitrary: report }, { weight: 1, arbitrary: again }, merge, split, undo),
      {
        minLength: 5,
        maxLength: 14,
      },
    ),
  )
  .map((parts) => parts.flat())

/** Acts alone, to be taken back again in any order that is allowed. */
export const excursions: fc.Arbitrary<Act[]> = fc.array(fc.oneof({ weight: 2, arbitrary: merge }, split), {
  minLength: 1,
  maxLength: 4,
})

const REASON = { reason: '核实后认定。' }
const TEN_DAYS = 10 * 24 * 60
const STEP_MS = 250
const GONE_ON = '核实后更正。'

/** What all stories of one service share: its clock only goes on, and events of two stories are never near each other. */
export interface Stage {
  api: Api
  city: Client
  officers: ReadonlyMap<string, Client>
  steps: number
  opened: number
}

/** A history in the making. */
export class Story {
  readonly notes = new Notes()
  /** how often each kind of step did something */
  readonly done = new Map<string, number>()
  readonly #stage: Stage
  readonly #sent: { unit: string; report: NewReport }[] = []

  constructor(stage: Stage) {
    this.#stage = stage
  }

  /** Tells one step, where there is anything to do. */
  async tell(step: Telling | Act): Promise<void> {
    await this.#goOn()
    const isDone = await this.#do(step)
    if (isDone) this.done.set(step.what, (this.done.get(step.what) ?? 0) + 1)
  }

  /** Takes an act back, which must be allowed. */
  async undo(act: NotedAct): Promise<true> {
    await this.#goOn()
    await this.#decide(`/v1/identity-acts/${act.id}/undoing`, REASON)
    this.notes.undo(act)
    return true
  }

  async #goOn(): Promise<number> {
    this.#stage.steps += 1
    const now = NOON.getTime() + this.#stage.steps * STEP_MS
    await this.#stage.api.setNow(new Date(now))
    return now
  }

  #do(step: Telling | Act): Promise<boolean> | boolean {
    switch (step.what) {
      case 'open':
        return this.#open(step)
      case 'again':
        return this.#again(step)
      case 'merge':
        return this.#merge(step)
      case 'split':
        return this.#split(step)
      case 'undo':
        return this.#undoOne(step)
      default:
        return this.#report(step)
    }
  }

  async #open({ unit, figures }: Extract<Telling, { what: 'open' }>): Promise<boolean> {
    this.#stage.opened += 1
    const occurredAt = minutesAfter(NOON, -this.#stage.opened * TEN_DAYS).toISOString()
    const event = { hazard: 'earthquake', occurredAt } as const
    const report = aReport({ event, regionCode: unit, figures, explanation: GONE_ON })
    const { eventId } = await this.#mustSend(unit, report)
    if (this.notes.leads.has(eventId)) throw new Error('it was to open an event of its own')
    this.notes.leads.set(eventId, null)
    this.#note(eventId, unit, report)
    return true
  }

  async #report(step: Extract<Telling, { event: number }>): Promise<boolean> {
    const address = at([...this.notes.leads.keys()], step.event)
    if (address === undefined) return false
    if (step.what === 'parked') return this.#onParked(address, step)
    const unit = at(await this.#covered(address), step.unit) ?? ''
    const head = this.notes.counting(address, unit)?.versions.at(-1)?.id
    const parentVersionId = step.what === 'first' ? null : (head ?? null)
    const report = this.#next(unit, parentVersionId, step.figures, address)
    if (step.what !== 'late') {
      await this.#mustSendTo(address, unit, report)
      return true
    }
    const child = this.#next(unit, report.id, step.child, null)
    const early = await this.#send(unit, child)
    if (early.status !== 202) throw new Error(`not held: ${early.status} ${early.text}`)
    const earlyMs = this.#nowMs()
    await this.#goOn()
    await this.#mustSendTo(address, unit, report)
    await this.#stage.api.runDue()
    this.notes.report(address, unit, { id: child.id, receivedMs: earlyMs, figures: child.figures })
    return true
  }

  /** Whoever goes on in a chain that does not count any more is told where to go on. */
  async #onParked(address: string, step: { unit: number; figures: Figures }): Promise<boolean> {
    const parked = at(this.notes.aside(address), step.unit)
    if (!parked) return false
    const { unit, versions } = parked
    const answer = await this.#send(unit, this.#next(unit, versions.at(-1)?.id ?? '', step.figures, null))
    const head = this.notes.counting(address, unit)?.versions.at(-1)?.id
    const told = answer.json<{ head?: { versionId: string } }>().head?.versionId
    if (answer.status !== 412 || told !== head) throw new Error(`not told: ${answer.status} ${answer.text}`)
    return true
  }

  async #again({ which }: Extract<Telling, { what: 'again' }>): Promise<boolean> {
    const sent = at(this.#sent, which)
    if (!sent) return false
    const answer = await this.#send(sent.unit, sent.report)
    if (answer.headers.get('idempotency-replayed') !== 'true') throw new Error(`no replay: ${answer.text}`)
    return true
  }

  async #merge({ into, from }: Extract<Act, { what: 'merge' }>): Promise<boolean> {
    const roots = this.notes.roots()
    const one = at(roots, into)
    const other = at(
      roots.filter((id) => id !== one),
      from,
    )
    if (one === undefined || other === undefined) return false
    const act = await this.#decide(`/v1/events/${one}/merges`, {
      fromEventId: other,
      acceptsFalls: true,
      ...REASON,
    })
    mustHaveMoved(this.notes.merge(act.id, one, other), act)
    return true
  }

  async #split({ event, part }: Extract<Act, { what: 'split' }>): Promise<boolean> {
    const root = at(this.notes.roots(), event)
    if (root === undefined) return false
    const short = part.replace(/(000000|000)$/, '')
    const isLeaving = (unit: string) => unit.startsWith(short)
    const standing = this.notes.chains.filter(({ home }) => home === root)
    const leaving = standing.filter(({ unit }) => isLeaving(unit))
    if (leaving.length === 0 || leaving.length === standing.length) return false
    const path = `/v1/events/${root}/splits`
    const parked = new Set(this.notes.parked(root).map(({ unit }) => unit))
    if (leaving.some(({ unit }) => parked.has(unit))) {
      const { status } = await this.#stage.city.post(path, { regionCodes: [part], ...REASON })
      if (status !== 409) throw new Error(`split in two what was said to two events: ${status}`)
      return false
    }
    const act = await this.#decide(path, { regionCodes: [part], ...REASON })
    mustHaveMoved(this.notes.split(act.id, root, act.intoEventId, isLeaving), act)
    return true
  }

  async #undoOne({ which }: Extract<Act, { what: 'undo' }>): Promise<boolean> {
    const act = at(this.notes.mayBeUndone(), which)
    return act !== undefined && this.undo(act)
  }

  async #decide(path: string, body: object): Promise<ActAnswer> {
    const answer = await this.#stage.city.post(path, body)
    if (answer.status !== 201) throw new Error(`${path}: ${answer.status} ${answer.text}`)
    return answer.json<ActAnswer>()
  }

  async #mustSendTo(address: string, unit: string, report: NewReport): Promise<void> {
    const { eventId } = await this.#mustSend(unit, report)
    if (eventId !== this.notes.root(address)) throw new Error(`heard in ${eventId}, sent to ${address}`)
    this.#note(address, unit, report)
  }

  async #mustSend(unit: string, report: NewReport): Promise<Accepted> {
    const answer = await this.#send(unit, report)
    if (answer.status !== 201) throw new Error(`not accepted: ${answer.status} ${answer.text}`)
    this.#sent.push({ unit, report })
    return answer.json<Accepted>()
  }

  #send(unit: string, report: NewReport): Promise<Answer> {
    const officer = this.#stage.officers.get(unit)
    if (!officer) throw new Error(`nobody reports for ${unit}`)
    return officer.submit(report)
  }

  #next(unit: string, parentVersionId: string | null, figures: Figures, eventId: string | null): NewReport {
    const stage = parentVersionId === null ? 'first' : 'follow_up'
    const named = eventId === null ? {} : { eventId }
    return { id: uuidv7(), parentVersionId, stage, regionCode: unit, figures, explanation: GONE_ON, ...named }
  }

  #note(event: string, unit: string, { id, figures }: NewReport): void {
    this.notes.report(event, unit, { id, receivedMs: this.#nowMs(), figures })
  }

  #nowMs(): number {
    return NOON.getTime() + this.#stage.steps * STEP_MS
  }

  /** Units of the counties that an event covers. */
  async #covered(address: string): Promise<string[]> {
    const rows = await this.#stage.api.rows<{ county: string }>(
      'select left(region_code, 6) as county from event_regions where event_id = $1',
      [this.notes.root(address)],
    )
    const counties = new Set(rows.map(({ county }) => county))
    return UNITS.filter((code) => counties.has(code.slice(0, 6)))
  }
}

interface ActAnswer {
  id: string
  intoEventId: string
  chains: { regionCode: string }[]
}

function mustHaveMoved({ moved }: NotedAct, { chains }: ActAnswer): void {
  const [noted, told] = [moved.map(({ unit }) => unit), chains.map(({ regionCode }) => regionCode)]
  if (noted.sort().join() !== told.sort().join()) throw new Error(`moved ${told}, and should move ${noted}`)
}

/** One of some things by any number. */
function at<T>(all: readonly T[], place: number): T | undefined {
  return all[place % Math.max(1, all.length)]
}
