/**
 * Reports that run beside the main chain: geological quick reports (速报), forest-fire direct reports, and what
 * the relief plan of 2024 asks when a disaster is serious.
 */

import { ACCIDENT_SECTORS_NOT_COVERED } from './accident-reports.ts'
import type { Citation } from './citation.ts'
import type { Condition } from './condition.ts'
import type { ReportingDuty } from './duty.ts'
import { FOREST_REGULATION } from './fire-grades.ts'
import { GEOLOGICAL_PLAN } from './geological-grades.ts'
import { DEFAULTS } from './statistics-editions.ts'
import type { Party } from './vocabulary.ts'

const QUICK_REPORT: Citation = { ...GEOLOGICAL_PLAN, clause: '灾情速报' }
const GEOLOGICAL: Condition = { kinds: ['natural_disaster', 'danger'], hazards: ['geological'] }
const QUICK_CONTENT = [
  'place',
  'time',
  'type',
  'size',
  'trigger',
  'trend',
  'dead',
  'missing',
  'loss',
] as const

const PLAN_2024: Citation = {
  instrument: 'National relief plan for natural disasters',
  instrumentZh: '《国家自然灾害救助应急预案》',
  clause: '4.1.2',
  edition: '国办函〔2024〕11号',
  inForceFrom: '2024-01-20',
  inForceTo: null,
  status: 'unverified',
}

function majorEvent(from: Party, to: readonly Party[]): ReportingDuty {
  return {
    rule: `major_event.${from}`,
    duty: 'major_event_report',
    from,
    to,
    countsFrom: 'receipt',
    when: { kinds: ['natural_disaster'], minSeverity: 'serious' },
    channel: 'phone_or_command_system',
    editions: [{ citation: PLAN_2024, limit: { atOnce: true } }],
  }
}

export const RESPONSE_LAW: Citation = {
  instrument: 'Emergency response law',
  instrumentZh: '《中华人民共和国突发事件应对法》',
  clause: '第十八条、第六十二条、第六十四条',
  edition: '主席令第25号(2024修订)',
  inForceFrom: '2024-11-01',
  inForceTo: null,
  status: 'verified',
}

const GENERAL_PLAN_2006: Citation = {
  instrument: 'National general emergency plan',
  instrumentZh: '《国家突发公共事件总体应急预案》',
  clause: '3.2.1',
  edition: '国发〔2005〕11号',
  inForceFrom: '2006-01-08',
  inForceTo: '2025-02-25',
  status: 'unverified',
  note: 'Recalled; the time limits of the edition of 2025 were not seen.',
}

const RELIEF_REGULATION = {
  instrument: 'Relief regulation for natural disasters',
  instrumentZh: '《自然灾害救助条例》',
  clause: '第十六条',
} as const

/** The relief regulation in its two editions. */
export const RELIEF_REGULATION_EDITIONS: readonly Citation[] = [
  {
    ...RELIEF_REGULATION,
    edition: '国务院令第577号',
    inForceFrom: '2010-09-01',
    inForceTo: '2019-03-02',
    status: 'inferred',
    note: 'The revision of 2019 was read; the first edition is taken to agree.',
  },
  {
    ...RELIEF_REGULATION,
    edition: '2019修订',
    inForceFrom: '2019-03-02',
    inForceTo: null,
    status: 'verified',
  },
]

export const SPECIAL_DUTIES: readonly ReportingDuty[] = [
  {
    rule: 'geological_quick_report.large',
    duty: 'geological_quick_report',
    from: 'county_natural_resources',
    to: ['county_government', 'city_natural_resources'],
    countsFrom: 'receipt',
    receiver: 'county',
    when: { ...GEOLOGICAL, minSeverity: 'serious' },
    content: QUICK_CONTENT,
    editions: [
      {
        citation: { ...QUICK_REPORT, note: 'May go straight to the region and the ministry.' },
        limit: { minutes: 240 },
      },
    ],
  },
  {
    rule: 'geological_quick_report.small',
    duty: 'geological_quick_report',
    from: 'county_natural_resources',
    to: ['county_government', 'city_natural_resources'],
    countsFrom: 'receipt',
    receiver: 'county',
    when: { ...GEOLOGICAL, belowSeverity: 'serious' },
    content: QUICK_CONTENT,
    editions: [
      {
        citation: {
          ...QUICK_REPORT,
          note: 'May go straight to the region. That one without figures yet counts as small is inferred.',
        },
        limit: { minutes: 720 },
      },
    ],
  },
  {
    rule: 'forest_fire.direct_report',
    duty: 'forest_fire_direct_report',
    from: 'autonomous_region',
    to: ['national_forest_fire_headquarters'],
    countsFrom: 'receipt',
    when: {
      kinds: ['natural_disaster'],
      subhazards: ['forest_fire'],
      anyOf: [
        { minSeverity: 'serious' },
        { measure: 'dead', from: 3 },
        { measure: 'seriously_injured', from: 10 },
        { measure: 'open_flame_hours', from: 24 },
        { criterion: 'near_border' },
        { criterion: 'threat_to_homes' },
        { criterion: 'virgin_forest' },
        { criterion: 'provincial_border' },
        { criterion: 'needs_national_help' },
      ],
    },
    editions: [{ citation: { ...FOREST_REGULATION, clause: '第三十二条' }, limit: { atOnce: true } }],
  },
  {
    rule: 'relief_regulation.county',
    duty: 'immediate_report',
    from: 'county',
    to: ['county_government', 'city'],
    countsFrom: 'occurrence',
    when: {
      kinds: ['natural_disaster'],
      anyOf: [
        { measure: 'dead_and_missing', from: 1 },
        { measure: 'injured', from: 1 },
        { measure: 'seriously_injured', from: 1 },
        { minSeverity: 'ordinary' },
      ],
    },
    editions: RELIEF_REGULATION_EDITIONS.map((citation) => ({ citation, limit: { atOnce: true } })),
  },
  {
    rule: 'general_plan.region',
    duty: 'general_plan_report',
    from: 'autonomous_region',
    to: ['state_council'],
    countsFrom: 'occurrence',
    when: { minSeverity: 'serious' },
    editions: [{ citation: GENERAL_PLAN_2006, limit: { minutes: 240 } }],
  },
  {
    rule: 'response_law.county',
    duty: 'immediate_report',
    from: 'county',
    to: ['county_government', 'city'],
    countsFrom: 'occurrence',
    when: ACCIDENT_SECTORS_NOT_COVERED,
    editions: [
      {
        citation: {
          ...DEFAULTS,
          clause: '突发事件立即报告',
          status: 'inferred',
          note: 'The law of before 2024 was not read. Set early so that past events can be replayed.',
        },
        limit: { atOnce: true },
      },
      {
        citation: {
          ...RESPONSE_LAW,
          clause: '第十七条、第六十四条',
          note: 'The law names the governments; that the bureau of the county tells them and the city is inferred.',
        },
        limit: { atOnce: true },
      },
    ],
  },
  majorEvent('county', ['city', 'ministry']),
  majorEvent('city', ['autonomous_region', 'ministry']),
  majorEvent('autonomous_region', ['ministry']),
]
