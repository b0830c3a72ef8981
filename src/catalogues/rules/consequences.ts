/** What figures and grades bring with them besides reports, as entries (附带要求): registers, photos, who leads. */

import type { Citation } from '../../regulations/citation.ts'
import type { Condition } from '../../regulations/condition.ts'
import {
  EARTHQUAKE_LED_BY,
  PHOTOS_NEEDED,
  REGISTERS_NEEDED,
  RELIEF_STARTED_BY,
} from '../../regulations/consequences.ts'
import { SEVERITIES } from '../../regulations/vocabulary.ts'
import { conditionWords } from './conditions.ts'
import type { Draft } from './entry.ts'
import type { Values } from './values.ts'
import { sentences, type Words, words } from './words.ts'

type RegisterRule = (typeof REGISTERS_NEEDED)[number]

const REGISTER_WORDS: Readonly<Record<RegisterRule['flag'], Words>> = {
  register_of_persons_needed: words('因灾死亡失踪人口一览表', 'register of dead and missing people'),
  register_of_homes_needed: words('因灾倒塌损坏住房户一览表', 'register of damaged homes'),
}

/** Only natural disasters and dangers bring these. */
const NATURAL = ['natural_disaster', 'danger'] as const

/**
 * Registers and photos that go with a report, who leads after an earthquake, and who starts the relief response.
 */
export function describeConsequences(): Draft[] {
  return [...REGISTERS_NEEDED.map(register), photos(), earthquakeLead(), reliefStarter()]
}

function register({ rule, flag, measures, citation }: RegisterRule): Draft {
  const { zh, en } = REGISTER_WORDS[flag]
  const when: Condition = { kinds: NATURAL, anyOf: measures.map((measure) => ({ measure, from: 1 })) }
  const condition = conditionWords(when)
  return draft(
    rule,
    citation,
    words(`附表:${zh}`, `To go with it: ${en}`),
    [
      words(`适用:${condition.zh}`, `applies to: ${condition.en}`),
      words(`须附${zh},逐级上报`, `it comes with the ${en}, level by level upward`),
    ],
    { when },
  )
}

function photos(): Draft {
  const { rule, least, citation } = PHOTOS_NEEDED
  return draft(
    rule,
    citation,
    words('附件:灾情照片', 'To go with it: photos'),
    [
      words(
        `国家或地方已启动救助应急响应或应急响应的,附照片不少于${least}张`,
        `while a national or local response is on, at least ${least} photos`,
      ),
    ],
    { when: { kinds: NATURAL }, least },
  )
}

function earthquakeLead(): Draft {
  const { rule, citation } = EARTHQUAKE_LED_BY
  return draft(
    rule,
    citation,
    words('地震应急由谁领导', 'Who leads after an earthquake'),
    [
      words(
        '特别重大、重大地震灾害由自治区领导;较大、一般由市、县领导(提示时写市)',
        'the autonomous region leads after an especially serious or serious earthquake disaster; the city and the county after one less grave, for which the city is named',
      ),
    ],
    { when: { kinds: NATURAL, hazards: ['earthquake'] }, passesTo: BY_REGION_OR_CITY },
  )
}

function reliefStarter(): Draft {
  const { rule, citation, places } = RELIEF_STARTED_BY
  const started = draft(
    rule,
    citation,
    words('救助应急响应由谁启动', 'Who starts the relief response'),
    [
      words(
        '特别重大、重大自然灾害由自治区启动;较大、一般由市启动本级预案',
        'the autonomous region starts it for an especially serious or serious disaster; for one less grave the city starts its own plan',
      ),
    ],
    { when: { kinds: ['natural_disaster'] }, passesTo: BY_REGION_OR_CITY },
  )
  return { ...started, editions: started.editions.map((edition) => ({ ...edition, places })) }
}

/** As the judge answers. */
const BY_REGION_OR_CITY: NonNullable<Values['passesTo']> = SEVERITIES.map((severity) => ({
  severity,
  tier: severity === 'especially_serious' || severity === 'serious' ? 'autonomous_region' : 'city',
}))

function draft(
  rule: string,
  citation: Citation,
  title: Words,
  says: readonly Words[],
  values: Values,
): Draft {
  return { rule, group: 'consequence', title, editions: [{ citation, says: sentences(says), values }] }
}
