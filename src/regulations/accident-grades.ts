/** Grades of production-safety accidents (生产安全事故等级): State Council Decree 493, art. 3; and who investigates, art. 19. */

import type { Citation } from './citation.ts'
import { type Ladder, WAN } from './ladder.ts'
import type { SeverityLevel } from './vocabulary.ts'

export const DECREE_493 = {
  instrument: 'Regulation on reporting and investigating production-safety accidents',
  instrumentZh: '《生产安全事故报告和调查处理条例》',
  edition: '国务院令第493号',
  inForceFrom: '2007-06-01',
  inForceTo: null,
  clause: '第三条',
  status: 'verified',
} as const satisfies Citation

export const ACCIDENT_LADDER: Ladder<'accident', SeverityLevel> = {
  id: 'accident',
  zh: '生产安全事故等级',
  en: 'Production-safety accident',
  scope: { kinds: ['accident'] },
  editions: [
    {
      citation: DECREE_493,
      bands: [
        {
          level: 'especially_serious',
          criteria: [
            { measure: 'dead', from: 30, below: null },
            { measure: 'seriously_injured_or_poisoned', from: 100, below: null },
            { measure: 'loss', from: 10_000 * WAN, below: null },
          ],
        },
        {
          level: 'serious',
          criteria: [
            { measure: 'dead', from: 10, below: 30 },
            { measure: 'seriously_injured_or_poisoned', from: 50, below: 100 },
            { measure: 'loss', from: 5_000 * WAN, below: 10_000 * WAN },
          ],
        },
        {
          level: 'relatively_serious',
          criteria: [
            { measure: 'dead', from: 3, below: 10 },
            { measure: 'seriously_injured_or_poisoned', from: 10, below: 50 },
            { measure: 'loss', from: 1_000 * WAN, below: 5_000 * WAN },
          ],
        },
        {
          level: 'ordinary',
          criteria: [
            { measure: 'dead', from: 1, below: 3 },
            { measure: 'seriously_injured_or_poisoned', from: 1, below: 10 },
            { measure: 'loss', from: 1, below: 1_000 * WAN },
          ],
        },
      ],
    },
  ],
}

/** Who investigates an accident of each grade. */
export const INVESTIGATIONS = {
  citation: { ...DECREE_493, clause: '第十九条' },
  by: {
    especially_serious: 'state_council',
    serious: 'autonomous_region',
    relatively_serious: 'city',
    ordinary: 'county',
  },
} as const
