/** A row of the matrix: one route about one kind of thing, and for each role a letter. */
import type { Kind } from './kinds.ts'
import type { LetterName, Outcome } from './letters.ts'
import type { Caller } from './people.ts'

/** What is asked for: the id of the thing at its unit, and the event of its city. */
export interface Target {
  id: string
  unit: string
  wide: string
  /** the cursor of a sync before there was anything to tell of */
  began: string
  caller: Caller
}

export interface Sent {
  /** instead of the path with the id in it */
  path?: string
  query?: string
  body?: object | string | Buffer
  headers?: Record<string, string>
}

export interface More {
  /** what else is sent; nothing unless given */
  send?: (target: Target) => Sent
  /** it shows many things: hidden is what is not among them; where ids stand in many fields, the one that counts */
  lists?: true | string
  /** reads the outcome where the status says `through` and does not tell all */
  read?: (reply: { status: number; text: string }) => Outcome
  /** a status that is no refusal here, whoever asks */
  alsoThrough?: number
  /** why something is written although nobody is let through */
  keepsRefusals?: string
  note?: string
}

export interface Row extends More {
  route: string
  /** null where it is about nothing that lies anywhere */
  of: Kind | null
  letters: readonly LetterName[]
}

/**
 * @param letters one for each role, in the order of ROLES
 */
export function row(route: string, of: Kind | null, letters: string, more: More = {}): Row {
  return { route, of, letters: letters.split(' ') as LetterName[], ...more }
}

/** A body, whatever is asked for. */
export const body = (sent: object) => ({ send: () => ({ body: sent }) })

/** Whether a route only tells. */
export const isReading = ({ route }: Pick<Row, 'route'>) => /^(GET|HEAD|OPTIONS) /.test(route)
