/** Where events that were merged lead (过程汇拢): a version keeps the id of the event that it was sent to. */
import type { Play } from './play.ts'

/**
 * The event that goes on for one, now or at an instant: before it was merged it was its own.
 */
export function eventAt(
  { mergers }: Pick<Play, 'mergers'>,
  eventId: string,
  at: number = Number.POSITIVE_INFINITY,
): string {
  const merger = mergers.find((one) => one.eventId === eventId && one.at <= at)
  return merger ? eventAt({ mergers }, merger.intoId, at) : eventId
}
