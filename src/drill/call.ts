/** Does a step that uses a route of the API document (接口步骤), and looks at its answer. */
import { v7 as uuidv7 } from 'uuid'
import { z } from 'zod'
import { acceptedSchema } from '../reports/reply-schemas.ts'
import type { CallStep } from './call-schema.ts'
import { addressOf } from './contract.ts'
import { type Accepted, type Memory, type Outcome, postFor, type Shown } from './memory.ts'
import { pick } from './pick.ts'
import { type Answer, UnexpectedAnswer } from './post.ts'
import { resolved } from './references.ts'

const problemSchema = z.object({ type: z.string(), detail: z.string().optional() })

/**
 * Calls, and keeps the answer under the label of the step.
 *
 * @throws UnexpectedAnswer when it is answered with another status or problem than the drill says
 */
export async function call(step: CallStep, memory: Memory): Promise<Outcome> {
  const operation = memory.contract.get(step.operation)
  if (!operation) throw new UnexpectedAnswer(`${step.operation} is not in the API document`)
  const post = postFor(memory, step.who)
  const path = addressOf(operation, resolved(step.with ?? {}, memory) as Record<string, string>)
  const body = step.body === undefined ? undefined : (resolved(step.body, memory) as object)
  const headers = operation.isKeyed ? { 'idempotency-key': uuidv7() } : undefined
  const answer = await post.send(operation.method, path, body, headers)
  const said: unknown = answer.text === '' ? null : JSON.parse(answer.text)
  const refusal = refusalIn(answer, said)
  mustBeAsTold(step, answer, refusal?.problem ?? null)
  if (step.label !== undefined) memory.answers.set(step.label, said)
  if (step.trail !== undefined) {
    memory.acts.push({ action: step.trail, subjectId: null, accountId: post.accountId })
  }
  const accepted = acceptedIn(answer, said)
  if (accepted) rememberVersion(step, memory, { path, body: body ?? {}, answer, accepted })
  const shown = step.shows.map((one) => shownIn(said, one, memory))
  return { kind: 'called', method: operation.method, refusal, accepted, shown }
}

function mustBeAsTold(
  { operation, answer: told }: CallStep,
  { status, text }: Answer,
  problem: string | null,
) {
  const isRight = told === undefined ? problem === null : told === (problem ?? status)
  if (isRight) return
  throw new UnexpectedAnswer(
    `${operation}: expected ${told ?? '2xx'}, was answered ${status}: ${text.slice(0, 800)}`,
  )
}

/** A route that answers with a receipt has made a version, as a signature of a drafted report does. */
function acceptedIn({ status }: Answer, said: unknown): Accepted | null {
  return status === 201 ? (acceptedSchema.safeParse(said).data ?? null) : null
}

function rememberVersion(
  { label = '', who, operation }: CallStep,
  memory: Memory,
  { path, body, answer, accepted }: { path: string; body: object; answer: Answer; accepted: Accepted },
): void {
  const { versionId, eventId } = accepted
  if (label !== '') memory.events.set(label, eventId)
  const sent = { label: label || operation, who, path, body, versionId, key: uuidv7(), sentAt: null }
  memory.sent.push({ ...sent, status: answer.status, text: answer.text })
}

function refusalIn({ status }: Answer, said: unknown): Extract<Outcome, { kind: 'called' }>['refusal'] {
  if (status < 400) return null
  const { type, detail = '' } = problemSchema.parse(said)
  return { problem: type.split('/').at(-1) ?? type, status, detail }
}

/** A value of the answer, and what is wrong with it where it is not what it must be. */
function shownIn(said: unknown, { zh, en, at, is, count }: CallStep['shows'][number], memory: Memory): Shown {
  const value = pick(said, at)
  const faults = [
    ...(is === undefined ? [] : differ(resolved(is, memory), value)),
    ...(count === undefined ? [] : differ(count, Array.isArray(value) ? value.length : null)),
  ]
  const isHeld = is !== undefined || count !== undefined
  return { zh, en, value: count !== undefined && Array.isArray(value) ? value.length : value, isHeld, faults }
}

function differ(expected: unknown, got: unknown): string[] {
  const [wanted, found] = [JSON.stringify(expected), JSON.stringify(got)]
  return wanted === found ? [] : [`expected ${wanted}, got ${found}`]
}
