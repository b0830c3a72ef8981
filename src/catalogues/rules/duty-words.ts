/** What the words of reporting duties are: their content, their channels, the switches. */

import type { SwitchName } from '../../regulations/duty.ts'
import { type Words, words } from './words.ts'

export const CONTENT: Readonly<Record<string, Words>> = {
  all_indicators: words('全部指标', 'all indicators'),
  register_of_dead_and_missing: words('因灾死亡失踪人口一览表', 'register of dead and missing people'),
  register_of_damaged_homes: words('因灾倒塌损坏住房户一览表', 'register of damaged homes'),
  main_indicators: words('主要指标', 'main indicators'),
  township_breakdown: words('分乡镇数据', 'breakdown by township'),
  totals: words('合计', 'totals'),
  county_breakdown: words('分县数据', 'breakdown by county'),
  unit_profile: words('事故发生单位概况', 'profile of the unit'),
  time_place_and_scene: words('时间、地点和现场情况', 'time, place and scene'),
  short_course: words('简要经过', 'short course'),
  casualties_actual_and_possible: words(
    '已经和可能造成的伤亡人数(含下落不明)',
    'casualties, actual and possible, unaccounted people included',
  ),
  first_loss_estimate: words('初步估计的直接经济损失', 'first estimate of the direct loss'),
  measures_taken: words('已采取的措施', 'measures taken'),
  other: words('其他应当报告的情况', 'whatever else is to be reported'),
  place: words('地点', 'place'),
  time: words('时间', 'time'),
  type: words('类型', 'type'),
  size: words('规模', 'size'),
  trigger: words('引发因素', 'trigger'),
  trend: words('发展趋势', 'trend'),
  dead: words('死亡人数', 'deaths'),
  missing: words('失踪人数', 'missing people'),
  loss: words('损失', 'loss'),
}

export const CHANNELS: Readonly<Record<string, Words>> = {
  phone: words('电话', 'phone'),
  phone_or_command_system: words('电话或国家应急指挥综合业务系统', 'phone or the national command system'),
}

export const SWITCHES: Readonly<Record<SwitchName, Words>> = {
  anyDeathDirectReport: words('有人员死亡(含失踪)即直报', 'direct report of any death'),
}
