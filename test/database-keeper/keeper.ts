/**
 * Keeps one PostgreSQL for all the test processes of this folder: makes their databases, drops them when a process ends,
 * and goes when nobody has been there for some seconds. So no server outlives its tests, however these end.
 */
import { readdirSync, rmSync, statSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { startEmbeddedPostgres } from '../../src/embedded-postgres/launcher.ts'
import { type Lock, takeLock } from '../../src/embedded-postgres/lock.ts'
import { readPostmaster, serves, stopPostmaster } from '../../src/embedded-postgres/postmaster.ts'
import type { Reply, Request } from './client.ts'
import { type Databases, openDatabases } from './databases.ts'
import { FOLDER_PREFIX, keepersHome, socketOf } from './place.ts'

const IDLE_MS = 5_000
const ABANDONED_MS = 600_000
const RUN_PREFIX = 'run-'

const log = {
  info: (fields: object, message: string) => console.error(new Date().toISOString(), message, fields),
  warn: (fields: object, message: string) => console.error(new Date().toISOString(), message, fields),
  error: (fields: object, message: string) => console.error(new Date().toISOString(), message, fields),
}

const folder = process.argv[2]
if (!folder) throw new Error('usage: node keeper.ts FOLDER')
const lock = takeLock(folder)
await clearFolder(folder)
await clearAbandoned(folder)
const run = join(folder, `${RUN_PREFIX}${process.pid}`)
const postgres = await startEmbeddedPostgres({ dataDir: run, log, durable: false })
const databases = openDatabases(postgres.url, log)
serve(folder, databases, async () => {
  await databases.close()
  await postgres.stop()
  rmSync(run, { recursive: true, force: true })
  lock.release()
})

/** Ends and removes what a killed keeper left in its folder, whose lock we hold. */
async function clearFolder(path: string): Promise<void> {
  for (const name of readdirSync(path)) {
    if (!name.startsWith(RUN_PREFIX)) continue
    const cluster = join(path, name, 'postgres')
    const left = readPostmaster(cluster)
    if (left && serves(left.pid, cluster)) await stopPostmaster(left.pid, cluster)
    rmSync(join(path, name), { recursive: true, force: true })
  }
}

/** Removes the folders of keepers for earlier states of the migrations. */
async function clearAbandoned(own: string): Promise<void> {
  for (const name of readdirSync(keepersHome())) {
    const path = join(keepersHome(), name)
    if (!name.startsWith(FOLDER_PREFIX) || path === own) continue
    const found = statSync(path, { throwIfNoEntry: false })
    if (!found || Date.now() - found.mtimeMs < ABANDONED_MS) continue
    const theirs = lockIfFree(path)
    if (!theirs) continue
    await clearFolder(path)
    rmSync(path, { recursive: true, force: true })
    theirs.release()
  }
}

function lockIfFree(path: string): Lock | null {
  try {
    return takeLock(path)
  } catch (error) {
    log.info({ path, reason: String(error) }, 'another keeper is at work')
    return null
  }
}

function serve(home: string, made: Databases, end: () => Promise<void>): void {
  const clients = new Set<Socket>()
  let leaving = false
  let gone = false
  const server = createServer((socket) => {
    clients.add(socket)
    clearTimeout(idle)
    const names: string[] = []
    socket.on('error', (error) => log.info({ reason: error.message }, 'a test process broke off'))
    socket.on('close', () => {
      clients.delete(socket)
      for (const name of names) made.drop(name)
      if (clients.size === 0) idle = setTimeout(leave, leaving ? 0 : IDLE_MS)
    })
    createInterface({ input: socket }).on('line', async (line) => {
      const request = JSON.parse(line) as Request
      if ('leave' in request) {
        leaving = true
        // the last one waits until all is gone; others need not
        if (clients.size > 1) socket.end()
        else leave()
        return
      }
      socket.write(`${JSON.stringify(await answer(request, names))}\n`)
    })
  })
  let idle = setTimeout(leave, IDLE_MS)
  rmSync(socketOf(home), { force: true })
  server.listen(socketOf(home))
  process.on('SIGTERM', leave).on('SIGINT', leave)

  async function answer(
    request: { make: Parameters<Databases['make']>[0] },
    names: string[],
  ): Promise<Reply> {
    try {
      const { name, url } = await made.make(request.make)
      names.push(name)
      return { url }
    } catch (error) {
      return {
        error: error instanceof Error ? `${error.message}\n${String(error.cause ?? '')}` : String(error),
      }
    }
  }

  function leave(): void {
    if (gone) return
    gone = true
    server.close()
    rmSync(socketOf(home), { force: true })
    end().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ reason: String(error) }, 'the keeper could not clear up')
        process.exit(1)
      },
    )
  }
}
