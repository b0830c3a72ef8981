import type { z } from 'zod'
import type { Caller } from '../accounts/caller.ts'
import type { Db } from '../db/client.ts'
import { reachOf } from '../events/reach.ts'
import { mustFindEvent } from '../events/read-event.ts'
import { findVisibleEvent } from '../events/store.ts'
import { eventBrief } from '../events/views.ts'
import { covers } from '../regions/codes.ts'
import { readNames } from '../regions/names.ts'
import { HAZARDS } from '../regulations/hazards.ts'
import { identified } from './act.ts'
import { LEAST_SCORE, likenessOf } from './same-event.ts'
import type { suggestionListSchema } from './schemas.ts'
import { type Doubled, figuresSetAside } from './set-aside.ts'
import { readDoubled } from './set-aside-store.ts'
import { readCandidates, readRegions } from './store.ts'

const MOST_SHOWN = 20
const LONGEST_WINDOW_HOURS = Math.max(...HAZARDS.map((row) => row.sameEventWindowHours))

/**
 * Events that may be the same as this one (过程汇拢建议), the likeliest first, of those that the caller may see.
 *
 * @throws Problem not-found when there is no such event, or it is hidden
 */
export async function suggestSame(
  db: Db,
  caller: Caller,
  eventId: string,
): Promise<z.infer<typeof suggestionListSchema>> {
  const found = await mustFindEvent(db, caller, eventId)
  const { event } = found
  const candidates = await readCandidates(db, event, LONGEST_WINDOW_HOURS)
  const covered = await readRegions(db, [eventId, ...candidates.map(({ id }) => id)])
  const self = identified({ event, regions: covered.get(eventId) ?? [] })
  const scored = candidates
    .flatMap((candidate) => {
      const regions = covered.get(candidate.id) ?? []
      const likeness = likenessOf(self, identified({ event: candidate, regions }))
      return likeness && likeness.score >= LEAST_SCORE ? [{ candidate, ...likeness }] : []
    })
    .sort((a, b) => b.score - a.score || (a.candidate.id < b.candidate.id ? -1 : 1))
    .slice(0, MOST_SHOWN)
  const visible: typeof scored = []
  for (const one of scored) if (await findVisibleEvent(db, caller, one.candidate.id)) visible.push(one)
  const names = await readNames(
    db,
    visible.map(({ candidate }) => candidate.regionCode),
  )
  const doubled = await readDoubled(
    db,
    eventId,
    visible.map(({ candidate }) => candidate.id),
  )
  const { reports } = reachOf(caller, found)
  const isRead = ({ regionCode }: Doubled) => reports.some((code) => covers(code, regionCode))
  return {
    items: visible.map(({ candidate, score, parts }) => ({
      event: eventBrief(candidate, names),
      score,
      parts: parts.map((part) => ({ ...part, points: Math.round(part.points) })),
      setAside: figuresSetAside((doubled.get(candidate.id) ?? []).filter(isRead)),
    })),
  }
}
