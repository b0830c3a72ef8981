/** Does one step of a drill as its post would: over HTTP, with what the post can see. */
import { v7 as uuidv7 } from 'uuid'
import { z } from 'zod'
import { escalationSchema } from '../escalations/schemas.ts'
import { eventRegionsSchema } from '../events/schemas.ts'
import { acceptedSchema, heldSchema } from '../reports/reply-schemas.ts'
import { forwardingSchema } from '../routing/schemas.ts'
import type { Cast } from './cast.ts'
import { type Answer, type Post, read, UnexpectedAnswer } from './post.ts'
import type { Drill, ReportStep, Step } from './schema.ts'
import type { Escalation, Forwarding } from './watch.ts'

export type Accepted = z.infer<typeof acceptedSchema>
export type Held = z.infer<typeof heldSchema>

/** A submission as it was sent and answered, kept so that it can be sent again. */
export interface Sent {
  label: string
  who: string
  path: string
  body: { id: string }
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
  | { kind: 'noted' }

/** One act that the trail must hold. */
export interface Act {
  action: string
  subjectId: string
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
}

/** A memory with the ids of all reports made beforehand: a follow-up may arrive before what it follows. */
export function newMemory(drill: Drill, cast: Cast): Memory {
  const ids = drill.steps.flatMap((step): [string, string][] => {
    if (!('label' in step)) return []
    const madeAt = ('enteredAt' in step && step.enteredAt) || step.at
    return [[step.label, uuidv7({ msecs: Date.parse(madeAt) })]]
  })
  return { drill, cast, ids: new Map(ids), events: new Map(), sent: [], acts: [] }
}

/**
 * Does one step.
 *
 * @throws UnexpectedAnswer when the service answers other than the drill says
 */
export async function act(step: Step, memory: Memory): Promise<Outcome> {
  switch (step.what) {
    case 'report':
      return submit(step, memory)
    case 'withdraw': {
      const path = `/v1/reports/${idOf(memory, step.of)}/withdrawal`
      const body = { id: idOf(memory, step.label), reason: step.reason }
      return sendVersion(memory, { ...step, path, body, sentAt: null, answer: 201 })
    }
    case 'acknowledge':
      return onEscalations(step, memory, 'acknowledgement', 'acknowledged')
    case 'resolve':
      return onEscalations(step, memory, 'resolution', 'resolved', { resolution: step.resolution })
    case 'sign':
      return onForwardings(step, memory, 'acknowledgement', 'acknowledged')
    case 'refuse':
      return onForwardings(step, memory, 'refusal', 'refused', { reason: step.reason })
    case 'extend_event':
      return extend(step, memory)
    case 'order_escalation':
      return order(step, memory)
    case 'note':
      return { kind: 'noted' }
  }
}

function submit(step: ReportStep, memory: Memory): Promise<Outcome> {
  const { after, eventOf, event, ...said } = step.report
  const knownEvent = memory.events.get(eventOf ?? after ?? '')
  const body = {
    id: idOf(memory, step.label),
    parentVersionId: after === undefined ? null : idOf(memory, after),
    ...said,
    ...(event ? { event } : { eventId: knownEvent }),
    ...(step.enteredAt ? { enteredAt: step.enteredAt } : {}),
  }
  const { label, who, answer, sentAt = null } = step
  return sendVersion(memory, { label, who, path: '/v1/reports', body, sentAt, answer })
}

async function sendVersion(
  memory: Memory,
  { answer: expected, ...sending }: Omit<Sent, 'key' | 'status' | 'text'> & { answer: number | string },
): Promise<Outcome> {
  const post = postFor(memory, sending.who)
  const key = uuidv7()
  const answer = await send(post, { ...sending, key })
  memory.sent.push({ ...sending, key, status: answer.status, text: answer.text })
  const outcome = outcomeOf(answer, sending.label)
  const got = outcome.kind === 'refused' ? outcome.problem : answer.status
  if (got !== expected) {
    throw new UnexpectedAnswer(
      `${sending.label}: expected ${expected}, was answered ${answer.text.slice(0, 800)}`,
    )
  }
  if (outcome.kind === 'accepted') memory.events.set(sending.label, outcome.accepted.eventId)
  if (outcome.kind !== 'refused') {
    const withdrawn = sending.path.endsWith('/withdrawal')
    const action =
      outcome.kind === 'held' ? 'report.held' : withdrawn ? 'report.withdrawn' : 'report.submitted'
    memory.acts.push({ action, subjectId: sending.body.id, accountId: post.accountId })
  }
  return outcome
}

/** Sends a submission, for the first time or again. */
export function send(
  post: Post,
  { path, body, key, sentAt }: Pick<Sent, 'path' | 'body' | 'key' | 'sentAt'>,
): Promise<Answer> {
  return post.send('POST', path, body, { 'idempotency-key': key, ...(sentAt ? { 'sent-at': sentAt } : {}) })
}

const problemSchema = z.object({ type: z.string(), detail: z.string().optional() })

function outcomeOf(answer: Answer, label: string): Outcome {
  if (answer.status === 201) return { kind: 'accepted', accepted: read(answer, acceptedSchema, label) }
  if (answer.status === 202) return { kind: 'held', held: read(answer, heldSchema, label) }
  const { type, detail } = problemSchema.parse(JSON.parse(answer.text))
  return {
    kind: 'refused',
    status: answer.status,
    problem: type.split('/').at(-1) ?? type,
    detail: detail ?? '',
  }
}

async function onEscalations(
  step: Extract<Step, { what: 'acknowledge' | 'resolve' }>,
  memory: Memory,
  resource: string,
  verbed: string,
  body?: object,
): Promise<Outcome> {
  const post = postFor(memory, step.who)
  const own = new Set(memberOf(memory, step.who).at.map(({ regionCode }) => regionCode))
  const open = await post.all('/v1/escalations?state=open', escalationSchema)
  const items: Escalation[] = []
  for (const one of open) {
    const wanted = step.what === 'acknowledge' ? 'acknowledge' : 'resolve'
    if (one.nextAct !== wanted || !own.has(one.owner.regionCode)) continue
    if (step.cause !== undefined && one.cause !== step.cause) continue
    if (step.toTier !== undefined && one.to.tier !== step.toTier) continue
    items.push(await post.post(`/v1/escalations/${one.id}/${resource}`, escalationSchema, body))
    memory.acts.push({ action: `escalation.${verbed}`, subjectId: one.id, accountId: post.accountId })
  }
  return { kind: 'escalations', items: mustFind(items, step) }
}

async function onForwardings(
  step: Extract<Step, { what: 'sign' | 'refuse' }>,
  memory: Memory,
  resource: string,
  verbed: string,
  body?: object,
): Promise<Outcome> {
  const post = postFor(memory, step.who)
  const codes = new Set(memberOf(memory, step.who).at.map(({ sectionCode }) => sectionCode ?? 'ZHZX'))
  const open = await post.all('/v1/forwardings?state=open', forwardingSchema)
  const items: Forwarding[] = []
  for (const one of open.filter(({ recipient }) => codes.has(recipient.code))) {
    items.push(await post.post(`/v1/forwardings/${one.id}/${resource}`, forwardingSchema, body))
    memory.acts.push({ action: `forwarding.${verbed}`, subjectId: one.id, accountId: post.accountId })
  }
  return { kind: 'forwardings', items: mustFind(items, step) }
}

async function extend(step: Extract<Step, { what: 'extend_event' }>, memory: Memory): Promise<Outcome> {
  const post = postFor(memory, step.who)
  const eventId = eventOf(memory, step.eventOf)
  const { items } = await post.post(`/v1/events/${eventId}/regions`, eventRegionsSchema, {
    regionCode: step.regionCode,
  })
  memory.acts.push({ action: 'event.extended', subjectId: eventId, accountId: post.accountId })
  return { kind: 'extended', regions: items.map(({ regionCode }) => regionCode) }
}

async function order(step: Extract<Step, { what: 'order_escalation' }>, memory: Memory): Promise<Outcome> {
  const post = postFor(memory, step.who)
  const path = `/v1/events/${eventOf(memory, step.eventOf)}/escalations`
  const { toTier, reason } = step
  const headers = { 'idempotency-key': uuidv7() }
  const made = await post.post(path, escalationSchema, { toTier, reason }, headers)
  memory.acts.push({ action: 'escalation.opened', subjectId: made.id, accountId: post.accountId })
  return { kind: 'escalations', items: [made] }
}

/** A step that finds nothing to do tells another story than the one that was written. */
function mustFind<Item>(items: Item[], { at, who, what }: Extract<Step, { who: string }>): Item[] {
  if (items.length > 0) return items
  throw new UnexpectedAnswer(`${at}: ${who} finds nothing to ${what}`)
}

function memberOf({ drill }: Memory, who: string) {
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

function idOf({ ids }: Memory, label: string): string {
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
