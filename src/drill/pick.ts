/** Picks a value out of an answer (取值) by a path such as `/indicators/indicator=dead/value`. */

/**
 * @returns null where nothing is there; after a `*` a list, in order, without what is not there
 */
export function pick(value: unknown, path: string): unknown {
  const [, ...parts] = path.split('/')
  return walk(value, parts)
}

function walk(value: unknown, parts: readonly string[]): unknown {
  const [part, ...rest] = parts
  if (part === undefined) return value ?? null
  if (part === '*') {
    return asList(value)
      .map((one) => walk(one, rest))
      .filter((one) => one !== null)
  }
  return walk(stepInto(value, part), rest)
}

function stepInto(value: unknown, part: string): unknown {
  if (typeof value !== 'object' || value === null) return null
  const [name = '', wanted] = part.split('=', 2)
  if (wanted === undefined) return Object.hasOwn(value, part) ? value[part as keyof typeof value] : null
  return asList(value).find((one) => String(walk(one, name.split('.'))) === wanted) ?? null
}

function asList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}
