/**
 * The form of a reporting duty (报送职责): who reports to whom, by when, through what, with which content.
 */

import type { Citation } from './citation.ts'
import type { Condition } from './condition.ts'
import type { CountsFrom, Limit, Party, Receiver } from './vocabulary.ts'

export interface ReportingDuty {
  rule: string
  /** what is owed: `first_report`, `direct_report` ... */
  duty: string
  from: Party
  to: readonly Party[]
  countsFrom: CountsFrom
  /** whose receipt starts the limit, where it counts from receipt */
  receiver?: Receiver
  when: Condition
  /** binds only while daily follow-ups are on */
  onlyDaily?: boolean
  /** binds no more once the disaster is declared stable */
  untilStable?: boolean
  /** may be switched off by the bureau, by this name */
  switchedBy?: SwitchName
  channel?: string
  content?: readonly string[]
  editions: readonly DutyEdition[]
}

export interface DutyEdition {
  citation: Citation
  limit: Limit
  /** where this edition counts from another instant than the others */
  countsFrom?: CountsFrom
  receiver?: Receiver
}

/** Rules that the bureau may switch. */
export type SwitchName = 'anyDeathDirectReport'

/** How the switches stand unless the bureau says otherwise. */
export const DEFAULT_SWITCHES: Readonly<Record<SwitchName, boolean>> = { anyDeathDirectReport: true }
