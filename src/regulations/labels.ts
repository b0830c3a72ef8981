/**
 * Chinese labels (中文名称) of the code lists that answers show beside their codes.
 */

import type { SeverityLevel } from './vocabulary.ts'

/** Grades of events (事件等级). */
export const SEVERITY_ZH: Readonly<Record<SeverityLevel, string>> = {
  especially_serious: '特别重大',
  serious: '重大',
  relatively_serious: '较大',
  ordinary: '一般',
}

/** Tiers that an event is passed to (层级). */
export const TARGET_TIER_ZH = {
  township: '乡镇(街道)',
  county: '县(区)',
  city: '市',
  autonomous_region: '自治区',
  ministry: '应急管理部',
  state_council: '国务院',
} as const

/** What makes an event pass upward (升级原因). */
export const CAUSE_ZH = {
  severity: '按等级上报',
  direct_report: '应当直报',
  deadline_missed: '逾期未办',
  ordered: '指令升级',
  report_held: '待续报告超时',
} as const

const DUTY_ZH: Readonly<Record<string, string>> = {
  first_report: '初报',
  follow_up: '续报',
  daily_follow_up: '每日续报',
  verified_report: '核报',
  immediate_report: '立即报告',
  accident_follow_up: '事故续报',
  direct_report: '直报',
  drought_follow_up: '旱灾续报',
  major_event_report: '重特大灾害速报',
  general_plan_report: '总体预案规定报告',
  geological_quick_report: '地质灾害速报',
  forest_fire_direct_report: '森林火灾直报',
  accident_report: '事故报告',
  accident_quick_report: '事故快报',
  casualty_supplement: '伤亡变化补报',
  quick_report: '速报',
  correction: '更正',
  acknowledge_escalation: '升级签收',
  resolve_escalation: '升级办结',
  sign_for_forwarding: '分转签收',
}

/**
 * The Chinese name of a duty.
 *
 * @returns null for a duty that has none yet
 */
export function dutyZh(duty: string): string | null {
  return DUTY_ZH[duty] ?? null
}

/** What an event's timeline tells (过程记录). */
export const HAPPENED_ZH = {
  'event.opened': '建立灾害过程',
  'event.extended': '扩大涉及区域',
  'event.corrected': '勘误',
  'event.merged': '汇拢',
  'event.split': '拆分',
  'event.identity_restored': '撤销汇拢或拆分',
  'report.received': '收到报送',
  'report.accepted': '审核通过',
  'report.returned': '退回更正',
  'severity.answered': '等级研判',
  'deadline.set': '时限起算',
  'deadline.met': '时限内事项完成',
  'deadline.missed': '逾期',
  'deadline.replaced': '时限变更',
  'event.escalated': '升级',
  'escalation.acknowledged': '升级签收',
  'escalation.resolved': '升级办结',
  'event.forwarded': '分转',
  'forwarding.acknowledged': '分转签收',
  'forwarding.refused': '分转退回',
  'event.stabilised': '宣布灾情稳定',
  'event.reopened': '重新开启',
  'event.closed': '灾害过程结束',
  'response.started': '启动响应',
  'response.changed': '调整响应级别',
  'response.ended': '终止响应',
  'nil_reports.ordered': '要求每日零报告',
  'nil_reports.released': '解除每日零报告要求',
  'severity.reduction_proposed': '提议降级',
  'severity.reduced': '降级',
  'severity.reduction_refused': '否决降级',
  'verification.overridden': '核报放行',
  'correction.requested': '申请核报更正',
  'correction.approved': '批准核报更正',
  'correction.refused': '否决核报更正',
} as const

/** States of an event (灾害过程状态). */
export const EVENT_STATE_ZH = {
  open: '进行中',
  stable: '已稳定',
  reopened: '重新开启',
  closed: '已结束',
} as const

/** Kinds of response (响应种类). */
export const RESPONSE_KIND_ZH = { relief: '自然灾害救助应急响应', emergency: '应急响应' } as const

/** Who decides a response (启动机关). */
export const DECIDING_BODY_ZH = {
  county: '县级',
  city: '市级',
  autonomous_region: '自治区',
  state: '国家',
} as const
