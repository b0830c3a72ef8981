/** Texts of a drill file that stand for ids (指代): `@event yangyi-first` is the event of that report. */
import { v7 as uuidv7 } from 'uuid'
import { eventOf, idOf, type Memory } from './memory.ts'
import { pick } from './pick.ts'
import { UnexpectedAnswer } from './post.ts'

const REFERENCE = /^@(event|report|id|answer) ([a-z0-9-]+)(?: (\/.+))?$/

/** The labels that a value of a drill file speaks of, however deep. */
export function labelsIn(value: unknown): { label: string; kind: string }[] {
  if (typeof value === 'string') {
    const [, kind, label] = REFERENCE.exec(value) ?? []
    return kind && label ? [{ kind, label }] : []
  }
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(labelsIn) : []
}

/**
 * A value of a drill file with every reference replaced by what it stands for.
 *
 * @throws UnexpectedAnswer when an answer does not hold what is asked for
 */
export function resolved(value: unknown, memory: Memory): unknown {
  if (typeof value === 'string') return value === '@new' ? uuidv7() : idFor(value, memory)
  if (Array.isArray(value)) return value.flatMap((one) => repeated(one, memory))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, resolved(inner, memory)]))
}

/** One element of a list, or as many as it says. */
function repeated(value: unknown, memory: Memory): unknown[] {
  const { '@times': times, row } = (value ?? {}) as { '@times'?: unknown; row?: unknown }
  if (typeof times !== 'number') return [resolved(value, memory)]
  return Array.from({ length: times }, () => resolved(row, memory))
}

function idFor(text: string, memory: Memory): string {
  const [, kind, label = '', path = ''] = REFERENCE.exec(text) ?? []
  switch (kind) {
    case 'event':
      return eventOf(memory, label)
    case 'report':
    case 'id':
      return idOf(memory, label)
    case 'answer':
      return answered(memory, label, path)
    default:
      return text
  }
}

function answered({ answers }: Memory, label: string, path: string): string {
  const found = pick(answers.get(label), path)
  if (typeof found === 'string') return found
  throw new UnexpectedAnswer(`the answer to ${label} holds nothing at ${path}`)
}
