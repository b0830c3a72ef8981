/**
 * Review of reports (审核): why one is returned (退回), and by when it is to be corrected.
 */

import type { Citation } from './citation.ts'

const LHASA: Citation = {
  instrument: 'Fengsui defaults for Lhasa',
  instrumentZh: '烽燧默认规则(拉萨)',
  clause: '审核与退回更正',
  edition: '2026',
  inForceFrom: '2000-01-01',
  inForceTo: null,
  status: 'inferred',
  note: 'That reports are passed or returned at each tier was read in the operating guide of the national system; the codes and the limits are defaults that the bureau may change.',
}

export const RETURN_REASON_CODES = [
  'figures_contradict',
  'figures_missing',
  'wrong_unit',
  'duplicate',
  'needs_explanation',
  'register_missing',
  'other',
] as const
export type ReturnReasonCode = (typeof RETURN_REASON_CODES)[number]

/** Why a report is returned, in words that tell the reporter what to do. */
export const RETURN_REASONS: Readonly<Record<ReturnReasonCode, { zh: string; en: string }>> = {
  figures_contradict: { zh: '数据相互矛盾,请核对', en: 'figures contradict each other; check them' },
  figures_missing: { zh: '缺少应报指标,请补充', en: 'figures are missing; add them' },
  wrong_unit: { zh: '计量单位有误,请按规定单位填报', en: 'a figure is in the wrong unit; convert it' },
  duplicate: { zh: '与其他报告重复,请核实', en: 'it repeats another report; check which one stands' },
  needs_explanation: { zh: '数据变化需说明原因', en: 'the change of the figures needs an explanation' },
  register_missing: { zh: '缺少一览表,请补报', en: 'the register is missing; hand it in' },
  other: { zh: '其他原因,见审核意见', en: 'another reason; see the comment' },
}

/** By when a returned report is to be corrected (更正时限). */
export const RETURN_LIMITS: {
  rule: string
  minutes: number
  /** where people are dead or missing by that report */
  minutesWithDeaths: number
  citation: Citation
} = { rule: 'review.return', minutes: 60, minutesWithDeaths: 30, citation: LHASA }
