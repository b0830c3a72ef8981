import { clearRemains } from './find-running.ts'
import type { LauncherLog } from './launcher-log.ts'
import { type Postmaster, serves, signal, stopPostmaster } from './postmaster.ts'
import { type ServerPlan, startServer } from './server.ts'

const LOOK_EVERY_MS = 250
const RETRY_AFTER_MS = 5_000

/**
 * Watches the server and starts it again, on the same port, when somebody else ended it.
 * If this process ends without stop(), it still tells the server to stop; only kill -9 leaves one behind.
 */
export function keepRunning(
  plan: ServerPlan,
  first: Postmaster,
  log: LauncherLog,
): { stop(): Promise<void> } {
  let current = first
  let restart: Promise<void> | null = null
  let notBefore = 0

  const timer = setInterval(() => {
    if (restart || Date.now() < notBefore || serves(current.pid, plan.cluster)) return
    log.error({ pid: current.pid }, 'postgresql ended unexpectedly')
    restart = startAgain().finally(() => {
      restart = null
    })
  }, LOOK_EVERY_MS).unref()

  async function startAgain(): Promise<void> {
    try {
      await clearRemains(plan.cluster)
      current = await startServer({ ...plan, port: first.port })
      log.warn({ pid: current.pid, port: current.port }, 'postgresql was started again')
    } catch (error) {
      notBefore = Date.now() + RETRY_AFTER_MS
      log.error({ reason: String(error) }, 'postgresql could not be started again')
    }
  }

  const atExit = () => {
    if (serves(current.pid, plan.cluster)) signal(current.pid, 'SIGINT')
  }
  process.once('exit', atExit)

  return {
    async stop() {
      clearInterval(timer)
      await restart
      if (serves(current.pid, plan.cluster)) await stopPostmaster(current.pid, plan.cluster)
      process.off('exit', atExit)
      log.info({ pid: current.pid }, 'postgresql stopped')
    },
  }
}
