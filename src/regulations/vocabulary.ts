/**
 * The code lists that rules and answers share. The strings are the values on the wire and in the database.
 */

/** Event severity (事件等级), gravest first. Null in an answer is "below any grade, still to be reported". */
export const SEVERITIES = ['especially_serious', 'serious', 'relatively_serious', 'ordinary'] as const
export type SeverityLevel = (typeof SEVERITIES)[number]

/** Level of a relief or emergency response: one is the highest. */
export type ResponseLevel = 1 | 2 | 3 | 4

/** The four tiers of Lhasa, lowest first. */
export const TIERS = ['village', 'township', 'county', 'city'] as const
export type Tier = (typeof TIERS)[number]

/** Whoever stands above the city. */
export type TierAbove = 'autonomous_region' | 'ministry' | 'state_council'

/** The stage of a report: first, follow-up, verified (初报, 续报, 核报). */
export const STAGES = ['first', 'follow_up', 'verified'] as const
export type Stage = (typeof STAGES)[number]

/** What happened: a natural disaster, a danger that is not yet one (险情), an accident (事故灾难). */
export const KINDS = ['natural_disaster', 'danger', 'accident'] as const
export type Kind = (typeof KINDS)[number]

/** What a section or department is asked to do with what it is sent. */
export const ROLES = ['lead', 'support', 'inform'] as const
export type Role = (typeof ROLES)[number]

export type LadderId =
  | 'accident'
  | 'flood_drought_tibet'
  | 'flood_drought_national'
  | 'drought_regulation'
  | 'geological_disaster'
  | 'geological_danger'
  | 'forest_fire'
  | 'grassland_fire'
  | 'earthquake_magnitude'
  | 'earthquake_casualties'
  | 'no_text'

export type ReliefPlan = 'national' | 'tibet' | 'lhasa_placeholder'

/** Everybody a duty can bind or address. */
export type Party =
  | Tier
  | TierAbove
  | 'person_on_site'
  | 'unit'
  | 'sector_regulator'
  | 'county_government'
  | 'county_natural_resources'
  | 'city_natural_resources'
  | 'national_forest_fire_headquarters'

/** A party outside the chain that must be told and has no department code of its own. */
export type ToldGovernment =
  | 'own_government'
  | 'neighbour_governments'
  | 'downstream_governments'
  | 'garrison'

/** How long a duty may take. `days` end with the Shanghai day; `atOnce` has no instant to miss. */
export type Limit =
  | { minutes: number }
  | { days: number }
  | { dailyAt: string }
  | { everyDays: number }
  | { atOnce: true }

/** What the limit counts from. `crossing`: the report that first reached the threshold. */
export type CountsFrom = 'occurrence' | 'receipt' | 'crossing' | 'stability' | 'day'

/** Whose learning of an event starts a limit that counts from receipt. */
export type Receiver = 'unitHead' | 'county' | 'city' | 'region'
