/** A lane of runs: one process after another, each let go before it has grown too large, or because it hangs. */

import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Order, Ran } from './runner.ts'

const RUNNER = fileURLToPath(new URL('./runner.ts', import.meta.url))
const ROOT = fileURLToPath(new URL('../../', import.meta.url))
/** Modules are never let go of, so a process grows by some megabytes with each run. */
const RUNS_EACH = 60
const SECOND_MS = 1_000

export interface Lane {
  /** Runs tests. Where no answer comes in so many seconds the process is killed, and so is the change. */
  ask(order: Order, patience: number): Promise<Ran>
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
    async ask(order, patience) {
      if (runs >= RUNS_EACH) close()
      child ??= fork(RUNNER, { cwd: ROOT, execArgv: ['--disable-warning=ExperimentalWarning'] })
      runs += 1
      const ran = await answerOf(child, order, patience)
      if (ran.killedBy?.test === null) close()
      return ran
    },
  }
}

async function answerOf(child: ChildProcess, order: Order, patience: number): Promise<Ran> {
  const done = new AbortController()
  const { signal } = done
  const answer = once(child, 'message', { signal }).then(([ran]) => ran as Ran)
  const ended = once(child, 'exit', { signal }).then(() => hung('the process ended'))
  // a process that has ended says so by its end
  child.send(order, () => {})
  try {
    return await Promise.race([answer, ended, outOfPatience(patience, signal)])
  } finally {
    done.abort()
    for (const waiting of [answer, ended]) waiting.catch(() => {})
  }
}

/** Counted second by second: time in which this process itself was stopped is nobody's delay. */
function outOfPatience(patience: number, signal: AbortSignal): Promise<Ran> {
  return new Promise((resolve) => {
    let seconds = 0
    const ticking = setInterval(() => {
      seconds += 1
      if (seconds >= patience) resolve(hung(`no answer in ${patience} s`))
    }, SECOND_MS)
    signal.addEventListener('abort', () => clearInterval(ticking))
  })
}

function hung(why: string): Ran {
  return { killedBy: { test: null, why }, assertions: 0 }
}
