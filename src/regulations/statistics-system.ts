/**
 * Reporting of natural disasters by the statistics system (自然灾害情况统计调查制度), edition by edition: first
 * report, direct report, follow-ups, verified report.
 */

import type { Citation, Edition } from './citation.ts'
import type { Condition } from './condition.ts'
import type { ReportingDuty } from './duty.ts'
import type { Limit } from './vocabulary.ts'

const NAME = {
  instrument: 'Statistics system for natural disasters',
  instrumentZh: '《自然灾害情况统计制度》',
}

const E2008: Edition = {
  ...NAME,
  edition: '民函〔2008〕119号',
  inForceFrom: '2008-05-07',
  inForceTo: '2011-10-14',
}
const E2011: Edition = {
  ...NAME,
  edition: '民发〔2011〕168号',
  inForceFrom: '2011-10-14',
  inForceTo: '2013-12-01',
}
const E2013: Edition = { ...NAME, edition: '2013年12月', inForceFrom: '2013-12-01', inForceTo: '2020-03-08' }
const E2020: Edition = {
  instrument: 'Statistics and survey system for natural disasters',
  instrumentZh: '《自然灾害情况统计调查制度》',
  edition: '应急〔2020〕19号',
  inForceFrom: '2020-03-08',
  inForceTo: null,
}

const DEFAULTS: Edition = {
  instrument: 'Fengsui defaults for Lhasa',
  instrumentZh: '烽燧默认规则(拉萨)',
  edition: '2026',
  inForceFrom: '2000-01-01',
  inForceTo: null,
}

const NATURAL: Condition = { kinds: ['natural_disaster'] }

/** Dangers (险情) that may become a disaster are reported too. */
const NATURAL_OR_DANGER: Condition = { kinds: ['natural_disaster', 'danger'] }

/** One limit through all editions; what was read of each differs. */
function throughAll(clause: string, limit: Limit): ReportingDuty['editions'] {
  const cited = (edition: Edition, status: Citation['status'], note: string) => ({
    citation: { ...edition, clause, status, note },
    limit,
  })
  return [
    cited(E2008, 'secondary', 'Read in plans that repeat it.'),
    cited(E2011, 'secondary', 'Read in plans of those years.'),
    cited(E2013, 'inferred', 'Between two editions that agree; the day in 2013-12 was not seen.'),
    cited(
      E2020,
      'secondary',
      'Read in the draft of 2019 and a local measure of 2023; its own paragraph was not seen.',
    ),
  ]
}

const FIRST_REPORTS: readonly ReportingDuty[] = [
  {
    rule: 'first_report.village',
    duty: 'first_report',
    from: 'village',
    to: ['township'],
    countsFrom: 'occurrence',
    when: NATURAL_OR_DANGER,
    editions: [
      {
        citation: {
          ...DEFAULTS,
          clause: '村级初报',
          status: 'inferred',
          note: 'The text says at once; no national minute figure was found. Set early so that past events can be replayed.',
        },
        limit: { minutes: 30 },
      },
    ],
  },
  {
    rule: 'first_report.township',
    duty: 'first_report',
    from: 'township',
    to: ['county'],
    countsFrom: 'occurrence',
    when: NATURAL_OR_DANGER,
    editions: [
      {
        citation: {
          ...DEFAULTS,
          clause: '乡镇初报',
          status: 'secondary',
          note: 'From one county plan elsewhere. Set early so that past events can be replayed.',
        },
        limit: { minutes: 60 },
      },
    ],
  },
  {
    rule: 'first_report.county',
    duty: 'first_report',
    from: 'county',
    to: ['city'],
    countsFrom: 'occurrence',
    when: NATURAL,
    content: ['main_indicators', 'township_breakdown'],
    editions: throughAll('初报', { minutes: 120 }),
  },
  {
    rule: 'first_report.city',
    duty: 'first_report',
    from: 'city',
    to: ['autonomous_region'],
    countsFrom: 'receipt',
    receiver: 'city',
    when: NATURAL,
    content: ['totals', 'county_breakdown'],
    editions: throughAll('初报', { minutes: 120 }),
  },
  {
    rule: 'first_report.region',
    duty: 'first_report',
    from: 'autonomous_region',
    to: ['ministry'],
    countsFrom: 'receipt',
    receiver: 'region',
    when: NATURAL,
    editions: throughAll('初报', { minutes: 120 }),
  },
  {
    rule: 'first_report.county_danger',
    duty: 'first_report',
    from: 'county',
    to: ['city'],
    countsFrom: 'occurrence',
    when: { kinds: ['danger'] },
    editions: [
      {
        citation: {
          ...DEFAULTS,
          clause: '县级险情初报',
          status: 'inferred',
          note: 'Dangers are within the scope of reporting; no limit of their own was found: that of a disaster stands.',
        },
        limit: { minutes: 120 },
      },
    ],
  },
]

/** Direct reports: the county tells the region (and the ministry) at the same time as the city. */
const DIRECT_REPORTS: readonly ReportingDuty[] = [
  {
    rule: 'direct_report.ten_dead_or_missing',
    duty: 'direct_report',
    from: 'county',
    to: ['autonomous_region', 'ministry'],
    countsFrom: 'occurrence',
    when: {
      ...NATURAL,
      anyOf: [
        { measure: 'dead_and_missing', from: 10 },
        { criterion: 'massive_house_collapse' },
        { criterion: 'large_farmland_damage' },
      ],
    },
    editions: throughAll('初报(直报)', { minutes: 120 }),
  },
  {
    rule: 'direct_report.any_death',
    duty: 'direct_report',
    from: 'county',
    to: ['autonomous_region'],
    countsFrom: 'occurrence',
    when: { ...NATURAL, anyOf: [{ measure: 'dead_and_missing', from: 1 }] },
    switchedBy: 'anyDeathDirectReport',
    editions: [
      {
        citation: {
          ...DEFAULTS,
          clause: '有人员死亡(含失踪)即直报',
          inForceFrom: '2011-10-14',
          status: 'inferred',
          note: "Another province's rule from the days of 民发〔2011〕168号, taken as the default; the bureau may switch it off.",
        },
        limit: { minutes: 120 },
      },
    ],
  },
]

const FOLLOW_UPS: readonly ReportingDuty[] = [
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
    when: { ...NATURAL, hazards: ['drought'] },
    editions: throughAll('旱灾续报', { everyDays: 10 }),
  },
]

export const STATISTICS_DUTIES: readonly ReportingDuty[] = [
  ...FIRST_REPORTS,
  ...DIRECT_REPORTS,
  ...FOLLOW_UPS,
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

/** Editions of the first report of a county: before the first of them no limit of the chain is known. */
export const FIRST_REPORT_EDITIONS: readonly { citation: Citation }[] = throughAll('初报', { minutes: 120 })

/** Events at a sensitive time or place, or with sensitive people, are reported whatever their grade. */
export const NOT_BOUND_BY_GRADE: Citation = {
  ...DEFAULTS,
  clause: '敏感事件不受分级限制',
  status: 'secondary',
  note: "From another city's duty rules.",
}
