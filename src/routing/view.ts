/** Shapes forwardings and decisions for those who sign for them. */

import type { z } from 'zod'
import { type Act, type Actor, readActors } from '../accounts/actor-store.ts'
import type { Db } from '../db/client.ts'
import { severityOfRank } from '../evaluations/severity-rank.ts'
import { type Because, eventBrief, maybeDue, maybeIso } from '../events/views.ts'
import { cityOf } from '../regions/codes.ts'
import { readNames } from '../regions/names.ts'
import type { RoutingRule } from '../regulations/routing.ts'
import { shanghaiIso } from '../shanghai.ts'
import {
  type DecisionRow,
  type ForwardingRow,
  findForwarding,
  readForwardingsOf,
} from './forwarding-store.ts'
import type { RecipientKind } from './rules.ts'
import type { decisionPageSchema, ForwardingView, ruleListSchema } from './schemas.ts'
import { readDepartments, readSections } from './store.ts'

type DecisionView = z.infer<typeof decisionPageSchema>['items'][number]
/** A rule of the table, as it goes out. */
export function ruleView(rule: RoutingRule): z.infer<typeof ruleListSchema>['items'][number] {
  const { when, to, because } = rule
  return { ...rule, when: { ...when }, to: to.map((target) => ({ ...target })), because: { ...because } }
}

/** Names a recipient, and tells whether the bureau knows one of that code. */
export interface RecipientNames {
  of: (kind: RecipientKind, code: string) => ForwardingView['recipient']
  isKnown: (kind: RecipientKind, code: string) => boolean
}

/** Forwardings as they stand at an instant. */
export async function viewForwardings(
  db: Db,
  rows: readonly ForwardingRow[],
  now: Date,
): Promise<ForwardingView[]> {
  const acts = rows.map(actOf)
  const places = rows.map(({ event }) => event.regionCode)
  const done = acts.filter((act) => act !== null)
  const names = await readNames(db, places)
  const recipients = await readRecipientNames(db)
  const actors = await readActors(db, done)
  const inOrder = actors[Symbol.iterator]()
  return rows.map((row, i) => {
    const actor = acts[i] ? (inOrder.next().value ?? null) : null
    return { ...view(row, recipients, actor, now), event: eventBrief(row.event, names) }
  })
}

/**
 * One forwarding as it stands at an instant.
 *
 * @throws when there is none: the caller has seen it before
 */
export async function viewForwarding(db: Db, id: string, now: Date): Promise<ForwardingView> {
  const row = await findForwarding(db, id)
  const [seen] = row ? await viewForwardings(db, [row], now) : []
  if (!seen) throw new Error(`forwarding ${id} has gone`)
  return seen
}

/** Decisions with what each of them forwarded. */
export async function viewDecisions(db: Db, decisions: readonly DecisionRow[]): Promise<DecisionView[]> {
  const ids = decisions.map(({ id }) => id)
  const made = await readForwardingsOf(db, ids)
  const recipients = await readRecipientNames(db)
  return decisions.map(({ id, decidedAt, versionId, facts, trace }) => ({
    id,
    decidedAt: shanghaiIso(decidedAt),
    versionId,
    facts: facts as DecisionView['facts'],
    trace: trace as DecisionView['trace'],
    forwardings: made
      .filter(({ decisionId }) => decisionId === id)
      .map((forwarding) => ({
        id: forwarding.id,
        recipient: recipients.of(forwarding.recipientKind, forwarding.recipientCode),
        role: forwarding.role,
        state: forwarding.state,
        returnsId: forwarding.returnsId,
        forwardedAt: shanghaiIso(forwarding.forwardedAt),
        because: forwarding.because as Because,
      })),
  }))
}

/** Names of sections and departments: the code itself where the bureau has none of that code any more. */
export async function readRecipientNames(db: Db): Promise<RecipientNames> {
  const sections = await readSections(db)
  const departments = await readDepartments(db)
  const names = new Map([
    ...sections.map(({ code, nameZh }) => [`section ${code}`, nameZh] as const),
    ...departments.map(({ code, nameZh }) => [`department ${code}`, nameZh] as const),
  ])
  return {
    of: (kind, code) => ({ kind, code, nameZh: names.get(`${kind} ${code}`) ?? code }),
    isKnown: (kind, code) => names.has(`${kind} ${code}`),
  }
}

function view(
  { forwarding, signBy }: ForwardingRow,
  recipients: RecipientNames,
  actor: Actor | null,
  now: Date,
): Omit<ForwardingView, 'event'> {
  const signDue = maybeDue(signBy, now)
  const isOpen = forwarding.state === 'open'
  return {
    id: forwarding.id,
    recipient: recipients.of(forwarding.recipientKind, forwarding.recipientCode),
    role: forwarding.role,
    severityAtForwarding: severityOfRank(forwarding.severityRank),
    because: forwarding.because as Because,
    decisionId: forwarding.decisionId,
    returnsId: forwarding.returnsId,
    state: forwarding.state,
    forwardedAt: shanghaiIso(forwarding.forwardedAt),
    signBy: signDue,
    acknowledgedAt: maybeIso(forwarding.acknowledgedAt),
    acknowledgedBy: forwarding.state === 'acknowledged' ? actor : null,
    refusedAt: maybeIso(forwarding.refusedAt),
    refusedBy: forwarding.state === 'refused' ? actor : null,
    refusalReason: forwarding.refusalReason,
    isOverdue: isOpen && signDue?.isOverdue === true,
    nextAct: isOpen ? 'acknowledge' : 'none',
    nextActUrl: isOpen ? `/v1/forwardings/${forwarding.id}/acknowledgement` : null,
  }
}

/** Who signed for it or refused it, or null while nobody has. */
function actOf({ forwarding, event }: ForwardingRow): Act | null {
  const accountId = forwarding.acknowledgedBy ?? forwarding.refusedBy
  const at = forwarding.acknowledgedAt ?? forwarding.refusedAt
  if (accountId === null || at === null) return null
  return { accountId, at, action: 'forwarding.sign', place: placeOf({ forwarding, event }) }
}

/** Where a forwarding is: the bureau of the event's city, and the recipient there. */
export function placeOf({ forwarding, event }: Pick<ForwardingRow, 'forwarding' | 'event'>) {
  const { recipientKind, recipientCode } = forwarding
  return {
    regionCode: cityOf(event.regionCode) ?? event.regionCode,
    sectionCode: recipientKind === 'section' ? recipientCode : null,
    departmentCode: recipientKind === 'department' ? recipientCode : null,
  }
}
