/** The second service of a story: in a process of its own, which can be killed at any moment and started again. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type startApi, TEST_ENVIRONMENT } from '../test/api.ts'

const SERVICE = fileURLToPath(new URL('./service.ts', import.meta.url))

export interface Second {
  /** where it listens now: elsewhere after each start */
  address(): string
  /** kill -9, and a new start; settles when it listens again */
  restart(): Promise<void>
}

/** Starts it on a database; it is killed at teardown. */
export async function startSecond(
  t: Parameters<typeof startApi>[0],
  databaseUrl: string,
  environment: Record<string, string>,
): Promise<Second> {
  const dataDir = await mkdtemp(join(tmpdir(), 'fengsui-'))
  const env = { ...process.env, ...TEST_ENVIRONMENT, ...environment }
  const start = async (): Promise<[ChildProcess, string]> => {
    const child = fork(SERVICE, {
      execArgv: [],
      env: { ...env, DATABASE_URL: databaseUrl, DATA_DIR: dataDir },
    })
    const [said] = await Promise.race([once(child, 'message'), once(child, 'exit')])
    if (typeof said !== 'string') throw new Error(`the second service ended with ${said} before it listened`)
    return [child, said]
  }
  const kill = async (child: ChildProcess) => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const gone = once(child, 'exit')
    child.kill('SIGKILL')
    await gone
  }
  let [child, address] = await start()
  t.teardown(async () => {
    await kill(child)
    await rm(dataDir, { recursive: true, force: true })
  })
  return {
    address: () => address,
    async restart() {
      await kill(child)
      ;[child, address] = await start()
    },
  }
}
