/** Who must be told (通报) besides the tier above: by Decree 493 for accidents, by the law and by default for the rest. */

import { DECREE_493 } from './accident-grades.ts'
import { ACCIDENT_SECTORS_COVERED, ACCIDENT_SECTORS_NOT_COVERED } from './accident-reports.ts'
import type { Citation } from './citation.ts'
import type { Condition } from './condition.ts'
import type { DepartmentCode } from './departments.ts'
import { RELIEF_REGULATION_EDITIONS, RESPONSE_LAW } from './special-reports.ts'
import type { ToldGovernment } from './vocabulary.ts'

export interface TellingRule {
  rule: string
  when: Condition
  parties: readonly (DepartmentCode | ToldGovernment)[]
  /** the text in each of its editions */
  editions: readonly { citation: Citation }[]
}

const DEFAULT: Citation = {
  instrument: 'Fengsui defaults for Lhasa',
  instrumentZh: '烽燧默认规则(拉萨)',
  clause: '通报单位',
  edition: '2026',
  inForceFrom: '2000-01-01',
  inForceTo: null,
  status: 'inferred',
  note: 'A default that the bureau may change. Set early so that past events can be replayed.',
}

const OF_EVERY_DISASTER =
  'The text speaks of casualties and larger losses: that the own government is told of every disaster is inferred.'

const NATURAL = ['natural_disaster', 'danger'] as const

const OF_ANY_ACCIDENT: TellingRule['parties'] = [
  'own_government',
  'public_security',
  'human_resources',
  'trade_union',
  'procuratorate',
  'sector_regulator',
]

function byDefault(rule: string, when: Condition, parties: TellingRule['parties']): TellingRule {
  return { rule: `must_tell.${rule}`, when, parties, editions: [{ citation: DEFAULT }] }
}

export const MUST_TELL: readonly TellingRule[] = [
  {
    rule: 'must_tell.accident',
    when: ACCIDENT_SECTORS_COVERED,
    parties: OF_ANY_ACCIDENT,
    editions: [{ citation: { ...DECREE_493, clause: '第九条、第十条' } }],
  },
  {
    rule: 'must_tell.accident_not_covered',
    when: ACCIDENT_SECTORS_NOT_COVERED,
    parties: OF_ANY_ACCIDENT,
    editions: [
      {
        citation: {
          ...DEFAULT,
          note:
            'Decree 493 leaves these sectors to laws of their own, which were not seen: that the same are told is ' +
            'inferred. Set early so that past events can be replayed.',
        },
      },
    ],
  },
  {
    rule: 'must_tell.own_government',
    when: { kinds: ['natural_disaster'] },
    parties: ['own_government'],
    editions: RELIEF_REGULATION_EDITIONS.map((citation) => ({
      citation: { ...citation, note: [citation.note, OF_EVERY_DISASTER].filter(Boolean).join(' ') },
    })),
  },
  {
    rule: 'must_tell.own_government_danger',
    when: { kinds: ['danger'] },
    parties: ['own_government'],
    editions: [
      {
        citation: {
          ...DEFAULT,
          note:
            'Articles 17 and 60 of the emergency response law speak of incidents: that the own government is told ' +
            'of dangers too is inferred. Set early so that past events can be replayed.',
        },
      },
    ],
  },
  {
    rule: 'must_tell.garrison_and_neighbours',
    when: { kinds: NATURAL, minSeverity: 'serious' },
    parties: ['garrison', 'neighbour_governments'],
    editions: [{ citation: RESPONSE_LAW }],
  },
  {
    rule: 'must_tell.across_boundary',
    when: { anyOf: [{ fact: 'crossesBoundary' }] },
    parties: ['neighbour_governments'],
    editions: [{ citation: RESPONSE_LAW }],
  },
  byDefault('road_traffic', { kinds: ['accident'], sectors: ['road_traffic'] }, [
    'traffic_police',
    'transport',
  ]),
  byDefault('fire', { kinds: ['accident'], sectors: ['fire'] }, ['fire_rescue']),
  byDefault(
    'chemicals_and_pollution',
    { kinds: ['accident'], sectors: ['hazardous_chemicals', 'environmental_pollution'] },
    ['ecology', 'fire_rescue', 'health'],
  ),
  byDefault('flood_and_drought', { kinds: NATURAL, hazards: ['flood', 'drought'] }, [
    'water',
    'meteorology',
    'flood_headquarters',
    'agriculture',
  ]),
  byDefault('earthquake', { kinds: NATURAL, hazards: ['earthquake'] }, [
    'seismology',
    'fire_rescue',
    'health',
    'housing',
    'transport',
    'natural_resources',
  ]),
  byDefault('geological', { kinds: NATURAL, hazards: ['geological'] }, [
    'natural_resources',
    'fire_rescue',
    'transport',
    'geological_headquarters',
  ]),
  byDefault('snow', { kinds: NATURAL, hazards: ['snow'] }, [
    'meteorology',
    'transport',
    'agriculture',
    'traffic_police',
  ]),
  byDefault('avalanche', { kinds: NATURAL, subhazards: ['ice_avalanche'] }, [
    'meteorology',
    'transport',
    'agriculture',
    'traffic_police',
  ]),
  byDefault('forest_or_grassland_fire', { kinds: NATURAL, hazards: ['forest_grassland_fire'] }, [
    'forestry',
    'fire_rescue',
    'forest_fire_brigade',
    'meteorology',
  ]),
  byDefault('lakes', { kinds: NATURAL, subhazards: ['glacial_lake_outburst', 'landslide_lake'] }, [
    'water',
    'natural_resources',
    'meteorology',
    'downstream_governments',
  ]),
  byDefault(
    'injured',
    {
      anyOf: [
        { measure: 'injured', from: 1 },
        { measure: 'seriously_injured', from: 1 },
      ],
    },
    ['health'],
  ),
]
