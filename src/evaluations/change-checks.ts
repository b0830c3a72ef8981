/**
 * Checks a report against the one before it (C17, C18): totals do not fall, and nothing leaps, without an explanation.
 */

import { NEVER_FALLING, SHARP_RISES, type SharpRise } from '../regulations/checks.ts'
import { INDICATORS, type IndicatorKey } from '../regulations/indicators.ts'
import { reasonFor } from './editions.ts'
import type { Facts, Figures, Violation } from './types.ts'
import { inChinese, inEnglish, spoken, violation } from './violations.ts'

type Changed = Pick<Facts, 'figures'> & Partial<Facts>

const MAY_NOT_FALL: ReadonlySet<IndicatorKey> = new Set(NEVER_FALLING)

/** Other running totals: a fall asks for an explanation, but never refuses. */
const SHOULD_NOT_FALL = INDICATORS.filter(
  ({ course, key }) => course === 'cumulative' && !MAY_NOT_FALL.has(key),
)

/**
 * What a report changes that needs an explanation. A fall of a total is hard until it is explained.
 *
 * @returns empty where there is no previous report
 */
export function checkChanges(facts: Changed, sharpRises: readonly SharpRise[] = SHARP_RISES): Violation[] {
  const { figures, previous } = facts
  if (!previous) return []
  const falls = facts.explanation?.trim() ? 'soft' : 'hard'
  return [
    ...NEVER_FALLING.flatMap((key) => fall('C17', falls, key, previous, figures)),
    ...missingFalls(facts, previous, falls),
    ...SHOULD_NOT_FALL.flatMap(({ key }) => fall('C18', 'soft', key, previous, figures)),
    ...sharpRises.flatMap((row) => rise(row, previous, figures)),
  ]
}

/**
 * Whether a report adds deaths or missing people. Such a report is never refused for contradicting figures before
 * verification: it is stored with its violations and a duty to correct them.
 *
 * @param previous figures of the previous accepted report; null where there is none
 */
export function addsDeathsOrMissing(figures: Figures, previous: Figures | null | undefined): boolean {
  return adds(figures.dead, previous?.dead) || adds(figures.missing, previous?.missing)
}

function adds(now: number | undefined, before: number | undefined): boolean {
  return now !== undefined && now > (before ?? 0)
}

function fall(
  rule: 'C17' | 'C18',
  kind: Violation['kind'],
  key: IndicatorKey,
  previous: Figures,
  figures: Figures,
): Violation[] {
  const before = previous[key]
  const now = figures[key]
  if (before === undefined || now === undefined || now >= before) return []
  return [
    violation(rule, kind, [key], {
      observed: `${key} fell from ${before} to ${now}`,
      expected: `${key} does not fall without an explanation`,
      textZh: `${inChinese([key])}由${spoken(key, before)}降至${spoken(key, now)},须书面说明`,
      textEn: `${inEnglish([key])} fell from ${before} to ${now}: explain in writing`,
    }),
  ]
}

/** Missing people may only become fewer as they are found, dead or alive. */
function missingFalls({ figures, facts }: Changed, previous: Figures, kind: Violation['kind']): Violation[] {
  const { missing: before, dead: deadBefore } = previous
  const { missing: now, dead: deadNow } = figures
  if (before === undefined || now === undefined || deadBefore === undefined || deadNow === undefined)
    return []
  const found = Math.max(0, deadNow - deadBefore) + (facts?.foundAlive ?? 0)
  if (before - now <= found) return []
  return [
    violation('C17', kind, ['missing', 'dead'], {
      observed: `missing fell by ${before - now}, deaths rose by ${Math.max(0, deadNow - deadBefore)}, found alive ${facts?.foundAlive ?? 0}`,
      expected: 'missing falls only as deaths or people found alive rise',
      textZh: `失踪人口减少${before - now}人,死亡增加与生还共${found}人,须书面说明`,
      textEn: `Missing people fell by ${before - now}, but only ${found} were found dead or alive: explain in writing`,
    }),
  ]
}

function rise({ key, moreThan, citation }: SharpRise, previous: Figures, figures: Figures): Violation[] {
  const before = previous[key]
  const now = figures[key]
  if (before === undefined || now === undefined) return []
  if (now - before <= moreThan || now <= before * 2) return []
  const found = violation('C18', 'soft', [key], {
    observed: `${key} rose from ${before} to ${now}`,
    expected: `a rise of more than its double and of more than ${moreThan} is explained`,
    textZh: `${inChinese([key])}由${spoken(key, before)}陡升至${spoken(key, now)},须书面说明`,
    textEn: `${inEnglish([key])} rose sharply from ${before} to ${now}: explain in writing`,
  })
  return [citation ? { ...found, because: [reasonFor('C18', citation)] } : found]
}
