/** What a desk does (值班处置): polls, acknowledges, resolves, signs, extends, orders. */
import { v7 as uuidv7 } from 'uuid'
import { COMMAND_CENTRE } from '../accounts/may.ts'
import { escalationSchema } from '../escalations/schemas.ts'
import { eventRegionsSchema } from '../events/schemas.ts'
import { forwardingSchema } from '../routing/schemas.ts'
import { eventOf, type Memory, memberOf, type Outcome, postFor } from './memory.ts'
import { UnexpectedAnswer } from './post.ts'
import type { Step } from './step-schema.ts'
import type { Escalation, Forwarding } from './watch.ts'

/** Acknowledges or resolves what the post's own desk owns. */
export async function onEscalations(
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

/** Signs for, or refuses, what was forwarded to the post's own section or department. */
export async function onForwardings(
  step: Extract<Step, { what: 'sign' | 'refuse' }>,
  memory: Memory,
  resource: string,
  verbed: string,
  body?: object,
): Promise<Outcome> {
  const post = postFor(memory, step.who)
  const codes = new Set(
    memberOf(memory, step.who).at.map(
      ({ sectionCode, departmentCode }) => sectionCode ?? departmentCode ?? COMMAND_CENTRE,
    ),
  )
  const open = await post.all('/v1/forwardings?state=open', forwardingSchema)
  const items: Forwarding[] = []
  for (const one of open.filter(({ recipient }) => codes.has(recipient.code))) {
    items.push(await post.post(`/v1/forwardings/${one.id}/${resource}`, forwardingSchema, body))
    memory.acts.push({ action: `forwarding.${verbed}`, subjectId: one.id, accountId: post.accountId })
  }
  return { kind: 'forwardings', items: mustFind(items, step) }
}

/** Lets an event cover another region. */
export async function extend(
  step: Extract<Step, { what: 'extend_event' }>,
  memory: Memory,
): Promise<Outcome> {
  const post = postFor(memory, step.who)
  const eventId = eventOf(memory, step.eventOf)
  const { items } = await post.post(`/v1/events/${eventId}/regions`, eventRegionsSchema, {
    regionCode: step.regionCode,
  })
  memory.acts.push({ action: 'event.extended', subjectId: eventId, accountId: post.accountId })
  return { kind: 'extended', regions: items.map(({ regionCode }) => regionCode) }
}

/** Orders that an event goes up. */
export async function order(
  step: Extract<Step, { what: 'order_escalation' }>,
  memory: Memory,
): Promise<Outcome> {
  const post = postFor(memory, step.who)
  const path = `/v1/events/${eventOf(memory, step.eventOf)}/escalations`
  const { toTier, reason } = step
  const headers = { 'idempotency-key': uuidv7() }
  const made = await post.post(path, escalationSchema, { toTier, reason }, headers)
  memory.acts.push({ action: 'escalation.opened', subjectId: made.id, accountId: post.accountId })
  return { kind: 'escalations', items: [made] }
}

/** A step that finds nothing to do tells another story than the one that was written. */
function mustFind<Item>(items: Item[], { who, what }: Extract<Step, { who: string }>): Item[] {
  if (items.length > 0) return items
  throw new UnexpectedAnswer(`${who} finds nothing to ${what}`)
}
