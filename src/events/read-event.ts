import type { z } from 'zod'
import type { Caller } from '../accounts/caller.ts'
import { readNow } from '../clock.ts'
import type { Db } from '../db/client.ts'
import { Problem } from '../problems/problem.ts'
import { type Names, readNames } from '../regions/names.ts'
import { HAPPENED_ZH, SEVERITY_ZH } from '../regulations/labels.ts'
import { shanghaiIso } from '../shanghai.ts'
import { codesIn, courseView } from './course-view.ts'
import { type ChainRow, countOpen, readChains } from './parts-store.ts'
import { reachOf } from './reach.ts'
import type { eventRegionsSchema, eventSchema, timelinePageSchema } from './schemas.ts'
import { readOwedToday, readStanding } from './standing-store.ts'
import {
  type EventRegionRow,
  findVisibleEvent,
  readEventRegions,
  readLastAnswers,
  type SeverityAnswerRow,
  type VisibleEvent,
} from './store.ts'
import type { TimelineRow } from './timeline-store.ts'
import { type Because, eventBrief, maybeIso } from './views.ts'

type EventView = z.infer<typeof eventSchema>
type HappeningView = z.infer<typeof timelinePageSchema>['items'][number]

/**
 * An event, if the caller may see it.
 *
 * @throws Problem not-found when there is none, or it is hidden
 */
export async function mustFindEvent(db: Db, caller: Caller, id: string): Promise<VisibleEvent> {
  const found = await findVisibleEvent(db, caller, id)
  if (!found) throw new Problem('not-found', 'There is no such event in your jurisdiction.')
  return found
}

/**
 * An event with the severity that stands, each ladder's last answer, what it covers, where it stands in its course, and
 * of chains, of what is owed today and of open counts what lies in the caller's jurisdiction.
 *
 * @throws Problem not-found when there is none, or it is hidden
 */
export async function readEvent(db: Db, caller: Caller, id: string): Promise<EventView> {
  const found = await mustFindEvent(db, caller, id)
  const { event } = found
  const reach = reachOf(caller, found)
  const answers = await readLastAnswers(db, id)
  const regions = await readEventRegions(db, id)
  const chains = await readChains(db, id, reach)
  const now = await readNow(db)
  const open = await countOpen(db, id, reach, now)
  const standing = await readStanding(db, id)
  const today = await readOwedToday(db, id, reach, now)
  const codes = [event, ...regions, ...chains].map(({ regionCode }) => regionCode)
  const names = await readNames(db, [...codes, ...codesIn(standing, today)])
  return {
    ...eventBrief(event, names),
    openedAt: shanghaiIso(event.openedAt),
    openedByVersionId: event.openedByVersionId,
    severitySince: maybeIso(event.severitySince),
    ladders: answers.map(ladderAnswer),
    regions: regions.map((region) => regionView(region, names)),
    course: courseView(event, standing, today, names, now),
    chains: chains.map((chain) => chainView(chain, names)),
    open,
  }
}

/** Everything an event covers. */
export async function readRegionsOf(db: Db, eventId: string): Promise<z.infer<typeof eventRegionsSchema>> {
  const regions = await readEventRegions(db, eventId)
  const names = await readNames(
    db,
    regions.map(({ regionCode }) => regionCode),
  )
  return { items: regions.map((region) => regionView(region, names)) }
}

/** What happened, with names. */
export async function viewTimeline(db: Db, rows: readonly TimelineRow[]): Promise<HappeningView[]> {
  const names = await readNames(
    db,
    rows.flatMap(({ regionCode }) => regionCode ?? []),
  )
  return rows.map(({ at, what, id, regionCode, accountId, dueAt, because, detail }) => ({
    at: shanghaiIso(at),
    what,
    whatZh: HAPPENED_ZH[what],
    subjectId: id,
    regionCode,
    nameZh: regionCode && names.of(regionCode),
    accountId,
    dueAt: maybeIso(dueAt),
    because: because as Because | null,
    detail,
  }))
}

function ladderAnswer({
  ladder,
  level,
  because,
  versionId,
  answeredAt,
}: SeverityAnswerRow): EventView['ladders'][number] {
  // The check of the ladders decides which levels exist; the column holds what they answered.
  const known = level as EventView['severity']
  return {
    ladder,
    level: known,
    levelZh: known && SEVERITY_ZH[known],
    because: because as Because,
    versionId,
    answeredAt: shanghaiIso(answeredAt),
  }
}

function regionView({ regionCode, addedAt, addedBy }: EventRegionRow, names: Names) {
  return { regionCode, nameZh: names.of(regionCode), addedAt: shanghaiIso(addedAt), addedBy }
}

function chainView({ id, firstReceivedAt, ...chain }: ChainRow, names: Names): EventView['chains'][number] {
  return {
    ...chain,
    chainId: id,
    nameZh: names.of(chain.regionCode),
    firstReceivedAt: shanghaiIso(firstReceivedAt),
  }
}
