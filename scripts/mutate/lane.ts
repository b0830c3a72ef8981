/** A lane of runs: one process after another, each let go before it has grown too large, or because it hangs. */

import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Order, Ran } from './runner.ts'

const RUNNER = fileURLToPath(new URL('./runner.ts', import.meta.url))
const ROOT = fileURLToPath(new URL('../../', import.meta.url))
/** Modules are never let go of, so a process grows by some megabytes with each run. */
const RUNS_EACH = 60

export interface Lane {
  /** Runs tests; what does not answer in time is killed, and so is the change. */
  ask(order: Order, patienceMs: number): Promise<Ran>
  close(): void
}

/** Opens a lane; its process starts with the first run. */
export function openLane(): Lane {
  let child: ChildProcess | null = null
  let runs = 0
  const close = () => {
    child?.kill('SIGKILL')
    child = null
    runs = 0
  }
  return {
    close,
    async ask(order, patienceMs) {
      if (runs >= RUNS_EACH) close()
      child ??= fork(RUNNER, { cwd: ROOT, execArgv: ['--disable-warning=ExperimentalWarning'] })
      runs += 1
      const asked = child
      const answer = once(asked, 'message').then(([ran]) => ran as Ran)
      const ended = once(asked, 'exit').then(() => failed('the process ended'))
      const late = new Promise<Ran>((resolve) => {
        setTimeout(() => resolve(failed(`no answer in ${patienceMs} ms`)), patienceMs).unref()
      })
      asked.send(order)
      const ran = await Promise.race([answer, ended, late])
      if (ran.assertions < 0) close()
      return ran
    },
  }
}

function failed(why: string): Ran {
  return { killedBy: { test: 'none', why }, assertions: -1 }
}
