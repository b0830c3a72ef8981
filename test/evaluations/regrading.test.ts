import t from 'tap'
import { evaluate } from '../../src/evaluations/evaluate.ts'
import type { Facts, Figures } from '../../src/evaluations/types.ts'
import { anAccident } from './cases.ts'

const at = (instant: string) => new Date(`${instant}+08:00`)
const occurredAt = at('2025-06-01T12:00:00')

function judged(sector: Facts['sector'] & string, previous: Figures, figures: Figures, reportedAt: string) {
  const facts = anAccident({ sector, occurredAt, previous, figures, reportedAt: at(reportedAt) })
  const { severity, flags, investigation } = evaluate(facts)
  return {
    level: severity.level,
    by: investigation?.by,
    flags: flags.map(({ flag }) => flag).filter((flag) => /regraded|window/.test(flag)),
  }
}

t.test('a death within thirty days, or seven on the road or in a fire, lifts the grade', async (t) => {
  const rows = [
    // sector, reported, level, flags
    ['other', '2025-07-01T23:59:59', 'relatively_serious', ['regraded']],
    ['other', '2025-07-02T00:00:00', 'relatively_serious', ['regraded']],
    ['other', '2025-07-02T00:00:01', 'ordinary', ['outside_casualty_window']],
    ['fire', '2025-06-08T23:59:59', 'relatively_serious', ['regraded']],
    ['fire', '2025-06-09T00:00:01', 'ordinary', ['outside_casualty_window']],
    ['road_traffic', '2025-06-08T23:59:59', 'relatively_serious', ['regraded']],
    ['road_traffic', '2025-06-09T00:00:01', 'ordinary', ['outside_casualty_window']],
  ] as const
  for (const [sector, reportedAt, level, flags] of rows) {
    const by = level === 'ordinary' ? 'county' : 'city'
    t.same(
      judged(sector, { dead: 2 }, { dead: 3 }, reportedAt),
      { level, by, flags },
      `${sector} ${reportedAt}`,
    )
  }
})

t.test('serious injuries count as deaths do', async (t) => {
  const before = { dead: 1, seriously_injured: 9 }
  const after = { dead: 1, seriously_injured: 10 }
  t.match(judged('other', before, after, '2025-06-20T12:00:00'), { level: 'relatively_serious' })
  t.match(judged('other', before, after, '2025-07-20T12:00:00'), { level: 'ordinary' })
  t.match(judged('other', {}, { dead: 1 }, '2025-07-20T12:00:00'), {
    level: null,
    flags: ['outside_casualty_window'],
  })
})

t.test('loss found later counts whenever it is found, and no change of grade is no re-grading', async (t) => {
  t.match(judged('other', { dead: 1 }, { dead: 1, loss_total: 10_000_000 }, '2025-09-01T12:00:00'), {
    level: 'relatively_serious',
    flags: ['regraded'],
  })
  t.same(judged('other', { dead: 1 }, { dead: 2 }, '2025-06-20T12:00:00').flags, [])
  t.same(judged('other', { dead: 3 }, { dead: 2 }, '2025-06-20T12:00:00').flags, [], 'a fall lifts nothing')
})

t.test('the re-grading names articles 13 and 20', async (t) => {
  const facts = anAccident({ occurredAt, previous: { dead: 2 }, figures: { dead: 3 } })
  const lifted = evaluate({ ...facts, reportedAt: at('2025-06-20T12:00:00') })
  t.match(lifted.flags.find(({ flag }) => flag === 'regraded')?.because[0], {
    clause: '第二十条',
    figure: 'severity',
    value: 'relatively_serious',
  })
  const late = evaluate({ ...facts, reportedAt: at('2025-07-20T12:00:00') })
  t.match(late.flags.find(({ flag }) => flag === 'outside_casualty_window')?.because[0], {
    clause: '第十三条',
    figure: 'dead',
    value: 3,
  })
})
