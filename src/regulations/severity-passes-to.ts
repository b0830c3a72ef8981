/** How far up an event is passed at once for its severity (升级): natural disasters by default, accidents by art. 10. */

import { DECREE_493 } from './accident-grades.ts'
import type { Citation } from './citation.ts'
import type { Kind, SeverityLevel, Tier, TierAbove } from './vocabulary.ts'

const DEFAULT: Citation = {
  instrument: 'Fengsui defaults for Lhasa',
  instrumentZh: '烽燧默认规则(拉萨)',
  clause: '按等级升级',
  edition: '2026',
  inForceFrom: '2000-01-01',
  inForceTo: null,
  status: 'inferred',
  note: 'A default that the bureau may change. Set early so that past events can be replayed.',
}

export interface PassesTo {
  citation: Citation
  /** where the severity is null */
  belowAnyGrade: Tier | TierAbove
  bySeverity: Readonly<Record<SeverityLevel, Tier | TierAbove>>
}

const NATURAL: PassesTo = {
  citation: DEFAULT,
  belowAnyGrade: 'county',
  bySeverity: {
    ordinary: 'county',
    relatively_serious: 'city',
    serious: 'autonomous_region',
    especially_serious: 'ministry',
  },
}

export const SEVERITY_PASSES_TO: Readonly<Record<Kind, PassesTo>> = {
  natural_disaster: NATURAL,
  danger: NATURAL,
  accident: {
    citation: { ...DECREE_493, clause: '第十条' },
    belowAnyGrade: 'city',
    bySeverity: {
      ordinary: 'city',
      relatively_serious: 'autonomous_region',
      serious: 'ministry',
      especially_serious: 'ministry',
    },
  },
}
