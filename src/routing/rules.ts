/** Pure rules of routing (分转): what is forwarded anew, and what goes back to the command centre. */
import { v7 as uuidv7 } from 'uuid'
import { COMMAND_CENTRE } from '../accounts/may.ts'
import type { TraceItem } from '../evaluations/route.ts'
import type { Recipient } from '../evaluations/types.ts'
import type { Reason } from '../regulations/citation.ts'
import type { Role } from '../regulations/vocabulary.ts'

export type RecipientKind = 'section' | 'department'

/** One item handed to one section or department, ready to be written. */
export interface NewForwarding {
  id: string
  eventId: string
  decisionId: string
  recipientKind: RecipientKind
  recipientCode: string
  role: Role
  severityRank: number
  because: readonly Reason[]
  /** the forwarding that this one takes back, or null */
  returnsId: string | null
  forwardedAt: Date
}

/** Why an event went where it went: every rule looked at, matched or not. */
export interface NewRoutingDecision {
  id: string
  eventId: string
  versionId: string
  decidedAt: Date
  facts: object
  trace: readonly TraceItem[]
}

/** What a recipient has been handed before, and how grave the event was then. */
export interface ForwardedState {
  kind: RecipientKind
  code: string
  severityRank: number
}

interface Routed {
  eventId: string
  decisionId: string
  recipients: readonly Recipient[]
  already: readonly ForwardedState[]
  /** how grave the event is now */
  severityRank: number
  now: Date
}

/**
 * The forwardings that are new: to whom the event was never handed, or only while it was less grave.
 */
export function newForwardings({ recipients, already, ...routed }: Routed): NewForwarding[] {
  const { eventId, decisionId, severityRank, now } = routed
  return recipients.flatMap((recipient) => {
    const [recipientKind, recipientCode] = placeOf(recipient)
    const known = already.some(
      ({ kind, code, severityRank: then }) =>
        kind === recipientKind && code === recipientCode && then >= severityRank,
    )
    if (known) return []
    const { role, because } = recipient
    const forwarding: NewForwarding = {
      id: uuidv7(),
      eventId,
      decisionId,
      recipientKind,
      recipientCode,
      role,
      severityRank,
      because,
      returnsId: null,
      forwardedAt: now,
    }
    return [forwarding]
  })
}

/**
 * Hands a forwarding back to the command centre, which leads until it has found another owner.
 *
 * @param because why the recipient did not take it
 */
export function takenBack(
  forwarding: Pick<NewForwarding, 'id' | 'eventId' | 'decisionId' | 'severityRank'>,
  because: readonly Reason[],
  now: Date,
): NewForwarding {
  const { id, eventId, decisionId, severityRank } = forwarding
  return {
    id: uuidv7(),
    eventId,
    decisionId,
    recipientKind: 'section',
    recipientCode: COMMAND_CENTRE,
    role: 'lead',
    severityRank,
    because,
    returnsId: id,
    forwardedAt: now,
  }
}

/** The command centre has nobody to hand anything back to. */
export function mayRefuse({
  recipientKind,
  recipientCode,
}: Pick<NewForwarding, 'recipientKind' | 'recipientCode'>): boolean {
  return recipientKind !== 'section' || recipientCode !== COMMAND_CENTRE
}

function placeOf(recipient: Recipient): [RecipientKind, string] {
  return recipient.section === undefined
    ? ['department', recipient.department]
    : ['section', recipient.section]
}
