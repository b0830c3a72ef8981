/** Reads JavaScript into its smallest parts, as far as one must to tell a number from a word, and a text from code. */

export interface Token {
  kind: 'number' | 'text' | 'template' | 'word' | 'sign'
  text: string
  at: number
}

const SPACE = /(?:\s+|\/\/.*|\/\*[\s\S]*?\*\/)+/y
const TEXT = /'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"/y
const NUMBER = /\d[\d_]*(?:\.\d+)?/y
const WORD = /[A-Za-z_$][\w$]*/y
const SIGN = /\?\?=|===|!==|=>|>=|<=|&&|\|\||\?\?|\?\.|\+\+|--|\+=|-=|\.\.\.|./y
const REGEX = /\/(?:\\.|\[(?:\\.|[^\]\\])*\]|[^/\\\n])+\/[a-z]*/y
/** After these a slash begins a regular expression and does not divide. */
const BEFORE_REGEX = /^(?:[=(,:!&|?{};[]|===|!==|=>|&&|\|\||return)$/

/**
 * The parts of a source without types. What stands in a template between its code is a part of its own.
 *
 * @throws Error where a template has no end
 */
export function tokensOf(source: string): Token[] {
  const tokens: Token[] = []
  readCode(source, 0, tokens, false)
  return tokens
}

/** @returns where it stopped: at the end, or after the brace that ends the code of a template */
function readCode(source: string, from: number, tokens: Token[], inTemplate: boolean): number {
  let at = from
  let depth = 0
  while (at < source.length) {
    at += lengthOf(SPACE, source, at)
    if (at >= source.length) break
    if (source[at] === '`') {
      at = readTemplate(source, at + 1, tokens)
      continue
    }
    const token = tokenAt(source, at, tokens.at(-1))
    if (token.text === '{') depth += 1
    if (token.text === '}') {
      if (inTemplate && depth === 0) return at + 1
      depth -= 1
    }
    tokens.push(token)
    at += token.text.length
  }
  return at
}

function readTemplate(source: string, from: number, tokens: Token[]): number {
  let at = from
  let start = from
  const keep = () => {
    if (at > start) tokens.push({ kind: 'template', text: source.slice(start, at), at: start })
  }
  while (at < source.length) {
    if (source[at] === '`') {
      keep()
      return at + 1
    }
    if (source.startsWith('${', at)) {
      keep()
      at = readCode(source, at + 2, tokens, true)
      start = at
    } else {
      at += source[at] === '\\' ? 2 : 1
    }
  }
  throw new Error(`a template has no end: ${source.slice(from, from + 40)}`)
}

function tokenAt(source: string, at: number, before: Token | undefined): Token {
  const part = (length: number) => source.slice(at, at + length)
  if (source[at] === '/' && (!before || BEFORE_REGEX.test(before.text))) {
    return { kind: 'text', text: part(lengthOf(REGEX, source, at)), at }
  }
  const kinds = [
    ['text', TEXT],
    ['number', NUMBER],
    ['word', WORD],
  ] as const
  for (const [kind, form] of kinds) {
    const length = lengthOf(form, source, at)
    if (length > 0) return { kind, text: part(length), at }
  }
  return { kind: 'sign', text: part(lengthOf(SIGN, source, at)), at }
}

function lengthOf(form: RegExp, source: string, at: number): number {
  form.lastIndex = at
  return form.exec(source)?.[0].length ?? 0
}
