/** Does one step of a drill as its post would: over HTTP, with what the post can see. */
import { v7 as uuidv7 } from 'uuid'
import { z } from 'zod'
import { acceptedSchema, heldSchema } from '../reports/reply-schemas.ts'
import { call } from './call.ts'
import type { NilReportStep } from './call-schema.ts'
import { extend, onEscalations, onForwardings, order } from './desk-acts.ts'
import { eventOf, idOf, type Memory, type Outcome, postFor, type Sent } from './memory.ts'
import { type Answer, type Post, read, UnexpectedAnswer } from './post.ts'
import type { ReportStep, Step } from './step-schema.ts'

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
      const versionId = idOf(memory, step.label)
      const body = { id: versionId, reason: step.reason }
      return sendVersion(memory, { ...step, path, body, versionId, sentAt: null, answer: 201 })
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
    case 'nil_report':
      return sendNilReport(step, memory)
    case 'call':
      return call(step, memory)
    case 'chapter':
    case 'note':
      return { kind: 'noted' }
  }
}

/** One tap: the unit, and the day where it is late. */
function sendNilReport(
  { label, who, eventOf: of, ...step }: NilReportStep,
  memory: Memory,
): Promise<Outcome> {
  const path = `/v1/events/${eventOf(memory, of)}/nil-reports`
  const { regionCode, day } = step
  const versionId = idOf(memory, label)
  const body = { id: versionId, regionCode, ...(day ? { day } : {}) }
  return sendVersion(memory, { label, who, path, body, versionId, sentAt: null, answer: 201 })
}

function submit(step: ReportStep, memory: Memory): Promise<Outcome> {
  const { after, eventOf, event, ...said } = step.report
  const knownEvent = memory.events.get(eventOf ?? after ?? '')
  const versionId = idOf(memory, step.label)
  const body = {
    id: versionId,
    parentVersionId: after === undefined ? null : idOf(memory, after),
    ...said,
    ...(event ? { event } : { eventId: knownEvent }),
    ...(step.enteredAt ? { enteredAt: step.enteredAt } : {}),
  }
  const { label, who, answer, sentAt = null } = step
  return sendVersion(memory, { label, who, path: '/v1/reports', body, versionId, sentAt, answer })
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
    memory.acts.push({ action, subjectId: sending.versionId, accountId: post.accountId })
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
