/** What each check is called and asks (校验). A check without a row does not compile. */

import {
  type CheckId,
  HOMES,
  NEVER_FALLING,
  NOT_IN_DROUGHT,
  ONLY_IN_DROUGHT,
  VERIFIED_FIGURES,
} from '../../regulations/checks.ts'
import { atLeast, namesOf } from './indicator-words.ts'
import type { Values } from './values.ts'
import { clauses, type Words, words } from './words.ts'

const REFUSED = words('不符的不予接收', 'a report that does not fit is refused')
const EXPLAINED = words('不符的须书面说明', 'what does not fit needs a written explanation')

export interface Check {
  title: Words
  /** what it asks besides the relations that the data give it */
  says?: Words
  /** what follows where it is not met */
  otherwise: Words
  values?: Values
}

/** What each check asks. Relations between indicators are told from the data, and so are the sharp rises. */
export const CHECKS: Readonly<Record<CheckId, Check>> = {
  C01: {
    title: words('数值', 'Numbers'),
    says: words(
      '各项均为不小于0的整数(以库内单位计)',
      'each figure is a whole number in base units, not below 0',
    ),
    otherwise: REFUSED,
  },
  C02: {
    title: words('受灾人口不小于各分项', 'Affected people and each part of them'),
    otherwise: REFUSED,
  },
  C03: {
    title: words('受灾人口不小于伤亡失踪之和', 'Affected people and all casualties'),
    otherwise: REFUSED,
  },
  C04: { title: words('受伤与重伤', 'Injured and seriously injured'), otherwise: REFUSED },
  C05: { title: words('转移安置合计', 'Relocated people: the sum'), otherwise: REFUSED },
  C06: { title: words('累计值不小于实时值', 'Cumulative and current'), otherwise: REFUSED },
  C07: { title: words('紧急救助与过渡期救助', 'Emergency and transitional aid'), otherwise: REFUSED },
  C08: {
    title: words('旱灾指标', 'Figures of a drought'),
    says: words(
      `${namesOf(ONLY_IN_DROUGHT).zh}只在旱灾中填报,${namesOf(NOT_IN_DROUGHT).zh}不在旱灾中填报(不符的须书面说明)`,
      `given in a drought only: ${namesOf(ONLY_IN_DROUGHT).en}; not given in a drought: ${namesOf(NOT_IN_DROUGHT).en} (else a written explanation)`,
    ),
    otherwise: words('数值关系不符的不予接收', 'a report whose figures break the relations is refused'),
    values: { indicators: [...ONLY_IN_DROUGHT, ...NOT_IN_DROUGHT] },
  },
  C09: { title: words('农作物受灾、成灾、绝收', 'Crop area affected, damaged, lost'), otherwise: REFUSED },
  C10: { title: words('房屋与住房', 'Rooms and rooms of homes'), otherwise: REFUSED },
  C11: {
    title: words('住房间数与户数', 'Rooms and households'),
    says: clauses(HOMES.map(({ rooms, households }) => atLeast(rooms, [households]))),
    otherwise: words(
      '每户至少一间,间数与户数同为0或同不为0;不符的须书面说明',
      'each household has a room, and both are 0 or neither; else a written explanation',
    ),
    values: {
      relations: HOMES.map(({ rooms, households }) => ({
        form: 'at_least' as const,
        left: rooms,
        right: [households],
      })),
    },
  },
  C12: { title: words('死亡牲畜合计', 'Livestock dead: the sum'), otherwise: REFUSED },
  C13: { title: words('直接经济损失合计', 'Direct loss: the sum'), otherwise: REFUSED },
  C14: {
    title: words('集中安置点', 'Central sites'),
    says: words(
      '集中安置人口(实时值)大于0时,集中安置点数量(实时值)应大于0',
      'where people are in central sites now, there are sites now',
    ),
    otherwise: EXPLAINED,
    values: { indicators: ['central_now', 'central_sites_now'] },
  },
  C17: {
    title: words('累计数下降', 'Totals that fall'),
    says: words(
      `比上一报下降须书面说明的:${namesOf(NEVER_FALLING).zh};失踪人口只能随死亡人口或找到的生还人数增加而相应减少`,
      `a fall since the report before needs an explanation: ${namesOf(NEVER_FALLING).en}; missing people become fewer only as they are found, dead or alive`,
    ),
    otherwise: words('没有说明的不予接收', 'refused without an explanation'),
    values: { indicators: [...NEVER_FALLING, 'missing'] },
  },
  C18: {
    title: words('数据陡升或其他累计数下降', 'Sharp rises, and other totals that fall'),
    otherwise: EXPLAINED,
  },
  C20: {
    title: words('初报、续报、核报的顺序', 'Order of first, follow-up and verified reports'),
    says: words(
      '先初报,再续报,后核报;核报后只能经批准更正;灾害发生时间不晚于报告时间',
      'first, then follow-ups, then verified; after that only an approved correction; the disaster did not happen after its report',
    ),
    otherwise: REFUSED,
  },
  C22: {
    title: words('县级填报亚灾种', 'Sub-hazards at county level'),
    says: words(
      '县级及县级部门填报时,灾种有亚灾种的须填到亚灾种',
      'a county names the sub-hazard wherever the hazard has any',
    ),
    otherwise: REFUSED,
  },
  verified_figures: {
    title: words('核报必填指标', 'Figures that a verified report cannot lack'),
    says: words(
      `自然灾害核报须填:${namesOf(VERIFIED_FIGURES).zh}`,
      `a verified report of a natural disaster gives: ${namesOf(VERIFIED_FIGURES).en}`,
    ),
    otherwise: REFUSED,
    values: { indicators: [...VERIFIED_FIGURES] },
  },
}
