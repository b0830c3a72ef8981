/**
 * The form of a local rule (本地规则): one value of the bureau's own, laid over a national text or a default from a day on,
 * for some places. Plain data: it goes into the database and comes back unchanged.
 */

import type { Citation } from './citation.ts'
import type { DeskProfileId } from './desk-profiles.ts'

/** What a local rule overrides; each target is of one kind. */
export const LOCAL_KINDS = [
  'time_limit',
  'threshold',
  'desk_limit',
  'desk_profile',
  'switch',
  'check_threshold',
] as const

export type LocalKind = (typeof LOCAL_KINDS)[number]

/** One value, in the form in which the overridden rule has its own. Thresholds are in base units. */
export type LocalValue =
  | { minutes: number }
  | { days: number }
  | { workingDays: number }
  | { dailyAt: string }
  | { everyDays: number }
  | { from: number }
  | { profile: DeskProfileId }
  | { on: boolean }
  | { moreThan: number }

/** The name of the one field that a value has. */
export type LocalForm = KeyOf<LocalValue>

type KeyOf<Value> = Value extends unknown ? keyof Value : never

export interface LocalRule {
  id: string
  /** the id that reasons carry: `first_report.township`, `flood_drought_tibet.ordinary.dead_and_missing` */
  target: string
  kind: LocalKind
  value: LocalValue
  /** beginnings of region codes */
  places: readonly string[]
  /** the bureau's own text, and the days on which it is in force */
  citation: Citation
}

/**
 * Texts that bind nobody in Lhasa: what Fengsui assumed until the bureau says otherwise, and other places' rules that
 * stand in for Lhasa's own. A local rule may go either way from these. All other texts are national ones or the
 * region's, and are only tightened, however far they have been verified.
 */
export const NOT_BINDING: readonly string[] = [
  'Fengsui defaults for Lhasa',
  'Placeholder for the relief plan of Lhasa',
  'Duty rules of the Changzi county bureau',
  'General practice of emergency reporting',
  'Reporting rules of the Henan emergency department',
  'Reporting rules of a county',
]

/** Whether a text is a national one or the region's. */
export function bindsLhasa({ instrument }: Pick<Citation, 'instrument'>): boolean {
  return !NOT_BINDING.includes(instrument)
}
