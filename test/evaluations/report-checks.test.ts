import t from 'tap'
import { type CheckedFacts, checkFigures } from '../../src/evaluations/checks.ts'
import { evaluate, UnjudgeableError } from '../../src/evaluations/evaluate.ts'
import type { Facts, Figures } from '../../src/evaluations/types.ts'
import { INDICATORS } from '../../src/regulations/indicators.ts'
import { aDisaster, found, minutesAfterNoon, NOON } from './cases.ts'

t.test('reports go first, follow-up, verified, and not before the disaster', async (t) => {
  const verified = { affected_pop: 0, dead: 0, missing: 0, loss_total: 0 }
  const rows = [
    [null, 'first', []],
    [null, 'follow_up', ['C20 hard']],
    [null, 'verified', ['C20 hard']],
    ['first', 'follow_up', []],
    ['first', 'first', []],
    ['follow_up', 'verified', []],
    ['verified', 'follow_up', ['C20 hard']],
    ['verified', 'first', ['C20 hard']],
  ] as const
  for (const [previousStage, stage, expected] of rows) {
    t.same(found({ previousStage, stage, figures: verified }), expected, `${stage} after ${previousStage}`)
  }
  t.same(found({ previousStage: 'verified', stage: 'follow_up', correctionApproved: true, figures: {} }), [])
  t.same(found({ occurredAt: NOON, reportedAt: NOON, figures: {} }), [])
  const before = checkFigures({ occurredAt: NOON, reportedAt: minutesAfterNoon(-1), figures: {} })
  t.match(before, [{ rule: 'C20', pointers: ['/event/occurredAt'] }])
})

t.test('a county names the sub-hazard where one exists', async (t) => {
  const at = (regionCode: string, over: Partial<CheckedFacts> = {}) =>
    found({ kind: 'natural_disaster', hazard: 'flood', regionCode, figures: {}, ...over })
  t.same(at('540122000000'), ['C22 hard'])
  t.same(at('540122'), ['C22 hard'])
  t.same(at('540122000000', { subhazard: 'mountain_flood' }), [])
  t.same(at('540122000000', { hazard: 'snow' }), [], 'snow has none')
  t.same(at('540122000000', { kind: 'danger' }), ['C22 hard'])
  t.same(at('540122000000', { kind: 'accident' }), [])
  for (const code of ['540000000000', '540100000000', '540122200000', '540122200202'])
    t.same(at(code), [], `${code} is no county`)
})

t.test('a city gives the hazard of the first level; a sub-hazard is a remark, never more', async (t) => {
  const at = (regionCode: string, over: Partial<CheckedFacts> = {}) =>
    found({ hazard: 'flood', subhazard: 'mountain_flood', regionCode, figures: {}, ...over })
  t.same(at('540100000000'), ['C22 soft'])
  t.same(at('5401'), ['C22 soft'])
  t.same(at('540100000000', { kind: 'accident' }), [])
  for (const code of ['540000000000', '540122000000', '540122200000', '540122200202'])
    t.same(at(code), [], `${code} is no city`)
  t.match(checkFigures({ hazard: 'flood', subhazard: 'mountain_flood', regionCode: '5401', figures: {} }), [
    { pointers: ['/event/subhazard'] },
  ])
})

/** Registers, the figure each must agree with, and the check that says so. */
const REGISTERS = [
  ['C15', 'dead', 'dead'],
  ['C15', 'missing', 'missing'],
  ['C16', 'collapsedHomes', 'collapsed_home_hh'],
  ['C16', 'severeHomes', 'severe_home_hh'],
  ['C16', 'generalHomes', 'general_home_hh'],
] as const

const COMPLETE: Figures = { affected_pop: 100, dead: 0, missing: 0, loss_total: 0 }

t.test(
  'a verified figure is as many as its register has rows; before that the register may lag',
  async (t) => {
    for (const [rule, register, key] of REGISTERS) {
      const figures = { ...COMPLETE, [key]: 3 }
      const rows = [
        [2, [`${rule} hard`]],
        [3, []],
        [4, [`${rule} hard`]],
      ] as const
      for (const [count, expected] of rows) {
        const registers = { [register]: count }
        t.same(found({ stage: 'verified', figures, registers }), expected, `${register}: ${count} of 3`)
        t.same(found({ stage: 'follow_up', figures, registers }), [], 'follow-up')
        t.same(found({ stage: 'first', figures, registers }), [], 'first')
        t.same(found({ figures, registers }), [], 'nobody says at which stage')
      }
    }
  },
)

t.test('a register that was not handed in is never counted as empty, nor taken for granted', async (t) => {
  for (const [rule, register, key] of REGISTERS) {
    const figures = { ...COMPLETE, [key]: 3 }
    const verified = (over: Partial<CheckedFacts>) => found({ stage: 'verified', figures, ...over })
    t.same(verified({}), [], 'nobody says anything of registers')
    t.same(verified({ registers: {} }), [`${rule} hard`], `${register} is not among those handed in`)
    const [missing] = checkFigures({ stage: 'verified', figures, registers: {} })
    t.match(missing?.observed, `registers.${register} is not given`)
    t.match(missing?.pointers, [`/figures/${key}`])
    t.same(
      verified({ registers: {}, figures: { ...COMPLETE, [key]: 0 } }),
      [],
      'of nothing there is no register',
    )
    t.same(verified({ registers: { [register]: 1 }, figures: { ...COMPLETE, [key]: 0 } }), [`${rule} hard`])
  }
})

t.test('who lists people or homes gives their number', async (t) => {
  for (const [rule, register, key] of REGISTERS) {
    const { [key as 'dead']: _left, ...figures } = { ...COMPLETE, [key]: 3 }
    const disagreed = (rows: number, stage: 'verified' | 'follow_up') =>
      found({ stage, figures, registers: { [register]: rows } }).filter((one) => one === `${rule} hard`)
    t.same(disagreed(1, 'verified'), [`${rule} hard`], `${key} is not given, and one row is`)
    t.same(disagreed(0, 'verified'), [], 'of an empty register nothing is asked')
    t.same(disagreed(1, 'follow_up'), [], 'before verification it may lag')
  }
})

t.test('a unit has what the units below it have and what it adds itself, or explains', async (t) => {
  const additive = INDICATORS.filter((indicator) => indicator.additive)
  t.equal(additive.length, 75, 'all but the depth of snow')
  for (const { key } of additive) {
    const at = (value: number, over: Partial<CheckedFacts> = {}) =>
      found({ figures: { [key]: value }, children: [{ [key]: 2 }, { [key]: 3 }], ...over })
    t.same(at(4), ['C19 soft'], `${key} below`)
    t.same(at(5), [], `${key} on`)
    t.same(at(6), ['C19 soft'], `${key} above`)
    t.same(at(6, { ownAdditional: { [key]: 1 } }), [], `${key} with what it adds`)
    t.same(at(5, { ownAdditional: { [key]: 1 } }), ['C19 soft'])
  }
  const deep = { figures: { snow_depth_cm: 5 }, children: [{ snow_depth_cm: 3 }, { snow_depth_cm: 5 }] }
  t.same(found(deep), [], 'depths of snow are not added up')
  const explained = { figures: { injured: 4 }, children: [{ injured: 5 }], explanation: '跨村转移' }
  t.match(checkFigures(explained), [{ rule: 'C19', kind: 'soft', explained: true }])
})

t.test(
  'what units below have not given is not known: the rest is the least that the sum can be',
  async (t) => {
    const at = (injured: number, over: Partial<CheckedFacts> = {}) =>
      found({ figures: { injured }, children: [{ injured: 5 }, {}], ...over })
    t.same(at(4), ['C19 soft'], 'below what is known')
    t.same(at(5), [])
    t.same(at(6), [], 'the other may have had one')
    t.same(at(5, { ownAdditional: { injured: 1 } }), ['C19 soft'])
    t.same(at(6, { ownAdditional: { injured: 1 } }), [])
    t.same(at(4, { children: [{}, {}] }), [], 'none has given it')
    t.same(at(0, { children: [{}], ownAdditional: { injured: 1 } }), ['C19 soft'], 'but the unit itself has')
    t.same(at(4, { children: [] }), [], 'no unit below has reported')
    t.same(at(4, { children: [], ownAdditional: { injured: 5 } }), [], 'not even beside what the unit adds')
    t.same(found({ figures: { injured: 4 }, ownAdditional: { injured: 5 } }), [])
  },
)

t.test('a unit that leaves out what the units below it have gives it, or explains', async (t) => {
  const at = (children: CheckedFacts['children'], over: Partial<CheckedFacts> = {}) =>
    found({ figures: {}, children, ...over })
  t.same(at([{ injured: 1 }]), ['C19 soft'])
  t.same(at([{ injured: 1 }, {}]), ['C19 soft'])
  t.same(at([{ injured: 0 }]), [], 'they have none')
  t.same(at([{}]), [])
  t.same(at([{}], { ownAdditional: { injured: 1 } }), ['C19 soft'])
  t.same(at([], { ownAdditional: { injured: 1 } }), [], 'no unit below has reported')
  t.same(at([{ snow_depth_cm: 4 }]), [], 'depths of snow are not added up')
  t.match(checkFigures({ figures: {}, children: [{ injured: 2 }, { injured: 3 }] }), [
    { pointers: ['/figures/injured'], observed: 'injured is not given, children + ownAdditional = 5' },
  ])
})

t.test('no more people are affected than live or stay there', async (t) => {
  const at = (affected_pop: number, over: Partial<CheckedFacts> = {}) =>
    found({ figures: { affected_pop }, population: 100, ...over })
  t.same(at(99), [])
  t.same(at(100), [])
  t.same(at(101), ['C21 soft'])
  t.same(found({ figures: { affected_pop: 101 } }), [], 'the population is not known')
  t.same(at(1, { population: 0 }), ['C21 soft'])
  t.same(found({ figures: { dead: 101 }, population: 100 }), [], 'it is about affected people')
})

t.test('what figures are compared with is counted, or the facts are not judged', async (t) => {
  const rows: (readonly [pointer: string, over: Partial<Facts>])[] = [
    ['/previous/dead', { previous: { dead: -1 } }],
    ['/previous/dead', { previous: { affected_pop: 3, dead: 1e300 } }],
    ['/previous/dead', { previous: { dead: 1.5 } }],
    ['/previous/affected_pop', { previous: { dead: 1, affected_pop: -1 } }],
    ['/previous/dead', { previous: { dead: 2 ** 53 } }],
    ['/population', { population: -1 }],
    ['/population', { population: 0.5 }],
    ['/registers/dead', { registers: { dead: Number.NaN } }],
    ['/registers/severeHomes', { registers: { dead: 1, severeHomes: -1 } }],
    ['/children/1/dead', { children: [{ dead: 1 }, { dead: 1.5 }] }],
    ['/ownAdditional/dead', { ownAdditional: { dead: -1 } }],
  ]
  for (const [pointer, over] of rows) {
    let refused: unknown
    try {
      evaluate(aDisaster(over))
    } catch (error) {
      refused = error
    }
    t.ok(refused instanceof UnjudgeableError, pointer)
    t.match(refused, { fact: pointer, rule: 'count.whole_number', textZh: String })
  }
  const counted = {
    population: 0,
    previous: { dead: 0 },
    registers: { dead: 0 },
    children: [{ dead: 0 }],
    ownAdditional: {},
  }
  t.same(evaluate(aDisaster(counted)).violations, [])
})
