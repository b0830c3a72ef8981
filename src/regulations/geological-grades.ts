/** Geological disasters: the disaster (灾情) by the regulation of 2003, the danger (险情) by the national plan of 2006. */

import type { Citation } from './citation.ts'
import { type Ladder, WAN } from './ladder.ts'
import type { SeverityLevel } from './vocabulary.ts'

const REGULATION: Citation = {
  instrument: 'Regulation on the prevention of geological disasters',
  instrumentZh: '《地质灾害防治条例》',
  clause: '第四条',
  edition: '国务院令第394号',
  inForceFrom: '2004-03-01',
  inForceTo: null,
  status: 'verified',
}

export const GEOLOGICAL_PLAN: Citation = {
  instrument: 'National emergency plan for sudden geological disasters',
  instrumentZh: '《国家突发地质灾害应急预案》',
  clause: '分级标准',
  edition: '2006',
  inForceFrom: '2006-01-13',
  inForceTo: null,
  status: 'secondary',
}

export const GEOLOGICAL_DISASTER: Ladder<'geological_disaster', SeverityLevel> = {
  id: 'geological_disaster',
  zh: '地质灾害灾情等级',
  en: 'Geological disaster',
  scope: { kinds: ['natural_disaster'], hazards: ['geological'] },
  editions: [
    {
      citation: REGULATION,
      bands: [
        {
          level: 'especially_serious',
          criteria: [
            { measure: 'dead', from: 30, below: null },
            { measure: 'loss', from: 1_000 * WAN, below: null },
          ],
        },
        {
          level: 'serious',
          criteria: [
            { measure: 'dead', from: 10, below: 30 },
            { measure: 'loss', from: 500 * WAN, below: 1_000 * WAN },
          ],
        },
        {
          level: 'relatively_serious',
          criteria: [
            { measure: 'dead', from: 3, below: 10 },
            { measure: 'loss', from: 100 * WAN, below: 500 * WAN },
          ],
        },
        {
          level: 'ordinary',
          criteria: [
            { measure: 'dead', from: 1, below: 3 },
            { measure: 'loss', from: 1, below: 100 * WAN },
          ],
        },
      ],
    },
  ],
}

export const GEOLOGICAL_DANGER: Ladder<'geological_danger', SeverityLevel> = {
  id: 'geological_danger',
  zh: '地质灾害险情等级',
  en: 'Geological danger',
  scope: { kinds: ['natural_disaster', 'danger'], hazards: ['geological'] },
  onlyWhenMeasured: true,
  editions: [
    {
      citation: GEOLOGICAL_PLAN,
      bands: [
        {
          level: 'especially_serious',
          criteria: [
            { measure: 'people_to_move', from: 1_000, below: null },
            { measure: 'possible_loss', from: 10_000 * WAN, below: null },
          ],
        },
        {
          level: 'serious',
          criteria: [
            { measure: 'people_to_move', from: 500, below: 1_000 },
            { measure: 'possible_loss', from: 5_000 * WAN, below: 10_000 * WAN },
          ],
        },
        {
          level: 'relatively_serious',
          criteria: [
            { measure: 'people_to_move', from: 100, below: 500 },
            { measure: 'possible_loss', from: 500 * WAN, below: 5_000 * WAN },
          ],
        },
        {
          level: 'ordinary',
          criteria: [
            { measure: 'people_to_move', from: 1, below: 100 },
            { measure: 'possible_loss', from: 1, below: 500 * WAN },
          ],
        },
      ],
    },
  ],
}
