import { Problem } from '../problems/problem.ts'
import { MAY_NOT_FALL_UNEXPLAINED } from '../regulations/checks.ts'
import { INDICATOR_KEYS, type IndicatorKey } from '../regulations/indicators.ts'

/** What a unit said last in one of two events. */
export interface LastWord {
  versionId: string
  figures: Readonly<Record<string, number | null>>
  /** what it took back without a word, and still owes a word of */
  stood: Readonly<Record<string, number>>
}

/** A unit that speaks in two events: the word that was heard later is the one that would count in both. */
export interface Doubled {
  regionCode: string
  earlier: LastWord
  later: LastWord
}

/** A figure that counts no more, or counts for less, since the other word of its unit was heard later. */
export interface SetAside {
  regionCode: string
  indicator: IndicatorKey
  figure: number
  versionId: string
  /** null where the word that counts says nothing of it */
  standingFigure: number | null
  standingVersionId: string
}

/** Figures that would count no more, or for less, were the two events one: of two words of a unit the later one counts. */
export function figuresSetAside(doubled: readonly Doubled[]): SetAside[] {
  return doubled.flatMap(({ regionCode, earlier, later }) =>
    INDICATOR_KEYS.flatMap((indicator) => {
      const figure = earlier.stood[indicator] ?? earlier.figures[indicator] ?? 0
      const standingFigure = later.figures[indicator] ?? null
      if (figure <= Math.max(standingFigure ?? 0, later.stood[indicator] ?? 0)) return []
      const { versionId } = earlier
      return [
        { regionCode, indicator, figure, versionId, standingFigure, standingVersionId: later.versionId },
      ]
    }),
  )
}

/**
 * The dead do not become fewer by a merge without anybody having looked: what a report may not leave out or lower in
 * silence (C17) a merge may not either.
 *
 * @throws Problem figures-would-fall
 */
export function mustNotFall(setAside: readonly SetAside[]): void {
  const falling = setAside.filter(({ indicator }) => MAY_NOT_FALL_UNEXPLAINED.includes(indicator))
  if (falling.length === 0) return
  const detail =
    'Of a unit that reported in both events the word heard of last counts, and by that these figures would count no more, or for less. Ask the unit for a follow-up that says what stands, or merge with acceptsFalls true if you know why.'
  throw new Problem('figures-would-fall', detail, { wouldFall: falling })
}
