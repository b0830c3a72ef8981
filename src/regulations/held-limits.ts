/** How long a report may wait for the version before it until the unit above is told (待续报告时限). */

import type { Citation } from './citation.ts'

export const HELD_LIMITS: {
  rule: string
  minutes: { dead_or_missing: number; other: number }
  citation: Citation
} = {
  rule: 'held_report.limit',
  minutes: { dead_or_missing: 10, other: 120 },
  citation: {
    instrument: 'Fengsui defaults for Lhasa',
    instrumentZh: '烽燧默认规则(拉萨)',
    clause: '待续报告上报',
    edition: '2026',
    inForceFrom: '2000-01-01',
    inForceTo: null,
    status: 'inferred',
    note: 'A default that the bureau may change: a word of dead or missing people waits no longer than a desk may.',
  },
}
