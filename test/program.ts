/**
 * The programs of `src` as processes of their own: for tests that type a command, kill a service, or read what it
 * prints.
 */
import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import type { Test } from 'tap'

export type Program = ChildProcessByStdio<null, Readable, Readable>

/** What a program finds where it is started; nothing of the test's own surroundings unless it is given. */
interface Surroundings {
  env: NodeJS.ProcessEnv
  cwd?: string
}

/** What the starters of the repository start them with. */
const QUICKLY = ['--import', new URL('../scripts/quick-imports.js', import.meta.url).href]

/** Starts the service (`main`) or a command (`cli`). */
export function startProgram(
  name: 'main' | 'cli',
  args: readonly string[],
  surroundings: Surroundings,
): Program {
  const file = fileURLToPath(new URL(`../src/${name}.ts`, import.meta.url))
  return spawn(process.execPath, [...QUICKLY, file, ...args], {
    ...surroundings,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

/** A command to its end, with what it said. */
export async function runCommand(args: readonly string[], env: NodeJS.ProcessEnv) {
  return ended(startProgram('cli', args, { env }))
}

/** Waits for the end of a program, and keeps what it says until then. */
export async function ended(program: Program): Promise<{ code: number | null; out: string; err: string }> {
  const [out, err] = [program.stdout.toArray(), program.stderr.toArray()]
  const [code] = await once(program, 'close')
  return { code, out: textOf(await out), err: textOf(await err) }
}

const textOf = (chunks: Buffer[]) => Buffer.concat(chunks).toString()

/** Starts a service and waits until it is ready. What it says on stderr is said here too; it is killed at teardown. */
export async function startProcess(t: Pick<Test, 'teardown'>, surroundings: Surroundings) {
  const child = startProgram('main', [], surroundings)
  const kill = () => child.kill('SIGKILL')
  t.teardown(kill)
  child.stderr.pipe(process.stderr, { end: false })
  return { child, kill, address: await readyAddress(child) }
}

/** Where a service that was started is heard, once it is ready. */
export async function readyAddress({ stdout }: Program): Promise<string> {
  for await (const line of createInterface({ input: stdout })) {
    const address = /^fengsui ready (http\S+)$/.exec(line)?.[1]
    if (address) return address
  }
  throw new Error('the service ended before it was ready')
}
