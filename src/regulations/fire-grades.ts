/** Forest fires (森林火灾) and grassland fires (草原火灾). One death is ordinary in a forest and relatively serious on grassland. */

import type { Citation } from './citation.ts'
import { HECTARE, type Ladder, WAN } from './ladder.ts'
import type { SeverityLevel } from './vocabulary.ts'

export const FOREST_REGULATION: Citation = {
  instrument: 'Regulation on forest fire prevention',
  instrumentZh: '《森林防火条例》',
  clause: '第四十条',
  edition: '国务院令第541号',
  inForceFrom: '2009-01-01',
  inForceTo: null,
  status: 'verified',
}

const GRASSLAND: Citation = {
  instrument: 'Rules on grading grassland fires',
  instrumentZh: '《草原火灾级别划分规定》',
  clause: '级别划分',
  edition: '农牧发〔2010〕7号',
  inForceFrom: '2010-04-20',
  inForceTo: null,
  status: 'secondary',
  note: 'The number and year were read; the day in April is recalled.',
}

export const FOREST_FIRE: Ladder<'forest_fire', SeverityLevel> = {
  id: 'forest_fire',
  zh: '森林火灾等级',
  en: 'Forest fire',
  scope: { kinds: ['natural_disaster'], hazards: ['forest_grassland_fire'], subhazards: ['forest_fire'] },
  editions: [
    {
      citation: FOREST_REGULATION,
      bands: [
        {
          level: 'especially_serious',
          criteria: [
            { measure: 'burned_forest', from: 1_000 * HECTARE, below: null },
            { measure: 'dead', from: 30, below: null },
            { measure: 'seriously_injured', from: 100, below: null },
          ],
        },
        {
          level: 'serious',
          criteria: [
            { measure: 'burned_forest', from: 100 * HECTARE, below: 1_000 * HECTARE },
            { measure: 'dead', from: 10, below: 30 },
            { measure: 'seriously_injured', from: 50, below: 100 },
          ],
        },
        {
          level: 'relatively_serious',
          criteria: [
            { measure: 'burned_forest', from: HECTARE, below: 100 * HECTARE },
            { measure: 'dead', from: 3, below: 10 },
            { measure: 'seriously_injured', from: 10, below: 50 },
          ],
        },
        {
          level: 'ordinary',
          criteria: [
            { measure: 'burned_forest', from: 1, below: HECTARE },
            { measure: 'dead', from: 1, below: 3 },
            { measure: 'seriously_injured', from: 1, below: 10 },
          ],
          ticked: ['other_forest_land'],
        },
      ],
    },
  ],
}

export const GRASSLAND_FIRE: Ladder<'grassland_fire', SeverityLevel> = {
  id: 'grassland_fire',
  zh: '草原火灾等级',
  en: 'Grassland fire',
  scope: { kinds: ['natural_disaster'], hazards: ['forest_grassland_fire'], subhazards: ['grassland_fire'] },
  editions: [
    {
      citation: GRASSLAND,
      bands: [
        {
          level: 'especially_serious',
          criteria: [
            { measure: 'burned_grassland', from: 8_000 * HECTARE, below: null },
            { measure: 'dead', from: 10, below: null },
            { measure: 'dead_and_seriously_injured', from: 20, below: null },
            { measure: 'loss', from: 500 * WAN, below: null },
          ],
        },
        {
          level: 'serious',
          criteria: [
            { measure: 'burned_grassland', from: 5_000 * HECTARE, below: 8_000 * HECTARE },
            { measure: 'dead', from: 3, below: 10 },
            { measure: 'dead_and_seriously_injured', from: 10, below: 20 },
            { measure: 'loss', from: 300 * WAN, below: 500 * WAN },
          ],
        },
        {
          level: 'relatively_serious',
          criteria: [
            { measure: 'burned_grassland', from: 1_000 * HECTARE, below: 5_000 * HECTARE },
            { measure: 'dead', from: 1, below: 3 },
            { measure: 'seriously_injured', from: 3, below: 10 },
            { measure: 'loss', from: 50 * WAN, below: 300 * WAN },
          ],
        },
        {
          level: 'ordinary',
          criteria: [
            { measure: 'burned_grassland', from: 10 * HECTARE, below: 1_000 * HECTARE },
            { measure: 'seriously_injured', from: 1, below: 3 },
            { measure: 'loss', from: 0.5 * WAN, below: 50 * WAN },
          ],
        },
      ],
    },
  ],
}
