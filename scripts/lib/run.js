import { spawn } from 'node:child_process'
import { delimiter, dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { findNode } from './node24.js'
import { watchNpm } from './npm-parent.js'
import { root, StarterError } from './root.js'

/** Options of Node with which a large program starts in half the time. */
export const QUICKLY = ['--import', pathToFileURL(join(root, 'scripts', 'quick-imports.js')).href]

const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP']

/**
 * Runs a program under Node 24 in place of this process: same input and output, signals passed on, and
 * the same end, whether by exit status or by signal.
 *
 * The channel between the two carries nothing; a program that listens for `disconnect` learns that this
 * process was killed.
 *
 * @param {string[]} args options of Node, file and arguments
 * @returns {Promise<{ code: number | null, signal: string | null }>}
 */
export async function runNode(args) {
  const node = findNode()
  // tools that the program starts by name find the same Node
  const env = { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ''}` }
  const child = spawn(node, args, { env, stdio: ['inherit', 'inherit', 'inherit', 'ipc'] })
  const forward = (signal) => child.kill(signal)
  for (const signal of FORWARDED) process.on(signal, forward)
  const unwatch = watchNpm(() => forward('SIGTERM'))
  try {
    return await new Promise((resolve, reject) => {
      child.on('error', (error) => reject(new StarterError(`${node} cannot be run: ${error.message}`)))
      child.on('exit', (code, signal) => resolve({ code, signal }))
    })
  } finally {
    unwatch()
    for (const signal of FORWARDED) process.off(signal, forward)
  }
}

/** Ends this process as the program ended. */
export function endAs({ code, signal }) {
  if (signal) process.kill(process.pid, signal)
  else process.exitCode = code ?? 1
}
