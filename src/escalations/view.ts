/** Shapes escalations for whoever is on duty: what is overdue, why, and what to do next. */
import { type Act, type Actor, readActors } from '../accounts/actor-store.ts'
import type { Db } from '../db/client.ts'
import { severityOfRank } from '../evaluations/severity-rank.ts'
import { type Because, eventBrief, maybeDue, maybeIso, nodeRef } from '../events/views.ts'
import { type Names, readNames } from '../regions/names.ts'
import { CAUSE_ZH, dutyZh, TARGET_TIER_ZH } from '../regulations/labels.ts'
import { shanghaiIso } from '../shanghai.ts'
import type { EscalationView } from './schemas.ts'
import { type EscalationRow, findEscalation } from './store.ts'

/**
 * Escalations as they stand at an instant, with the names of units and the posts of those who acted.
 */
export async function viewEscalations(
  db: Db,
  rows: readonly EscalationRow[],
  now: Date,
): Promise<EscalationView[]> {
  const names = await readNames(db, rows.flatMap(codesIn))
  const actors = await actorsOf(db, rows)
  return rows.map((row) => view(row, names, actors, now))
}

/**
 * One escalation as it stands at an instant.
 *
 * @throws when there is none: the caller has seen it before
 */
export async function viewEscalation(db: Db, id: string, now: Date): Promise<EscalationView> {
  const row = await findEscalation(db, id)
  const [seen] = row ? await viewEscalations(db, [row], now) : []
  if (!seen) throw new Error(`escalation ${id} has gone`)
  return seen
}

function view(row: EscalationRow, names: Names, actors: Actors, now: Date): EscalationView {
  const { escalation, event } = row
  const acknowledgeBy = maybeDue(row.acknowledgeBy, now)
  const resolveBy = maybeDue(row.resolveBy, now)
  return {
    id: escalation.id,
    event: eventBrief(event, names),
    from: nodeRef(escalation.fromCode, names),
    to: {
      tier: escalation.toTier,
      tierZh: TARGET_TIER_ZH[escalation.toTier],
      regionCode: escalation.toCode,
      nameZh: escalation.toCode ? names.of(escalation.toCode) : TARGET_TIER_ZH[escalation.toTier],
    },
    owner: nodeRef(escalation.ownerCode, names),
    cause: escalation.causeKind,
    causeZh: CAUSE_ZH[escalation.causeKind],
    causeId: escalation.causeId,
    step: escalation.step,
    severityAtEscalation: severityOfRank(escalation.severityRank),
    missedDuty: missedDuty(row, names),
    because: escalation.because as Because,
    escalatedAt: shanghaiIso(escalation.escalatedAt),
    acknowledgeBy,
    acknowledgedAt: maybeIso(escalation.acknowledgedAt),
    acknowledgedBy: actors.acknowledged.get(escalation.id) ?? null,
    resolveBy,
    resolvedAt: maybeIso(escalation.resolvedAt),
    resolvedBy: actors.resolved.get(escalation.id) ?? null,
    resolution: escalation.resolution,
    isOverdue: Boolean(acknowledgeBy?.isOverdue || resolveBy?.isOverdue),
    ...nextAct(row),
  }
}

function nextAct({ escalation }: EscalationRow): Pick<EscalationView, 'nextAct' | 'nextActUrl'> {
  const here = `/v1/escalations/${escalation.id}`
  if (escalation.acknowledgedAt === null) {
    return { nextAct: 'acknowledge', nextActUrl: `${here}/acknowledgement` }
  }
  if (escalation.resolvedAt === null) return { nextAct: 'resolve', nextActUrl: `${here}/resolution` }
  return { nextAct: 'none', nextActUrl: null }
}

function missedDuty({ missed }: EscalationRow, names: Names): EscalationView['missedDuty'] {
  return (
    missed && {
      deadlineId: missed.id,
      duty: missed.duty,
      dutyZh: dutyZh(missed.duty),
      node: nodeRef(missed.regionCode, names),
      dueAt: shanghaiIso(missed.dueAt),
      metAt: maybeIso(missed.metAt),
    }
  )
}

function codesIn({ escalation, event, missed }: EscalationRow): string[] {
  const { fromCode, toCode, ownerCode } = escalation
  return [fromCode, ownerCode, event.regionCode, toCode, missed?.regionCode].filter((code) => code != null)
}

interface Actors {
  acknowledged: Map<string, Actor>
  resolved: Map<string, Actor>
}

/** Who acknowledged and who resolved each, read in one query. */
async function actorsOf(db: Db, rows: readonly EscalationRow[]): Promise<Actors> {
  const acts = rows.flatMap(({ escalation }) => [
    ...actOf('acknowledged', escalation, escalation.acknowledgedBy, escalation.acknowledgedAt),
    ...actOf('resolved', escalation, escalation.resolvedBy, escalation.resolvedAt),
  ])
  const found = await readActors(
    db,
    acts.map(({ act }) => act),
  )
  const of = (kind: keyof Actors): Map<string, Actor> =>
    new Map(
      acts.flatMap((one, i) => {
        const actor = found[i]
        return one.kind === kind && actor ? [[one.id, actor] as const] : []
      }),
    )
  return { acknowledged: of('acknowledged'), resolved: of('resolved') }
}

function actOf(
  kind: keyof Actors,
  { id, ownerCode }: EscalationRow['escalation'],
  accountId: string | null,
  at: Date | null,
): { kind: keyof Actors; id: string; act: Act }[] {
  if (accountId === null || at === null) return []
  const action = kind === 'acknowledged' ? 'escalation.acknowledge' : 'escalation.resolve'
  return [{ kind, id, act: { accountId, at, action, place: { regionCode: ownerCode } } }]
}
