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
