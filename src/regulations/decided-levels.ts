/**
 * Levels that people decide, and that no figure reaches by itself: of an emergency response (应急响应) and of a
 * warning (预警). They stand beside the severity of an event and are never taken for it.
 */

import type { Citation, Status } from './citation.ts'
import type { ResponseLevel, WarningColour } from './vocabulary.ts'

const LAW = {
  instrument: 'Emergency response law',
  instrumentZh: '《中华人民共和国突发事件应对法》',
} as const

function law2007(clause: string, note: string): Citation {
  return {
    ...LAW,
    clause,
    edition: '主席令第69号(2007)',
    inForceFrom: '2007-11-01',
    inForceTo: '2024-11-01',
    status: 'unverified',
    note,
  }
}

function law2024(clause: string, status: Status = 'verified'): Citation {
  return {
    ...LAW,
    clause,
    edition: '主席令第25号(2024修订)',
    inForceFrom: '2024-11-01',
    inForceTo: null,
    status,
  }
}

/** Four levels of response, the first the highest; the standards are set by plans, a named body decides. */
export const RESPONSE_LEVELS = {
  rule: 'response.level',
  editions: [
    { citation: law2007('应急响应', 'The levels stood in plans in those years, not in the law.') },
    { citation: law2024('第七十一条') },
  ],
  zh: { 1: '一级响应', 2: '二级响应', 3: '三级响应', 4: '四级响应' } satisfies Record<ResponseLevel, string>,
} as const

/** Four levels of warning, red the highest. */
export const WARNING_LEVELS = {
  rule: 'warning.level',
  editions: [
    { citation: law2007('第四十二条', 'The same four colours as recalled.') },
    { citation: law2024('第六十三条') },
  ],
  levelOf: { red: 1, orange: 2, yellow: 3, blue: 4 } satisfies Record<WarningColour, ResponseLevel>,
  zh: {
    red: '红色预警',
    orange: '橙色预警',
    yellow: '黄色预警',
    blue: '蓝色预警',
  } satisfies Record<WarningColour, string>,
} as const

/** Warnings of the first and second level bring measures of their own. */
export const GRAVE_WARNING = {
  rule: 'warning.grave_measures',
  upTo: 2,
  editions: [{ citation: law2007('第四十五条', 'Recalled.') }, { citation: law2024('第六十七条') }],
} as const
