/** Time limits that count from the occurrence are counted anew when that is corrected (勘误): replaced, never moved. */
import { v7 as uuidv7 } from 'uuid'
import type { NewDeadline } from '../deadlines/rules.ts'
import type { ChainItem } from '../evaluations/types.ts'
import { tierOf } from '../regions/codes.ts'
import type { Reason } from '../regulations/citation.ts'
import { MINUTE_MS } from '../units.ts'

/** A report that is still owed. */
export interface OwedReport {
  id: string
  eventId: string
  regionCode: string
  duty: string
  subjectId: string
  setAt: Date
  dueAt: Date
  limit: { minutes?: number }
  missedAt: Date | null
  because: readonly Reason[]
}

/** A deadline and the one that takes its place. */
export interface Replacement {
  old: OwedReport
  fresh: NewDeadline
}

/**
 * What the corrected facts move. A duty that was missed, and by the corrected instant is missed all the same, stays as
 * it is: it was passed upward once. What is met stays too, and what the corrected facts would not ask for.
 *
 * @param chainOf the reporting chain as the judge gives it for a unit
 */
export function replacementsOf(
  owed: readonly OwedReport[],
  chainOf: (regionCode: string) => readonly ChainItem[],
  now: Date,
): Replacement[] {
  return owed.flatMap((old): Replacement[] => {
    const item = chainOf(old.regionCode).find((one) => isFor(one, old))
    if (!item?.dueAt || !('minutes' in item.limit) || countsFromSetting(old)) return []
    if (+item.dueAt === +old.dueAt || (old.missedAt !== null && item.dueAt < now)) return []
    const { eventId, regionCode, duty, subjectId } = old
    const { dueAt, limit } = item
    const because = duty === 'first_report' ? item.because : old.because
    const unmet = { metAt: null, metById: null, missedAt: null }
    const fresh = {
      id: uuidv7(),
      eventId,
      regionCode,
      duty,
      subjectId,
      setAt: now,
      dueAt,
      limit,
      because,
      ...unmet,
    }
    return [{ old, fresh }]
  })
}

/** What a later report, or a merge, asked for counts from then: no correction of the occurrence moves that. */
function countsFromSetting({ duty, setAt, dueAt, limit }: OwedReport): boolean {
  return duty === 'direct_report' && +dueAt - +setAt === (limit.minutes ?? 0) * MINUTE_MS
}

/** A direct report is asked for on grounds: that of the same ground is the same. */
function isFor({ duty, from, countsFrom, because }: ChainItem, owed: OwedReport): boolean {
  if (duty !== owed.duty || from !== tierOf(owed.regionCode) || countsFrom !== 'occurrence') return false
  return duty === 'first_report' || because.some(({ rule }) => owed.because.some((one) => one.rule === rule))
}
