/** What indicators count, and the most of it that a figure can be, in words. */

import type { Quantity } from '../../regulations/indicators.ts'
import { WAN } from '../../regulations/ladder.ts'
import { listed, type Words, words } from './words.ts'

/** How many base units each of these holds. */
const HECTARE = 10_000
const KILOMETRE = 1_000

const QUANTITY_WORDS: Readonly<Record<Quantity, Words & { unitZh: string; unitEn: string; factor: number }>> =
  {
    people: { ...words('人数', 'people'), unitZh: '人', unitEn: '', factor: 1 },
    households: { ...words('户数', 'households'), unitZh: '户', unitEn: '', factor: 1 },
    rooms: { ...words('间数', 'rooms'), unitZh: '间', unitEn: '', factor: 1 },
    heads: { ...words('牲畜', 'livestock'), unitZh: '头只', unitEn: '', factor: 1 },
    count: { ...words('个数', 'items'), unitZh: '个', unitEn: '', factor: 1 },
    area: { ...words('面积', 'area'), unitZh: '公顷', unitEn: ' ha', factor: HECTARE },
    length: { ...words('长度', 'length'), unitZh: '千米', unitEn: ' km', factor: KILOMETRE },
    depth: { ...words('深度', 'depth'), unitZh: '厘米', unitEn: ' cm', factor: 1 },
    money: { ...words('金额', 'money'), unitZh: '元', unitEn: ' yuan', factor: 1 },
  }

/**
 * The most of each quantity: "人数1000万人、户数1000万户".
 *
 * @param largest in base units
 */
export function boundWords(largest: Readonly<Record<Quantity, number>>): Words {
  return listed(
    (Object.keys(QUANTITY_WORDS) as Quantity[]).map((quantity) => {
      const { zh, en, unitZh, unitEn, factor } = QUANTITY_WORDS[quantity]
      const most = largest[quantity] / factor
      return words(`${zh}${inWanAndYi(most)}${unitZh}`, `${en} ${most.toLocaleString('en-US')}${unitEn}`)
    }),
  )
}

/** 10000000 is "1000万", 100000000 is "1亿", 100000000000000 is "100万亿". */
function inWanAndYi(value: number): string {
  if (value >= WAN * WAN && value % (WAN * WAN) === 0) return `${inWanAndYi(value / (WAN * WAN))}亿`
  return value >= WAN && value % WAN === 0 ? `${value / WAN}万` : String(value)
}
