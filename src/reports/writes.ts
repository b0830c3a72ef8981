import type { Role } from '../accounts/caller.ts'
import type { AuditEntry } from '../audit/store.ts'
import type { NewDeadline } from '../deadlines/rules.ts'
import type { NewEscalation } from '../escalations/rules.ts'
import type { OutboxMessage } from '../outbox/store.ts'
import type { Reason } from '../regulations/citation.ts'
import type { Figures } from '../regulations/indicators.ts'
import type { SeverityLevel, Stage } from '../regulations/vocabulary.ts'
import type { NewForwarding, NewRoutingDecision } from '../routing/rules.ts'
import type { FollowUpGround } from './follow-up-grounds.ts'
import type { BasisEntry } from './submission.ts'

/** Everything one batch writes. Rows that are updated are keyed, so that their last state is written once. */
export interface Writes {
  events: Map<string, EventRow>
  eventUpdates: Map<string, EventUpdate>
  eventRegions: { eventId: string; regionCode: string; addedAt: Date; addedBy: null }[]
  answers: AnswerRow[]
  chains: Map<string, ChainRow>
  versions: VersionRow[]
  bases: BasisRow[]
  latest: Map<string, LatestRow>
  /** latest figures that a withdrawal takes back */
  withdrawn: Map<string, { eventId: string; regionCode: string }>
  /** events whose last report was withdrawn: nobody owes anything for them any more */
  abandoned: Map<string, { eventId: string; replacedAt: Date }>
  /** units of which, and below which, no report stands any more: they owe no follow-up and no verified report */
  silenced: Map<string, { eventId: string; regionCode: string; replacedAt: Date }>
  grounds: GroundRow[]
  receipts: { versionId: string; jws: string; issuedAt: Date }[]
  submissions: SubmissionRow[]
  held: HeldRow[]
  released: { versionId: string; releasedAt: Date }[]
  deadlines: Map<string, NewDeadline>
  met: Map<string, { id: string; metAt: Date; metById: string; missedAt: Date | null }>
  escalations: NewEscalation[]
  decisions: NewRoutingDecision[]
  forwardings: NewForwarding[]
  outbox: OutboxMessage[]
  audit: AuditEntry[]
}

export interface EventUpdate {
  id: string
  severity: SeverityLevel | null
  severityRank: number
  severitySince: Date | null
  subhazard: string | null
  facts: object
  answers: object
  /** what in the reports asks for daily follow-ups now */
  grounds: readonly FollowUpGround['ground'][]
  /** when the engine is to look at the follow-ups; null where nothing changed for it */
  followUpsLookAt: Date | null
}

/** A ground of daily follow-ups that has come or gone. */
interface GroundRow extends FollowUpGround {
  id: string
  eventId: string
  isOn: boolean
  versionId: string
  at: Date
}

interface EventRow extends EventUpdate {
  hazard: string
  title: string | null
  regionCode: string
  occurredAt: Date
  openedAt: Date
  openedByVersionId: string
  state: 'open'
  isExercise: boolean
}

export interface AnswerRow {
  id: string
  eventId: string
  ladder: string
  level: SeverityLevel | null
  because: readonly Reason[]
  versionId: string
  answeredAt: Date
}

interface ChainRow {
  id: string
  eventId: string
  regionCode: string
  headVersionId: string
  headNumber: number
  stage: Stage
  isWithdrawn: boolean
  firstReceivedAt: Date
}

export interface VersionRow {
  id: string
  chainId: string
  eventId: string
  regionCode: string
  number: number
  parentVersionId: string | null
  joinedChain: boolean
  stage: Stage
  accountId: string
  content: object
  contentHash: string
  occurredAt: Date
  observedAt: Date | null
  enteredAt: Date | null
  sentAt: Date | null
  receivedAt: Date
  isLate: boolean
  violations: readonly object[]
  location: object | null
  withdrawalReason: string | null
  nilReportFor: string | null
}

/** What a tier's own report rests on, who drafted and who signed it. */
export interface BasisRow {
  versionId: string
  draftNumber: number
  draftedBy: string
  draftedAt: Date
  signedBy: string
  signerRole: Role
  signerCode: string
  basis: readonly BasisEntry[]
  rolledUp: Figures
  additional: Figures
}

type LatestRow = { eventId: string; regionCode: string; versionId: string; receivedAt: Date } & Figures

interface SubmissionRow {
  accountId: string
  idempotencyKey: string
  bodyHash: string
  versionId: string
  status: 201 | 202
  reply: string
  receivedAt: Date
}

interface HeldRow {
  versionId: string
  missingParentId: string
  accountId: string
  idempotencyKey: string
  regionCode: string
  content: object
  contentHash: string
  sentAt: Date | null
  receivedAt: Date
}

/** Nothing to write, yet. */
export function noWrites(): Writes {
  return {
    events: new Map(),
    eventUpdates: new Map(),
    eventRegions: [],
    answers: [],
    chains: new Map(),
    versions: [],
    bases: [],
    latest: new Map(),
    withdrawn: new Map(),
    abandoned: new Map(),
    silenced: new Map(),
    grounds: [],
    receipts: [],
    submissions: [],
    held: [],
    released: [],
    deadlines: new Map(),
    met: new Map(),
    escalations: [],
    decisions: [],
    forwardings: [],
    outbox: [],
    audit: [],
  }
}
