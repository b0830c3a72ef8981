import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { keeperFolder, socketOf } from './place.ts'

const KEEPER = fileURLToPath(new URL('keeper.ts', import.meta.url))
const PATIENCE_MS = 60_000
const RETRY_MS = 25

export type DatabaseKind = 'simulation' | 'production' | 'empty'

/** What a test process tells the keeper, one JSON value a line. */
export type Request = { make: DatabaseKind } | { leave: true }
export type Reply = { url: string } | { error: string }

interface Session {
  socket: Socket
  replies: AsyncIterator<string>
  /** the exchanges so far: replies come in the order of the requests */
  last: Promise<unknown>
}

let session: Promise<Session> | null = null

/**
 * Gets a database from the keeper, which is started when there is none.
 * The connection stays open, and tells the keeper by its end that this process is done.
 */
export async function askKeeper(kind: DatabaseKind): Promise<{ url: string }> {
  session ??= openSession()
  const current = await session
  const exchange = current.last.then(() => ask(current, { make: kind }))
  current.last = exchange.catch(() => null)
  const reply = await exchange
  if ('error' in reply) throw new Error(`no test database: ${reply.error}`)
  return reply
}

async function ask({ socket, replies }: Session, request: Request): Promise<Reply> {
  socket.ref()
  socket.write(`${JSON.stringify(request)}\n`)
  const { value, done } = await replies.next()
  socket.unref()
  if (done) return { error: `the keeper of the test database ended\n${keeperLog(keeperFolder())}` }
  return JSON.parse(value) as Reply
}

async function openSession(): Promise<Session> {
  const folder = keeperFolder()
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const deadline = Date.now() + PATIENCE_MS
  let keeper: ChildProcess | null = null
  for (;;) {
    const socket = await tryConnect(socketOf(folder))
    if (socket) {
      const replies = createInterface({ input: socket })[Symbol.asyncIterator]()
      return { socket, replies, last: Promise.resolve() }
    }
    if (Date.now() > deadline) throw new Error(`the test database does not start\n${keeperLog(folder)}`)
    // one that ended found another keeper at work, perhaps one about to leave: try again
    if (!keeper || keeper.exitCode !== null) keeper = startKeeper(folder)
    await sleep(RETRY_MS)
  }
}

/** @returns null when nobody listens */
export function tryConnect(path: string): Promise<Socket | null> {
  return new Promise((resolve) => {
    const socket = connect(path)
    socket.once('connect', () => resolve(socket))
    socket.on('error', () => resolve(null))
  })
}

function startKeeper(folder: string): ChildProcess {
  const log = openSync(join(folder, 'keeper.log'), 'a', 0o600)
  // nothing of tap's environment: the keeper is no part of the test
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, TMPDIR: process.env.TMPDIR }
  const keeper = spawn(process.execPath, [KEEPER, folder], {
    detached: true,
    env,
    stdio: ['ignore', log, log],
  })
  closeSync(log)
  keeper.unref()
  return keeper
}

function keeperLog(folder: string): string {
  try {
    return readFileSync(join(folder, 'keeper.log'), 'utf8').split('\n').slice(-20).join('\n')
  } catch {
    return '(it left no log)'
  }
}
