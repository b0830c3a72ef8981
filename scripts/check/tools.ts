import { spawn } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of the repository. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** A check found something wrong; the message is what its tool said. */
export class CheckFailed extends Error {
  override name = 'CheckFailed'
}

/**
 * One check of the repository. It answers with what it looked at, so that a check that looked at nothing is seen.
 *
 * @throws CheckFailed with what is wrong
 */
export interface Check {
  name: string
  run(): Promise<string>
}

/** Where a package keeps one of its programs. */
export function programOf(packageUrl: string, file: string): string {
  return join(dirname(fileURLToPath(packageUrl)), file)
}

export interface Ended {
  status: number | null
  stdout: string
  /** both streams as they came */
  output: string
}

/** Runs a JavaScript program under this Node, in the folder of the repository, without colours and input. */
export function runProgram(file: string, args: readonly string[]): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [file, ...args], {
      cwd: ROOT,
      env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0', REDOCLY_TELEMETRY: 'off' },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let stdout = ''
    let output = ''
    // a character of three bytes may come in two chunks: the streams put it together
    child.stdout.setEncoding('utf8')
    child.stderr.setEncoding('utf8')
    child.stdout.on('data', (chunk: string) => {
      stdout += chunk
      output += chunk
    })
    child.stderr.on('data', (chunk: string) => {
      output += chunk
    })
    child.on('error', reject)
    child.on('close', (status) => resolve({ status, stdout, output }))
  })
}

/**
 * The number that a tool gives for what it looked at.
 *
 * @throws CheckFailed when it gives none, or looked at less than there must be
 */
export function mustHaveSeen(least: number, seen: string | number | undefined, output: string): number {
  const count = Number(seen)
  if (count >= least) return count
  throw new CheckFailed(`It should have looked at ${least} or more, and says ${seen}.\n${output}`)
}
