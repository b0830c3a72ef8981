/** Conditions in words. A field of a condition without words does not compile. */

import type { Alternative, Condition } from '../../regulations/condition.ts'
import { CRITERION_BY_CODE } from '../../regulations/criteria.ts'
import { HAZARDS } from '../../regulations/hazards.ts'
import type { Scope } from '../../regulations/ladder.ts'
import { SECTORS } from '../../regulations/sectors.ts'
import { rangeWords } from './measures.ts'
import {
  clauses,
  either,
  joined,
  KIND_WORDS,
  listed,
  placeWords,
  prefixed,
  SEVERITY_WORDS,
  type Words,
  words,
} from './words.ts'

const NAMES: ReadonlyMap<string, Words> = new Map([
  ...HAZARDS.flatMap(({ code, zh, en, subhazards }) =>
    [{ code, zh, en }, ...subhazards].map((row) => [row.code, words(row.zh, row.en.toLowerCase())] as const),
  ),
  ...SECTORS.map(({ code, zh, en }) => [`sector.${code}`, words(zh, en.toLowerCase())] as const),
])

const EVERYTHING = words('所有事件', 'every event')

const FACTS: Readonly<Record<Extract<Alternative, { fact: unknown }>['fact'], Words>> = {
  sensitive: words('涉及敏感时间、地点或人群', 'a sensitive time, place or group of people'),
  crossesBoundary: words('危害跨越或可能跨越县界', 'harm that crosses, or may cross, a county boundary'),
  reliefResponseOn: words('已启动救助应急响应', 'a relief response has been started'),
  nilReportOrdered: words('值班人员指令每日零报告', 'daily nil reports were ordered'),
  warningColour: words('有生效的预警', 'a warning is in force'),
}

type Given = Required<Condition>

const FIELDS: { [Field in keyof Given]: (value: Given[Field]) => Words } = {
  kinds: (kinds) => either(kinds.map((kind) => KIND_WORDS[kind])),
  hazards: (codes) => oneOf('灾种为', 'hazard: ', codes.map(named)),
  subhazards: (codes) => oneOf('亚灾种为', 'sub-hazard: ', codes.map(named)),
  sectors: (codes) => oneOf('行业为', 'sector: ', codes.map(ofSector)),
  notSectors: (codes) => oneOf('行业不是', 'sector other than ', codes.map(ofSector)),
  minSeverity: atLeast,
  belowSeverity: (level) =>
    words(
      `等级低于${SEVERITY_WORDS[level].zh}(含未达等级)`,
      `severity below ${SEVERITY_WORDS[level].en}, below any grade included`,
    ),
  anyOf: (alternatives) => {
    const parts = alternatives.map(alternativeWords)
    return parts.length === 1 ? clauses(parts) : prefixed('有下列之一:', 'any of: ', clauses(parts))
  },
}

/**
 * A condition in words: "自然灾害,且灾种为洪涝灾害、干旱灾害". All parts must hold.
 */
export function conditionWords(condition: Condition): Words {
  const parts = Object.keys(FIELDS).flatMap((field) => fieldWords(condition, field as keyof Given))
  return parts.length === 0 ? EVERYTHING : joined(parts, ',且', ', and ')
}

function fieldWords<Field extends keyof Given>(condition: Partial<Given>, field: Field): Words[] {
  const value = condition[field]
  return value === undefined ? [] : [FIELDS[field](value)]
}

/**
 * What a ladder judges, its places included.
 */
export function scopeWords({ places, ...scope }: Scope): Words {
  const condition = conditionWords(scope)
  if (!places) return condition
  const where = either(places.map(placeWords))
  return words(`${where.zh}的${condition.zh}`, `${condition.en}, in ${where.en}`)
}

/**
 * One of several facts of which any suffices.
 */
function alternativeWords(alternative: Alternative): Words {
  if ('measure' in alternative) return rangeWords(alternative.measure, alternative.from, null)
  if ('criterion' in alternative) {
    const { zh, en } = CRITERION_BY_CODE[alternative.criterion]
    return words(zh, en.toLowerCase())
  }
  if ('fact' in alternative) return FACTS[alternative.fact]
  return atLeast(alternative.minSeverity)
}

function atLeast(level: keyof typeof SEVERITY_WORDS): Words {
  const { zh, en } = SEVERITY_WORDS[level]
  return words(`等级${zh}以上`, `severity ${en} or graver`)
}

function oneOf(zh: string, en: string, names: readonly Words[]): Words {
  return words(`${zh}${listed(names).zh}`, `${en}${either(names).en}`)
}

function named(code: string): Words {
  return NAMES.get(code) ?? words(code, code)
}

function ofSector(code: string): Words {
  return named(`sector.${code}`)
}
