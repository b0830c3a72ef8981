import { v7 as uuidv7 } from 'uuid'
import type { Caller } from '../accounts/caller.ts'
import { mustMay } from '../accounts/may.ts'
import { record } from '../audit/store.ts'
import { readNow } from '../clock.ts'
import type { Db } from '../db/client.ts'
import type { Deps } from '../deps.ts'
import { reasonFor } from '../evaluations/editions.ts'
import type { Recipient } from '../evaluations/types.ts'
import { lockCityOf } from '../events/store.ts'
import { Problem } from '../problems/problem.ts'
import type { DepartmentCode } from '../regulations/departments.ts'
import { ROUTING_CITATION } from '../regulations/routing.ts'
import type { SectionCode } from '../regulations/sections.ts'
import { answeredBefore } from './answered-before.ts'
import {
  addDecision,
  type ForwardingRow,
  findDecision,
  findForwarding,
  readForwarded,
} from './forwarding-store.ts'
import { mustSee } from './jurisdiction.ts'
import { openForwardings } from './open-forwardings.ts'
import { mayRefuse, type NewForwarding, newForwardings } from './rules.ts'
import type { ForwardingView, NewRecipient } from './schemas.ts'
import { placeOf, type RecipientNames, readRecipientNames, viewForwarding } from './view.ts'
import { signFor } from './write-signature.ts'

/** Where the command centre hands it, and why. */
export interface NewReassignment {
  recipients: readonly NewRecipient[]
  reason: string
}

export interface Reassignment {
  forwarding: ForwardingView
  made: ForwardingView[]
  already: ForwardingView['recipient'][]
}

/**
 * Hands what the command centre holds to other sections or departments (改派): the duty officer signs for it and it
 * goes on, by a decision of its own. Who had the event at this severity before is not handed it again.
 *
 * @throws Problem not-found, not-permitted or outside-jurisdiction; unknown-recipient
 * @throws Problem state-conflict unless it is the command centre's, and somebody new would get it
 * @throws Problem already-acknowledged when another officer was first
 */
export async function reassignForwarding(
  { db }: Pick<Deps, 'db'>,
  caller: Caller,
  id: string,
  { recipients, reason }: NewReassignment,
): Promise<Reassignment> {
  return db.transaction(async (tx) => {
    const now = await readNow(tx)
    const row = mustSee(caller, await findForwarding(tx, id))
    mustMay(caller, 'forwarding.sign', placeOf(row))
    if (mayRefuse(row.forwarding)) {
      throw new Problem('state-conflict', 'Only the command centre reassigns; a section refuses instead.')
    }
    const names = await readRecipientNames(tx)
    const wanted = recipients.map((given) => mustExist(given, names, reason))
    // What else hands the event on - a report, the same desk at another of its forwardings - comes before or after.
    await lockCityOf(tx, row.event.regionCode)
    await signFor(tx, row, caller.accountId, now)
    const forwarding = await viewForwarding(tx, id, now)
    if (forwarding.acknowledgedBy?.accountId !== caller.accountId) throw answeredBefore(forwarding)
    const made = await handOn(tx, row, wanted, { accountId: caller.accountId, reason, now })
    const codes = new Set(made.map(({ recipientKind, recipientCode }) => `${recipientKind} ${recipientCode}`))
    const views: ForwardingView[] = []
    for (const { id: madeId } of made) views.push(await viewForwarding(tx, madeId, now))
    const named = wanted.map(({ section, department }) =>
      section === undefined ? names.of('department', department) : names.of('section', section),
    )
    return {
      forwarding,
      made: views,
      already: named.filter(({ kind, code }) => !codes.has(`${kind} ${code}`)),
    }
  })
}

function mustExist(given: NewRecipient, names: RecipientNames, reason: string): Recipient {
  const [kind, code] =
    given.section === undefined
      ? (['department', given.department ?? ''] as const)
      : (['section', given.section] as const)
  if (!names.isKnown(kind, code)) {
    throw new Problem('unknown-recipient', `There is no ${kind} with the code ${code}.`, { kind, code })
  }
  const because = [reasonFor('routing.reassigned', ROUTING_CITATION, { figure: 'reason', value: reason })]
  // The database's own lists decide which codes exist: a bureau may have added to those of the release.
  return kind === 'section'
    ? { section: code as SectionCode, role: given.role, because }
    : { department: code as DepartmentCode, role: given.role, because }
}

async function handOn(
  db: Db,
  row: ForwardingRow,
  recipients: readonly Recipient[],
  { accountId, reason, now }: { accountId: string; reason: string; now: Date },
): Promise<NewForwarding[]> {
  const { forwarding, event } = row
  const decisionId = uuidv7()
  const already = await readForwarded(db, event.mergedIntoId ?? event.id)
  const { severityRank } = event
  const made = newForwardings({ eventId: event.id, decisionId, recipients, already, severityRank, now })
  if (made.length === 0) {
    throw new Problem('state-conflict', 'All of these have been handed the event already.')
  }
  const origin = await findDecision(db, forwarding.decisionId)
  if (!origin) throw new Error(`decision ${forwarding.decisionId} has gone`)
  await addDecision(db, {
    id: decisionId,
    eventId: event.id,
    versionId: origin.versionId,
    decidedAt: now,
    facts: { reassigns: forwarding.id, reason },
    trace: [{ ruleId: 'reassigned', matched: true, why: reason }],
  })
  const { regionCode } = placeOf(row)
  await openForwardings(db, made, regionCode, now, accountId)
  const detail = { eventId: event.id, reason, made: made.map(({ id }) => id) }
  const subject = { subjectKind: 'forwarding', subjectId: forwarding.id, regionCode }
  await record(db, [{ at: now, accountId, action: 'forwarding.reassigned', ...subject, detail }])
  return made
}
