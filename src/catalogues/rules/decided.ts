/** Levels that people decide, as entries: of an emergency response (应急响应), of a warning (预警). */

import type { Citation } from '../../regulations/citation.ts'
import { GRAVE_WARNING, RESPONSE_LEVELS, WARNING_LEVELS } from '../../regulations/decided-levels.ts'
import {
  RESPONSE_LEVEL_NUMBERS,
  type ResponseLevel,
  WARNING_COLOURS,
  type WarningColour,
} from '../../regulations/vocabulary.ts'
import type { Draft } from './entry.ts'
import type { Values } from './values.ts'
import { listed, sentences, type Words, words } from './words.ts'

const COLOUR_EN: Readonly<Record<WarningColour, string>> = {
  red: 'red',
  orange: 'orange',
  yellow: 'yellow',
  blue: 'blue',
}
const ORDINALS: Readonly<Record<ResponseLevel, Words>> = {
  1: words('一级', 'one'),
  2: words('二级', 'two'),
  3: words('三级', 'three'),
  4: words('四级', 'four'),
}

/** However grave the event is. */
const NOT_A_GRADE = words(
  '与事件等级并列,不由数字得出,也不当作事件等级',
  'it stands beside the severity of the event, follows from no figure and is never taken for a severity',
)
const BY_PLANS = words(
  '分级标准由应急预案规定,由有权机关决定启动',
  'plans set the standards, and a named body decides to start it',
)
const ISSUED = words('由有权机关发布', 'a body with the power to do so issues it')

/**
 * The levels of responses and of warnings, and what grave warnings bring.
 */
export function describeDecidedLevels(): Draft[] {
  return [responseLevels(), warningLevels(), graveWarnings()]
}

function responseLevels(): Draft {
  const names = listed(
    RESPONSE_LEVEL_NUMBERS.map((level) => words(RESPONSE_LEVELS.zh[level], `level ${level}`)),
  )
  return draft(
    RESPONSE_LEVELS,
    words('应急响应级别', 'Levels of an emergency response'),
    [
      words(`应急响应分四级:${names.zh},一级最高`, `four levels: ${names.en}; level 1 is the highest`),
      BY_PLANS,
      NOT_A_GRADE,
    ],
    { levels: [...RESPONSE_LEVEL_NUMBERS] },
  )
}

function warningLevels(): Draft {
  const names = listed(
    WARNING_COLOURS.map((colour) => {
      const { zh, en } = ORDINALS[WARNING_LEVELS.levelOf[colour]]
      return words(`${WARNING_LEVELS.zh[colour]}(${zh})`, `${COLOUR_EN[colour]} (level ${en})`)
    }),
  )
  return draft(
    WARNING_LEVELS,
    words('预警级别', 'Levels of a warning'),
    [
      words(`预警分四级:${names.zh},一级最高`, `four levels: ${names.en}; level one is the highest`),
      ISSUED,
      NOT_A_GRADE,
    ],
    { colours: WARNING_COLOURS.map((colour) => ({ colour, level: WARNING_LEVELS.levelOf[colour] })) },
  )
}

function graveWarnings(): Draft {
  const { upTo } = GRAVE_WARNING
  const grave = WARNING_COLOURS.filter((colour) => WARNING_LEVELS.levelOf[colour] <= upTo)
  const names = listed(grave.map((colour) => words(WARNING_LEVELS.zh[colour], COLOUR_EN[colour])))
  return draft(
    GRAVE_WARNING,
    words('一级、二级预警的措施', 'Measures of the two gravest warnings'),
    [
      words(
        `发布${names.zh}后,除一般措施外还须采取本条所列措施;只提示,由人决定`,
        `after a warning of these colours (${names.en}) the measures of this clause come besides the ordinary ones; it is only pointed out, and people decide`,
      ),
    ],
    { colours: grave.map((colour) => ({ colour, level: WARNING_LEVELS.levelOf[colour] })) },
  )
}

function draft(
  { rule, editions }: { rule: string; editions: readonly { citation: Citation }[] },
  title: Words,
  says: readonly Words[],
  values: Values,
): Draft {
  return {
    rule,
    group: 'decided_level',
    title,
    editions: editions.map(({ citation }) => ({ citation, says: sentences(says), values })),
  }
}
