/**
 * Levels of relief response (自然灾害救助应急响应). The national plan of 2016 counts deaths, that of 2024 deaths
 * and missing people. Lhasa's own numbers were not seen: a placeholder stands for them and says so.
 */

import type { Citation, Status } from './citation.ts'
import type { Band, Criterion, Ladder, Measure } from './ladder.ts'
import type { ReliefPlan, ResponseLevel } from './vocabulary.ts'

const PLAN_2016: Citation = {
  instrument: 'National relief plan for natural disasters',
  instrumentZh: '《国家自然灾害救助应急预案》',
  clause: '5.1-5.4',
  edition: '国办函〔2016〕25号',
  inForceFrom: '2016-03-10',
  inForceTo: '2024-01-20',
  status: 'secondary',
  note: 'Levels two and three were read; levels one and four are recalled.',
}

const PLAN_2024: Citation = {
  instrument: 'National relief plan for natural disasters',
  instrumentZh: '《国家自然灾害救助应急预案》',
  clause: '5.1-5.4',
  edition: '国办函〔2024〕11号',
  inForceFrom: '2024-01-20',
  inForceTo: null,
  status: 'secondary',
  note: 'Level one was read in full; the second and third are those of 2016; the fourth and the neighbour columns are recalled.',
}

/** Thresholds per level: deaths, relocated, rooms, households, share in need, people in need. */
const PER_LEVEL = [
  [1, [200, 2_000_000, 300_000, 100_000, 0.3, 4_000_000]],
  [2, [100, 1_000_000, 200_000, 70_000, 0.25, 3_000_000]],
  [3, [50, 500_000, 100_000, 30_000, 0.2, 2_000_000]],
  [4, [20, 100_000, 10_000, 3_000, 0.15, 1_000_000]],
] as const satisfies readonly (readonly [ResponseLevel, readonly number[]])[]

function bands(
  deaths: 'dead' | 'dead_and_missing',
  statuses: Record<ResponseLevel, Status>,
): readonly Band<ResponseLevel>[] {
  const measures: readonly Measure[] = [
    deaths,
    'relocated_and_aided',
    'collapsed_and_severe_rooms',
    'collapsed_and_severe_households',
    'drought_aided_share',
    'drought_aided',
  ]
  return PER_LEVEL.map(([level, thresholds], index) => {
    const above = PER_LEVEL[index - 1]?.[1]
    const criteria: Criterion[] = measures.map((measure, column) => ({
      measure,
      from: thresholds[column] ?? 0,
      below: above?.[column] ?? null,
      status: statuses[level],
    }))
    return { level, criteria }
  })
}

export const NATIONAL_RELIEF: Ladder<ReliefPlan, ResponseLevel> = {
  id: 'national',
  zh: '国家自然灾害救助应急响应',
  en: 'National relief response',
  scope: { kinds: ['natural_disaster'] },
  editions: [
    {
      citation: PLAN_2016,
      bands: bands('dead', { 1: 'unverified', 2: 'secondary', 3: 'secondary', 4: 'unverified' }),
    },
    {
      citation: PLAN_2024,
      bands: bands('dead_and_missing', { 1: 'verified', 2: 'secondary', 3: 'secondary', 4: 'unverified' }),
    },
  ],
}

/**
 * From how many dead and missing a province joins the response its neighbour has started. These columns are recalled at
 * every level, also at the first, whose own figures were read.
 */
export const NEIGHBOUR_JOINS: readonly {
  level: ResponseLevel
  from: number
  below: number
  citation: Citation
}[] = [
  { level: 1, from: 160, below: 200, citation: { ...PLAN_2024, clause: '5.1', status: 'unverified' } },
  { level: 2, from: 80, below: 100, citation: { ...PLAN_2024, clause: '5.2', status: 'unverified' } },
  { level: 3, from: 40, below: 50, citation: { ...PLAN_2024, clause: '5.3', status: 'unverified' } },
  { level: 4, from: 16, below: 20, citation: { ...PLAN_2024, clause: '5.4', status: 'unverified' } },
]

/** Thresholds may be lowered for minority and border areas and sensitive times. */
export const MAY_BE_LOWERED: Citation = { ...PLAN_2024, clause: '5.5', status: 'unverified' }

/** The plan of the region: its numeric bands were not seen. */
const TIBET_RELIEF: Ladder<ReliefPlan, ResponseLevel> = {
  id: 'tibet',
  zh: '西藏自治区自然灾害救助应急响应',
  en: 'Relief response of the Tibet Autonomous Region',
  scope: { kinds: ['natural_disaster'], places: ['54'] },
  editions: [
    {
      citation: {
        instrument: 'Relief plan of the Tibet Autonomous Region for natural disasters',
        instrumentZh: '《西藏自治区自然灾害救助应急预案》',
        clause: '分级标准',
        edition: '2015-05-11',
        inForceFrom: '2015-05-11',
        inForceTo: null,
        status: 'unverified',
        note: 'The opening was read; the bands were not seen.',
      },
      bands: [],
    },
  ],
}

/**
 * Stands in for Lhasa's own thresholds in drills, put together from two county plans elsewhere. Bands meet, since a
 * figure between two of them would reach nothing; the note says where they are not as the plans give them.
 */
export const LHASA_RELIEF: Ladder<ReliefPlan, ResponseLevel> = {
  id: 'lhasa_placeholder',
  zh: '拉萨市自然灾害救助应急响应(占位)',
  en: 'Relief response of Lhasa (placeholder)',
  scope: { kinds: ['natural_disaster'], places: ['5401'] },
  editions: [
    {
      citation: {
        instrument: 'Placeholder for the relief plan of Lhasa',
        instrumentZh: '《拉萨市自然灾害救助应急预案》(占位阈值)',
        clause: '响应分级',
        edition: '占位',
        inForceFrom: '2024-08-01',
        inForceTo: null,
        status: 'inferred',
        note:
          "Never Lhasa's: level two is another county's of 2024, levels three and four are an older county plan's, " +
          'level one begins where level two ends. Fitted together, two bands are not as given: level three had 3 to ' +
          '5 dead and 1,000 to 2,499 relocated, and ends where level two begins; level four had 30 to 149 rooms, ' +
          'and goes on to level two, for its level three was not seen. The bureau supplies its own.',
      },
      bands: [
        {
          level: 1,
          criteria: [
            { measure: 'dead_and_missing', from: 10, below: null },
            { measure: 'relocated_and_aided', from: 2_000, below: null },
            { measure: 'collapsed_and_severe_rooms', from: 1_000, below: null },
            { measure: 'collapsed_and_severe_households', from: 400, below: null },
            { measure: 'drought_aided', from: 50_000, below: null },
          ],
        },
        {
          level: 2,
          criteria: [
            { measure: 'dead_and_missing', from: 5, below: 10 },
            { measure: 'relocated_and_aided', from: 1_200, below: 2_000 },
            { measure: 'collapsed_and_severe_rooms', from: 500, below: 1_000 },
            { measure: 'collapsed_and_severe_households', from: 200, below: 400 },
            { measure: 'drought_aided', from: 25_000, below: 50_000 },
          ],
        },
        {
          level: 3,
          criteria: [
            { measure: 'dead_and_missing', from: 3, below: 5 },
            { measure: 'relocated_and_aided', from: 1_000, below: 1_200 },
          ],
        },
        {
          level: 4,
          criteria: [
            { measure: 'dead_and_missing', from: 1, below: 3 },
            { measure: 'relocated_and_aided', from: 300, below: 1_000 },
            { measure: 'collapsed_and_severe_rooms', from: 30, below: 500 },
          ],
        },
      ],
    },
  ],
}

export const RELIEF_PLANS = [NATIONAL_RELIEF, TIBET_RELIEF, LHASA_RELIEF] as const
