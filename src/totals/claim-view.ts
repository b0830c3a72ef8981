import { type Act, readActors } from '../accounts/actor-store.ts'
import type { Db } from '../db/client.ts'
import { maybeIso } from '../events/views.ts'
import { readNames } from '../regions/names.ts'
import { shanghaiIso } from '../shanghai.ts'
import type { ClaimView } from './claim-schemas.ts'
import { type ClaimRow, findClaim } from './claim-store.ts'

/** Claims as they go out: names of units, and who made and closed them by post. */
export async function viewClaims(db: Db, rows: readonly ClaimRow[]): Promise<ClaimView[]> {
  if (rows.length === 0) return []
  const names = await readNames(
    db,
    rows.map(({ regionCode }) => regionCode),
  )
  const makers = await readActors(db, rows.map(makingOf))
  const endings = rows.map(endingOf)
  const enders = await readActors(
    db,
    endings.filter((act) => act !== null),
  )
  const inOrder = enders[Symbol.iterator]()
  return rows.flatMap((row, i) => {
    const closedBy = endings[i] ? (inOrder.next().value ?? null) : null
    const madeBy = makers[i]
    if (!madeBy) return []
    return [{ ...view(row), nameZh: names.of(row.regionCode), madeBy, closedBy }]
  })
}

/**
 * One of them.
 *
 * @throws when there is none: the caller has just seen or made it
 */
export async function viewClaim(db: Db, id: string): Promise<ClaimView> {
  const row = await findClaim(db, id)
  const [seen] = row ? await viewClaims(db, [row]) : []
  if (!seen) throw new Error(`claim ${id} has gone`)
  return seen
}

function makingOf({ madeBy, madeAt, regionCode, departmentCode }: ClaimRow): Act {
  return { accountId: madeBy, at: madeAt, action: 'claim.make', place: { regionCode, departmentCode } }
}

/** How a claim ended: closed by somebody, or weighed by a decision that was then confirmed. */
function endingOf({ closure, decision, regionCode }: ClaimRow): Act | null {
  const place = { regionCode }
  if (closure) return { accountId: closure.closedBy, at: closure.closedAt, action: 'claim.close', place }
  if (!decision) return null
  return { accountId: decision.confirmedBy, at: decision.confirmedAt, action: 'decision.confirm', place }
}

function view({ requestHash: _, closure, decision, saidAt, madeAt, ...row }: ClaimRow) {
  return {
    ...row,
    saidAt: shanghaiIso(saidAt),
    madeAt: shanghaiIso(madeAt),
    state: closure?.outcome ?? (decision ? ('decided' as const) : ('open' as const)),
    closedAt: maybeIso(closure?.closedAt ?? decision?.confirmedAt ?? null),
    closureReason: closure?.reason ?? null,
    decisionId: decision?.id ?? null,
  }
}
