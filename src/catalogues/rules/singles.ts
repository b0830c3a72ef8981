/** Rules that stand alone: what has no table of its own. */

import { DECREE_493 } from '../../regulations/accident-grades.ts'
import { COUNTED_AFTER_WINDOW, OUTSIDE_WINDOW, REGRADING } from '../../regulations/accident-reports.ts'
import type { Citation } from '../../regulations/citation.ts'
import { DANGER_WITH_CASUALTIES } from '../../regulations/consequences.ts'
import { MAIN_HAZARD } from '../../regulations/hazards.ts'
import { HELD_LIMITS } from '../../regulations/held-limits.ts'
import { REGISTER_RULES, type RegisterRule } from '../../regulations/register-forms.ts'
import { MAY_BE_LOWERED } from '../../regulations/relief.ts'
import { RETURN_LIMITS } from '../../regulations/reviews.ts'
import { ACCIDENT_NOT_COVERED, NO_TEXT } from '../../regulations/severity-ladders.ts'
import { RELIEF_REGULATION_EDITIONS } from '../../regulations/special-reports.ts'
import { NOT_BOUND_BY_GRADE } from '../../regulations/statistics-editions.ts'
import type { Draft, Group } from './entry.ts'
import { sentences, type Words, words } from './words.ts'

/** A rule, and the text in each of its editions. */
type Single = [
  rule: string,
  group: Group,
  citations: Citation | readonly Citation[],
  title: Words,
  says: Words,
]

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
  [
    'relief_regulation.state_council',
    'reporting_duty',
    RELIEF_REGULATION_EDITIONS,
    words('可以直接报告国务院', 'May be reported straight to the State Council'),
    words(
      '造成特别重大、重大损失的自然灾害,必要时可以直接报告国务院;只提示,由人决定',
      'a natural disaster with especially serious or serious losses may be reported straight to the State Council; it is only pointed out, and people decide',
    ),
  ],
  [
    HELD_LIMITS.rule,
    'escalation',
    HELD_LIMITS.citation,
    words('待续报告的时限', 'How long a report waits for the version before it'),
    words(
      `上一版本未到的报告,涉及死亡或失踪的等候${HELD_LIMITS.minutes.dead_or_missing}分钟,其他等候${HELD_LIMITS.minutes.other}分钟,之后报上级`,
      `a report whose parent has not come waits ${HELD_LIMITS.minutes.dead_or_missing} minutes where people are dead or missing, else ${HELD_LIMITS.minutes.other}; then the unit above is told`,
    ),
  ],
  [
    RETURN_LIMITS.rule,
    'escalation',
    RETURN_LIMITS.citation,
    words('退回报告的更正时限', 'How long a returned report may take to be corrected'),
    words(
      `退回的报告须在${RETURN_LIMITS.minutes}分钟内更正,涉及死亡或失踪的${RETURN_LIMITS.minutesWithDeaths}分钟;逾期报上级`,
      `a returned report is corrected within ${RETURN_LIMITS.minutes} minutes, ${RETURN_LIMITS.minutesWithDeaths} where people are dead or missing; what is late is passed up`,
    ),
  ],
  [
    REGRADING.rule,
    'accident_duty',
    REGRADING.citation,
    words('伤亡变化导致等级变化', 'Casualties that lift the grade'),
    words(
      '期限内伤亡人数变化导致事故等级上升的,上级政府可以另行组织调查',
      'where casualties that change within the window lift the grade, the higher government may organise the investigation anew',
    ),
  ],
  [
    OUTSIDE_WINDOW.rule,
    'accident_duty',
    OUTSIDE_WINDOW.citation,
    words('期限以外的伤亡变化', 'Casualties that change after the window'),
    words(
      '事故发生30日(道路交通、火灾7日)以后的伤亡变化照报,不改变事故等级',
      'casualties that change after 30 days (7 for road traffic and fire) are reported and do not change the grade',
    ),
  ],
  [
    COUNTED_AFTER_WINDOW.rule,
    'accident_duty',
    COUNTED_AFTER_WINDOW.citation,
    words('期限以外首次报告的伤亡', 'Casualties first told after the window'),
    words(
      '此前的报告没有给出人数的,期限以后报告的伤亡仍计入事故等级;只提示,由人决定',
      'where no report before gave their number, casualties told after the window count for the grade all the same; it is only pointed out, and people decide',
    ),
  ],
  [
    DANGER_WITH_CASUALTIES.rule,
    'severity_ladder',
    DANGER_WITH_CASUALTIES.citation,
    words('已造成伤亡的险情', 'Dangers with casualties'),
    words(
      '险情已有人员死亡、失踪或受伤的,按自然灾害研判;没有灾种而有行业的,按事故研判',
      'a danger with dead, missing or injured people is judged as a natural disaster; one of a sector and no hazard as an accident',
    ),
  ],
  [
    MAIN_HAZARD.rule,
    'hazard',
    MAIN_HAZARD.citation,
    words('同一过程有多个灾种', 'Several hazards in one process'),
    words(
      '同一灾害过程有多个灾种的,按主要灾种填报',
      'several hazards in one process are counted under the main one',
    ),
  ],
]

/** What is said of the registers and of their destruction. */
const REGISTER_SAYS: Readonly<Record<RegisterRule, [title: Words, says: Words]>> = {
  'register.people': [
    words('因灾死亡失踪人口一览表的填写项', 'Fields of the register of dead and missing people'),
    words('共十七项,逐人填写', 'seventeen fields, a row for each person'),
  ],
  'register.homes': [
    words('因灾倒塌损坏住房户一览表的填写项', 'Fields of the register of damaged homes'),
    words('逐户填写,按倒塌、严重损坏、一般损坏分类', 'a row for each household, by class of damage'),
  ],
  'register.destruction': [
    words('一览表个人信息的销毁', 'Destruction of the personal data of registers'),
    words(
      '个人信息只用于应急处置,应急结束后销毁;因证据或评估需要保留的除外',
      'personal data serve the response only and are destroyed after it, unless evidence or assessment needs them',
    ),
  ],
  'register.age_bands': [
    words('销毁后保留的年龄分段', 'Age bands that stay after destruction'),
    words('销毁后年龄只留分段', 'of an age only its band stays'),
  ],
}

function describeRegisters(): Draft[] {
  return REGISTER_RULES.map(({ rule, citation }) => {
    const [title, says] = REGISTER_SAYS[rule]
    return { rule, group: 'consequence', title, editions: [{ citation, says: sentences([says]) }] }
  })
}

/**
 * Every rule without a table of its own.
 */
export function describeSingles(): Draft[] {
  const singles = SINGLES.map(([rule, group, citations, title, says]) => ({
    rule,
    group,
    title,
    editions: [citations].flat().map((citation: Citation) => ({ citation, says: sentences([says]) })),
  }))
  return [...singles, ...describeRegisters()]
}
