/** Reporting of production-safety accidents (事故报告): Decree 493, arts. 9-13, and what Decree 21 adds. */

import { DECREE_493 } from './accident-grades.ts'
import type { Citation } from './citation.ts'
import type { Condition } from './condition.ts'
import type { ReportingDuty } from './duty.ts'
import type { Limit } from './vocabulary.ts'

const NOT_COVERED = ['environmental_pollution', 'nuclear', 'defence_research'] as const

/** Accidents that the regulation covers (第二条). */
export const ACCIDENT_SECTORS_COVERED: Condition = { kinds: ['accident'], notSectors: NOT_COVERED }

/** Accidents that it leaves to other laws (第二条). */
export const ACCIDENT_SECTORS_NOT_COVERED: Condition = { kinds: ['accident'], sectors: NOT_COVERED }

export const DECREE_21: Citation = {
  instrument: 'Measures on reporting and handling information of production-safety accidents',
  instrumentZh: '《生产安全事故信息报告和处置办法》',
  clause: '较大以上事故快报',
  edition: '国家安全监管总局令第21号',
  inForceFrom: '2009-07-01',
  inForceTo: null,
  status: 'unverified',
}

/** Article 12: what a report says. */
const CONTENT = [
  'unit_profile',
  'time_place_and_scene',
  'short_course',
  'casualties_actual_and_possible',
  'first_loss_estimate',
  'measures_taken',
  'other',
] as const

function decree493(clause: string, limit: Limit, note?: string): ReportingDuty['editions'] {
  return [{ citation: { ...DECREE_493, clause, ...(note === undefined ? {} : { note }) }, limit }]
}

export const ACCIDENT_DUTIES: readonly ReportingDuty[] = [
  {
    rule: 'accident.person_on_site',
    duty: 'accident_report',
    from: 'person_on_site',
    to: ['unit'],
    countsFrom: 'occurrence',
    when: ACCIDENT_SECTORS_COVERED,
    editions: decree493(
      '第九条',
      { atOnce: true },
      'Where it is urgent, straight to the county and the regulator.',
    ),
  },
  {
    rule: 'accident.unit',
    duty: 'accident_report',
    from: 'unit',
    to: ['county', 'sector_regulator'],
    countsFrom: 'receipt',
    receiver: 'unitHead',
    when: ACCIDENT_SECTORS_COVERED,
    content: CONTENT,
    editions: decree493('第九条', { minutes: 60 }),
  },
  {
    rule: 'accident.county',
    duty: 'accident_report',
    from: 'county',
    to: ['city'],
    countsFrom: 'receipt',
    receiver: 'county',
    when: ACCIDENT_SECTORS_COVERED,
    content: CONTENT,
    editions: decree493(
      '第十条、第十一条',
      { minutes: 120 },
      'An accident whose figures are not known yet goes as far as an ordinary one.',
    ),
  },
  {
    rule: 'accident.city',
    duty: 'accident_report',
    from: 'city',
    to: ['autonomous_region'],
    countsFrom: 'receipt',
    receiver: 'city',
    when: { ...ACCIDENT_SECTORS_COVERED, minSeverity: 'relatively_serious' },
    content: CONTENT,
    editions: decree493('第十条、第十一条', { minutes: 120 }),
  },
  {
    rule: 'accident.region',
    duty: 'accident_report',
    from: 'autonomous_region',
    to: ['ministry'],
    countsFrom: 'receipt',
    receiver: 'region',
    when: { ...ACCIDENT_SECTORS_COVERED, minSeverity: 'serious' },
    content: CONTENT,
    editions: decree493('第十条、第十一条', { minutes: 120 }),
  },
  {
    rule: 'accident.ministry',
    duty: 'accident_report',
    from: 'ministry',
    to: ['state_council'],
    countsFrom: 'receipt',
    when: { ...ACCIDENT_SECTORS_COVERED, minSeverity: 'serious' },
    editions: decree493('第十条', { atOnce: true }),
  },
  {
    rule: 'accident.supplement',
    duty: 'casualty_supplement',
    from: 'unit',
    to: ['county', 'sector_regulator'],
    countsFrom: 'occurrence',
    when: {
      ...ACCIDENT_SECTORS_COVERED,
      notSectors: [...(ACCIDENT_SECTORS_COVERED.notSectors ?? []), 'road_traffic', 'fire'],
    },
    editions: decree493(
      '第十三条',
      { days: 30 },
      'A change of casualties within the window may lift the grade (art. 20).',
    ),
  },
  {
    rule: 'accident.supplement_traffic_and_fire',
    duty: 'casualty_supplement',
    from: 'unit',
    to: ['county', 'sector_regulator'],
    countsFrom: 'occurrence',
    when: { ...ACCIDENT_SECTORS_COVERED, sectors: ['road_traffic', 'fire'] },
    editions: decree493(
      '第十三条',
      { days: 7 },
      'A change of casualties within the window may lift the grade (art. 20).',
    ),
  },
  {
    rule: 'accident.unit_to_region',
    duty: 'accident_quick_report',
    from: 'unit',
    to: ['autonomous_region'],
    countsFrom: 'receipt',
    receiver: 'unitHead',
    when: { ...ACCIDENT_SECTORS_COVERED, minSeverity: 'relatively_serious' },
    editions: [{ citation: DECREE_21, limit: { minutes: 60 } }],
  },
  {
    rule: 'accident.county_phone',
    duty: 'accident_quick_report',
    from: 'county',
    to: ['autonomous_region'],
    countsFrom: 'receipt',
    receiver: 'county',
    when: { ...ACCIDENT_SECTORS_COVERED, minSeverity: 'relatively_serious' },
    channel: 'phone',
    editions: [{ citation: DECREE_21, limit: { minutes: 60 } }],
  },
  {
    rule: 'accident.city_phone',
    duty: 'accident_quick_report',
    from: 'city',
    to: ['autonomous_region'],
    countsFrom: 'receipt',
    receiver: 'city',
    when: { ...ACCIDENT_SECTORS_COVERED, minSeverity: 'relatively_serious' },
    channel: 'phone',
    editions: [{ citation: DECREE_21, limit: { minutes: 60 } }],
  },
]

/** A change of casualties within the window that lifts the grade: the higher government may investigate anew. */
export const REGRADING: { rule: string; citation: Citation } = {
  rule: 'accident.regraded',
  citation: { ...DECREE_493, clause: '第二十条' },
}

/** Casualties that change after the window no longer change the grade. */
export const OUTSIDE_WINDOW: { rule: string; citation: Citation } = {
  rule: 'accident.outside_casualty_window',
  citation: {
    ...DECREE_493,
    clause: '第十三条',
    note: 'The day of the accident is not counted; that is how the code counts days and was not read for this clause.',
  },
}

/** Casualties told after the window of which no report before says how many there were: they count. */
export const COUNTED_AFTER_WINDOW: { rule: string; citation: Citation } = {
  rule: 'accident.counted_after_casualty_window',
  citation: {
    ...DECREE_493,
    clause: '第十三条',
    status: 'inferred',
    note: 'The text speaks of numbers that change: where no report before gave the number, that it changed is not shown.',
  },
}

/** A relatively serious danger in an accident (较大涉险事故): nobody need have been hurt yet. */
export const RELATIVELY_SERIOUS_DANGER: { rule: string; when: Condition; citation: Citation } = {
  rule: 'accident.relatively_serious_danger',
  when: {
    kinds: ['accident', 'danger'],
    anyOf: [
      { measure: 'people_in_danger', from: 10 },
      { measure: 'trapped_or_missing', from: 3 },
      { measure: 'evacuated', from: 500 },
      { criterion: 'serious_pollution' },
      { criterion: 'threat_to_key_facility' },
    ],
  },
  citation: { ...DECREE_21, clause: '较大涉险事故', status: 'secondary' },
}
