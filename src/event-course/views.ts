/** Shapes the course of events for answers: instants with the offset of Shanghai, units and levels with their names. */
import type { Db } from '../db/client.ts'
import { type Because, type EventRow, maybeIso, nodeRef } from '../events/views.ts'
import { readNames } from '../regions/names.ts'
import { RESPONSE_LEVELS } from '../regulations/decided-levels.ts'
import { DECIDING_BODY_ZH, EVENT_STATE_ZH, RESPONSE_KIND_ZH } from '../regulations/labels.ts'
import type { ResponseLevel } from '../regulations/vocabulary.ts'
import type { VerifiedReports } from '../reports/verified-duties.ts'
import { shanghaiIso } from '../shanghai.ts'
import type { CorrectionRow } from './correction-store.ts'
import type { ReductionRow } from './reduction-store.ts'
import type { OrderRow, ResponseRow } from './response-store.ts'
import { isWaiting } from './rules/reductions.ts'
import type {
  CorrectionView,
  NilReportOrderView,
  OverrideView,
  ResponseView,
  SeverityReductionView,
  TurnView,
} from './schemas.ts'
import type { eventTurns } from './tables.ts'
import type { OverrideRow } from './unit-store.ts'

/**
 * Rows of responses.
 *
 * @param known every row of the event, to tell which of them stand
 */
export async function viewResponses(
  db: Db,
  rows: readonly ResponseRow[],
  known: readonly ResponseRow[],
): Promise<ResponseView[]> {
  const names = await readNames(
    db,
    rows.map(({ regionCode }) => regionCode),
  )
  return rows.map((row) => ({
    id: row.id,
    eventId: row.eventId,
    node: nodeRef(row.regionCode, names),
    kind: row.kind,
    kindZh: RESPONSE_KIND_ZH[row.kind],
    level: row.level,
    levelZh: row.level === null ? '终止响应' : RESPONSE_LEVELS.zh[row.level as ResponseLevel],
    decidedBy: {
      body: row.decidedByBody,
      bodyZh: DECIDING_BODY_ZH[row.decidedByBody],
      name: row.decidedByName,
    },
    startedAt: shanghaiIso(row.startedAt),
    basis: row.basis,
    followsId: row.followsId,
    isStanding: row.level !== null && !known.some(({ followsId }) => followsId === row.id),
    recordedAt: shanghaiIso(row.recordedAt),
    recordedBy: row.recordedBy,
  }))
}

/** Orders of nil reports, each with its end. */
export async function viewOrders(db: Db, known: readonly OrderRow[]): Promise<NilReportOrderView[]> {
  const orders = known.filter(({ endsId }) => endsId === null)
  const names = await readNames(
    db,
    orders.map(({ regionCode }) => regionCode),
  )
  return orders.map((order) => {
    const end = known.find(({ endsId }) => endsId === order.id)
    return {
      id: order.id,
      eventId: order.eventId,
      node: nodeRef(order.regionCode, names),
      reason: order.reason,
      orderedAt: shanghaiIso(order.recordedAt),
      orderedBy: order.recordedBy,
      ended: end ? { at: shanghaiIso(end.recordedAt), by: end.recordedBy, reason: end.reason } : null,
    }
  })
}

/** A turn, with the clocks that it started. */
export async function viewTurn(
  db: Db,
  turn: typeof eventTurns.$inferSelect,
  { owed, withoutClock }: VerifiedReports = { owed: [], withoutClock: [] },
): Promise<TurnView> {
  const names = await readNames(
    db,
    [...owed, ...withoutClock].map(({ regionCode }) => regionCode),
  )
  return {
    id: turn.id,
    eventId: turn.eventId,
    state: turn.state,
    stateZh: EVENT_STATE_ZH[turn.state],
    effectiveAt: shanghaiIso(turn.effectiveAt),
    basis: turn.basis,
    recordedAt: shanghaiIso(turn.recordedAt),
    recordedBy: turn.recordedBy,
    verifiedReports: owed.map(({ regionCode, dueAt, because }) => ({
      node: nodeRef(regionCode, names),
      dueAt: shanghaiIso(dueAt),
      because: [...because] as Because,
    })),
    withoutClock: withoutClock.map(({ regionCode, because }) => ({
      node: nodeRef(regionCode, names),
      because,
    })),
  }
}

/** A proposal to lower a severity, judged by the event as it is. */
export function viewReduction(row: ReductionRow, event: EventRow): SeverityReductionView {
  const { reduction, answer } = row
  const answered = answer?.isConfirmed ? 'confirmed' : 'refused'
  const open = isWaiting(row, event) ? 'waiting' : 'overtaken'
  return {
    id: reduction.id,
    eventId: reduction.eventId,
    from: reduction.fromLevel,
    to: reduction.toLevel,
    reason: reduction.reason,
    proposedAt: shanghaiIso(reduction.proposedAt),
    proposedBy: reduction.proposedBy,
    state: answer ? answered : open,
    answeredAt: maybeIso(answer?.answeredAt ?? null),
    answeredBy: answer?.answeredBy ?? null,
    answer: answer?.reason ?? null,
  }
}

/** Leave to verify. */
export async function viewOverrides(db: Db, rows: readonly OverrideRow[]): Promise<OverrideView[]> {
  const names = await readNames(
    db,
    rows.map(({ regionCode }) => regionCode),
  )
  return rows.map(({ id, eventId, regionCode, reason, givenAt, givenBy }) => ({
    id,
    eventId,
    node: nodeRef(regionCode, names),
    reason,
    givenAt: shanghaiIso(givenAt),
    givenBy,
  }))
}

/** Requests to correct. */
export async function viewCorrections(db: Db, rows: readonly CorrectionRow[]): Promise<CorrectionView[]> {
  const names = await readNames(
    db,
    rows.map(({ request }) => request.regionCode),
  )
  return rows.map(({ request, answer, isOpen }) => ({
    id: request.id,
    eventId: request.eventId,
    versionId: request.versionId,
    node: nodeRef(request.regionCode, names),
    reason: request.reason,
    requestedAt: shanghaiIso(request.requestedAt),
    requestedBy: request.requestedBy,
    state: answer ? (answer.isApproved ? 'approved' : 'refused') : isOpen ? 'waiting' : 'overtaken',
    answeredAt: maybeIso(answer?.answeredAt ?? null),
    answeredBy: answer?.answeredBy ?? null,
    answer: answer?.reason ?? null,
  }))
}
