/**
 * npm run mutate: changes every number, date, clock time and yes or no of the rules by one, one at a time, and runs the
 * tests of rules and judge each time. A change that no test sees is a rule that nobody holds.
 *
 *     npm run mutate                       all of src/regulations
 *     npm run mutate -- calendar relief    only files whose names contain one of these words
 *     npm run mutate -- --operators        comparisons, and, or, plus and minus of src/evaluations
 */

import { globSync, readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { fileURLToPath } from 'node:url'
import { EQUIVALENTS, type Equivalent, reasonToSurvive } from './mutate/equivalents.ts'
import { type Lane, openLane } from './mutate/lane.ts'
import { changesOfOperators, changesOfRules, type Mutant } from './mutate/mutants.ts'
import type { Ran } from './mutate/runner.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const LANES = 2
const PATIENCE_SECONDS = 60
const ASSERTIONS_AT_LEAST = 2_000

/** They judge rules of their own making, or compare the judge with itself: no rule of ours fails them. */
const BLIND_TO_RULES = /(simulator|host-zones)\.test\.ts$/
/** They judge in other zones what is judged in this one. */
const BLIND_TO_OPERATORS = /host-zones\.test\.ts$/

interface Survivor {
  mutant: Mutant
  line: string
  reason: Equivalent | null
}

process.removeAllListeners('warning')
await main(process.argv.slice(2))

async function main(args: readonly string[]): Promise<void> {
  const onOperators = args.includes('--operators')
  const words = args.filter((word) => !word.startsWith('--'))
  const files = globSync(onOperators ? 'src/evaluations/*.ts' : 'src/regulations/*.ts', { cwd: ROOT })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => words.length === 0 || words.some((word) => file.includes(word)))
    .sort()
  const sources = files.map((file) => ({ file, code: stripTypeScriptTypes(read(file)) }))
  const mutants = sources.flatMap(onOperators ? changesOfOperators : changesOfRules)
  if (mutants.length === 0) throw new Error('there is nothing to change')
  const lanes = Array.from({ length: LANES }, openLane)
  try {
    const tests = await testsByTime(lanes[0] as Lane, onOperators ? BLIND_TO_OPERATORS : BLIND_TO_RULES)
    const survivors = await runAll(mutants, tests, lanes)
    report(mutants, survivors, { isWhole: words.length === 0, files })
  } finally {
    for (const lane of lanes) lane.close()
  }
}

/** The tests that can see a change, the quick ones first. Unchanged, every one of them must hold. */
async function testsByTime(lane: Lane, blind: RegExp): Promise<string[]> {
  const tests = globSync(['test/regulations/*.test.ts', 'test/evaluations/*.test.ts'], { cwd: ROOT })
  const timed: [test: string, ms: number][] = []
  let assertions = 0
  for (const test of tests.map((file) => file.replaceAll('\\', '/')).filter((file) => !blind.test(file))) {
    const start = performance.now()
    const ran = await lane.ask({ change: null, tests: [test] }, PATIENCE_SECONDS)
    if (ran.killedBy) throw new Error(`${test} fails without any change: ${ran.killedBy.why}`)
    timed.push([test, performance.now() - start])
    assertions += ran.assertions
  }
  if (assertions < ASSERTIONS_AT_LEAST) throw new Error(`only ${assertions} assertions were made`)
  process.stderr.write(`${timed.length} files of tests, ${assertions} assertions\n`)
  return timed.sort((a, b) => a[1] - b[1]).map(([test]) => test)
}

async function runAll(mutants: readonly Mutant[], tests: readonly string[], lanes: readonly Lane[]) {
  const waiting = [...mutants]
  const survivors: Survivor[] = []
  const kills = new Map<string, number>()
  const countOf = (file: string, test: string | null) => kills.get(`${file} ${test}`) ?? 0
  const runLane = async (lane: Lane): Promise<void> => {
    for (let mutant = waiting.shift(); mutant; mutant = waiting.shift()) {
      const { file } = mutant
      const order = tests.toSorted((a, b) => countOf(file, b) - countOf(file, a))
      const { killedBy }: Ran = await lane.ask({ change: mutant, tests: order }, PATIENCE_SECONDS)
      if (killedBy) kills.set(`${file} ${killedBy.test}`, countOf(file, killedBy.test) + 1)
      else {
        const line = read(file).split('\n')[mutant.line - 1]?.trim() ?? ''
        survivors.push({ mutant, line, reason: reasonToSurvive(mutant, line) })
      }
      const done = mutants.length - waiting.length
      if (done % 50 === 0)
        process.stderr.write(`${done} of ${mutants.length}, ${survivors.length} survived\n`)
    }
  }
  await Promise.all(lanes.map(runLane))
  return survivors
}

function report(
  mutants: readonly Mutant[],
  survivors: readonly Survivor[],
  { isWhole, files }: { isWhole: boolean; files: readonly string[] },
): void {
  const told = [...survivors].sort(
    (a, b) => a.mutant.file.localeCompare(b.mutant.file) || a.mutant.at - b.mutant.at,
  )
  for (const { mutant, line, reason } of told) {
    const { file, line: number, column, from, to } = mutant
    const verdict = reason ? `equivalent: ${reason.because}` : 'SURVIVED'
    process.stdout.write(`${file}:${number}:${column}  ${from} -> ${to}  ${verdict}\n    ${line}\n`)
  }
  const explained = survivors.filter(({ reason }) => reason).length
  const killed = mutants.length - survivors.length
  const score = (100 * killed) / (mutants.length - explained)
  const stale = EQUIVALENTS.filter(
    (one) => isWhole && files.includes(one.file) && !survivors.some(({ reason }) => reason === one),
  )
  for (const { file, within } of stale)
    process.stdout.write(`${file}: "${within}" is no equivalent, or not there\n`)
  process.stdout.write(
    `${mutants.length} changes: ${killed} killed, ${explained} equivalent, ${survivors.length - explained} survived; ` +
      `score ${score.toFixed(2)} %\n`,
  )
  process.exitCode = survivors.length > explained || stale.length > 0 ? 1 : 0
}

function read(file: string): string {
  return readFileSync(`${ROOT}${file}`, 'utf8')
}
