import type { Deps } from '../deps.ts'
import { DISCARD_BATCH, discardStep } from './discard-step.ts'
import { EXPIRED_BATCH, expiredStep } from './expired-step.ts'
import { FINISH_BATCH, finishStep } from './finish-step.ts'
import type { AttachmentFiles } from './storage.ts'

/** What the engine does for attachments: finishes what was left, ends what has expired, removes what nobody needs. */
export function attachmentSteps(files: AttachmentFiles) {
  return [
    {
      name: 'attachments_finished',
      batch: FINISH_BATCH,
      run: (deps: Pick<Deps, 'db' | 'log'>) => finishStep(deps, files),
    },
    { name: 'attachments_expired', batch: EXPIRED_BATCH, run: expiredStep },
    {
      name: 'attachments_discarded',
      batch: DISCARD_BATCH,
      run: (deps: Pick<Deps, 'db'>) => discardStep(deps, files),
    },
  ]
}
