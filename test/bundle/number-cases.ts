/** Cases of numbers that are none, and of figures that change from one report to the next. */
import { LARGEST } from '../../src/regulations/bounds.ts'
import { INDICATORS, type IndicatorKey } from '../../src/regulations/indicators.ts'
import type { Case, CasesOf } from './vector-cases.ts'

const wholeNumber: CasesOf<'whole_number'> = () => [
  ...[-1, -0.5, 0.5, 2 ** 53, 0, 1].map((dead) => ({ name: `dead = ${dead}`, facts: { figures: { dead } } })),
  { name: 'two that are none', facts: { figures: { dead: -1, injured: 1.5 } } },
  { name: 'nothing else is looked at', facts: { figures: { dead: -1, affected_pop: 1, injured: 2 } } },
]

const withinBounds: CasesOf<'within_bounds'> = () => {
  const seen = new Set<string>()
  return INDICATORS.filter(({ quantity }) => !seen.has(quantity) && seen.add(quantity)).flatMap(
    ({ key, quantity }) => [
      { name: `${key}, the most`, facts: { figures: { [key]: LARGEST[quantity] } } },
      { name: `${key}, more than can be`, facts: { figures: { [key]: LARGEST[quantity] + 1 } } },
    ],
  )
}

export const numberCases = { whole_number: wholeNumber, within_bounds: withinBounds }

/** Nothing that can be read: points, what has no width, a blank of Braille, a letter that is not seen. Then the least. */
const EXPLANATIONS = ['。', '……——!', '\u200B\u200D', '\u2800', '\u3164\uFFA0', '1', '增', 'བོད', '\u2168']

const neverFalls: CasesOf<'never_falls'> = ({ indicators, kind }) => [
  ...indicators.map((key) => changes(key, 10, 9)),
  ...indicators.slice(0, kind === 'soft' ? 2 : undefined).flatMap((key) => [
    changes(key, 10, 10),
    { ...changes(key, 10, 9), name: `${key} falls, explained`, facts: explained(changes(key, 10, 9)) },
    {
      name: `${key} falls, the explanation is blank`,
      facts: { ...changes(key, 10, 9).facts, explanation: ' \n　' },
    },
    ...(key === 'dead' ? EXPLANATIONS : []).map((explanation, place) => ({
      name: `${key} falls, explanation ${place + 1} of those that hardly say anything`,
      facts: { ...changes(key, 10, 9).facts, explanation },
    })),
  ]),
  { name: 'nothing before', facts: { figures: { [indicators[0] ?? 'dead']: 9 } } },
  { name: 'not given any more', facts: { previous: { [indicators[0] ?? 'dead']: 9 }, figures: {} } },
]

const leftOut: CasesOf<'left_out'> = ({ indicators, kind }) => [
  ...indicators.map((key) => omits(key, 1)),
  ...indicators
    .slice(0, kind === 'soft' ? 2 : undefined)
    .flatMap((key) => [
      omits(key, 0),
      { ...omits(key, 1), name: `${key} left out, explained`, facts: explained(omits(key, 1)) },
      { name: `${key} 1 to 1`, facts: { previous: { [key]: 1 }, figures: { [key]: 1 } } },
    ]),
  {
    name: 'all of them left out',
    facts: { previous: Object.fromEntries(indicators.map((key) => [key, 2])), figures: {} },
  },
]

const missingFalls: CasesOf<'missing_falls'> = () => {
  const previous = { dead: 1, missing: 5 }
  const found = (dead: number, missing: number, foundAlive?: number): Case => ({
    name: `missing 5 to ${missing}, dead 1 to ${dead}, found alive ${foundAlive ?? 'not known'}`,
    facts: {
      previous,
      figures: { dead, missing },
      ...(foundAlive === undefined ? {} : { facts: { foundAlive } }),
    },
  })
  const unexplained = found(1, 4)
  return [
    found(1, 5),
    found(3, 3),
    found(2, 3),
    found(2, 3, 1),
    found(2, 3, 0),
    found(1, 4, 1),
    unexplained,
    { name: `${unexplained.name}, explained`, facts: explained(unexplained) },
    { name: 'a fall of the dead finds nobody', facts: { previous, figures: { dead: 0, missing: 4 } } },
    { name: 'deaths are not given', facts: { previous, figures: { missing: 3 } } },
    {
      name: 'deaths are not given, all found alive',
      facts: { previous, figures: { missing: 3 }, facts: { foundAlive: 2 } },
    },
    {
      name: 'deaths were not given, and are too few',
      facts: { previous: { missing: 5 }, figures: { dead: 1, missing: 3 } },
    },
    { name: 'deaths were not given', facts: { previous: { missing: 5 }, figures: { dead: 2, missing: 3 } } },
    {
      name: 'the missing were not given',
      facts: { previous: { dead: 1 }, figures: { dead: 1, missing: 3 } },
    },
    { name: 'the missing are not given', facts: { previous, figures: { dead: 1 } } },
  ]
}

const sharpRise: CasesOf<'sharp_rise'> = ({ indicator, times, moreThan }) => {
  const large = moreThan * 3
  const steep = changes(indicator, 1, 2 + moreThan)
  return [
    changes(indicator, 1, 1 + moreThan),
    steep,
    { name: `${steep.name}, explained`, facts: explained(steep) },
    changes(indicator, large, large * times),
    changes(indicator, large, large * times + 1),
    changes(indicator, 0, moreThan),
    changes(indicator, 0, moreThan + 1),
    { name: `${indicator} for the first time`, facts: { previous: {}, figures: { [indicator]: large } } },
  ]
}

export const changeCases = {
  never_falls: neverFalls,
  missing_falls: missingFalls,
  left_out: leftOut,
  sharp_rise: sharpRise,
}

function changes(key: IndicatorKey, before: number, now: number): Case {
  return {
    name: `${key} ${before} to ${now}`,
    facts: { previous: { [key]: before }, figures: { [key]: now } },
  }
}

function omits(key: IndicatorKey, before: number): Case {
  return { name: `${key} ${before} and left out`, facts: { previous: { [key]: before }, figures: {} } }
}

function explained({ facts }: Case): Case['facts'] {
  return { ...facts, explanation: '核减重复统计' }
}
