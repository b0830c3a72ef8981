import type { Pulse } from './store.ts'

const FIRST_RETRY_MS = 1_000

/**
 * How long the engine sleeps: until a millisecond after the next deadline falls due, since only then is it missed,
 * and never longer than the interval. Simulated time does not flow, so there only the interval counts.
 *
 * @param troubledRounds rounds in a row after which something due was left: another engine holds it, or a step
 *   fails; each one doubles the wait
 */
export function nextSleepMs(
  { now, nextDueAt, isSimulated }: Pick<Pulse, 'now' | 'nextDueAt' | 'isSimulated'>,
  intervalMs: number,
  troubledRounds: number,
): number {
  if (troubledRounds > 0) return Math.min(intervalMs, FIRST_RETRY_MS * 2 ** (troubledRounds - 1))
  if (isSimulated || nextDueAt === null) return intervalMs
  return Math.min(intervalMs, Math.max(0, nextDueAt.getTime() - now.getTime() + 1))
}
