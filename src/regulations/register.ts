/**
 * Every rule with where it comes from, in one list: for lawyers to read, and for the proof that none lacks its source.
 */

import { DECREE_493, INVESTIGATIONS } from './accident-grades.ts'
import {
  COUNTED_AFTER_WINDOW,
  OUTSIDE_WINDOW,
  REGRADING,
  RELATIVELY_SERIOUS_DANGER,
} from './accident-reports.ts'
import { CALENDAR_YEARS } from './calendar.ts'
import { CHECK_CITATIONS } from './checks.ts'
import type { Citation } from './citation.ts'
import {
  DANGER_WITH_CASUALTIES,
  EARTHQUAKE_LED_BY,
  PHOTOS_NEEDED,
  REGISTERS_NEEDED,
  RELIEF_STARTED_BY,
} from './consequences.ts'
import { CRITERIA } from './criteria.ts'
import { GRAVE_WARNING, RESPONSE_LEVELS, WARNING_LEVELS } from './decided-levels.ts'
import { DEPARTMENTS } from './departments.ts'
import { DESK_ORDER, DESK_PROFILES } from './desk-profiles.ts'
import { DAILY_FOLLOW_UPS_ON } from './follow-ups.ts'
import { CODE_STANDARDS, HAZARDS, MAIN_HAZARD } from './hazards.ts'
import { HELD_LIMITS } from './held-limits.ts'
import { INDICATORS } from './indicators.ts'
import type { Ladder } from './ladder.ts'
import { MUST_TELL } from './must-tell.ts'
import { REGISTER_RULES } from './register-forms.ts'
import { MAY_BE_LOWERED, NEIGHBOUR_JOINS, RELIEF_PLANS } from './relief.ts'
import { RETURN_LIMITS } from './reviews.ts'
import { ROUTING_RULES } from './routing.ts'
import { NATIONAL_RULES } from './rule-set.ts'
import { SECTIONS } from './sections.ts'
import { SECTORS } from './sectors.ts'
import { ACCIDENT_NOT_COVERED, NO_TEXT, SEVERITY_LADDERS } from './severity-ladders.ts'
import { SEVERITY_PASSES_TO } from './severity-passes-to.ts'
import { RELIEF_REGULATION_EDITIONS } from './special-reports.ts'
import { NOT_BOUND_BY_GRADE } from './statistics-editions.ts'
import { TIBETAN_NEW_YEARS } from './tibetan-new-years.ts'

export interface CitedRule {
  rule: string
  citation: Citation
}

export const ALL_RULES: readonly CitedRule[] = [
  ...INDICATORS.map(({ key, citation }) => ({ rule: `indicator.${key}`, citation })),
  ...HAZARDS.flatMap(({ code, citation, windowCitation, subhazards }) => [
    { rule: `hazard.${code}`, citation },
    { rule: `same_event_window.${code}`, citation: windowCitation },
    ...subhazards.map((row) => ({ rule: `subhazard.${row.code}`, citation: row.citation })),
  ]),
  ...Object.entries(CODE_STANDARDS).map(([rule, citation]) => ({ rule: `codes.${rule}`, citation })),
  ...CRITERIA.flatMap(({ code, editions }) =>
    editions.map((citation) => ({ rule: `criterion.${code}`, citation })),
  ),
  ...SECTORS.map(({ code, citation }) => ({ rule: `sector.${code}`, citation })),
  ...SEVERITY_LADDERS.flatMap((ladder) => rulesOf(ladder)),
  ...RELIEF_PLANS.flatMap((plan) => rulesOf(plan)),
  ...NEIGHBOUR_JOINS.map(({ level, citation }) => ({ rule: `national.${level}.neighbour`, citation })),
  { rule: 'relief.may_be_lowered', citation: MAY_BE_LOWERED },
  { rule: 'severity.no_text_seen', citation: NO_TEXT },
  { rule: 'accident.not_covered', citation: ACCIDENT_NOT_COVERED },
  { rule: 'accident.investigation', citation: INVESTIGATIONS.citation },
  { rule: 'accident.severity', citation: DECREE_493 },
  ...NATIONAL_RULES.duties.flatMap(({ rule, editions }) =>
    editions.map(({ citation }) => ({ rule, citation })),
  ),
  { rule: RELATIVELY_SERIOUS_DANGER.rule, citation: RELATIVELY_SERIOUS_DANGER.citation },
  ...[
    REGRADING,
    OUTSIDE_WINDOW,
    COUNTED_AFTER_WINDOW,
    MAIN_HAZARD,
    PHOTOS_NEEDED,
    EARTHQUAKE_LED_BY,
    RELIEF_STARTED_BY,
  ].map(({ rule, citation }) => ({ rule, citation })),
  { rule: DANGER_WITH_CASUALTIES.rule, citation: DANGER_WITH_CASUALTIES.citation },
  ...REGISTERS_NEEDED.map(({ rule, citation }) => ({ rule, citation })),
  ...RELIEF_REGULATION_EDITIONS.map((citation) => ({ rule: 'relief_regulation.state_council', citation })),
  ...[RESPONSE_LEVELS, WARNING_LEVELS, GRAVE_WARNING].flatMap(({ rule, editions }) =>
    editions.map(({ citation }) => ({ rule, citation })),
  ),
  { rule: HELD_LIMITS.rule, citation: HELD_LIMITS.citation },
  { rule: DAILY_FOLLOW_UPS_ON.rule, citation: DAILY_FOLLOW_UPS_ON.citation },
  { rule: 'report.not_bound_by_grade', citation: NOT_BOUND_BY_GRADE },
  ...Object.entries(SEVERITY_PASSES_TO).map(([kind, { citation }]) => ({
    rule: `passes_to.${kind}`,
    citation,
  })),
  { rule: RETURN_LIMITS.rule, citation: RETURN_LIMITS.citation },
  ...MUST_TELL.flatMap(({ rule, editions }) => editions.map(({ citation }) => ({ rule, citation }))),
  ...ROUTING_RULES.map(({ id, because }) => ({ rule: `routing.${id}`, citation: because })),
  ...SECTIONS.map(({ code, citation }) => ({ rule: `section.${code}`, citation })),
  ...DEPARTMENTS.map(({ code, citation }) => ({ rule: `department.${code}`, citation })),
  ...DESK_PROFILES.map(({ id, citation }) => ({ rule: `desk.${id}`, citation })),
  ...CALENDAR_YEARS.map(({ year, citation }) => ({ rule: `calendar.${year}`, citation })),
  ...TIBETAN_NEW_YEARS.map(({ year, citation }) => ({ rule: `calendar.tibet.${year}`, citation })),
  { rule: 'desk.order', citation: DESK_ORDER },
  ...Object.entries(CHECK_CITATIONS).map(([rule, citation]) => ({ rule, citation })),
  ...REGISTER_RULES,
]

function rulesOf<Id extends string, Level extends string | number>({
  id,
  editions,
}: Ladder<Id, Level>): CitedRule[] {
  return editions.flatMap(({ citation, bands }) => [
    { rule: id, citation },
    ...bands.flatMap(({ level, criteria }) =>
      criteria.map(({ measure, status }) => ({
        rule: `${id}.${level}.${measure}`,
        citation: status === undefined ? citation : { ...citation, status },
      })),
    ),
  ])
}
