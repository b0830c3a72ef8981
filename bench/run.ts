/**
 * `npm run bench`: every measurement, one after the other; `npm run bench -- evaluations` only those named.
 */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const NAMES = ['evaluations', 'submissions'] as const

const named = process.argv.slice(2)
const unknown = named.filter((name) => !NAMES.some((known) => known === name))
if (unknown.length > 0) {
  process.stderr.write(`No measurement is called ${unknown.join(', ')}; there are ${NAMES.join(', ')}.\n`)
  process.exitCode = 1
} else {
  for (const name of NAMES) {
    if (named.length > 0 && !named.includes(name)) continue
    const script = fileURLToPath(new URL(`${name}.ts`, import.meta.url))
    const { status } = spawnSync(process.execPath, [script], { stdio: 'inherit' })
    if (status !== 0) process.exitCode = 1
  }
}
