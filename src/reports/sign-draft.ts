/** Signing off a tier's own report (签发): by another person than its drafter, on the figures that it was drafted on. */
import type { Caller } from '../accounts/caller.ts'
import { mustMay, postsFor } from '../accounts/may.ts'
import { Problem } from '../problems/problem.ts'
import { unitsBelow } from './below.ts'
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
 * @throws Problem not-permitted, outside-jurisdiction; state-conflict for a draft that was given up
 * @throws Problem stale-basis with what has changed since
 */
export function mustSign(
  { report }: Submission,
  draft: SignedDraft,
  caller: Caller,
  { events, discardedDrafts }: BatchState,
): void {
  mustMay(caller, 'tier_report.sign', { regionCode: report.regionCode })
  if (draft.draftedBy === caller.accountId) {
    throw new Problem(
      'not-permitted',
      'Nobody signs off their own draft; a second person of the unit, or one of a unit above, does.',
    )
  }
  if (discardedDrafts.has(report.id)) {
    throw new Problem('state-conflict', 'The draft was given up; make a new one.')
  }
  const event = report.eventId === undefined ? undefined : events.get(report.eventId)
  const changed = event ? changesSince(report.regionCode, report.parentVersionId, draft, event) : []
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

function changesSince(
  regionCode: string,
  parentVersionId: string | null,
  { basis }: SignedDraft,
  event: EventState,
): ChangedVersion[] {
  const own = event.chains.get(regionCode)?.headVersionId ?? null
  return [
    ...(own === parentVersionId
      ? []
      : [{ regionCode, draftedVersionId: parentVersionId, nowVersionId: own }]),
    ...changedVersions(basis, basisNow(regionCode, event)),
  ]
}

function basisNow(regionCode: string, { latest, latestVersions }: EventState): BasisEntry[] {
  const units = [...latest].map(([code, figures]) => ({ regionCode: code, figures }))
  return unitsBelow(units, regionCode).flatMap(({ restsOn }) =>
    restsOn.map((code) => {
      const versionId = latestVersions?.get(code)
      if (!versionId) throw new Error('the versions of the latest figures were not read')
      return { regionCode: code, versionId }
    }),
  )
}

/** What differs between two bases, in the order of the codes. */
export function changedVersions(
  drafted: readonly BasisEntry[],
  now: readonly BasisEntry[],
): ChangedVersion[] {
  const before = new Map(drafted.map(({ regionCode, versionId }) => [regionCode, versionId]))
  const after = new Map(now.map(({ regionCode, versionId }) => [regionCode, versionId]))
  return [...new Set([...before.keys(), ...after.keys()])]
    .sort()
    .map((regionCode) => ({
      regionCode,
      draftedVersionId: before.get(regionCode) ?? null,
      nowVersionId: after.get(regionCode) ?? null,
    }))
    .filter(({ draftedVersionId, nowVersionId }) => draftedVersionId !== nowVersionId)
}
