/**
 * How every rule of Fengsui says where it comes from: the instrument, the clause, the edition, and how far
 * that has been verified (依据).
 */

/**
 * - `verified`: the official text was read
 * - `secondary`: read, but in an older edition, another place's rule, a news report or public software
 * - `unverified`: known in general, the text not yet seen
 * - `inferred`: derived from the above, a default that the bureau may change
 */
export type Status = 'verified' | 'secondary' | 'unverified' | 'inferred'

export const STATUSES = ['verified', 'secondary', 'unverified', 'inferred'] as const satisfies Status[]

/** A calendar day in Asia/Shanghai, `YYYY-MM-DD`. */
export type Day = string

/** One edition of one instrument: what all its clauses share. */
export interface Edition {
  /** English name */
  instrument: string
  /** official name */
  instrumentZh: string
  /** document number, or the name by which the edition is known */
  edition: string
  inForceFrom: Day
  /** the first day on which it is no longer in force; null while it is */
  inForceTo: Day | null
}

/** Where one rule comes from. */
export interface Citation extends Edition {
  clause: string
  status: Status
  /** what a reader must know: what was not seen, what differs by place */
  note?: string
  /** the clause by which the text lets a bureau be laxer than it is; absent: a local rule may only be stricter */
  mayBeLoosenedBy?: string
}

/** One reason of one answer: the rule that was applied, and the figure that met it. */
export interface Reason {
  rule: string
  /** official (Chinese) name of the instrument */
  instrument: string
  clause: string
  edition: string
  inForceFrom: Day
  status: Status
  figure?: string
  value?: number | string | boolean
}
