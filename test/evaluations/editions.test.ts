import t from 'tap'
import { evaluate } from '../../src/evaluations/evaluate.ts'
import { graver, severityRank } from '../../src/evaluations/severity-rank.ts'
import type { SeverityLevel } from '../../src/evaluations/types.ts'
import { SECTOR_CODES } from '../../src/regulations/sectors.ts'
import { aDisaster, anAccident } from './cases.ts'

const ES = 'especially_serious'
const S = 'serious'
const RS = 'relatively_serious'
const O = 'ordinary'

const flood = aDisaster({ hazard: 'flood', subhazard: 'mountain_flood' })
const forest = aDisaster({ hazard: 'forest_grassland_fire', subhazard: 'forest_fire' })
const grassland = aDisaster({ hazard: 'forest_grassland_fire', subhazard: 'grassland_fire' })
const quake = aDisaster({ hazard: 'earthquake' })
const quakeOf2008 = { ...quake, occurredAt: new Date('2008-10-06T16:30:00+08:00') }

t.test('one death is relatively serious on grassland and ordinary in a forest', async (t) => {
  t.equal(evaluate({ ...forest, figures: { dead: 1 } }).severity.level, O)
  t.equal(evaluate({ ...grassland, figures: { dead: 1 } }).severity.level, RS)
  const unnamed = evaluate(aDisaster({ hazard: 'forest_grassland_fire', figures: { dead: 1 } }))
  t.equal(unnamed.severity.level, RS, 'without its sub-hazard the most severe of both stands')
  t.ok(unnamed.flags.some(({ flag }) => flag === 'subhazard_needed'))
})

t.test('an earthquake keeps both answers and the most severe stands', async (t) => {
  const { severity, ladders } = evaluate({ ...quake, figures: { dead: 126 }, facts: { magnitude: 6.8 } })
  t.equal(severity.level, S)
  t.same(
    ladders.map(({ ladder, level }) => [ladder, level]),
    [
      ['earthquake_magnitude', S],
      ['earthquake_casualties', S],
    ],
  )
  t.equal(severity.because.length, 2, 'both reasons are given')
  const deadlier = evaluate({ ...quake, figures: { dead: 300 }, facts: { magnitude: 6.8 } })
  t.equal(deadlier.severity.level, ES)
  t.match(deadlier.severity.because, [{ figure: 'dead', value: 300 }])
})

t.test('an event is judged by the edition in force on its day, and asOf chooses another', async (t) => {
  const lastDay = evaluate({
    ...quake,
    occurredAt: new Date('2012-08-27T23:59:59.999+08:00'),
    facts: { magnitude: 6.2 },
  })
  t.equal(lastDay.severity.level, RS, 'the edition of 2006 to the end of its last day')
  const firstDay = evaluate({
    ...quake,
    occurredAt: new Date('2012-08-28T00:00:00+08:00'),
    facts: { magnitude: 6.2 },
  })
  t.equal(firstDay.severity.level, S, 'the edition of 2012 from its first instant in Shanghai')
  const chosen = evaluate({
    ...quakeOf2008,
    asOf: new Date('2025-01-01T00:00:00+08:00'),
    facts: { magnitude: 6.2 },
  })
  t.equal(chosen.severity.level, S)
  t.match(chosen.severity.because, [{ edition: '2012' }])
})

t.test('a day without an edition is an answer that says so', async (t) => {
  const old = evaluate(
    anAccident({ occurredAt: new Date('2007-05-31T12:00:00+08:00'), figures: { dead: 40 } }),
  )
  t.equal(old.severity.level, null)
  t.match(old.severity.because, [{ rule: 'accident.no_edition_in_force', inForceFrom: '2007-06-01' }])
})

t.test('what no text grades is below any grade and still to be reported', async (t) => {
  const snow = evaluate(aDisaster({ figures: { dead: 3 } }))
  t.equal(snow.severity.level, null)
  t.match(snow.ladders, [
    { ladder: 'no_text', level: null, because: [{ rule: 'severity.no_text_seen', status: 'unverified' }] },
  ])
  t.match(snow.flags, [{ flag: 'still_to_be_reported' }])
  t.match(evaluate({ ...flood, figures: { dead: 9 } }).severity, {
    level: null,
    because: [{ rule: 'flood_drought_tibet.below_any_grade' }],
  })
  t.match(evaluate(flood).severity, {
    level: null,
    because: [{ rule: 'flood_drought_tibet.figures_not_given' }],
  })
})

t.test("Tibet's standard holds in Tibet alone", async (t) => {
  const elsewhere = evaluate({ ...flood, regionCode: '510100000000', figures: { dead: 15 } })
  t.notOk(elsewhere.ladders.some(({ ladder }) => ladder === 'flood_drought_tibet'))
})

t.test('pollution, nuclear and defence accidents lie outside the regulation', async (t) => {
  for (const sector of ['environmental_pollution', 'nuclear', 'defence_research'] as const) {
    const evaluation = evaluate(anAccident({ sector, figures: { dead: 40 } }))
    t.equal(evaluation.severity.level, null)
    t.ok(
      evaluation.flags.some(({ flag }) => flag === 'not_covered'),
      sector,
    )
    t.notOk(
      evaluation.chain.some(({ duty }) => duty === 'accident_report'),
      'nor does its chain bind',
    )
  }
})

t.test('the regulation covers every other sector', async (t) => {
  const covered = SECTOR_CODES.filter((code) => {
    const { flags, chain } = evaluate(anAccident({ sector: code }))
    return (
      !flags.some(({ flag }) => flag === 'not_covered') &&
      chain.some(({ duty }) => duty === 'accident_report')
    )
  })
  t.same(
    covered,
    SECTOR_CODES.filter((code) => !['environmental_pollution', 'nuclear', 'defence_research'].includes(code)),
  )
  t.equal(covered.length, 9)
})

t.test('severities are ordered', async (t) => {
  t.same(
    [ES, S, RS, O, null].map((level) => severityRank(level as SeverityLevel | null)),
    [4, 3, 2, 1, 0],
  )
  t.equal(graver(O, S), S)
  t.equal(graver(S, O), S)
  t.equal(graver(null, null), null)
})
