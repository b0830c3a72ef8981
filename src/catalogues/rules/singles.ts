/** Rules that stand alone: what has no table of its own. */

import { DECREE_493 } from '../../regulations/accident-grades.ts'
import type { Citation } from '../../regulations/citation.ts'
import { MAY_BE_LOWERED } from '../../regulations/relief.ts'
import { ACCIDENT_NOT_COVERED, NO_TEXT } from '../../regulations/severity-ladders.ts'
import { NOT_BOUND_BY_GRADE } from '../../regulations/statistics-editions.ts'
import type { Draft, Group } from './entry.ts'
import { sentences, type Words, words } from './words.ts'

type Single = [rule: string, group: Group, citation: Citation, title: Words, says: Words]

const SINGLES: readonly Single[] = [
  [
    'accident.severity',
    'severity_ladder',
    DECREE_493,
    words('生产安全事故等级的依据', 'The source of the grades of accidents'),
    words('事故等级按本条划分,见规则 accident', 'accidents are graded by this clause; see the rule accident'),
  ],
  [
    'severity.no_text_seen',
    'severity_ladder',
    NO_TEXT,
    words('没有见到分级标准的灾种', 'Hazards whose bands were not seen'),
    words(
      '该灾种的分级标准未见到:不定级,仍须报送',
      'no text with bands for the hazard was seen: no level, and it is to be reported all the same',
    ),
  ],
  [
    'accident.not_covered',
    'severity_ladder',
    ACCIDENT_NOT_COVERED,
    words('条例不适用的事故', 'Accidents that the regulation does not cover'),
    words(
      '环境污染、核设施、国防科研生产事故不适用本条例,不按本条例定级',
      'environmental pollution, nuclear and defence research: the regulation does not apply, and does not grade them',
    ),
  ],
  [
    'relief.may_be_lowered',
    'relief_response',
    MAY_BE_LOWERED,
    words('启动条件可以降低', 'Thresholds may be lowered'),
    words(
      '敏感地区、敏感时间或民族地区、边疆地区等,启动条件可以适当降低;只提示,由人决定',
      'for minority and border areas and sensitive times the thresholds may be lowered; it is only pointed out, and people decide',
    ),
  ],
  [
    'report.not_bound_by_grade',
    'reporting_duty',
    NOT_BOUND_BY_GRADE,
    words('敏感事件不受分级限制', 'Sensitive events are not bound by grades'),
    words(
      '涉及敏感时间、地点或人群的事件,不论等级都要报送',
      'events at a sensitive time or place, or with sensitive people, are reported whatever their grade',
    ),
  ],
]

/**
 * Every rule without a table of its own.
 */
export function describeSingles(): Draft[] {
  return SINGLES.map(([rule, group, citation, title, says]) => ({
    rule,
    group,
    title,
    editions: [{ citation, says: sentences([says]) }],
  }))
}
