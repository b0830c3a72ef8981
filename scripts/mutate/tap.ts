/**
 * Stands in for tap while rules are changed: the same assertions by the same comparisons, but the first that fails
 * ends the run, and nothing is printed.
 */

import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

type Compare = (found: unknown, wanted: unknown) => { match: boolean }

/** The comparisons of tap itself. */
const { same, strict, match } = createRequire(fileURLToPath(import.meta.resolve('tap')))(
  'tcompare',
) as Record<'same' | 'strict' | 'match', Compare>

/** A test did not hold. */
export class Failed extends Error {}

type Body = (t: typeof assertions) => unknown

const waiting: { name: string; body: Body }[] = []
let teardowns: (() => unknown)[] = []
let asserted = 0

/**
 * Runs the tests that were declared since the last time.
 *
 * @returns how many assertions were made
 * @throws Failed with the first test that does not hold
 */
export async function runDeclared(): Promise<number> {
  asserted = 0
  try {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      try {
        await next.body(assertions)
      } catch (error) {
        throw new Failed(`${next.name}: ${error instanceof Error ? error.message : error}`)
      } finally {
        for (const teardown of teardowns) await teardown()
        teardowns = []
      }
    }
    return asserted
  } finally {
    waiting.length = 0
  }
}

function must(holds: boolean, what: string, name = ''): void {
  asserted += 1
  if (!holds) throw new Failed(`${what} ${name}`.trim())
}

function threw(act: () => unknown): { error: unknown } | null {
  try {
    act()
    return null
  } catch (error) {
    return { error }
  }
}

const assertions = {
  test(name: string, body: Body): void {
    waiting.push({ name, body })
  },
  equal(found: unknown, wanted: unknown, name?: string): void {
    must(Object.is(found, wanted), `${found} is not ${wanted}`, name)
  },
  not(found: unknown, other: unknown, name?: string): void {
    must(!Object.is(found, other), `${found} is ${other}`, name)
  },
  ok(found: unknown, name?: string): void {
    must(Boolean(found), `${found} is not true`, name)
  },
  notOk(found: unknown, name?: string): void {
    must(!found, `${found} is not false`, name)
  },
  same(found: unknown, wanted: unknown, name?: string): void {
    must(same(found, wanted).match, 'not the same', name)
  },
  strictSame(found: unknown, wanted: unknown, name?: string): void {
    must(strict(found, wanted).match, 'not strictly the same', name)
  },
  fail(name?: string): void {
    must(false, 'failed', name)
  },
  match(found: unknown, wanted: unknown, name?: string): void {
    must(match(found, wanted).match, 'no match', name)
  },
  throws(act: () => unknown, wanted: new (...args: never[]) => Error, name?: string): void {
    must(threw(act)?.error instanceof wanted, 'did not throw', name)
  },
  doesNotThrow(act: () => unknown, name?: string): void {
    must(threw(act) === null, 'threw', name)
  },
  teardown(act: () => unknown): void {
    teardowns.push(act)
  },
}

export default assertions
