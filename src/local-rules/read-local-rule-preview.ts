import type { Caller } from '../accounts/caller.ts'
import type { Deps } from '../deps.ts'
import { Problem } from '../problems/problem.ts'
import { mustSee } from './jurisdiction.ts'
import type { MakePreview } from './preview.ts'
import type { Preview } from './preview-schemas.ts'
import { previewedOf } from './proposal.ts'
import { findLocalRule } from './store.ts'

/**
 * What a proposal would have moved in the last year (预演); of an approved one, what it would have moved as it was approved.
 *
 * @throws Problem not-permitted, not-found; state-conflict where it was refused or withdrawn
 */
export async function readLocalRulePreview(
  { db }: Pick<Deps, 'db'>,
  caller: Caller,
  id: string,
  makePreview: MakePreview,
): Promise<Preview> {
  const found = mustSee(caller, await findLocalRule(db, id))
  const { preview, state } = found.row
  if (preview) return preview
  if (state === 'proposed') return makePreview(await previewedOf(db, found))
  throw new Problem('state-conflict', `The proposal was ${state}: nothing is to be expected of it.`, {
    state,
  })
}
