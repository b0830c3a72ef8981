import { Problem } from '../problems/problem.ts'

const DEEPEST = 24
const STRING = /"(?:[^"\\]|\\.)*"/y
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false })

interface Level {
  /** keys seen in an object, or null in an array */
  keys: Set<string> | null
  /** key or index we are at */
  at: string | number
}

/**
 * Reads JSON that means one thing only: UTF-8, no key twice, no NUL, no lone surrogate, not nested absurdly deep.
 * PostgreSQL would silently change the one and refuse the other, and a receipt's hash would not match.
 *
 * @throws Problem malformed-json with a pointer to the place
 */
export function parseStrictJson(bytes: Buffer): unknown {
  const text = decode(bytes)
  const value = parse(text)
  examine(text)
  return value
}

function decode(bytes: Buffer): string {
  try {
    return utf8.decode(bytes)
  } catch {
    throw malformed('', 'not_utf8', 'The body is not valid UTF-8.')
  }
}

function parse(text: string): unknown {
  if (text.trim() === '') throw malformed('', 'empty_body', 'The body is empty; a JSON object is expected.')
  try {
    return JSON.parse(text)
  } catch (error) {
    throw malformed('', 'not_json', `The body is not JSON: ${reasonOf(error)}`)
  }
}

/** What the parser says, but for the piece of the body that it sometimes quotes: bodies name people. */
function reasonOf(error: unknown): string {
  const said = error instanceof Error ? error.message : 'unreadable'
  return said.includes('is not valid JSON') ? 'something stands where it must not.' : said
}

/** Walks over text that is known to be valid JSON. */
function examine(text: string): void {
  const levels: Level[] = []
  for (let i = 0; i < text.length; i++) {
    const character = text[i]
    if (character === '"') i = examineString(text, i, levels)
    else if (character === '{' || character === '[') open(levels, character === '{')
    else if (character === '}' || character === ']') levels.pop()
    else if (character === ',') step(levels)
  }
}

function open(levels: Level[], isObject: boolean): void {
  if (levels.length >= DEEPEST) {
    throw malformed(pointerOf(levels), 'too_deep', `The body is nested more than ${DEEPEST} levels deep.`)
  }
  levels.push(isObject ? { keys: new Set(), at: '' } : { keys: null, at: 0 })
}

function step(levels: Level[]): void {
  const level = levels.at(-1)
  if (level && level.keys === null) level.at = Number(level.at) + 1
}

/** @returns the index of the closing quote */
function examineString(text: string, start: number, levels: Level[]): number {
  STRING.lastIndex = start
  const raw = STRING.exec(text)?.[0] ?? '""'
  const end = start + raw.length - 1
  const value: string = raw.includes('\\') ? JSON.parse(raw) : raw.slice(1, -1)
  const level = levels.at(-1)
  if (level?.keys && isKey(text, end)) addKey(levels, level.keys, level, value)
  if (value.includes('\0'))
    throw malformed(pointerOf(levels), 'nul_character', 'Text must not contain NUL (U+0000).')
  if (!value.isWellFormed()) {
    throw malformed(pointerOf(levels), 'lone_surrogate', 'Text must not contain half of a surrogate pair.')
  }
  return end
}

function isKey(text: string, end: number): boolean {
  let i = end + 1
  while (text[i] === ' ' || text[i] === '\n' || text[i] === '\r' || text[i] === '\t') i++
  return text[i] === ':'
}

function addKey(levels: Level[], keys: Set<string>, level: Level, key: string): void {
  level.at = key
  if (keys.has(key))
    throw malformed(pointerOf(levels), 'duplicate_key', 'The same key stands twice in one object.')
  if (key === '__proto__') throw malformed(pointerOf(levels), 'forbidden_key', 'This key is not accepted.')
  keys.add(key)
}

function pointerOf(levels: readonly Level[]): string {
  return levels.map(({ at }) => `/${String(at).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}

function malformed(pointer: string, code: string, detail: string): Problem {
  return new Problem('malformed-json', detail, { errors: [{ pointer, code, detail }] })
}
