/**
 * The rules as entries: every table of the regulations has one line in `describeRules`. Built once, by pure functions.
 */

import { noteZh } from '../../regulations/notes-zh.ts'
import { NATIONAL_RULES, type RuleSet } from '../../regulations/rule-set.ts'
import { describeCalendars } from './calendars.ts'
import { describeChecks } from './checks.ts'
import { describeConsequences } from './consequences.ts'
import { describeDecidedLevels } from './decided.ts'
import { describeDesk, describeEscalation } from './desk.ts'
import { describeDuties } from './duties.ts'
import { type Draft, type DraftEdition, type Entry, type EntryEdition, GROUPS } from './entry.ts'
import { describeForms } from './forms.ts'
import { describeHazards } from './hazards.ts'
import { describeLadders } from './ladders.ts'
import { describeInvestigations, describeNeighbours } from './levels.ts'
import { describeBodies, describeCriteria, describeIndicators } from './lists.ts'
import { describeRouting, describeTelling } from './receivers.ts'
import { describeSingles } from './singles.ts'
import { describeSwitches, describeTriggers } from './triggers.ts'
import { STATUS_SHORT } from './words.ts'

/**
 * Every rule in words and figures, group by group; within a group in the order of the data, gravest first.
 */
export function describeRules(rules: RuleSet = NATIONAL_RULES): Entry[] {
  const drafts: Draft[] = [
    ...describeLadders(rules.ladders, 'severity_ladder'),
    ...describeLadders(rules.reliefPlans, 'relief_response'),
    ...describeNeighbours(),
    ...describeDuties(rules),
    ...describeTriggers(),
    describeInvestigations(),
    ...describeForms(),
    ...describeChecks(rules),
    ...describeTelling(),
    ...describeRouting(),
    ...describeEscalation(),
    ...describeDesk(rules),
    ...describeSwitches(rules),
    ...describeDecidedLevels(),
    ...describeConsequences(),
    ...describeCalendars(),
    ...describeHazards(),
    ...describeIndicators(),
    ...describeCriteria(),
    ...describeBodies(),
    ...describeSingles(),
  ]
  const entries = drafts.map(complete)
  return GROUPS.flatMap((group) => entries.filter((entry) => entry.group === group))
}

function complete(draft: Draft): Entry {
  const { rule, group, title, editions, overridable } = draft
  const derived = derivedOf(draft)
  const completed = editions.map(completeEdition)
  return {
    rule,
    group,
    titleZh: title.zh,
    titleEn: title.en,
    editions: completed,
    ...(overridable === undefined ? {} : { overridable }),
    ...(derived.length === 0 ? {} : { derived }),
    text: [`${title.zh} ${title.en}`, ...completed.map(editionText)].join('\n'),
  }
}

function derivedOf({ rule, derived = {}, targets = {} }: Draft): NonNullable<Entry['derived']> {
  const ends = Object.entries(derived).map(
    ([end, says]) => [end.includes('.') ? end : `${rule}.${end}`, says] as const,
  )
  return [...ends, ...Object.entries(targets)].map(([id, { zh, en }]) => ({
    rule: id,
    saysZh: zh,
    saysEn: en,
  }))
}

function completeEdition({ citation, places, says, values }: DraftEdition): EntryEdition {
  const note = citation.note === undefined ? null : noteZh(citation.note)
  return {
    citation: note === null ? { ...citation } : { ...citation, noteZh: note },
    ...(places === undefined ? {} : { places: [...places] }),
    saysZh: says.zh,
    saysEn: says.en,
    ...(values === undefined ? {} : { values }),
  }
}

function editionText({ citation, saysZh, saysEn }: EntryEdition): string {
  const { instrument, instrumentZh, clause, edition, status, note, noteZh: zh } = citation
  const { zh: statusZh, en: statusEn } = STATUS_SHORT[status]
  const source = `${instrumentZh}${clause}(${edition},${inForceZh(citation)},${statusZh})`
  const sourceEn = `${instrument} (${statusEn})`
  return [
    `${source}:${saysZh}${zh ?? ''}`,
    `${sourceEn}: ${saysEn}${note === undefined ? '' : ` ${note}`}`,
  ].join(' ')
}

/**
 * When an edition is in force, in Chinese: "2012-08-28起施行".
 */
function inForceZh({
  inForceFrom,
  inForceTo,
}: Pick<EntryEdition['citation'], 'inForceFrom' | 'inForceTo'>): string {
  return inForceTo === null ? `${inForceFrom}起施行` : `${inForceFrom}起,至${inForceTo}止(不含)`
}
