/** What backup and restore say alike. */
import type { Manifest } from '../backup/format.ts'
import { CommandError } from '../command-error.ts'

/** One line of progress, for people. */
export function saying(progress: string): void {
  process.stderr.write(`${progress}\n`)
}

/** The closing line. */
export function summary(
  verb: string,
  path: string,
  bytes: number,
  { tables }: Manifest,
  began: number,
): string {
  const rows = tables.reduce((sum, table) => sum + table.rows, 0)
  const seconds = ((performance.now() - began) / 1_000).toFixed(1)
  return `${verb} ${path}: ${rows} rows in ${tables.length} tables, ${bytes} bytes, ${seconds} s`
}

/**
 * Does something that Ctrl-C ends in order.
 *
 * @throws CommandError with `words` when it was broken off
 */
export async function interruptible(
  words: string,
  work: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const abort = new AbortController()
  const stop = () => abort.abort(new CommandError(words))
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  for (const name of signals) process.once(name, stop)
  try {
    await work(abort.signal)
  } catch (error) {
    throw abort.signal.aborted ? abort.signal.reason : error
  } finally {
    for (const name of signals) process.removeListener(name, stop)
  }
}
