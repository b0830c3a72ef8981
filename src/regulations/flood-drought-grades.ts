/** Grades of flood and drought (水旱灾害): Tibet's standard, the national one, and the words of the drought regulation. */

import type { Citation } from './citation.ts'
import { CRITERION_BY_CODE } from './criteria.ts'
import { type Ladder, WAN } from './ladder.ts'
import type { SeverityLevel } from './vocabulary.ts'

const TIBET: Citation = {
  instrument: 'Grading standard for emergencies of the Tibet Autonomous Region (trial)',
  instrumentZh: '《西藏自治区突发事件分类分级标准(试行)》',
  clause: '水旱灾害',
  edition: '试行',
  inForceFrom: '2022-07-01',
  inForceTo: null,
  status: 'verified',
  note: 'Read in the copy of a county of 2022-07, whose month stands for the day of issue that was not seen. The copy has a gap between the third block and the last: figures of the second grade, and that the last block is the first grade, are inferred.',
}

export const TIBET_FLOOD_DROUGHT: Ladder<'flood_drought_tibet', SeverityLevel> = {
  id: 'flood_drought_tibet',
  zh: '西藏水旱灾害等级',
  en: 'Flood and drought, Tibet',
  scope: { kinds: ['natural_disaster'], hazards: ['flood', 'drought'], places: ['54'] },
  editions: [
    {
      citation: TIBET,
      bands: [
        {
          // deaths and relocated people of this grade were not readable: left open for the bureau
          level: 'especially_serious',
          criteria: [
            { measure: 'loss', from: 5_000 * WAN, below: null, status: 'inferred' },
            { measure: 'crop_lost_share', from: 0.25, below: null, status: 'inferred' },
            { measure: 'livestock_dead_share', from: 0.2, below: null, status: 'inferred' },
            { measure: 'rooms_collapsed_share', from: 0.2, below: null, status: 'inferred' },
            { measure: 'rail_cut_hours', from: 48, below: null, status: 'inferred' },
            { measure: 'road_cut_hours', from: 96, below: null, status: 'inferred' },
          ],
        },
        {
          level: 'serious',
          criteria: [
            { measure: 'dead_and_missing', from: 30, below: null, status: 'inferred' },
            { measure: 'relocated', from: 20_000, below: null, status: 'inferred' },
            { measure: 'loss', from: 1_000 * WAN, below: 5_000 * WAN, status: 'inferred' },
            { measure: 'crop_lost_share', from: 0.2, below: 0.25, status: 'inferred' },
            { measure: 'livestock_dead_share', from: 0.15, below: 0.2, status: 'inferred' },
            { measure: 'rooms_collapsed_share', from: 0.15, below: 0.2, status: 'inferred' },
          ],
        },
        {
          level: 'relatively_serious',
          criteria: [
            { measure: 'dead_and_missing', from: 20, below: 30 },
            { measure: 'relocated', from: 10_000, below: 20_000 },
            { measure: 'loss', from: 500 * WAN, below: 1_000 * WAN },
            { measure: 'crop_lost_share', from: 0.1, below: 0.2 },
            { measure: 'livestock_dead_share', from: 0.1, below: 0.15 },
            { measure: 'rooms_collapsed_share', from: 0.1, below: 0.15 },
          ],
        },
        {
          level: 'ordinary',
          criteria: [
            { measure: 'dead_and_missing', from: 10, below: 20 },
            { measure: 'relocated', from: 5_000, below: 10_000 },
            { measure: 'loss', from: 100 * WAN, below: 500 * WAN },
            { measure: 'crop_lost_share', from: 0.05, below: 0.1 },
            { measure: 'livestock_dead_share', from: 0.05, below: 0.1 },
            { measure: 'rooms_collapsed_share', from: 0.05, below: 0.1 },
          ],
        },
      ],
    },
  ],
}

export const NATIONAL_FLOOD_DROUGHT: Ladder<'flood_drought_national', SeverityLevel> = {
  id: 'flood_drought_national',
  zh: '国家水旱灾害等级(定性)',
  en: 'Flood and drought, national, in words',
  scope: { kinds: ['natural_disaster'], hazards: ['flood', 'drought'] },
  onlyWhenMeasured: true,
  editions: [
    {
      citation: CRITERION_BY_CODE.basin_great_flood.citation,
      bands: [
        {
          level: 'especially_serious',
          criteria: [{ measure: 'rail_cut_hours', from: 48, below: null }],
          ticked: [
            'basin_great_flood',
            'key_river_breach',
            'key_large_reservoir_failure',
            'extreme_drought_several_cities',
          ],
        },
        {
          level: 'serious',
          criteria: [{ measure: 'rail_cut_hours', from: 24, below: 48 }],
          ticked: ['reservoir_failure'],
        },
      ],
    },
  ],
}

export const DROUGHT_REGULATION: Ladder<'drought_regulation', SeverityLevel> = {
  id: 'drought_regulation',
  zh: '干旱灾害等级(抗旱条例)',
  en: 'Drought, in the words of the drought regulation',
  scope: { kinds: ['natural_disaster'], hazards: ['drought'] },
  onlyWhenMeasured: true,
  editions: [
    {
      citation: { ...CRITERION_BY_CODE.drought_extreme.citation, status: 'inferred' },
      bands: [
        { level: 'especially_serious', criteria: [], ticked: ['drought_extreme'] },
        { level: 'serious', criteria: [], ticked: ['drought_severe'] },
        { level: 'relatively_serious', criteria: [], ticked: ['drought_moderate'] },
        { level: 'ordinary', criteria: [], ticked: ['drought_light'] },
      ],
    },
  ],
}
