/**
 * npm run bench: every measurement, one after another; or only those that are named, `npm run bench -- evaluations`.
 */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const MEASUREMENTS = [
  { name: 'evaluations', what: 'how long the judge takes, without a database' },
  {
    name: 'totals',
    what: 'the totals of a city over 4,000 villages, beside `distinct on` over their versions',
  },
  { name: 'batches', what: 'batches of 500 beside the same reports one by one' },
  { name: 'sync', what: 'what a device waits for that hears of nothing new' },
  { name: 'submissions', what: 'full submissions over HTTP, beside pgbench running the same statements' },
]

const named = process.argv.slice(2)
const unknown = named.filter((name) => !MEASUREMENTS.some((one) => one.name === name))
if (unknown.length > 0) {
  const known = MEASUREMENTS.map(({ name, what }) => `  ${name.padEnd(14)}${what}\n`).join('')
  process.stderr.write(`there is no measurement ${unknown.join(', ')}; there are\n${known}`)
  process.exit(2)
}
for (const { name, what } of MEASUREMENTS) {
  if (named.length > 0 && !named.includes(name)) continue
  process.stdout.write(`\n${name}: ${what}\n\n`)
  const file = fileURLToPath(new URL(`./${name}.ts`, import.meta.url))
  const { status } = spawnSync(process.execPath, [file], { stdio: 'inherit' })
  if (status !== 0) process.exitCode = status ?? 1
}
