import { z } from 'zod'
import type { Caller } from '../accounts/caller.ts'
import { may, mustHold, scopeOf } from '../accounts/may.ts'
import type { Db } from '../db/client.ts'
import { cursorInstant, cursorInt, cursorOf, pageFrom as pageOfRows, positionOf } from '../http/pages.ts'
import { keptProblem } from '../problems/schemas.ts'
import { below, within } from '../regions/within.ts'
import { shanghaiIso } from '../shanghai.ts'
import { noSuchReport } from './admit.ts'
import { receiptView } from './receipt.ts'
import {
  readHeldPage,
  readReceipt,
  readUnreviewedPage,
  readVersion,
  readVersionPage,
} from './report-store.ts'
import { heldReports, reportVersions } from './tables.ts'
import { versionView } from './views.ts'

const position = z.tuple([cursorInstant, z.uuid()])
const unreviewedPosition = z.tuple([cursorInt, cursorInstant, z.uuid()])

interface Page {
  limit: number
  after?: string | undefined
}

/**
 * One version, to whoever may see its unit.
 *
 * @throws Problem not-found
 */
export async function getReport(db: Db, caller: Caller, versionId: string) {
  const version = await readVersion(db, versionId)
  if (!version || !may(caller, 'report.read', version)) throw noSuchReport()
  return versionView(version)
}

/** Versions in the caller's jurisdiction, newest first; or those that wait for the caller's review. */
export async function listReports(
  db: Db,
  caller: Caller,
  { review, ...page }: Page & { eventId?: string | undefined; review?: 'unreviewed' | undefined },
) {
  if (review) return listUnreviewed(db, caller, page)
  const { limit, after, eventId } = page
  const rows = await readVersionPage(db, {
    inScope: within(reportVersions.regionCode, scopeOf(caller, 'report.read')),
    eventId,
    before: placeOf(after),
    limit: limit + 1,
  })
  return pageFrom(rows.map(versionView), limit)
}

/** What the caller may review and nobody has: the gravest event first, then the oldest. */
async function listUnreviewed(
  db: Db,
  caller: Caller,
  { limit, after, eventId }: Page & { eventId?: string | undefined },
) {
  mustHold(caller, 'report.review')
  const found = await readUnreviewedPage(db, {
    inScope: below(reportVersions.regionCode, scopeOf(caller, 'report.review')),
    accountId: caller.accountId,
    eventId,
    after: after === undefined ? null : positionOf(unreviewedPosition, after),
    limit: limit + 1,
  })
  const { rows, next } = pageOfRows(found, limit, ({ severityRank, receivedAt, versionId }) => [
    severityRank,
    receivedAt.toISOString(),
    versionId,
  ])
  return { items: rows.map(({ severityRank: _, ...version }) => versionView(version)), next }
}

/** Versions that wait for their parent, oldest first: nobody's report waits unseen. */
export async function listHeldReports(db: Db, caller: Caller, { limit, after }: Page) {
  const rows = await readHeldPage(db, {
    inScope: within(heldReports.regionCode, scopeOf(caller, 'report.read')),
    after: placeOf(after),
    limit: limit + 1,
  })
  return pageFrom(
    rows.map((row) => ({
      ...row,
      receivedAt: shanghaiIso(row.receivedAt),
      toldAt: row.toldAt && shanghaiIso(row.toldAt),
      problem: row.problem && keptProblem(row.problem),
    })),
    limit,
  )
}

/**
 * The receipt of a version, as it was issued.
 *
 * @throws Problem not-found
 */
export async function getReceipt(db: Db, caller: Caller, versionId: string) {
  const receipt = await readReceipt(db, versionId)
  if (!receipt || !may(caller, 'report.read', receipt)) throw noSuchReport()
  return receiptView(receipt, receipt.jws)
}

function pageFrom<Item extends { receivedAt: string; versionId: string }>(items: Item[], limit: number) {
  const shown = items.slice(0, limit)
  const last = shown.at(-1)
  const next = items.length > limit && last ? cursorOf([last.receivedAt, last.versionId]) : null
  return { items: shown, next }
}

function placeOf(after: string | undefined): { at: Date; id: string } | null {
  if (after === undefined) return null
  const [at, id] = positionOf(position, after)
  return { at: new Date(at), id }
}
