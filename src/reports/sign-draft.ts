/** Signing off a tier's own report (签发): by another person than its drafter, on the figures that it was drafted on. */
import type { Caller } from '../accounts/caller.ts'
import { mustMay, postsFor } from '../accounts/may.ts'
import { Problem } from '../problems/problem.ts'
import { unitsBelow } from './below.ts'
import { rootOf } from './place-report.ts'
import type { BatchState, EventState } from './state.ts'
import type { BasisEntry, SignedDraft, Submission } from './submission.ts'
import type { BasisRow } from './writes.ts'

/** A version of the units below, or of the unit itself, that is another one than when the draft was made. */
interface ChangedVersion {
  regionCode: string
  draftedVersionId: string | null
  nowVersionId: string | null
}

/**
 * Whether the caller may sign this draft, and it still says what those below say.
 *
 * @throws Problem not-permitted, outside-jurisdiction, needs-another-person; state-conflict for a draft that was given up
 * @throws Problem stale-basis with what has changed since
 */
export function mustSign(
  { report }: Submission,
  draft: SignedDraft,
  caller: Caller,
  state: BatchState,
): void {
  mustMay(caller, 'tier_report.sign', { regionCode: report.regionCode })
  if (draft.draftedBy === caller.accountId) {
    throw new Problem(
      'needs-another-person',
      'Nobody signs off their own draft; a second person of the unit, or one of a unit above, does.',
      { action: 'tier_report.sign' },
    )
  }
  if (state.discardedDrafts.has(report.id)) {
    throw new Problem('state-conflict', 'The draft was given up; make a new one.')
  }
  const event = report.eventId === undefined ? undefined : state.events.get(rootOf(report.eventId, state))
  const drafted = { own: report.parentVersionId, basis: draft.basis }
  const changed = event ? changesSince(report.regionCode, drafted, standingNow(report.regionCode, event)) : []
  if (changed.length === 0) return
  throw new Problem(
    'stale-basis',
    'Reports have come in since the draft was made: let its drafter refresh it, and sign that.',
    { changed, refreshUrl: `/v1/tier-reports/${report.id}/refresh` },
  )
}

/** The draft as it is kept beside the version, with the post from which it was signed. */
export function basisRow(
  versionId: string,
  draft: SignedDraft,
  caller: Caller,
  regionCode: string,
): BasisRow {
  const [post] = postsFor(caller, 'tier_report.sign', { regionCode })
  if (!post) throw new Error('a draft was signed from no post')
  const { number, draftedBy, draftedAt, basis, rolledUp, additional } = draft
  return {
    versionId,
    draftNumber: number,
    draftedBy,
    draftedAt,
    signedBy: caller.accountId,
    signerRole: post.role,
    signerCode: post.regionCode,
    basis,
    rolledUp,
    additional,
  }
}

function standingNow(regionCode: string, { chains, latest, latestVersions }: EventState): Standing {
  const units = [...latest].map(([code, figures]) => ({ regionCode: code, figures }))
  const codes = unitsBelow(units, regionCode).flatMap(({ restsOn }) => restsOn)
  const basis = codes.map((code) => {
    const versionId = latestVersions?.get(code)
    if (!versionId) throw new Error('the versions of the latest figures were not read')
    return { regionCode: code, versionId }
  })
  return { own: chains.get(regionCode)?.headVersionId ?? null, basis }
}

/** A unit's draft, or what one would rest on now: the head of its own chain, and the versions below. */
interface Standing {
  own: string | null
  basis: readonly BasisEntry[]
}

/** What differs between what a draft rests on and how it stands now: the unit itself first, then those below it. */
export function changesSince(regionCode: string, drafted: Standing, now: Standing): ChangedVersion[] {
  const versionsOf = ({ own, basis }: Standing) =>
    new Map([[regionCode, own], ...basis.map((one) => [one.regionCode, one.versionId] as const)])
  const before = versionsOf(drafted)
  const after = versionsOf(now)
  return [...new Set([...before.keys(), ...after.keys()])]
    .sort()
    .map((code) => ({
      regionCode: code,
      draftedVersionId: before.get(code) ?? null,
      nowVersionId: after.get(code) ?? null,
    }))
    .filter(({ draftedVersionId, nowVersionId }) => draftedVersionId !== nowVersionId)
}
