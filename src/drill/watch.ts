/** Watches what the service does (值守): reads its lists as the duty officer would, and tells what has changed. */

import type { z } from 'zod'
import { deadlineSchema } from '../deadlines/schemas.ts'
import { escalationSchema } from '../escalations/schemas.ts'
import { eventSchema } from '../events/schemas.ts'
import { eventBriefSchema } from '../events/view-schemas.ts'
import { heldItemSchema } from '../reports/reply-schemas.ts'
import { forwardingSchema } from '../routing/schemas.ts'
import type { Post } from './post.ts'

export type Deadline = z.infer<typeof deadlineSchema>
export type Escalation = z.infer<typeof escalationSchema>
export type Forwarding = z.infer<typeof forwardingSchema>
type EventView = z.infer<typeof eventSchema>
export type LadderAnswer = EventView['ladders'][number]

type Held = z.infer<typeof heldItemSchema>

/** All that the lists of the service say at one instant. */
export interface Seen {
  deadlines: ReadonlyMap<string, Deadline>
  escalations: ReadonlyMap<string, Escalation>
  forwardings: ReadonlyMap<string, Forwarding>
  events: ReadonlyMap<string, EventView>
  /** reports that wait for the version before them */
  held: ReadonlyMap<string, Held>
  /** events that were merged, and where each leads now */
  merged: ReadonlyMap<string, string>
}

export const NOTHING_SEEN: Seen = {
  deadlines: new Map(),
  escalations: new Map(),
  forwardings: new Map(),
  events: new Map(),
  held: new Map(),
  merged: new Map(),
}

/** What was new since the last look. */
export interface Changes {
  opened: EventView[]
  /** events that go on in another one */
  merged: { event: EventView; into: EventView }[]
  /** reports that waited and whose turn has come */
  released: Held[]
  /** severity that stands now, where it has changed */
  severity: { event: EventView; from: string | null }[]
  ladders: { event: EventView; answer: LadderAnswer }[]
  covers: { event: EventView; regionCode: string; nameZh: string }[]
  set: Deadline[]
  met: Deadline[]
  missed: Deadline[]
  replaced: Deadline[]
  escalated: Escalation[]
  acknowledged: Escalation[]
  resolved: Escalation[]
  forwarded: Forwarding[]
  signed: Forwarding[]
  refused: Forwarding[]
  /** forwardings whose signature fell due and was not there */
  unsigned: Forwarding[]
}

/**
 * Reads every list of the service, in all their states.
 *
 * @param before what was seen last: of an event that is in no list any more its address tells where it leads
 */
export async function look(observer: Post, before: Seen): Promise<Seen> {
  const lists = async <Item extends z.ZodType<{ id: string }>>(
    list: string,
    item: Item,
    states: readonly string[] = ['open', 'closed'],
  ) => (await Promise.all(states.map((state) => observer.all(`/v1/${list}?state=${state}`, item)))).flat()
  const readEvent = (id: string) => observer.get(`/v1/events/${id}`, eventSchema)
  const readEvents = async () => {
    const listed = new Set((await lists('events', eventBriefSchema)).map(({ id }) => id))
    const gone = [...before.merged.keys(), ...before.events.keys()].filter((id) => !listed.has(id))
    const leadTo = gone.map(async (id) => [id, (await readEvent(id)).id] as const)
    return { events: await Promise.all([...listed].map(readEvent)), merged: await Promise.all(leadTo) }
  }
  // the clock stands still and nobody acts: it is one instant, whatever is answered first
  const [{ events, merged }, held, deadlines, escalations, forwardings] = await Promise.all([
    readEvents(),
    observer.all('/v1/held-reports', heldItemSchema),
    lists('deadlines', deadlineSchema, ['open', 'met', 'replaced']),
    lists('escalations', escalationSchema),
    lists('forwardings', forwardingSchema),
  ])
  return {
    merged: new Map(merged),
    held: new Map(held.map((one) => [one.versionId, one])),
    deadlines: byId(deadlines),
    escalations: byId(escalations),
    forwardings: byId(forwardings),
    events: byId(events),
  }
}

/** The instant at which the next duty falls due, of those whose instant has not passed. */
export function nextDueAt({ deadlines }: Seen, now: Date): Date | null {
  const due = [...deadlines.values()]
    .filter(({ metAt, missedAt, replaced }) => metAt === null && missedAt === null && replaced === null)
    .map(({ dueAt }) => Date.parse(dueAt))
    .filter((instant) => instant >= now.getTime())
  return due.length === 0 ? null : new Date(Math.min(...due))
}

/** What the second look shows and the first did not. */
export function changesBetween(before: Seen, after: Seen): Changes {
  const deadlines = since(before.deadlines, after.deadlines)
  const escalations = since(before.escalations, after.escalations)
  const forwardings = since(before.forwardings, after.forwardings)
  const missed = turned(deadlines, ({ missedAt }) => missedAt)
  const events = [...after.events.values()].map((event) => ({ event, was: before.events.get(event.id) }))
  return {
    opened: events.filter(({ was }) => !was).map(({ event }) => event),
    merged: [...after.merged].flatMap(([id, intoId]) => {
      const [event, into] = [before.events.get(id), after.events.get(intoId)]
      return event && into ? [{ event, into }] : []
    }),
    released: [...before.held.values()].filter(({ versionId }) => !after.held.has(versionId)),
    severity: events
      .filter(({ event, was }) => (was ? was.severity : null) !== event.severity || !was)
      .map(({ event, was }) => ({ event, from: was?.severity ?? null })),
    ladders: events.flatMap(({ event, was }) =>
      event.ladders
        .filter(
          ({ ladder, answeredAt }) =>
            !was?.ladders.some((old) => old.ladder === ladder && old.answeredAt === answeredAt),
        )
        .map((answer) => ({ event, answer })),
    ),
    covers: events.flatMap(({ event, was }) =>
      event.regions
        .filter(({ regionCode }) => !was?.regions.some((old) => old.regionCode === regionCode))
        .map(({ regionCode, nameZh }) => ({ event, regionCode, nameZh })),
    ),
    set: deadlines.filter(({ was }) => !was).map(({ is }) => is),
    met: turned(deadlines, ({ metAt }) => metAt),
    missed,
    replaced: turned(deadlines, ({ replaced }) => replaced),
    escalated: escalations.filter(({ was }) => !was).map(({ is }) => is),
    acknowledged: turned(escalations, ({ acknowledgedAt }) => acknowledgedAt),
    resolved: turned(escalations, ({ resolvedAt }) => resolvedAt),
    forwarded: forwardings.filter(({ was }) => !was).map(({ is }) => is),
    signed: turned(forwardings, ({ acknowledgedAt }) => acknowledgedAt),
    refused: turned(forwardings, ({ refusedAt }) => refusedAt),
    unsigned: missed.flatMap(({ subjectId }) => after.forwardings.get(subjectId) ?? []),
  }
}

/** Whether anything has changed. */
export function isQuiet(changes: Changes): boolean {
  return Object.values(changes).every((list) => list.length === 0)
}

/** Deadlines whose instant was changed, and whatever has disappeared. */
export function movedBetween(before: Seen, after: Seen): string[] {
  const gone = (['deadlines', 'escalations', 'forwardings', 'events'] as const).flatMap((list) =>
    [...before[list].keys()]
      .filter((id) => !after[list].has(id) && !isMerged(id, after))
      .map((id) => `${list}: ${id} has gone`),
  )
  const moved = since(before.deadlines, after.deadlines)
    .filter(({ is, was }) => was !== undefined && was.dueAt !== is.dueAt)
    .map(({ is, was }) => `deadline ${is.id}: ${was?.dueAt} became ${is.dueAt}`)
  return [...gone, ...moved]
}

/** Its address leads to an event that is there. */
function isMerged(id: string, { merged, events }: Seen): boolean {
  return events.has(merged.get(id) ?? '')
}

interface Compared<Item> {
  is: Item
  was: Item | undefined
}

function since<Item>(before: ReadonlyMap<string, Item>, after: ReadonlyMap<string, Item>): Compared<Item>[] {
  return [...after].map(([id, is]) => ({ is, was: before.get(id) }))
}

/** Those for which something is set now that was not. */
function turned<Item>(compared: readonly Compared<Item>[], what: (item: Item) => unknown): Item[] {
  return compared
    .filter(({ is, was }) => what(is) !== null && (!was || what(was) === null))
    .map(({ is }) => is)
}

function byId<Item extends { id: string }>(items: readonly Item[]): ReadonlyMap<string, Item> {
  return new Map(items.map((item) => [item.id, item]))
}
