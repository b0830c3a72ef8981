/** npm run check: everything that can be said of the repository without running it. */
import { deadCodeCheck, formCheck, typeCheck } from './check/code.ts'
import { containerCheck } from './check/containers.ts'
import { driftCheck, redoclyCheck, spectralCheck } from './check/contract.ts'
import { migrationCheck } from './check/migrations.ts'
import { regulationsCheck } from './check/regulations.ts'
import { type Check, CheckFailed } from './check/tools.ts'

/** The slow ones first, so that the two lanes end together. */
const CHECKS: readonly Check[] = [
  spectralCheck,
  typeCheck,
  migrationCheck,
  redoclyCheck,
  driftCheck,
  regulationsCheck,
  formCheck,
  deadCodeCheck,
  containerCheck,
]
const AT_ONCE = 2

const waiting = [...CHECKS]
let failures = 0
await Promise.all(Array.from({ length: AT_ONCE }, runWaiting))
process.stdout.write(`${CHECKS.length - failures} of ${CHECKS.length} checks passed\n`)
process.exitCode = failures === 0 ? 0 : 1

async function runWaiting(): Promise<void> {
  for (let check = waiting.shift(); check; check = waiting.shift()) await runOne(check)
}

async function runOne({ name, run }: Check): Promise<void> {
  const start = performance.now()
  const seconds = () => ((performance.now() - start) / 1_000).toFixed(1).padStart(5)
  try {
    const seen = await run()
    process.stdout.write(`ok      ${name.padEnd(10)} ${seconds()} s  ${seen}\n`)
  } catch (error) {
    failures += 1
    const told = error instanceof CheckFailed ? error.message : error instanceof Error ? error.stack : error
    process.stdout.write(`FAILED  ${name.padEnd(10)} ${seconds()} s\n${told}\n`)
  }
}
