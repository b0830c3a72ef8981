/** What a drill remembers (推演记录) while it is played: ids, answers, acts. */
import { v7 as uuidv7 } from 'uuid'
import type { z } from 'zod'
import type { acceptedSchema, heldSchema } from '../reports/reply-schemas.ts'
import type { Cast } from './cast.ts'
import type { Contract } from './contract.ts'
import { everyStep } from './every-step.ts'
import { type Post, UnexpectedAnswer } from './post.ts'
import type { CastMember, Drill } from './schema.ts'
import type { Words } from './terms.ts'
import type { Escalation, Forwarding } from './watch.ts'

export type Accepted = z.infer<typeof acceptedSchema>
type Held = z.infer<typeof heldSchema>

/** A submission as it was sent and answered, kept so that it can be sent again. */
export interface Sent {
  label: string
  who: string
  path: string
  body: object
  /** the id of the version that it makes */
  versionId: string
  key: string
  sentAt: string | null
  status: number
  text: string
}

/** What came of a step. */
export type Outcome =
  | { kind: 'accepted'; accepted: Accepted }
  | { kind: 'held'; held: Held }
  | { kind: 'refused'; problem: string; status: number; detail: string }
  | { kind: 'escalations'; items: Escalation[] }
  | { kind: 'forwardings'; items: Forwarding[] }
  | { kind: 'extended'; regions: string[] }
  | {
      kind: 'called'
      method: 'GET' | 'POST'
      /** null where it was not refused */
      refusal: { problem: string; status: number; detail: string } | null
      /** what it made, where it was answered with a receipt */
      accepted: Accepted | null
      shown: Shown[]
    }
  | { kind: 'noted' }

/** A value of an answer, and what is wrong with it. */
export interface Shown extends Words {
  value: unknown
  /** whether the drill says what it must be */
  isHeld: boolean
  faults: string[]
}

/** One act that the trail must hold. */
interface Act {
  action: string
  /** null where the drill cannot know it */
  subjectId: string | null
  accountId: string
}

/** What the drill remembers while it is played. */
export interface Memory {
  drill: Drill
  cast: Cast
  /** ids that the devices made, by label */
  ids: ReadonlyMap<string, string>
  /** event of each accepted report, by label */
  events: Map<string, string>
  sent: Sent[]
  acts: Act[]
  /** the routes that steps may use */
  contract: Contract
  /** what labelled calls were answered */
  answers: Map<string, unknown>
}

/** A memory with the ids of all reports made beforehand: a follow-up may arrive before what it follows. */
export function newMemory(drill: Drill, cast: Cast, contract: Contract): Memory {
  const ids = everyStep(drill.steps).flatMap(({ step }): [string, string][] => {
    if (!('label' in step) || step.label === undefined) return []
    const madeAt = ('enteredAt' in step && step.enteredAt) || step.at
    return [[step.label, uuidv7({ msecs: Date.parse(madeAt) })]]
  })
  return {
    ...{ drill, cast, contract, ids: new Map(ids) },
    ...{ events: new Map(), answers: new Map(), sent: [], acts: [] },
  }
}

/** A member of the cast. */
export function memberOf({ drill }: Memory, who: string): CastMember {
  const member = drill.cast.find(({ id }) => id === who)
  if (!member) throw new Error(`${who} is not in the cast`)
  return member
}

/** The post of that id. */
export function postFor({ cast }: Pick<Memory, 'cast'>, who: string): Post {
  const post = cast.posts.get(who)
  if (!post) throw new Error(`${who} has not entered`)
  return post
}

/** The id that the device made for a report. */
export function idOf({ ids }: Memory, label: string): string {
  const id = ids.get(label)
  if (id === undefined) throw new Error(`no report is called ${label}`)
  return id
}

/** The event of an accepted report. */
export function eventOf({ events }: Pick<Memory, 'events'>, label: string): string {
  const id = events.get(label)
  if (id === undefined) throw new UnexpectedAnswer(`${label} has not come to an event`)
  return id
}
