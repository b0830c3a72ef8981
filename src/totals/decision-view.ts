import { readActors } from '../accounts/actor-store.ts'
import type { Db } from '../db/client.ts'
import { maybeIso } from '../events/views.ts'
import { readNames } from '../regions/names.ts'
import { shanghaiIso } from '../shanghai.ts'
import type { DecisionView } from './claim-schemas.ts'
import { type DecisionRow, findDecision } from './decision-store.ts'

/** Joint decisions as they go out: names of units, and who recorded and confirmed them by post. */
export async function viewDecisions(db: Db, rows: readonly DecisionRow[]): Promise<DecisionView[]> {
  if (rows.length === 0) return []
  const names = await readNames(
    db,
    rows.map(({ regionCode }) => regionCode),
  )
  const recorders = await readActors(
    db,
    rows.map(({ recordedBy, recordedAt, regionCode }) => ({
      accountId: recordedBy,
      at: recordedAt,
      action: 'decision.record' as const,
      place: { regionCode },
    })),
  )
  const confirmed = rows.flatMap(({ confirmedBy, confirmedAt, regionCode }) =>
    confirmedBy && confirmedAt
      ? [
          {
            accountId: confirmedBy,
            at: confirmedAt,
            action: 'decision.confirm' as const,
            place: { regionCode },
          },
        ]
      : [],
  )
  const inOrder = (await readActors(db, confirmed))[Symbol.iterator]()
  return rows.flatMap((row, i) => {
    const confirmedBy = row.confirmedBy ? (inOrder.next().value ?? null) : null
    const recordedBy = recorders[i]
    if (!recordedBy) return []
    return [{ ...view(row), nameZh: names.of(row.regionCode), recordedBy, confirmedBy }]
  })
}

/**
 * One of them.
 *
 * @throws when there is none: the caller has just seen or made it
 */
export async function viewDecision(db: Db, id: string): Promise<DecisionView> {
  const row = await findDecision(db, id)
  const [seen] = row ? await viewDecisions(db, [row]) : []
  if (!seen) throw new Error(`joint decision ${id} has gone`)
  return seen
}

function view({ requestHash: _, recordedAt, confirmedAt, ...row }: DecisionRow) {
  return { ...row, recordedAt: shanghaiIso(recordedAt), confirmedAt: maybeIso(confirmedAt) }
}
