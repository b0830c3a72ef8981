/** Plays a drill (演练推演): moves the clock through every step and every due instant, and keeps what was seen. */
import { act } from './act.ts'
import { enterCast } from './cast.ts'
import { misuseOf, readContract } from './contract.ts'
import { everyStep } from './every-step.ts'
import type { Ground } from './ground.ts'
import { type Memory, newMemory, type Outcome } from './memory.ts'
import { type Answer, UnexpectedAnswer, type Wire } from './post.ts'
import type { Drill } from './schema.ts'
import type { Step } from './step-schema.ts'
import {
  type Changes,
  changesBetween,
  isQuiet,
  look,
  movedBetween,
  NOTHING_SEEN,
  nextDueAt,
  type Seen,
} from './watch.ts'

/** A line of the timeline: a step of the story, or what the service did by itself at an instant. */
export interface Entry {
  at: Date
  step: Step | null
  outcome: Outcome | null
  changes: Changes
}

/** All that was seen. */
export interface Play {
  memory: Memory
  entries: Entry[]
  seen: Seen
  /** answers that did not show the simulated time though they must */
  withoutSimulatedTime: string[]
  answers: number
  /** deadlines whose instant changed, and whatever was there once and is not any more */
  moved: string[]
  /** events that were merged, and when that was seen */
  mergers: { eventId: string; intoId: string; at: number }[]
  wire: Wire
  now: Date
  /** why the story could not be told to its end; null when it was */
  stopped: string | null
}

/** Due instants at most between two steps: more means that the clock runs in circles. */
const MOST_STOPS = 5_000

/**
 * Plays a drill on its ground, to the end.
 *
 * @param signal breaks it off
 */
export async function playDrill(drill: Drill, ground: Ground, signal: AbortSignal): Promise<Play> {
  const counts = { answers: 0, withoutSimulatedTime: [] as string[] }
  const wire: Wire = {
    address: ground.address,
    signal,
    heard(answer: Answer, path: string) {
      counts.answers += 1
      if (!answer.headers.has('fengsui-simulated-time')) counts.withoutSimulatedTime.push(path)
    },
  }
  const cast = await enterCast(drill, wire, ground.firstAccountsFile)
  const memory = newMemory(drill, cast, await readContract(wire))
  const stage = new Stage(ground, memory, new Date(drill.startsAt))
  const stopped = misused(drill, memory) ?? (await tell(drill, stage, signal))
  const { entries, seen, moved, now } = stage
  const mergers = entries.flatMap(({ at, changes }) =>
    changes.merged.map(({ event, into }) => ({ eventId: event.id, intoId: into.id, at: at.getTime() })),
  )
  return { memory, entries, seen, moved, mergers, now, stopped, wire, ...counts }
}

/** @returns the first step that uses what the API document does not have; null where there is none */
export function misused(
  { steps }: Pick<Drill, 'steps'>,
  { contract }: Pick<Memory, 'contract'>,
): string | null {
  const faults = steps.flatMap((step, i) =>
    step.what === 'call'
      ? misuseOf(contract, step.operation, Object.keys(step.with ?? {})).map((why) => `/steps/${i}: ${why}`)
      : [],
  )
  return faults[0] ?? null
}

/** @returns at which step the service answered other than the drill says; null when it never did */
async function tell(drill: Drill, stage: Stage, signal: AbortSignal): Promise<string | null> {
  for (const { step, place } of everyStep(drill.steps)) {
    signal.throwIfAborted()
    await stage.walkTo(new Date(step.at))
    try {
      await stage.play(step)
    } catch (error) {
      if (error instanceof UnexpectedAnswer) return `/steps/${place} ${step.at}: ${error.message}`
      throw error
    }
  }
  if (drill.endsAt !== undefined) await stage.walkTo(new Date(drill.endsAt))
  return null
}

/** The clock and what was seen until now. */
class Stage {
  readonly entries: Entry[] = []
  readonly moved: string[] = []
  seen: Seen = NOTHING_SEEN
  now: Date
  readonly #ground: Ground
  readonly #memory: Memory

  constructor(ground: Ground, memory: Memory, startsAt: Date) {
    this.#ground = ground
    this.#memory = memory
    this.now = startsAt
  }

  /**
   * Moves the clock, and stops a millisecond after every instant at which a duty falls due: met at its instant,
   * missed only after it, and then at once.
   */
  async walkTo(target: Date): Promise<void> {
    for (let stops = 0; stops < MOST_STOPS; stops += 1) {
      const dueAt = nextDueAt(this.seen, this.now)
      if (dueAt === null || dueAt >= target) {
        if (this.now >= target) return
        await this.#setClock(target)
        // a midnight may lie between: then the day's follow-ups are opened
        await this.#ground.runDue()
        return
      }
      await this.#setClock(new Date(dueAt.getTime() + 1))
      await this.#ground.runDue()
      await this.#record(null, null)
    }
    throw new Error(`more than ${MOST_STOPS} duties fall due before ${target.toISOString()}`)
  }

  async play(step: Step): Promise<void> {
    const outcome = await act(step, this.#memory)
    const isQuestion = outcome.kind === 'called' && outcome.method === 'GET'
    if (outcome.kind === 'noted' || isQuestion) {
      this.entries.push({ at: this.now, step, outcome, changes: changesBetween(this.seen, this.seen) })
      return
    }
    await this.#ground.runDue()
    await this.#record(step, outcome)
  }

  async #setClock(now: Date): Promise<void> {
    await this.#ground.setClock(now)
    this.now = now
  }

  async #record(step: Step | null, outcome: Outcome | null): Promise<void> {
    const before = this.seen
    this.seen = await look(this.#memory.cast.observer, before)
    this.moved.push(...movedBetween(before, this.seen))
    const changes = changesBetween(before, this.seen)
    if (step || !isQuiet(changes)) this.entries.push({ at: this.now, step, outcome, changes })
  }
}
