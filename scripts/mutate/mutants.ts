/**
 * What is changed in a source, one thing at a time. In rules, everything that could be written down wrongly: each
 * number (thresholds, limits, boundaries, shares, counts, order numbers, factors and indexes alike), each date and each
 * clock time by one in both directions, and each yes or no. The names of editions that look like dates are none.
 */

import { type Token, tokensOf } from './tokens.ts'

export interface Mutant {
  /** below the root, with slashes */
  file: string
  line: number
  column: number
  at: number
  /** what stands there, and what is put in its place */
  from: string
  to: string
}

export interface Source {
  file: string
  /** without types, every character where it was */
  code: string
}

const DAY_MS = 86_400_000
const A_DATE = /^'(\d{4}-\d{2}-\d{2})'$/
const A_CLOCK_TIME = /^'(\d{2}):(\d{2})'$/
/** The rest of a date whose year is filled in, `-01-01`. */
const REST_OF_DATE = /^-(\d{2})-(\d{2})$/

const OPERATORS: Readonly<Record<string, string>> = {
  '>=': '>',
  '>': '>=',
  '<=': '<',
  '<': '<=',
  '===': '!==',
  '!==': '===',
  '&&': '||',
  '||': '&&',
  '+': '-',
  '-': '+',
}

/** Every change of a source of rules. */
export function changesOfRules(source: Source): Mutant[] {
  const tokens = tokensOf(source.code)
  return tokens.flatMap((token, index) =>
    otherRules(token, tokens.slice(Math.max(0, index - 2), index)).map((to) => mutant(source, token, to)),
  )
}

/** Every change of an operator, in the source of what reads the rules. */
export function changesOfOperators(source: Source): Mutant[] {
  const tokens = tokensOf(source.code)
  return tokens.flatMap((token, index) => {
    const to = token.kind === 'sign' ? OPERATORS[token.text] : undefined
    return to === undefined || isSignOfNumber(token, tokens[index - 1]) ? [] : [mutant(source, token, to)]
  })
}

/** The source with the change in it. */
export function changed({ code }: Source, { at, from, to }: Mutant): string {
  return code.slice(0, at) + to + code.slice(at + from.length)
}

function otherRules({ kind, text }: Token, before: readonly Token[]): string[] {
  if (kind === 'number') return besides(text)
  if (kind === 'template') {
    const rest = REST_OF_DATE.exec(text)
    return rest ? [`-${rest[1]}-${two(Number(rest[2]) + 1)}`] : []
  }
  if (kind === 'word' && text === 'true') return ['false']
  if (kind === 'word' && text === 'false') return ['true']
  if (kind !== 'text' || isNamedEdition(before)) return []
  const date = A_DATE.exec(text)?.[1]
  if (date)
    return [-1, 1].map((days) => `'${new Date(Date.parse(date) + days * DAY_MS).toISOString().slice(0, 10)}'`)
  const [, hours, minutes] = A_CLOCK_TIME.exec(text) ?? []
  if (hours === undefined || minutes === undefined) return []
  return [-1, 1].map((by) => {
    const minute = (Number(hours) * 60 + Number(minutes) + by + 1_440) % 1_440
    return `'${two(Math.floor(minute / 60))}:${two(minute % 60)}'`
  })
}

/** One less and one more; of what has decimals one of the last, and a hundredth where it is less than one. */
function besides(text: string): string[] {
  const value = Number(text.replaceAll('_', ''))
  const decimals = text.split('.')[1]?.length ?? 0
  const places = decimals > 0 && value < 1 ? Math.max(2, decimals) : decimals
  const step = 10 ** -places
  return [value - step, value + step].map((other) => {
    const written = other.toFixed(places)
    return other < 0 ? `(${written})` : written
  })
}

function isNamedEdition(before: readonly Token[]): boolean {
  return before[0]?.text === 'edition' && before[1]?.text === ':'
}

/** A plus or minus that belongs to the number after it. */
function isSignOfNumber({ text }: Token, before: Token | undefined): boolean {
  if (text !== '+' && text !== '-') return false
  return !before || (before.kind === 'sign' && ![')', ']', '}'].includes(before.text))
}

function mutant({ file, code }: Source, { at, text }: Token, to: string): Mutant {
  const lines = code.slice(0, at).split('\n')
  return { file, line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1, at, from: text, to }
}

const two = (n: number) => String(n).padStart(2, '0')
