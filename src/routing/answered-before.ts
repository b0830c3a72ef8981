import { Problem } from '../problems/problem.ts'
import type { ForwardingView } from './schemas.ts'

/** Somebody was first: who, and when. */
export function answeredBefore(view: ForwardingView): Problem {
  const { acknowledgedBy, acknowledgedAt, refusedBy, refusedAt, refusalReason } = view
  return view.state === 'refused'
    ? new Problem('already-refused', `It was refused at ${refusedAt} and went back to the command centre.`, {
        refusedBy,
        refusedAt,
        refusalReason,
      })
    : new Problem('already-acknowledged', `It was signed for at ${acknowledgedAt}.`, {
        acknowledgedBy,
        acknowledgedAt,
      })
}
