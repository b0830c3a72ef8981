import t from 'tap'
import { evaluate } from '../../src/evaluations/evaluate.ts'
import type { Facts, Figures } from '../../src/evaluations/types.ts'
import { aDisaster, minutesAfterNoon } from './cases.ts'

const landslide = aDisaster({ kind: 'danger', hazard: 'geological', subhazard: 'landslide' })

const flagOf = (facts: Facts, flag: string) => evaluate(facts).flags.find((one) => one.flag === flag)

t.test('a danger with dead, missing or injured people is judged as the disaster that it is', async (t) => {
  const rows: readonly [Partial<Facts>, level: string | null][] = [
    [{ figures: { dead: 30 } }, 'especially_serious'],
    [{ figures: { dead: 1 } }, 'ordinary'],
    [{ figures: { missing: 1 } }, null],
    [{ figures: { injured: 1 } }, null],
    [{ figures: { seriously_injured: 1 } }, null],
    [
      { hazard: 'earthquake', subhazard: undefined, figures: { dead: 300 }, facts: { magnitude: 8 } },
      'especially_serious',
    ],
    [{ hazard: 'earthquake', subhazard: undefined, figures: { dead: 10 } }, 'relatively_serious'],
  ]
  for (const [over, level] of rows) {
    const asDanger = evaluate({ ...landslide, ...over })
    const asDisaster = evaluate({ ...landslide, ...over, kind: 'natural_disaster' })
    const title = JSON.stringify(over)
    t.equal(asDanger.severity.level, level, title)
    t.strictSame(asDanger.chain, asDisaster.chain, `${title}, the chain`)
    t.strictSame(asDanger.relief, asDisaster.relief, `${title}, relief`)
    t.strictSame(asDanger.recipients, asDisaster.recipients, `${title}, the recipients`)
    t.strictSame(asDanger.mustTell, asDisaster.mustTell, `${title}, who must be told`)
    t.match(
      asDanger.flags.find(({ flag }) => flag === 'danger_has_casualties'),
      {
        because: [{ rule: 'danger.has_casualties', status: 'inferred', value: Number }],
      },
    )
  }
  const grave = evaluate({ ...landslide, figures: { dead: 30 } })
  t.ok(grave.flags.some(({ flag }) => flag === 'direct_report'))
})

t.test('and one without stays a danger', async (t) => {
  for (const figures of [
    {},
    { dead: 0, missing: 0, injured: 0, seriously_injured: 0 },
    { evac_avoid: 500 },
  ] as Figures[]) {
    const { chain, flags } = evaluate({ ...landslide, figures })
    t.notOk(flags.some(({ flag }) => flag === 'danger_has_casualties'))
    t.ok(chain.some(({ because }) => because[0]?.rule === 'first_report.county_danger'))
  }
  t.equal(flagOf(aDisaster({ figures: { dead: 1 } }), 'danger_has_casualties'), undefined)
})

t.test('what the danger still threatens is graded beside what it has done: the graver stands', async (t) => {
  const both = evaluate({ ...landslide, figures: { dead: 1 }, facts: { peopleToMove: 1_000 } })
  t.equal(both.severity.level, 'especially_serious')
  t.same(
    both.ladders.map(({ ladder, level }) => [ladder, level]),
    [
      ['geological_disaster', 'ordinary'],
      ['geological_danger', 'especially_serious'],
    ],
  )
  const snow = evaluate(aDisaster({ kind: 'danger', figures: { dead: 1 } }))
  t.same(
    snow.ladders.map(({ ladder }) => ladder),
    ['no_text'],
    'once',
  )
})

t.test('a danger of a sector with casualties is an accident, one of nothing known a disaster', async (t) => {
  const ofSector: Facts = {
    ...landslide,
    hazard: undefined,
    subhazard: undefined,
    sector: 'fire',
    figures: { dead: 3 },
  }
  t.equal(evaluate(ofSector).severity.level, 'relatively_serious')
  const unknown: Facts = {
    ...landslide,
    ...{ hazard: undefined, subhazard: undefined, figures: { dead: 3, missing: 3 } },
  }
  t.ok(evaluate(unknown).chain.some(({ because }) => because[0]?.rule === 'first_report.region'))
  t.ok(flagOf(unknown, 'relatively_serious_danger'), 'what a danger says of itself is still said')
})

t.test('an alarm of before all editions is judged too', async (t) => {
  const early = { ...landslide, occurredAt: new Date('2005-06-11T12:00:00+08:00'), figures: { dead: 3 } }
  t.notOk(flagOf(early, 'no_edition_in_force'))
})

t.test('the first casualties of a danger start the limits of a disaster', async (t) => {
  const later: Facts = {
    ...landslide,
    figures: { dead: 1 },
    previous: { evac_avoid: 3 },
    reportedAt: minutesAfterNoon(600),
  }
  const county = evaluate(later).chain.find(({ because }) => because[0]?.rule === 'first_report.county')
  t.match(county, { dueAt: minutesAfterNoon(720), countsFrom: 'crossing' })
})
