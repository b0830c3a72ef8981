/**
 * Checks of a report against the one before it (C17, C18): totals do not fall, are not left out, and nothing leaps,
 * without an explanation.
 */

import { type Finding, figure, pointersTo, type Reader } from './finding.ts'
import type { Figures } from './types.ts'

export const neverFalls: Reader<'never_falls'> = ({ indicators }, { figures, previous }) => {
  if (!previous) return []
  const findings: Finding[] = []
  for (const key of indicators) {
    const before = previous[key]
    const now = figures[key]
    if (before === undefined || now === undefined || now >= before) continue
    findings.push({
      pointers: pointersTo(key),
      terms: { before: figure(key, before), now: figure(key, now) },
    })
  }
  return findings
}

/** Missing people may only become fewer as they are found, dead or alive: deaths that are not given show nobody found. */
export const missingFalls: Reader<'missing_falls'> = (row, { figures, previous, facts }) => {
  const missingBefore = previous?.[row.missing]
  const missing = figures[row.missing]
  if (missingBefore === undefined || missing === undefined) return []
  const fewer = missingBefore - missing
  const died = Math.max(0, (figures[row.dead] ?? 0) - (previous?.[row.dead] ?? 0))
  const alive = facts?.foundAlive ?? 0
  if (fewer <= died + alive) return []
  return [{ pointers: pointersTo(row.missing, row.dead), terms: { fewer, died, alive, found: died + alive } }]
}

/** A figure that was never given, or given as 0, may be left out: not given is not zero, but nothing is lost by it. */
export const leftOut: Reader<'left_out'> = ({ indicators }, { figures, previous }) => {
  if (!previous) return []
  const findings: Finding[] = []
  for (const key of indicators) {
    const before = previous[key]
    if (before === undefined || before <= 0 || figures[key] !== undefined) continue
    findings.push({ pointers: pointersTo(key), terms: { before: figure(key, before) } })
  }
  return findings
}

export const sharpRise: Reader<'sharp_rise'> = ({ indicator, times, moreThan }, { figures, previous }) => {
  const before = previous?.[indicator]
  const now = figures[indicator]
  if (before === undefined || now === undefined) return []
  if (now - before <= moreThan || now <= before * times) return []
  const terms = { before: figure(indicator, before), now: figure(indicator, now), times, moreThan }
  return [{ pointers: pointersTo(indicator), terms }]
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
