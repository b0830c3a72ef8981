import t from 'tap'
import { evaluate } from '../../src/evaluations/evaluate.ts'
import { measure } from '../../src/evaluations/measures.ts'
import type { Circumstances, Facts, Figures } from '../../src/evaluations/types.ts'
import type { Measure } from '../../src/regulations/ladder.ts'
import { aDisaster, anAccident } from './cases.ts'

type Row = [name: Measure, figures: Figures, facts: Circumstances, figure: string, value: number]

t.test('one fact under two names counts as the larger of them, whichever it is', async (t) => {
  const rows: readonly Row[] = [
    ['relocated', { relocated_cum: 5, relocated_now: 7 }, {}, 'relocated_now', 7],
    ['relocated', { relocated_cum: 8, relocated_now: 7 }, {}, 'relocated_cum', 8],
    ['relocated', { relocated_cum: 7, relocated_now: 7 }, {}, 'relocated_cum', 7],
    ['drought_aided', { drought_aid_cum: 0, drought_aid_now: 7 }, {}, 'drought_aid_now', 7],
    ['drought_aided', { drought_aid_cum: 8, drought_aid_now: 7 }, {}, 'drought_aid_cum', 8],
    ['evacuated', { evac_avoid: 900 }, { evacuated: 0 }, 'evac_avoid', 900],
    ['evacuated', { evac_avoid: 1 }, { evacuated: 2 }, 'evacuated', 2],
    ['trapped_or_missing', { trapped: 50 }, { trapped: 0 }, 'trapped', 50],
    ['trapped_or_missing', { trapped: 1 }, { trapped: 2 }, 'trapped', 2],
    ['trapped_or_missing', { trapped: 50, missing: 1 }, { trapped: 0 }, 'trapped+missing', 51],
    ['burned_forest', { forest: 10_000_000 }, { burnedAreaM2: 1 }, 'forest', 10_000_000],
    ['burned_forest', { forest: 1 }, { burnedAreaM2: 2 }, 'burnedAreaM2', 2],
    ['burned_grassland', { grassland: 80_000_000 }, { burnedAreaM2: 1 }, 'grassland', 80_000_000],
    ['burned_grassland', { grassland: 1 }, { burnedAreaM2: 2 }, 'burnedAreaM2', 2],
  ]
  for (const [name, figures, facts, figure, value] of rows) {
    t.same(
      measure(name, { figures, facts }),
      { figure, value },
      `${name} ${JSON.stringify({ figures, facts })}`,
    )
  }
})

t.test('relocated and aided are added, each by what is given of it', async (t) => {
  const rows: readonly [Figures, figure: string, value: number][] = [
    [{ relocated_now: 9, urgent_aid_cum: 0 }, 'relocated_now+urgent_aid_cum', 9],
    [{ relocated_cum: 1, urgent_aid_now: 9 }, 'relocated_cum+urgent_aid_now', 10],
    [{ relocated_cum: 1, relocated_now: 3, urgent_aid_cum: 5 }, 'relocated_now+urgent_aid_cum', 8],
    [{ relocated_now: 3, urgent_aid_cum: 5, urgent_aid_now: 6 }, 'relocated_now+urgent_aid_now', 9],
    [{ urgent_aid_now: 6 }, 'urgent_aid_now', 6],
  ]
  for (const [figures, figure, value] of rows) {
    t.same(measure('relocated_and_aided', { figures }), { figure, value }, JSON.stringify(figures))
  }
  t.equal(measure('relocated_and_aided', { figures: { dead: 1 } }), null)
})

t.test('so that no relief response is lost for a second name', async (t) => {
  const rows: readonly [Figures, level: number][] = [
    [{ relocated_now: 2_000_000, urgent_aid_cum: 0 }, 1],
    [{ relocated_now: 100_000, urgent_aid_cum: 1 }, 4],
    [{ relocated_cum: 1, urgent_aid_now: 100_000 }, 4],
  ]
  for (const [figures, level] of rows) {
    const { relief } = evaluate(aDisaster({ figures }))
    t.match(
      relief.find(({ plan }) => plan === 'national'),
      { level },
      JSON.stringify(figures),
    )
  }
})

t.test('nor a grade, nor a danger', async (t) => {
  const fire = (subhazard: Facts['subhazard'], figures: Figures) =>
    evaluate(
      aDisaster({ hazard: 'forest_grassland_fire', subhazard, figures, facts: { burnedAreaM2: 1 } } as Facts),
    ).severity.level
  t.equal(fire('forest_fire', { forest: 10_000_000 }), 'especially_serious')
  t.equal(fire('grassland_fire', { grassland: 80_000_000 }), 'especially_serious')
  const flagsOf = (figures: Figures, facts: Circumstances) =>
    evaluate(anAccident({ figures, facts })).flags.map(({ flag }) => flag)
  t.ok(flagsOf({ trapped: 50 }, { trapped: 0 }).includes('relatively_serious_danger'))
  t.ok(flagsOf({ evac_avoid: 900 }, { evacuated: 0 }).includes('relatively_serious_danger'))
})
