/** Circumstances and ticks that no rule reads of such an event: pointed out, so that they are not thought to count. */
import { meets } from '../evaluations/conditions.ts'
import { reasonFor } from '../evaluations/editions.ts'
import type { EvaluateOptions } from '../evaluations/evaluate.ts'
import { isInScope } from '../evaluations/ladders.ts'
import { measure } from '../evaluations/measures.ts'
import type { Circumstances, Facts, Reason } from '../evaluations/types.ts'
import { RELATIVELY_SERIOUS_DANGER } from '../regulations/accident-reports.ts'
import type { Alternative, Condition } from '../regulations/condition.ts'
import { DAILY_FOLLOW_UPS_ON } from '../regulations/follow-ups.ts'
import { FORM_CITATION, type FormRuleId } from '../regulations/form-rules.ts'
import type { Measure, Scope } from '../regulations/ladder.ts'
import { MUST_TELL } from '../regulations/must-tell.ts'
import { ROUTING_RULES } from '../regulations/routing.ts'
import { NATIONAL_RULES } from '../regulations/rule-set.ts'

const RULE: FormRuleId = 'circumstance.not_read'

/** Circumstances that measures read. Found alive is for the checks. */
const MEASURED = [
  'magnitude',
  'burnedAreaM2',
  'openFlameHours',
  'peopleInDanger',
  'peopleToMove',
  'possibleLossYuan',
  'trapped',
  'evacuated',
  'railCutHours',
  'roadCutHours',
  'acutePoisoned',
] as const satisfies (keyof Circumstances)[]

export interface NotRead {
  flag: 'fact_not_read'
  because: Reason[]
  pointers: string[]
}

interface Readers {
  measures: ReadonlySet<Measure>
  criteria: ReadonlySet<string>
}

/**
 * A flag for what no ladder, duty or routing rule reads of an event of this kind, hazard and sector, in any edition.
 *
 * @returns null where everything that was given is read
 */
export function factsNotRead(facts: Facts, options: EvaluateOptions): NotRead | null {
  const given = givenIn(facts.facts ?? {})
  if (given.length === 0) return null
  const readers = readersOf(facts, options)
  const lost = given.filter((one) => !isRead(one, readers))
  if (lost.length === 0) return null
  return {
    flag: 'fact_not_read',
    because: lost.map(({ figure, value }) => reasonFor(RULE, FORM_CITATION, { figure, value })),
    pointers: lost.map(({ pointer }) => pointer),
  }
}

interface Given {
  pointer: string
  figure: string
  value: number | string
  /** the circumstance alone; null for a tick */
  alone: Circumstances | null
}

function givenIn({ shares = {}, criteria = [], ...others }: Circumstances): Given[] {
  const measured = MEASURED.flatMap((figure) => {
    const value = others[figure]
    return value === undefined
      ? []
      : [{ pointer: `/facts/${figure}`, figure, value, alone: { [figure]: value } }]
  })
  const parts = Object.entries(shares).map(([name, value]) => ({
    pointer: `/facts/shares/${name}`,
    figure: `shares.${name}`,
    value,
    alone: { shares: { [name]: value } },
  }))
  const ticks = criteria.map((value, index) => ({
    pointer: `/facts/criteria/${index}`,
    figure: 'criteria',
    value,
    alone: null,
  }))
  return [...measured, ...parts, ...ticks]
}

function isRead({ value, alone }: Given, { measures, criteria }: Readers): boolean {
  if (alone === null) return criteria.has(String(value))
  return [...measures].some((name) => measure(name, { figures: {}, facts: alone }) !== null)
}

function readersOf(
  facts: Facts,
  { rules = NATIONAL_RULES, routingRules = ROUTING_RULES }: EvaluateOptions,
): Readers {
  const bands = [...rules.ladders, ...rules.reliefPlans]
    .filter(({ scope }: { scope: Scope }) => isInScope(scope, facts))
    .flatMap(({ editions }) => editions.flatMap((edition) => [...edition.bands]))
  const alternatives = [
    ...[...rules.duties, ...MUST_TELL, ...routingRules].map(({ when }) => when),
    DAILY_FOLLOW_UPS_ON.when,
    ...(facts.hazard === undefined ? [RELATIVELY_SERIOUS_DANGER.when] : []),
  ].flatMap((when) => (mayHold(when, facts) ? (when.anyOf ?? []) : []))
  return {
    measures: new Set([
      ...bands.flatMap(({ criteria }) => criteria.map((criterion) => criterion.measure)),
      ...alternatives.flatMap((one: Alternative) => ('measure' in one ? [one.measure] : [])),
    ]),
    criteria: new Set([
      ...bands.flatMap(({ ticked = [] }) => ticked),
      ...alternatives.flatMap((one: Alternative) => ('criterion' in one ? [one.criterion] : [])),
    ]),
  }
}

/** Whether a condition could hold of such an event, whatever its severity and figures. */
function mayHold({ kinds, hazards, subhazards, sectors, notSectors }: Condition, facts: Facts): boolean {
  const what = { kinds, hazards, subhazards, sectors, notSectors }
  const asked = Object.fromEntries(Object.entries(what).filter(([, list]) => list !== undefined))
  return meets(asked, { ...facts, severity: null }).matched
}
