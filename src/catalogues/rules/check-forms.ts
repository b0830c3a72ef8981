/** What the rows of each form of check ask, in words and figures. A form without words does not compile. */

import { LARGEST } from '../../regulations/bounds.ts'
import { type CheckRow, type Form, REGISTERS } from '../../regulations/check-row.ts'
import { STAGE_NAMES } from '../../regulations/code-names.ts'
import { HAZARD_BY_CODE, type HazardCode } from '../../regulations/hazards.ts'
import { STAGES, type Stage } from '../../regulations/vocabulary.ts'
import { figureWords, namesOf, relationWords } from './indicator-words.ts'
import { boundWords } from './quantities.ts'
import type { Relation, Values } from './values.ts'
import { clauses, either, listed, type Words, words } from './words.ts'

interface FormWords<F extends Form> {
  says: (rows: readonly CheckRow<F>[]) => Words
  /** the words tell what must be explained; else, what must be so */
  isChange?: true
  values?: (rows: readonly CheckRow<F>[]) => Values
}

/** More indicators than these nobody reads; the figures list them all. */
const MOST_NAMED = 15

/** Of each form, what its rows ask; rows of one check that share their form are told together. */
export const FORM_WORDS: { [F in Form]: FormWords<F> } = {
  whole_number: {
    says: () =>
      words(
        '各项均为不小于0的整数(以库内单位计)',
        'each figure is a whole number in base units, not below 0',
      ),
  },
  within_bounds: {
    says: () => {
      const bounds = boundWords(LARGEST)
      return words(`各项不超过:${bounds.zh}`, `no figure is above: ${bounds.en}`)
    },
    values: () => ({ largest: { ...LARGEST } }),
  },
  at_least: relations(({ left, right, unlessGiven }) => ({
    form: 'at_least',
    left,
    right: [...right],
    ...(unlessGiven === undefined ? {} : { unlessGiven }),
  })),
  equals_sum: relations(({ left, right, tolerance }) => ({
    form: 'equals_sum',
    left,
    right: [...right],
    ...(tolerance === 0 ? {} : { tolerance }),
  })),
  rooms_and_households: {
    says: (rows) =>
      clauses([
        ...rows.map((row) => relationWords(roomsRelation(row))),
        words('间数与户数同为0或同不为0', 'rooms and households are both 0 or neither'),
      ]),
    values: (rows) => ({ relations: rows.map(roomsRelation) }),
  },
  sites_for_people: {
    says: each(({ sites, people }) => {
      const [site, one] = [namesOf([sites]), namesOf([people])]
      return words(`${one.zh}大于0时,${site.zh}大于0`, `${site.en} above 0 while ${one.en} is`)
    }),
    values: (rows) => ({ indicators: rows.flatMap(({ people, sites }) => [people, sites]) }),
  },
  only_in_hazard: {
    says: each(({ hazard, indicators }) => {
      const [names, only] = [namesOf(indicators), hazardWords(hazard)]
      return words(`${names.zh}只在${only.zh}中填报`, `given for ${only.en} only: ${names.en}`)
    }),
    values: ofHazard,
  },
  not_in_hazard: {
    says: each(({ hazard, indicators }) => {
      const [names, never] = [namesOf(indicators), hazardWords(hazard)]
      return words(`${names.zh}不在${never.zh}中填报`, `not given for ${never.en}: ${names.en}`)
    }),
    values: ofHazard,
  },
  never_falls: {
    says: each(({ indicators }) => {
      if (indicators.length > MOST_NAMED) {
        return words('其他累计值比上一报下降', 'a fall of any other running total since the report before')
      }
      const { zh, en } = namesOf(indicators)
      return words(`比上一报下降:${zh}`, `a fall since the report before: ${en}`)
    }),
    isChange: true,
    values: ofIndicators,
  },
  missing_falls: {
    says: each(({ missing, dead }) => {
      const [gone, died] = [namesOf([missing]), namesOf([dead])]
      return words(
        `${gone.zh}减少数超过${died.zh}增加数与找到的生还人数之和`,
        `${gone.en} fall by more than ${died.en} rise and people are found alive`,
      )
    }),
    isChange: true,
    values: (rows) => ({ indicators: rows.flatMap(({ missing, dead }) => [missing, dead]) }),
  },
  left_out: {
    says: each(({ indicators }) => {
      if (indicators.length > MOST_NAMED) {
        return words(
          '以上各项上一报大于0而本次未填',
          'any of these left out that was above 0 in the report before',
        )
      }
      const { zh, en } = namesOf(indicators)
      return words(`上一报大于0而本次未填:${zh}`, `left out where it was above 0 in the report before: ${en}`)
    }),
    isChange: true,
    values: ofIndicators,
  },
  sharp_rise: {
    says: (rows) =>
      clauses([...Map.groupBy(rows, ({ times }) => times)].map(([times, same]) => riseWords(times, same))),
    isChange: true,
    values: (rows) => ({
      rises: rows.map(({ indicator, times, moreThan }) => ({ indicator, times, moreThan })),
    }),
  },
  not_after_report: {
    says: () => words('灾害发生时间不晚于报告时间', 'the disaster did not happen after its report'),
  },
  sequence: { says: each(sequenceWords) },
  subhazard_given: {
    says: () => words('灾种有亚灾种的,须填到亚灾种', 'a hazard that has sub-hazards comes with one of them'),
  },
  subhazard_absent: {
    says: () => words('只填一级灾种,不填亚灾种', 'the hazard of the first level, and no sub-hazard'),
  },
  given: {
    says: each(({ indicators }) => {
      const { zh, en } = namesOf(indicators)
      return words(`须填报:${zh}`, `it gives: ${en}`)
    }),
    values: ofIndicators,
  },
  register_agrees: {
    says: (rows) =>
      clauses([
        ...rows.map(({ register, indicator }) => {
          const [name, { zh, en }] = [namesOf([indicator]), REGISTERS[register]]
          return words(`${name.zh}等于${zh}的行数`, `${name.en} equal the rows of the ${en}`)
        }),
        words(
          '大于0而未附一览表的、一览表有行而未填报的,视为不符',
          'above 0 without its register, or not given while the register has rows, does not fit',
        ),
      ]),
    values: (rows) => ({ registers: rows.map(({ register, indicator }) => ({ register, indicator })) }),
  },
  sum_of_children: {
    says: each(({ indicators }) => {
      const { zh, en } = namesOf(indicators)
      return words(
        `${zh}等于下级各单位与本级另计之和;下级尚未报全的,不小于已报之和`,
        `equal to the units below and what the unit adds itself: ${en}; while not all of those below have reported, at least what they gave`,
      )
    }),
    values: ofIndicators,
  },
  within_population: {
    says: each(({ indicator }) => {
      const { zh, en } = namesOf([indicator])
      return words(
        `${zh}不超过本单位户籍人口与流动人口之和`,
        `${en} are not above the registered and floating population of the unit`,
      )
    }),
    values: (rows) => ({ indicators: rows.map(({ indicator }) => indicator) }),
  },
}

function each<Row>(says: (row: Row) => Words): (rows: readonly Row[]) => Words {
  return (rows) => clauses(rows.map(says))
}

function relations<F extends 'at_least' | 'equals_sum'>(of: (row: CheckRow<F>) => Relation): FormWords<F> {
  return {
    says: each((row) => relationWords(of(row))),
    values: (rows) => ({ relations: rows.map(of) }),
  }
}

function roomsRelation({ rooms, households }: CheckRow<'rooms_and_households'>): Relation {
  return { form: 'at_least', left: rooms, right: [households] }
}

function ofIndicators(rows: readonly Pick<CheckRow<'given'>, 'indicators'>[]): Values {
  return { indicators: rows.flatMap(({ indicators }) => indicators) }
}

function ofHazard(rows: readonly Pick<CheckRow<'only_in_hazard'>, 'indicators' | 'hazard'>[]): Values {
  const [first] = rows
  return { ...ofIndicators(rows), ...(first ? { hazard: first.hazard } : {}) }
}

function hazardWords(code: HazardCode): Words {
  const row = HAZARD_BY_CODE.get(code)
  return row ? words(row.zh, row.en.toLowerCase()) : words(code, code)
}

function riseWords(times: number, rows: readonly CheckRow<'sharp_rise'>[]): Words {
  const floors = listed(rows.map(({ indicator, moreThan }) => figureWords(indicator, moreThan)))
  return words(
    `超过上一报的${times}倍,且增加数超过:${floors.zh}`,
    `a rise to more than ${times} times the report before, and by more than: ${floors.en}`,
  )
}

/** Stages after which the same ones may follow are told together. */
function sequenceWords({ after, correctable }: CheckRow<'sequence'>): Words {
  const stages: readonly (Stage | 'none')[] = ['none', ...STAGES]
  const alike = Map.groupBy(stages, (stage) => after[stage].join(' '))
  const said = [...alike.values()].map((before) => {
    const next = either(stageWords(before[0] ? after[before[0]] : []))
    if (before.includes('none')) return words(`首先是${next.zh}`, `to begin with: ${next.en}`)
    const past = either(stageWords(before))
    return words(`${past.zh}之后是${next.zh}`, `after a ${past.en}: ${next.en}`)
  })
  const corrected = either(stageWords(correctable))
  return clauses([
    ...said,
    words(
      `${corrected.zh}之后经批准更正的,不受此限`,
      `after a ${corrected.en} anything may follow once a correction is approved`,
    ),
  ])
}

function stageWords(stages: readonly (Stage | 'none')[]): Words[] {
  return stages.flatMap((stage) => {
    if (stage === 'none') return []
    const { zh, en } = STAGE_NAMES[stage]
    return [words(zh, en.toLowerCase())]
  })
}
