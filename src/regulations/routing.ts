/**
 * The routing rules (分转规则) the bureau starts with: an ordered table. Every rule that holds adds its recipients;
 * one that does not go on ends the table. The bureau changes them as dated rows in the database.
 */

import type { Citation, Day } from './citation.ts'
import type { Condition } from './condition.ts'
import type { DepartmentCode } from './departments.ts'
import type { SectionCode } from './sections.ts'
import type { Role } from './vocabulary.ts'

export type RoutingTarget =
  | { section: SectionCode; department?: never; role: Role }
  | { department: DepartmentCode; section?: never; role: Role }

export interface RoutingRule {
  id: string
  order: number
  /** `noLeadYet`: no rule before it has named who leads */
  when: Condition & { noLeadYet?: true }
  to: readonly RoutingTarget[]
  /** whether later rules are looked at once this one holds */
  continue: boolean
  validFrom: Day
  /** first day on which it no longer holds; null while it does */
  validTo: Day | null
  because: Citation
}

export const ROUTING_CITATION: Citation = {
  instrument: 'Fengsui defaults for Lhasa',
  instrumentZh: '烽燧默认规则(拉萨)',
  clause: '分转规则',
  edition: '2026',
  inForceFrom: '2000-01-01',
  inForceTo: null,
  status: 'inferred',
  note: 'A typical municipal layout that the bureau may change. Set early so that past events can be replayed.',
}

const NATURAL = ['natural_disaster', 'danger'] as const

function sections(role: Role, ...codes: SectionCode[]): RoutingTarget[] {
  return codes.map((section) => ({ section, role }))
}

function departments(role: Role, ...codes: DepartmentCode[]): RoutingTarget[] {
  return codes.map((department) => ({ department, role }))
}

const SEEDS: readonly [id: string, when: RoutingRule['when'], to: readonly RoutingTarget[]][] = [
  ['command_centre', {}, sections('support', 'ZHZX')],
  [
    'forest_and_grassland_fire',
    { kinds: NATURAL, hazards: ['forest_grassland_fire'] },
    [
      ...sections('lead', 'HZFZ'),
      ...departments('support', 'forestry', 'fire_rescue', 'forest_fire_brigade'),
      ...departments('inform', 'meteorology'),
    ],
  ],
  [
    'flood_and_drought',
    { kinds: NATURAL, hazards: ['flood', 'drought'] },
    [
      ...sections('lead', 'FXKH'),
      ...departments('support', 'water', 'flood_headquarters'),
      ...departments('inform', 'meteorology', 'agriculture'),
    ],
  ],
  [
    'lakes',
    { kinds: NATURAL, subhazards: ['glacial_lake_outburst', 'landslide_lake'] },
    departments('support', 'water', 'natural_resources'),
  ],
  [
    'earthquake',
    { kinds: NATURAL, hazards: ['earthquake'] },
    [
      ...sections('lead', 'DZDZ'),
      ...departments('support', 'seismology', 'fire_rescue', 'health'),
      ...departments('inform', 'housing', 'transport', 'natural_resources'),
    ],
  ],
  [
    'geological',
    { kinds: NATURAL, hazards: ['geological'] },
    [
      ...sections('lead', 'DZDZ'),
      ...departments('support', 'natural_resources', 'fire_rescue', 'geological_headquarters'),
      ...departments('inform', 'transport'),
    ],
  ],
  [
    'snow',
    { kinds: NATURAL, hazards: ['snow'] },
    [
      ...departments('support', 'transport', 'agriculture'),
      ...departments('inform', 'meteorology', 'traffic_police'),
    ],
  ],
  ['danger', { kinds: ['danger'] }, sections('support', 'ZHJZ')],
  [
    'affected_people',
    { kinds: ['natural_disaster'], anyOf: [{ measure: 'affected', from: 1 }] },
    sections('support', 'JZWZ'),
  ],
  [
    'affected_people_without_other_lead',
    { kinds: ['natural_disaster'], anyOf: [{ measure: 'affected', from: 1 }], noLeadYet: true },
    sections('lead', 'JZWZ'),
  ],
  [
    'accident_of_supervised_sector',
    { kinds: ['accident'], sectors: ['hazardous_chemicals', 'non_coal_mine', 'industry_trade'] },
    sections('lead', 'WHJG'),
  ],
  ['accident_fire', { kinds: ['accident'], sectors: ['fire'] }, sections('lead', 'HZFZ')],
  [
    'accident',
    { kinds: ['accident'] },
    [
      ...sections('support', 'ZHXT'),
      ...departments('inform', 'public_security', 'human_resources', 'trade_union', 'procuratorate'),
      ...departments('support', 'sector_regulator'),
    ],
  ],
  ['accident_without_other_lead', { kinds: ['accident'], noLeadYet: true }, sections('lead', 'ZHXT')],
  [
    'accident_road_traffic',
    { kinds: ['accident'], sectors: ['road_traffic'] },
    departments('support', 'traffic_police', 'transport'),
  ],
  ['accident_fire_rescue', { kinds: ['accident'], sectors: ['fire'] }, departments('support', 'fire_rescue')],
  [
    'accident_chemicals_and_pollution',
    { kinds: ['accident'], sectors: ['hazardous_chemicals', 'environmental_pollution'] },
    departments('support', 'ecology', 'fire_rescue', 'health'),
  ],
  [
    'accident_with_death',
    { kinds: ['accident'], minSeverity: 'ordinary', anyOf: [{ measure: 'dead', from: 1 }] },
    sections('support', 'DCZF'),
  ],
  [
    'teams_and_plans',
    { anyOf: [{ minSeverity: 'relatively_serious' }, { measure: 'trapped_or_missing', from: 1 }] },
    sections('support', 'YAGL'),
  ],
  [
    'signed_papers_and_opinion',
    { anyOf: [{ minSeverity: 'serious' }, { fact: 'sensitive' }] },
    [...sections('inform', 'BGS'), ...departments('inform', 'publicity')],
  ],
  [
    'injured',
    {
      anyOf: [
        { measure: 'injured', from: 1 },
        { measure: 'seriously_injured', from: 1 },
      ],
    },
    departments('support', 'health'),
  ],
  ['default_lead', { noLeadYet: true }, sections('lead', 'ZHZX')],
  ['warning', { anyOf: [{ fact: 'warningColour' }] }, sections('support', 'ZHJZ')],
]

export const ROUTING_RULES: readonly RoutingRule[] = SEEDS.map(([id, when, to], index) => ({
  id,
  order: (index + 1) * 10,
  when,
  to,
  continue: true,
  validFrom: ROUTING_CITATION.inForceFrom,
  validTo: null,
  because: ROUTING_CITATION,
}))
