/** Levels that people have decided (应急响应、预警): told as they were decided, never taken for a severity. */

import type { Day } from '../regulations/citation.ts'
import { RESPONSE_LEVELS, WARNING_LEVELS } from '../regulations/decided-levels.ts'
import { inForce, reasonFor } from './editions.ts'
import type { Evaluation, Facts } from './types.ts'

/**
 * The emergency response in force, with the law that knows its four levels.
 *
 * @returns nothing where the facts name none, or no edition was in force
 */
export function decidedResponse({ facts }: Facts, onDay: Day): Pick<Evaluation, 'response'> {
  const level = facts?.responseLevel
  const edition = inForce(RESPONSE_LEVELS.editions, onDay)
  if (level === undefined || !edition) return {}
  const met = { figure: 'responseLevel', value: level }
  return { response: { level, because: [reasonFor(RESPONSE_LEVELS.rule, edition.citation, met)] } }
}

/**
 * The warning in force, its colour and the level it stands for.
 *
 * @returns nothing where the facts name none, or no edition was in force
 */
export function decidedWarning({ facts }: Facts, onDay: Day): Pick<Evaluation, 'warning'> {
  const colour = facts?.warningColour
  const edition = inForce(WARNING_LEVELS.editions, onDay)
  if (colour === undefined || !edition) return {}
  const because = [
    reasonFor(WARNING_LEVELS.rule, edition.citation, { figure: 'warningColour', value: colour }),
  ]
  return { warning: { colour, level: WARNING_LEVELS.levelOf[colour], because } }
}
