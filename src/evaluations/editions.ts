/**
 * Which edition of a text was in force on a day, and reasons made from citations.
 */

import type { Citation, Day, Reason } from '../regulations/citation.ts'
import { shanghaiDay } from '../shanghai.ts'
import type { Facts } from './types.ts'

/**
 * The edition in force on a Shanghai day. An edition holds from `inForceFrom` up to, not including, `inForceTo`.
 *
 * @returns null where none was in force
 */
export function inForce<T extends { citation: Citation }>(table: readonly T[], onDay: Day): T | null {
  for (let index = table.length - 1; index >= 0; index -= 1) {
    const row = table[index]
    if (row && isInForce(row.citation, onDay)) return row
  }
  return null
}

/**
 * Whether a text was in force on a Shanghai day.
 */
export function isInForce({ inForceFrom, inForceTo }: Citation, onDay: Day): boolean {
  return inForceFrom <= onDay && (inForceTo === null || onDay < inForceTo)
}

/**
 * The Shanghai day whose editions judge these facts: that of `asOf`, else of the occurrence.
 */
export function dayOfJudgement({ asOf, occurredAt }: Pick<Facts, 'asOf' | 'occurredAt'>): Day {
  return shanghaiDay(asOf ?? occurredAt)
}

/**
 * A reason: the rule, where it comes from, and the figure that met it.
 */
export function reasonFor(
  rule: string,
  citation: Citation,
  met?: { figure: string; value: number | string | boolean; status?: Citation['status'] },
): Reason {
  const reason: Reason = {
    rule,
    instrument: citation.instrumentZh,
    clause: citation.clause,
    edition: citation.edition,
    inForceFrom: citation.inForceFrom,
    status: met?.status ?? citation.status,
  }
  if (met) {
    reason.figure = met.figure
    reason.value = met.value
  }
  return reason
}
