/**
 * The code lists that rules and answers share. The strings are the values on the wire and in the database.
 */

/** Event severity (事件等级), gravest first. Null in an answer is "below any grade, still to be reported". */
export const SEVERITIES = ['especially_serious', 'serious', 'relatively_serious', 'ordinary'] as const
export type SeverityLevel = (typeof SEVERITIES)[number]

/** Level of a relief or emergency response: one is the highest. */
export const RESPONSE_LEVEL_NUMBERS = [1, 2, 3, 4] as const
export type ResponseLevel = (typeof RESPONSE_LEVEL_NUMBERS)[number]

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

export const LADDER_IDS = [
  'accident',
  'flood_drought_tibet',
  'flood_drought_national',
  'drought_regulation',
  'geological_disaster',
  'geological_danger',
  'forest_fire',
  'grassland_fire',
  'earthquake_magnitude',
  'earthquake_casualties',
  'no_text',
] as const
export type LadderId = (typeof LADDER_IDS)[number]

export const RELIEF_PLAN_IDS = ['national', 'tibet', 'lhasa_placeholder'] as const
export type ReliefPlan = (typeof RELIEF_PLAN_IDS)[number]

/** Everybody a duty can bind or address. */
export const PARTIES = [
  'person_on_site',
  'unit',
  ...TIERS,
  'autonomous_region',
  'ministry',
  'state_council',
  'sector_regulator',
  'county_government',
  'county_natural_resources',
  'city_natural_resources',
  'national_forest_fire_headquarters',
] as const
export type Party = (typeof PARTIES)[number]

/** Parties outside the chain that must be told and have no department code of their own. */
export const TOLD_GOVERNMENTS = [
  'own_government',
  'neighbour_governments',
  'downstream_governments',
  'garrison',
] as const
export type ToldGovernment = (typeof TOLD_GOVERNMENTS)[number]

/**
 * How long a duty may take. `days` and `workingDays` end with the Shanghai day; `timesDaily` falls due at the end of
 * each of so many equal parts of a day; `atOnce` has no instant to miss.
 */
export type Limit =
  | { minutes: number }
  | { days: number }
  | { workingDays: number }
  | { timesDaily: number }
  | { dailyAt: string }
  | { everyDays: number }
  | { atOnce: true }

/** What the limit counts from. `crossing`: the report that first reached the threshold. */
export const COUNTS_FROM = ['occurrence', 'receipt', 'crossing', 'stability', 'day'] as const
export type CountsFrom = (typeof COUNTS_FROM)[number]

/**
 * Whose learning starts a limit that counts from receipt: of the event, or (`cityVerified`, `regionVerified`) of the
 * verified report of the tier below.
 */
export const RECEIVERS = ['unitHead', 'county', 'city', 'region', 'cityVerified', 'regionVerified'] as const
export type Receiver = (typeof RECEIVERS)[number]

/** Colours of a warning (预警级别), gravest first. */
export const WARNING_COLOURS = ['red', 'orange', 'yellow', 'blue'] as const
export type WarningColour = (typeof WARNING_COLOURS)[number]
