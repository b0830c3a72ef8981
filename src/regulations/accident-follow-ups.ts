/** Follow-ups of accidents (事故续报): how often a day by Decree 21, from the first report until the accident is dealt with. */

import { ACCIDENT_SECTORS_COVERED, DECREE_21, RELATIVELY_SERIOUS_DANGER } from './accident-reports.ts'
import type { Citation } from './citation.ts'
import type { Condition } from './condition.ts'
import type { ReportingDuty } from './duty.ts'
import type { Limit } from './vocabulary.ts'

const CITATION: Citation = {
  ...DECREE_21,
  clause: '事故续报',
  status: 'unverified',
  note: 'The text counts reports a day. That each falls due at the end of its part of a day is inferred.',
}

function followUp(rule: string, when: Condition, limit: Limit): ReportingDuty {
  return {
    rule,
    duty: 'accident_follow_up',
    from: 'county',
    to: ['city'],
    countsFrom: 'day',
    untilStable: true,
    when,
    editions: [{ citation: CITATION, limit }],
  }
}

export const ACCIDENT_FOLLOW_UPS: readonly ReportingDuty[] = [
  followUp(
    'accident_follow_up.daily',
    {
      ...ACCIDENT_SECTORS_COVERED,
      belowSeverity: 'serious',
      anyOf: [{ minSeverity: 'ordinary' }, ...(RELATIVELY_SERIOUS_DANGER.when.anyOf ?? [])],
    },
    { timesDaily: 1 },
  ),
  followUp(
    'accident_follow_up.twice_daily',
    { ...ACCIDENT_SECTORS_COVERED, minSeverity: 'serious' },
    { timesDaily: 2 },
  ),
]
