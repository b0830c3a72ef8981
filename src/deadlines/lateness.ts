import { channel } from 'node:diagnostics_channel'

/** How late a duty was when it was seen to be missed. */
export interface Lateness {
  duty: string
  lateMs: number
}

const LATENESS = channel('fengsui.deadline.missed')

/** Tells whoever measures this process that a duty was missed. Costs nothing when nobody does. */
export function tellLateness(lateness: Lateness): void {
  if (LATENESS.hasSubscribers) LATENESS.publish(lateness)
}

/**
 * Hears of every duty that this process sees missed.
 *
 * @returns stops hearing
 */
export function hearLateness(hear: (lateness: Lateness) => void): () => void {
  const listener = (message: unknown) => hear(message as Lateness)
  LATENESS.subscribe(listener)
  return () => {
    LATENESS.unsubscribe(listener)
  }
}
