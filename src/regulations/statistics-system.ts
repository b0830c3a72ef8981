/** First and direct reports of natural disasters by the statistics system (初报, 直报), tier by tier. */

import type { ReportingDuty } from './duty.ts'
import { FOLLOW_UPS } from './follow-ups.ts'
import {
  DEFAULTS,
  FIRST_REPORT_EDITIONS,
  NATURAL,
  NATURAL_OR_DANGER,
  throughAll,
} from './statistics-editions.ts'
import { VERIFIED_REPORTS } from './verified-reports.ts'

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
    editions: FIRST_REPORT_EDITIONS,
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
    editions: FIRST_REPORT_EDITIONS,
  },
  {
    rule: 'first_report.region',
    duty: 'first_report',
    from: 'autonomous_region',
    to: ['ministry'],
    countsFrom: 'receipt',
    receiver: 'region',
    when: NATURAL,
    editions: FIRST_REPORT_EDITIONS,
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

export const STATISTICS_DUTIES: readonly ReportingDuty[] = [
  ...FIRST_REPORTS,
  ...DIRECT_REPORTS,
  ...FOLLOW_UPS,
  ...VERIFIED_REPORTS,
]
