/** "Nothing has changed" (零报告): the lane makes a whole report of it, with the figures that stand. */
import type { Violation } from '../evaluations/types.ts'
import { Problem } from '../problems/problem.ts'
import { shanghaiDay } from '../shanghai.ts'
import { contentHash } from './canonical.ts'
import { mayReportTo } from './find-event.ts'
import type { BatchState, ChainState, EventState } from './state.ts'
import type { Submission } from './submission.ts'

/**
 * A nil report with the head of its unit's chain as its parent and the head's figures as its own. Every other submission
 * is given back as it came.
 *
 * @throws Problem not-found when there is no such event for the unit
 * @throws Problem state-conflict when the unit has nothing to confirm
 * @throws Problem invalid-request for a day that has not come, or lies before the disaster
 */
export function withWhatStands(submission: Submission, state: BatchState): Submission {
  const { nilReport, report, content } = submission
  if (!nilReport) return submission
  const { event, chain } = mustHaveReported(submission, state)
  const day = mustBeADayOf(event, nilReport.day, state.now)
  const { figures, headVersionId: parentVersionId } = chain
  // nobody named it when the batch was read
  state.versions.set(parentVersionId, { id: parentVersionId, chainId: chain.id, eventId: event.id })
  const whole = { ...content, stage: 'follow_up', parentVersionId, figures, nilReportFor: day }
  return {
    ...submission,
    report: { ...report, parentVersionId, figures },
    content: whole,
    contentHash: contentHash(whole),
    bodyHash: submission.contentHash,
    nilReport: { day },
  }
}

/** What a nil report does not fit, said at the top of its reply: one tap explains nothing, and reads no checks. */
interface NilReportWarning {
  code: 'differs_from_below'
  pointers: string[]
  sentenceZh: string
  sentenceEn: string
}

/**
 * That figures which a nil report confirms are not those that units below it give by now (C19), as a member of its reply.
 *
 * @returns no member where they fit, or it is no nil report
 */
export function nilReportWarnings(
  nilReportFor: string | null,
  violations: readonly Violation[],
): { warnings?: NilReportWarning[] } {
  const differing = violations.filter(({ rule, explained }) => rule === 'C19' && !explained)
  if (nilReportFor === null || differing.length === 0) return {}
  const count = differing.length
  const warning: NilReportWarning = {
    code: 'differs_from_below',
    pointers: [...new Set(differing.flatMap(({ pointers }) => pointers))],
    sentenceZh: `零报告已受理,但所确认的数据有${count}项与下级所报不一致:请核实,有变化的另报续报,无变化的以续报说明原因。`,
    sentenceEn: `The nil report is stored, but units below report something else than it confirms (figures: ${count}). Check them: send a follow-up with what is so now, or with why they differ.`,
  }
  return { warnings: [warning] }
}

function mustHaveReported(
  { report }: Submission,
  state: BatchState,
): { event: EventState; chain: ChainState } {
  const { regionCode, eventId } = report
  const event = state.events.get(state.merged.get(eventId ?? '') ?? eventId ?? '')
  if (!event || !mayReportTo(event, regionCode)) {
    throw new Problem('not-found', 'There is no such event in your jurisdiction that covers the unit.')
  }
  const chain = event.chains.get(regionCode)
  if (chain?.isReturned) {
    const detail =
      'The latest report of this unit was returned: correct or explain it in a report of its own.'
    throw new Problem('state-conflict', detail, { regionCode, headVersionId: chain.headVersionId })
  }
  if (chain && !chain.isWithdrawn) return { event, chain }
  const detail = 'This unit has no report in the event that could be confirmed: send a first report.'
  throw new Problem('state-conflict', detail, { regionCode })
}

function mustBeADayOf(event: EventState, given: string | null, now: Date): string {
  const today = shanghaiDay(now)
  const day = given ?? today
  const [code, detail] =
    day > today
      ? ['in_future', `It is ${today}: nobody can say yet that nothing has changed by ${day}.`]
      : ['before_occurrence', `The disaster happened on ${shanghaiDay(event.occurredAt)}, after ${day}.`]
  if (day <= today && day >= shanghaiDay(event.occurredAt)) return day
  throw new Problem('invalid-request', detail, { errors: [{ pointer: '/day', code, detail }] })
}
