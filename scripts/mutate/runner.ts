/**
 * A process that runs the tests with one change in the sources, again and again. The change is made as a source is
 * loaded: no file is touched. Every run loads sources and tests anew.
 */

import { readFileSync } from 'node:fs'
import { registerHooks, stripTypeScriptTypes } from 'node:module'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { changed, type Mutant } from './mutants.ts'
import { Failed, runDeclared } from './tap.ts'

export interface Ran {
  /** what failed, and in which file of tests where it is known; null where every test held */
  killedBy: { test: string | null; why: string } | null
  assertions: number
}

export interface Order {
  change: Mutant | null
  tests: readonly string[]
}

const ROOT = new URL('../../', import.meta.url).href
const TAP = new URL('./tap.ts', import.meta.url).href
const codes = new Map<string, string>()
let run = 0
let change: Mutant | null = null

// the same cases for every change
fc.configureGlobal({ seed: 1, endOnFailure: true })

registerHooks({
  resolve(specifier, context, next) {
    if (specifier === 'tap') return { url: TAP, format: 'module-typescript', shortCircuit: true }
    const resolved = next(specifier, context)
    const isOwn = resolved.url.startsWith(ROOT) && /^(src|test)\//.test(resolved.url.slice(ROOT.length))
    return isOwn ? { ...resolved, url: `${resolved.url.split('?')[0]}?run=${run}` } : resolved
  },
  load(url, context, next) {
    const [file, query] = url.split('?run=')
    if (query === undefined || !file?.endsWith('.ts')) return next(url, context)
    return { format: 'module', source: codeOf(file), shortCircuit: true }
  },
})

function codeOf(url: string): string {
  const code = codes.get(url) ?? stripTypeScriptTypes(readFileSync(fileURLToPath(url), 'utf8'))
  codes.set(url, code)
  const file = url.slice(ROOT.length)
  return change?.file === file ? changed({ file, code }, change) : code
}

async function runTests(tests: readonly string[]): Promise<Ran> {
  run += 1
  let assertions = 0
  for (const test of tests) {
    try {
      await import(`${ROOT}${test}`)
      assertions += await runDeclared()
    } catch (error) {
      const why = error instanceof Failed ? error.message : `it does not run: ${error}`
      return { killedBy: { test, why }, assertions }
    }
  }
  return { killedBy: null, assertions }
}

process.on('message', async (order: Order) => {
  change = order.change
  process.send?.(await runTests(order.tests))
})
