import type { ReporterOptions } from 'knip'

/** A reporter of knip that tells how many files it has looked at: silence alone could mean none. */
export default function reportCounts({ counters }: ReporterOptions): void {
  process.stdout.write(`looked at ${counters.processed} files\n`)
}
