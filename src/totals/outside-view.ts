import { readActors } from '../accounts/actor-store.ts'
import type { Db } from '../db/client.ts'
import { readNames } from '../regions/names.ts'
import { shanghaiIso } from '../shanghai.ts'
import type { OutsideLossView } from './outside-schemas.ts'
import { findOutsideLoss, type OutsideLossRow } from './outside-store.ts'

/** Losses outside as they go out: names of units, and who noted them by post. */
export async function viewOutsideLosses(db: Db, rows: readonly OutsideLossRow[]): Promise<OutsideLossView[]> {
  if (rows.length === 0) return []
  const names = await readNames(
    db,
    rows.map(({ regionCode }) => regionCode),
  )
  const acts = rows.map(({ notedBy, notedAt, regionCode }) => ({
    accountId: notedBy,
    at: notedAt,
    action: 'outside-loss.note' as const,
    place: { regionCode },
  }))
  const actors = await readActors(db, acts)
  return rows.flatMap((row, i) => {
    const notedBy = actors[i]
    return notedBy ? [{ ...view(row), nameZh: names.of(row.regionCode), notedBy }] : []
  })
}

/**
 * One of them.
 *
 * @throws when there is none: the caller has just seen or made it
 */
export async function viewOutsideLoss(db: Db, id: string): Promise<OutsideLossView> {
  const row = await findOutsideLoss(db, id)
  const [seen] = row ? await viewOutsideLosses(db, [row]) : []
  if (!seen) throw new Error(`outside loss ${id} has gone`)
  return seen
}

function view({ isLast, requestHash: _, happenedAt, notedAt, ...row }: OutsideLossRow) {
  return {
    ...row,
    happenedAt: shanghaiIso(happenedAt),
    notedAt: shanghaiIso(notedAt),
    isStanding: isLast && row.withdrawalReason === null,
  }
}
