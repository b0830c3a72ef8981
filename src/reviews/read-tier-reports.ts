import { z } from 'zod'
import type { Caller } from '../accounts/caller.ts'
import { mustMay, scopeOf } from '../accounts/may.ts'
import { readNow } from '../clock.ts'
import type { Db } from '../db/client.ts'
import { mustFindEvent } from '../events/read-event.ts'
import { cursorInstant, pageFrom, positionOf } from '../http/pages.ts'
import { readNames } from '../regions/names.ts'
import { shanghaiIso } from '../shanghai.ts'
import { consolidate, differencesOf, mustHaveUnitsBelow } from './consolidate.ts'
import type { draftFiguresSchema, TierReportView, tierReportPageSchema } from './tier-schemas.ts'
import { findTierReport, readLatestBelow, readOwnHead, readTierReportPage } from './tier-store.ts'
import { mustSeeTierReport, tierReportBrief, viewTierReport } from './view-tier-report.ts'

const POSITION = z.tuple([cursorInstant, z.uuid()])

/**
 * What the units directly below one say together of an event (汇总), and on which versions that rests.
 *
 * @throws Problem not-found, not-permitted, outside-jurisdiction; invalid-request for a unit with none below it
 */
export async function readDraftFigures(
  db: Db,
  caller: Caller,
  eventId: string,
  regionCode: string,
): Promise<z.infer<typeof draftFiguresSchema>> {
  await mustFindEvent(db, caller, eventId)
  mustHaveUnitsBelow(regionCode, 'query:regionCode')
  mustMay(caller, 'report.read', { regionCode })
  const asOf = await readNow(db)
  const { rolledUp, restsOn, higherBelow } = consolidate(
    await readLatestBelow(db, eventId, regionCode),
    regionCode,
  )
  const own = await readOwnHead(db, eventId, regionCode)
  const names = await readNames(db, [regionCode, ...restsOn.map((version) => version.regionCode)])
  return {
    ...{ eventId, regionCode, nameZh: names.of(regionCode), asOf: shanghaiIso(asOf), figures: rolledUp },
    basis: restsOn.map((version) => ({
      ...version,
      nameZh: names.of(version.regionCode),
      receivedAt: shanghaiIso(version.receivedAt),
    })),
    additionalFigures: own?.additional ?? {},
    higherBelow: [...higherBelow],
    differences: own ? differencesOf(own.figures, own.additional ?? {}, rolledUp) : [],
    explanation: own?.explanation ?? null,
    own: own && { versionId: own.versionId, number: own.number, stage: own.stage, figures: own.figures },
  }
}

/**
 * One tier's own report, with all that it rests on.
 *
 * @throws Problem not-found
 */
export async function getTierReport(db: Db, caller: Caller, id: string): Promise<TierReportView> {
  return viewTierReport(db, mustSeeTierReport(caller, await findTierReport(db, id)))
}

/**
 * Tiers' own reports of an event, of the caller's jurisdiction, the newest first.
 *
 * @throws Problem not-found
 */
export async function listTierReports(
  db: Db,
  caller: Caller,
  eventId: string,
  { limit, after }: { limit: number; after?: string | undefined },
): Promise<z.infer<typeof tierReportPageSchema>> {
  await mustFindEvent(db, caller, eventId)
  const position = after === undefined ? null : positionOf(POSITION, after)
  const found = await readTierReportPage(db, {
    eventId,
    scope: scopeOf(caller, 'report.read'),
    before: position && { at: new Date(position[0]), id: position[1] },
    limit: limit + 1,
  })
  const { rows, next } = pageFrom(found, limit, ({ report }) => [report.openedAt.toISOString(), report.id])
  const names = await readNames(
    db,
    rows.map(({ report }) => report.regionCode),
  )
  return { items: rows.map((row) => tierReportBrief(row, names)), next }
}
