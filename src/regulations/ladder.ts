/**
 * The form of a ladder: bands of figures that a text joins by OR (分级标准), edition by edition. Bands are
 * half-open as the texts read: 以上 includes the number, 以下 excludes it.
 */

import type { Citation, Status } from './citation.ts'
import type { CriterionCode } from './criteria.ts'
import type { HazardCode, SubhazardCode } from './hazards.ts'
import type { Kind } from './vocabulary.ts'

/** What a band measures: an indicator, a circumstance, or a sum that the text names. */
export type Measure =
  | 'dead'
  | 'dead_and_missing'
  | 'dead_and_seriously_injured'
  | 'injured'
  | 'seriously_injured'
  | 'seriously_injured_or_poisoned'
  | 'trapped_or_missing'
  | 'people_in_danger'
  | 'evacuated'
  | 'affected'
  | 'loss'
  | 'relocated'
  | 'relocated_and_aided'
  | 'collapsed_and_severe_rooms'
  | 'collapsed_and_severe_households'
  | 'moderately_damaged_households'
  | 'drought_aided'
  | 'drought_aided_share'
  | 'crop_lost_share'
  | 'livestock_dead_share'
  | 'rooms_collapsed_share'
  | 'provincial_gdp_lost_share'
  | 'rail_cut_hours'
  | 'road_cut_hours'
  | 'people_to_move'
  | 'possible_loss'
  | 'burned_forest'
  | 'burned_grassland'
  | 'open_flame_hours'
  | 'magnitude'

/** One criterion: from (以上, inclusive) and below (以下, exclusive; null where it is open). Base units. */
export interface Criterion {
  measure: Measure
  from: number
  below: number | null
  /** where it differs from the edition's */
  status?: Status
  /** where a local rule set it: the text that did */
  citation?: Citation
}

export interface Band<Level> {
  level: Level
  criteria: readonly Criterion[]
  /** what an operator ticks instead of a number; any of them reaches the level */
  ticked?: readonly CriterionCode[]
}

export interface LadderEdition<Level> {
  citation: Citation
  /** gravest first */
  bands: readonly Band<Level>[]
}

/** What a ladder judges. A field that is absent excludes nothing. */
export interface Scope {
  kinds?: readonly Kind[]
  hazards?: readonly HazardCode[]
  /** a report that does not name its sub-hazard is judged by every ladder of its hazard */
  subhazards?: readonly SubhazardCode[]
  /** beginnings of region codes */
  places?: readonly string[]
}

export interface Ladder<Id, Level> {
  id: Id
  zh: string
  en: string
  scope: Scope
  /** answers only where one of its figures is given */
  onlyWhenMeasured?: boolean
  editions: readonly LadderEdition<Level>[]
}

/** Ten thousand yuan (万元) in yuan. */
export const WAN = 10_000
/** A hectare (公顷) in square metres. */
export const HECTARE = 10_000
