/** The bureau's own rules over an entry (本地规则): its value, where and from when, beside what the text says. */

import type { Day, Status } from '../../regulations/citation.ts'
import type { LocalRule, LocalValue } from '../../regulations/local-rule.ts'
import type { Entry } from './entry.ts'
import { findRule, type Index } from './find.ts'

export interface LocalOver {
  id: string
  target: string
  value: LocalValue
  places: string[]
  instrumentZh: string
  clause: string
  edition: string
  status: Status
  inForceFrom: Day
  inForceTo: Day | null
}

/**
 * The local rules that lie over an entry, or over a part of it, by the day on which they begin. Those that have ended are
 * among them: events of their days are still judged by them.
 */
export function localRulesOver(entry: Entry, index: Index, local: readonly LocalRule[]): LocalOver[] {
  return local
    .filter((rule) => isOver(entry, index, rule))
    .map(({ id, target, value, places, citation }) => {
      const { instrumentZh, clause, edition, status, inForceFrom, inForceTo } = citation
      return {
        ...{ id, target, value, places: [...places] },
        ...{ instrumentZh, clause, edition, status, inForceFrom, inForceTo },
      }
    })
    .sort((a, b) => a.inForceFrom.localeCompare(b.inForceFrom))
}

/** A ladder is shown whole, so that a rule over one of its thresholds lies over it too. */
function isOver({ rule }: Entry, index: Index, { target, kind }: LocalRule): boolean {
  if (findRule(index, target)?.rule === rule) return true
  return kind === 'threshold' && target.startsWith(`${rule}.`)
}
