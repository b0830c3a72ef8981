/** What each check is called (校验). A check without a name does not compile. */

import type { CheckId } from '../../regulations/check-citations.ts'
import { type Words, words } from './words.ts'

export const CHECK_TITLES: Readonly<Record<CheckId, Words>> = {
  C01: words('数值', 'Numbers'),
  C02: words('受灾人口不小于各分项', 'Affected people and each part of them'),
  C03: words('受灾人口不小于伤亡失踪之和', 'Affected people and all casualties'),
  C04: words('受伤与重伤', 'Injured and seriously injured'),
  C05: words('转移安置合计', 'Relocated people: the sum'),
  C06: words('累计值不小于实时值', 'Cumulative and current'),
  C07: words('紧急救助与过渡期救助', 'Emergency and transitional aid'),
  C08: words('旱灾指标', 'Figures of a drought'),
  C09: words('农作物受灾、成灾、绝收', 'Crop area affected, damaged, lost'),
  C10: words('房屋与住房', 'Rooms and rooms of homes'),
  C11: words('住房间数与户数', 'Rooms and households'),
  C12: words('死亡牲畜合计', 'Livestock dead: the sum'),
  C13: words('直接经济损失合计', 'Direct loss: the sum'),
  C14: words('集中安置点', 'Central sites'),
  C15: words('死亡失踪与一览表', 'Deaths and missing people, and their register'),
  C16: words('倒损住房户数与一览表', 'Households with damaged homes, and their register'),
  C17: words('累计数下降或漏填', 'Totals that fall, or are left out'),
  C18: words('数据陡升、其他累计数下降或漏填', 'Sharp rises, and other totals that fall or are left out'),
  C19: words('上级数与下级数', 'The figures above and those below'),
  C20: words('初报、续报、核报的顺序', 'Order of first, follow-up and verified reports'),
  C21: words('受灾人口与总人口', 'Affected people and the population'),
  C22: words('亚灾种由县级填报', 'Sub-hazards are named by counties'),
  absurd_figures: words('数值上限', 'Figures that cannot be'),
  verified_figures: words('核报必填指标', 'Figures that a verified report cannot lack'),
}
