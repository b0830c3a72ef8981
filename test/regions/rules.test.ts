import t from 'tap'
import { isOpenOn, mayLieBelow, mayStandAlone } from '../../src/regions/rules.ts'
import { TIERS } from '../../src/regions/tables.ts'

t.test('a unit is open from its first day until the day before it closes', (t) => {
  const rows = [
    [null, '2019-12-31', false],
    [null, '2020-01-01', true],
    [null, '2099-01-01', true],
    ['2024-06-01', '2024-05-31', true],
    ['2024-06-01', '2024-06-01', false],
    ['2024-06-01', '2024-06-02', false],
    ['2020-01-01', '2020-01-01', false],
  ] as const
  for (const [closedOn, onDay, expected] of rows) {
    t.equal(isOpenOn({ openedOn: '2020-01-01', closedOn }, onDay), expected, `${closedOn} on ${onDay}`)
  }
  t.end()
})

t.test('each tier lies directly below one tier, and a township also below a city without counties', (t) => {
  const pairs = TIERS.flatMap((tier) =>
    TIERS.filter((above) => mayLieBelow(tier, above)).map((above) => [tier, above]),
  )
  t.same(pairs, [
    ['city', 'province'],
    ['county', 'city'],
    ['township', 'city'],
    ['township', 'county'],
    ['village', 'township'],
  ])
  t.same(TIERS.filter(mayStandAlone), ['province', 'city'])
  t.end()
})
