/** The editions of the statistics system (自然灾害情况统计调查制度), and what stands where its text was not seen. */

import type { Citation, Edition } from './citation.ts'
import type { Condition } from './condition.ts'
import type { ReportingDuty } from './duty.ts'
import type { Limit } from './vocabulary.ts'

const NAME = {
  instrument: 'Statistics system for natural disasters',
  instrumentZh: '《自然灾害情况统计制度》',
}

export const E2008: Edition = {
  ...NAME,
  edition: '民函〔2008〕119号',
  inForceFrom: '2008-05-07',
  inForceTo: '2011-10-14',
}
export const E2011: Edition = {
  ...NAME,
  edition: '民发〔2011〕168号',
  inForceFrom: '2011-10-14',
  inForceTo: '2013-12-01',
}
export const E2013: Edition = {
  ...NAME,
  edition: '2013年12月',
  inForceFrom: '2013-12-01',
  inForceTo: '2020-03-08',
}
export const E2020: Edition = {
  instrument: 'Statistics and survey system for natural disasters',
  instrumentZh: '《自然灾害情况统计调查制度》',
  edition: '应急〔2020〕19号',
  inForceFrom: '2020-03-08',
  inForceTo: null,
}

export const DEFAULTS: Edition = {
  instrument: 'Fengsui defaults for Lhasa',
  instrumentZh: '烽燧默认规则(拉萨)',
  edition: '2026',
  inForceFrom: '2000-01-01',
  inForceTo: null,
}

export const NATURAL: Condition = { kinds: ['natural_disaster'] }

/** Dangers (险情) that may become a disaster are reported too. */
export const NATURAL_OR_DANGER: Condition = { kinds: ['natural_disaster', 'danger'] }

/** One limit through all editions. */
export function throughAll(clause: string, limit: Limit): ReportingDuty['editions'] {
  return citedThroughAll(clause).map((citation) => ({ citation, limit }))
}

/** A clause in all editions, the oldest first; what was read of each differs. */
export function citedThroughAll(clause: string): readonly Citation[] {
  const cited = (edition: Edition, status: Citation['status'], note: string) => ({
    ...edition,
    clause,
    status,
    note,
  })
  return [
    cited(E2008, 'secondary', 'Read in plans that repeat it.'),
    cited(E2011, 'secondary', 'Read in plans of those years.'),
    cited(E2013, 'inferred', 'Between two editions that agree; the day in 2013-12 was not seen.'),
    cited(
      E2020,
      'secondary',
      'Read in the draft of 2019 and a local measure of 2023; its own paragraph was not seen.',
    ),
  ]
}

/** The first report of county, city and region, in its editions: before the first of them no limit is known. */
export const FIRST_REPORT_EDITIONS = throughAll('初报', { minutes: 120 })

/** Events at a sensitive time or place, or with sensitive people, are reported whatever their grade. */
export const NOT_BOUND_BY_GRADE: Citation = {
  ...DEFAULTS,
  clause: '敏感事件不受分级限制',
  status: 'secondary',
  note: "From another city's duty rules.",
}
