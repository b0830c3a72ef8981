import type { Claims } from '../accounts/caller.ts'
import type { Problem } from '../problems/problem.ts'
import type { Figures } from '../regulations/indicators.ts'
import type { NewReport } from './schemas.ts'

/** One report on its way in: who sends it, under which key, and what it says. */
export interface Submission {
  claims: Claims
  /** `Idempotency-Key`, scoped to the account */
  key: string
  report: NewReport
  /** the body as received, for the hash and the record; withdrawals carry what stands for it */
  content: object
  contentHash: string
  /** the device's `Sent-At` header: outside the canonical body, because it changes at every retry */
  sentAt: Date | null
  /** why the chain is withdrawn, or null for a report */
  withdrawalReason: string | null
  /** when a held report arrived that the engine tries again: it was admitted and answered then; else null */
  heldSince: Date | null
  /** that nothing has changed (零报告), for a day or for today; the lane puts in what stands */
  nilReport?: { day: string | null }
  /** hash of the body as it was sent, where `contentHash` is that of what the lane made of it */
  bodyHash?: string
  /** the draft that is signed off with it; absent for a report that was sent as it is */
  draft?: SignedDraft
}

/** A version that a draft rests on. */
export interface BasisEntry {
  regionCode: string
  versionId: string
}

/** A tier's own report (本级报告): what one person drafted and another one signs off (签发). */
export interface SignedDraft {
  draftedBy: string
  draftedAt: Date
  /** the drafts are numbered, from the first one on */
  number: number
  basis: readonly BasisEntry[]
  /** what the units directly below say together */
  rolledUp: Figures
  /** what only this tier knows */
  additional: Figures
}

/** Whose report it is. */
export interface Sender {
  accountId: string
}

/** What became of one submission. The reply is the text that is stored and repeated to every retry. */
export type Outcome =
  | { kind: 'accepted' | 'held'; status: 201 | 202; reply: string; versionId: string; isReplay: boolean }
  | { kind: 'refused'; problem: Problem }
