import { fileURLToPath } from 'node:url'

/** The folder of the repository, without a slash at its end. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '')

/** The starter cannot go on; the message says what to do. */
export class StarterError extends Error {
  name = 'StarterError'
}

/**
 * Runs a script's main function; a StarterError ends it with a sentence instead of a stack.
 *
 * @param {() => Promise<void>} main
 */
export async function entry(main) {
  try {
    await main()
  } catch (error) {
    if (!(error instanceof StarterError)) throw error
    process.stderr.write(`${error.message}\n`)
    process.exitCode = 1
  }
}
