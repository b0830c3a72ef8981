/**
 * What figures and grades bring with them besides duties to report (附带要求): registers, photos, who leads, who starts
 * the relief response, and under which national hazard a local one is counted.
 */

import type { Citation } from './citation.ts'
import type { Condition } from './condition.ts'
import type { Measure } from './ladder.ts'
import { DEFAULTS } from './statistics-editions.ts'

const DRAFT_2019: Citation = {
  instrument: 'Statistics system for natural disasters, draft for comment',
  instrumentZh: '《自然灾害情况统计调查制度》(征求意见稿)',
  clause: '附表与附件',
  edition: '2019-10-31',
  inForceFrom: '2020-03-08',
  inForceTo: null,
  status: 'secondary',
  note: 'Read in the draft; the edition of 2020 that followed it is taken to agree.',
}

/** Any of these figures above nothing calls for a register, level by level upward. */
export const REGISTERS_NEEDED: readonly {
  rule: string
  flag: 'register_of_persons_needed' | 'register_of_homes_needed'
  measures: readonly Measure[]
  citation: Citation
}[] = [
  {
    rule: 'register.dead_and_missing',
    flag: 'register_of_persons_needed',
    measures: ['dead_and_missing'],
    citation: { ...DRAFT_2019, clause: '因灾死亡失踪人口一览表' },
  },
  {
    rule: 'register.damaged_homes',
    flag: 'register_of_homes_needed',
    measures: ['collapsed_and_severe_households', 'moderately_damaged_households'],
    citation: { ...DRAFT_2019, clause: '因灾倒塌损坏住房户一览表' },
  },
]

/** While a national or local response is on, so many photos at least go with the report. */
export const PHOTOS_NEEDED: { rule: string; least: number; citation: Citation } = {
  rule: 'attachment.photos',
  least: 3,
  citation: { ...DRAFT_2019, clause: '灾情照片' },
}

/** Who leads the work after an earthquake: the region from this severity on, cities and counties below it. */
export const EARTHQUAKE_LED_BY: { rule: string; citation: Citation } = {
  rule: 'earthquake.led_by',
  citation: {
    instrument: 'Law on protecting against and mitigating earthquake disasters',
    instrumentZh: '《中华人民共和国防震减灾法》',
    clause: '第四十九条',
    edition: '主席令第7号(2008修订)',
    inForceFrom: '2009-05-01',
    inForceTo: null,
    status: 'verified',
  },
}

/** Who starts the relief response in Tibet: the region from this severity on, the city below it. */
export const RELIEF_STARTED_BY: { rule: string; places: readonly string[]; citation: Citation } = {
  rule: 'relief.started_by',
  places: ['54'],
  citation: {
    instrument: 'Relief plan of the Tibet Autonomous Region for natural disasters',
    instrumentZh: '《西藏自治区自然灾害救助应急预案》',
    clause: '总则',
    edition: '2015-05-11',
    inForceFrom: '2015-05-11',
    inForceTo: null,
    status: 'verified',
    note: 'The opening was read: it says who starts by the four grades of the general plan.',
  },
}

/** A danger that has hurt somebody is a danger no more. */
export const DANGER_WITH_CASUALTIES: { rule: string; when: Condition; citation: Citation } = {
  rule: 'danger.has_casualties',
  when: {
    kinds: ['danger'],
    anyOf: [
      { measure: 'dead_and_missing', from: 1 },
      { measure: 'injured', from: 1 },
      { measure: 'seriously_injured', from: 1 },
    ],
  },
  citation: {
    ...DEFAULTS,
    clause: '已造成伤亡的险情',
    status: 'inferred',
    note: 'The texts grade disasters by casualties and dangers by what may come: that one which has casualties is judged as a disaster is inferred.',
  },
}
