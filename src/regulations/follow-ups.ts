/** Follow-ups (续报): the daily ladder of nil reports (24小时零报告), when it is on, and the ten days of a drought. */

import type { Citation } from './citation.ts'
import type { Condition } from './condition.ts'
import type { ReportingDuty } from './duty.ts'
import { DEFAULTS, NATURAL, throughAll } from './statistics-editions.ts'

export const FOLLOW_UPS: readonly ReportingDuty[] = [
  {
    rule: 'daily_follow_up.township',
    duty: 'daily_follow_up',
    from: 'township',
    to: ['county'],
    countsFrom: 'day',
    when: NATURAL,
    onlyDaily: true,
    editions: [
      {
        citation: {
          ...DEFAULTS,
          clause: '乡镇24小时零报告',
          status: 'secondary',
          note: 'From one county plan elsewhere.',
        },
        limit: { dailyAt: '08:00' },
      },
    ],
  },
  {
    rule: 'daily_follow_up.county',
    duty: 'daily_follow_up',
    from: 'county',
    to: ['city'],
    countsFrom: 'day',
    when: NATURAL,
    onlyDaily: true,
    editions: throughAll('续报(24小时零报告)', { dailyAt: '09:00' }),
  },
  {
    rule: 'daily_follow_up.city',
    duty: 'daily_follow_up',
    from: 'city',
    to: ['autonomous_region'],
    countsFrom: 'day',
    when: NATURAL,
    onlyDaily: true,
    editions: throughAll('续报(24小时零报告)', { dailyAt: '10:00' }),
  },
  {
    rule: 'daily_follow_up.region',
    duty: 'daily_follow_up',
    from: 'autonomous_region',
    to: ['ministry'],
    countsFrom: 'day',
    when: NATURAL,
    onlyDaily: true,
    editions: throughAll('续报(24小时零报告)', { dailyAt: '12:00' }),
  },
  {
    rule: 'drought_follow_up.county',
    duty: 'drought_follow_up',
    from: 'county',
    to: ['city'],
    countsFrom: 'occurrence',
    untilStable: true,
    when: { ...NATURAL, hazards: ['drought'] },
    editions: throughAll('旱灾续报', { everyDays: 10 }),
  },
]

/** When daily follow-ups (零报告) are on, besides a relief response that the national thresholds reach. */
export const DAILY_FOLLOW_UPS_ON: { rule: string; when: Condition; citation: Citation } = {
  rule: 'daily_follow_up.on',
  when: {
    ...NATURAL,
    anyOf: [{ minSeverity: 'serious' }, { fact: 'reliefResponseOn' }, { fact: 'nilReportOrdered' }],
  },
  citation: {
    ...DEFAULTS,
    clause: '零报告启动条件',
    status: 'inferred',
    note: 'After article 17 of the relief regulation and the plan of 2024: serious or graver, a relief response, or an order.',
  },
}
