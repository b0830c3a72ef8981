import type { z } from 'zod'
import { idSchema } from '../events/view-schemas.ts'
import type { ProblemSlug } from '../problems/catalogue.ts'
import type { Problem, ProblemBody } from '../problems/problem.ts'
import { keptProblem } from '../problems/schemas.ts'
import { receiptView } from '../reports/receipt.ts'
import type { acceptedSchema, heldSchema } from '../reports/reply-schemas.ts'
import { shanghaiIso } from '../shanghai.ts'
import type { ACTIONS, batchResultSchema, quarantinedSchema } from './schemas.ts'
import type { Applied, QuarantinedRow } from './store.ts'
import type { BatchItem } from './submit-batch.ts'

type ItemView = z.infer<typeof batchResultSchema>['items'][number]
type Action = (typeof ACTIONS)[number]

const ACTION_OF: Partial<Record<ProblemSlug, Action>> = {
  'invalid-request': 'correct',
  'rules-violated': 'correct',
  'unjudgeable-facts': 'correct',
  'source-missing': 'correct',
  'occurred-in-future': 'correct',
  'chain-mismatch': 'correct',
  'unknown-event': 'correct',
  'stale-parent': 'rebuild_on_head',
  'idempotency-key-reused': 'new_id',
  'report-id-taken': 'new_id',
}

/** What became of a batch: little for each item, since five hundred go over one bar of signal. */
export function batchView(items: readonly BatchItem[]): z.infer<typeof batchResultSchema> {
  const views = items.map(itemView)
  const countOf = (status: ItemView['status']) => views.filter((view) => view.status === status).length
  return {
    accepted: countOf('accepted'),
    held: countOf('held'),
    refused: countOf('refused'),
    notStored: countOf('not_stored'),
    items: views,
  }
}

function itemView({ id, outcome, quarantineId, since }: BatchItem): ItemView {
  if (outcome.kind === 'refused') return refusedView(id, outcome.problem, quarantineId)
  const isReplay = outcome.isReplay
  if (since) return 'applied' in since ? appliedView(id, since.applied) : refusedSinceView(id, since.refused)
  if (outcome.kind === 'held') {
    const { missingParentId } = JSON.parse(outcome.reply) as z.infer<typeof heldSchema>
    return { id, status: 'held', isReplay, action: 'wait', missingParentId }
  }
  const reply = JSON.parse(outcome.reply) as z.infer<typeof acceptedSchema>
  const { eventId, number, isLate, event, previous, violations, receipt } = reply
  return {
    id,
    status: 'accepted',
    isReplay,
    action: 'none',
    eventId,
    number,
    isLate,
    severity: event.severity,
    ...(previous ? { previous } : {}),
    violations: violations.length,
    receipt,
  }
}

function appliedView(id: string | null, applied: Applied): ItemView {
  const { eventId, number, isLate, violations, jws } = applied
  const receipt = receiptView(applied, jws)
  return {
    ...{ id, status: 'accepted', isReplay: true, action: 'none' },
    ...{ eventId, number, isLate, violations, receipt },
  }
}

function refusedSinceView(id: string | null, refused: ProblemBody): ItemView {
  const problem = keptProblem(refused)
  const slug = problem.type.replace('/problems/', '') as ProblemSlug
  return { id, status: 'refused', isReplay: true, action: ACTION_OF[slug] ?? 'ask', problem }
}

function refusedView(id: string | null, problem: Problem, quarantineId: string | null): ItemView {
  const isPassing = problem.status >= 500
  return {
    id,
    status: isPassing ? 'not_stored' : 'refused',
    isReplay: false,
    action: isPassing ? 'send_again' : (ACTION_OF[problem.slug] ?? 'ask'),
    problem: problem.body as ItemView['problem'],
    ...(quarantineId ? { quarantineId } : {}),
  }
}

/** A refused item as it is kept. */
export function quarantinedView(row: QuarantinedRow): z.infer<typeof quarantinedSchema> {
  const { id, versionId, regionCode, accountId, times, content, discardedReason } = row
  return {
    id,
    // an older release kept ids that no answer can carry; the content has them
    versionId: idSchema.safeParse(versionId).data ?? null,
    regionCode,
    accountId,
    firstAt: shanghaiIso(row.firstAt),
    lastAt: shanghaiIso(row.lastAt),
    times,
    problem: keptProblem(row.problem),
    content,
    discardedAt: row.discardedAt && shanghaiIso(row.discardedAt),
    discardedReason,
  }
}
