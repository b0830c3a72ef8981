import { HELD_IN_CLOSED_BATCH, heldInClosedStep } from '../batches/held-in-closed-step.ts'
import type { Deps } from '../deps.ts'
import { MISSED_BATCH, missedStep } from '../escalations/missed-step.ts'
import { FOLLOW_UPS_BATCH, followUpsStep } from '../event-course/follow-ups-step.ts'
import { HELD_BATCH } from '../reports/held-step.ts'
import { HELD_TOO_LONG_BATCH, heldTooLongStep } from '../reports/held-too-long-step.ts'
import { UNSIGNED_BATCH, unsignedStep } from '../routing/unsigned-step.ts'

/** One thing the engine does: no input, safe to run twice or on two machines at once, one transaction a run. */
export interface Step {
  /** shown in logs, metrics and /readyz; the key of its row in engine_steps */
  name: string
  /** what `run` returns when there may be more to do */
  batch: number
  /** Does what is due, up to a batch. Returns how much that was. */
  run(deps: Deps): Promise<number>
}

/**
 * What the engine does in each round, in this order: what one step commits, the next one sees.
 *
 * @param later steps that nobody waits for: they come last
 */
export function steps(releaseHeld: Step['run'], later: readonly Step[] = []): Step[] {
  return [
    // before what looks for misses: days on which no engine ran are missed in the same round
    { name: 'follow-ups', batch: FOLLOW_UPS_BATCH, run: followUpsStep },
    { name: 'missed', batch: MISSED_BATCH, run: missedStep },
    { name: 'held', batch: HELD_BATCH, run: releaseHeld },
    // before what reminds: nobody is told of one that waits for nothing any more
    { name: 'held_in_closed', batch: HELD_IN_CLOSED_BATCH, run: heldInClosedStep },
    { name: 'held_too_long', batch: HELD_TOO_LONG_BATCH, run: heldTooLongStep },
    { name: 'unsigned', batch: UNSIGNED_BATCH, run: unsignedStep },
    ...later,
  ]
}
