import t from 'tap'
import { beyondBounds } from '../../src/evaluations/beyond-bounds.ts'
import { boundOf } from '../../src/regulations/bounds.ts'
import { REGISTER_NAMES } from '../../src/regulations/check-row.ts'
import { INDICATOR_KEYS } from '../../src/regulations/indicators.ts'
import { aDisaster } from './cases.ts'

const PEOPLE = 10_000_000
const AREA = 10_000_000_000_000
const MONEY = 100_000_000_000_000
const HOURS = 100_000

const CIRCUMSTANCES = {
  burnedAreaM2: AREA,
  openFlameHours: HOURS,
  railCutHours: HOURS,
  roadCutHours: HOURS,
  peopleInDanger: PEOPLE,
  peopleToMove: PEOPLE,
  possibleLossYuan: MONEY,
  trapped: PEOPLE,
  evacuated: PEOPLE,
  acutePoisoned: PEOPLE,
  foundAlive: PEOPLE,
}

t.test('no circumstance is more than can be', async (t) => {
  for (const [name, largest] of Object.entries(CIRCUMSTANCES)) {
    t.equal(boundOf(name), largest, name)
    t.equal(beyondBounds(aDisaster({ facts: { [name]: largest } })), null, `${name}, the most`)
    t.same(
      beyondBounds(aDisaster({ facts: { [name]: largest + 1 } })),
      { pointer: `/facts/${name}`, name, value: largest + 1, largest },
      `${name}, more`,
    )
  }
  t.equal(beyondBounds(aDisaster({ facts: { magnitude: 9, sensitive: true } })), null, 'others have no bound')
})

t.test('nor is anything with which figures are compared', async (t) => {
  const more = PEOPLE + 1
  const row = { name: 'dead', value: more, largest: PEOPLE }
  for (const pointer of ['/previous', '/ownAdditional', '/registers'] as const) {
    const within = pointer.slice(1)
    t.equal(beyondBounds(aDisaster({ [within]: { dead: PEOPLE } })), null, pointer)
    t.same(beyondBounds(aDisaster({ [within]: { dead: more } })), { ...row, pointer: `${pointer}/dead` })
  }
  t.same(beyondBounds(aDisaster({ children: [{ dead: PEOPLE }, { dead: more }, { dead: more }] })), {
    ...row,
    pointer: '/children/1/dead',
  })
  t.equal(beyondBounds(aDisaster({ population: PEOPLE })), null)
  t.match(beyondBounds(aDisaster({ population: more })), { pointer: '/population', largest: PEOPLE })
  t.equal(beyondBounds(aDisaster({ figures: { dead: more } })), null, 'a figure of the report is a violation')
})

t.test('every indicator and every register has a bound, and no other name', async (t) => {
  for (const name of [...INDICATOR_KEYS, ...REGISTER_NAMES]) t.ok((boundOf(name) ?? 0) > 0, name)
  for (const name of REGISTER_NAMES) t.equal(boundOf(name), PEOPLE, `${name}, of people or of households`)
  t.equal(boundOf('magnitude'), null)
})
