import t from 'tap'
import { evaluate } from '../../src/evaluations/evaluate.ts'
import type { Facts, Figures } from '../../src/evaluations/types.ts'
import { shanghaiIso } from '../../src/shanghai.ts'
import { anAccident } from './cases.ts'
import { aLocalRule } from './local-cases.ts'

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
  t.same(judged('other', { dead: 2 }, { dead: 2, seriously_injured: 10 }, '2025-07-20T12:00:00'), {
    level: 'relatively_serious',
    by: 'city',
    flags: ['counted_after_casualty_window'],
  })
})

t.test('casualties that no report before gave count whenever they are told, and that is said', async (t) => {
  for (const previous of [{}, { injured: 1 }, { missing: 3 }]) {
    t.match(judged('fire', previous, { dead: 3 }, '2025-06-15T12:00:00'), {
      level: 'relatively_serious',
      flags: ['counted_after_casualty_window'],
    })
    t.match(judged('fire', previous, { dead: 3 }, '2025-06-08T12:00:00'), { flags: [] })
  }
  t.match(judged('fire', { dead: 0 }, { dead: 3 }, '2025-06-15T12:00:00'), {
    level: null,
    flags: ['outside_casualty_window'],
  })
  t.match(judged('fire', { dead: 3 }, { dead: 0 }, '2025-06-15T12:00:00'), { level: null, flags: [] })
  t.match(judged('fire', { injured: 3 }, { dead: 0 }, '2025-06-15T12:00:00'), { flags: [] })
  const poisoned = anAccident({ occurredAt, facts: { acutePoisoned: 48 }, previous: { dead: 1 } })
  const late = evaluate({
    ...poisoned,
    figures: { dead: 1, seriously_injured: 2 },
    reportedAt: at('2025-09-01T12:00:00'),
  })
  t.equal(late.severity.level, 'serious', 'nothing says that they were poisoned later')
  t.match(
    late.flags.find(({ flag }) => flag === 'counted_after_casualty_window'),
    {
      because: [{ figure: 'seriously_injured' }, { figure: 'acutePoisoned', value: 48, clause: '第十三条' }],
    },
  )
})

t.test('a window is over only for a report, and asOf is none', async (t) => {
  const facts = anAccident({ sector: 'fire', occurredAt, previous: { dead: 2 }, figures: { dead: 3 } })
  for (const over of [{}, { asOf: at('2025-06-25T12:00:00') }]) {
    t.equal(evaluate({ ...facts, ...over }).severity.level, 'relatively_serious')
  }
})

t.test('the window is that of the text, whatever a local rule asks of the supplement', async (t) => {
  const localRules = [aLocalRule('time_limit', 'accident.supplement', { days: 20 })]
  const facts = anAccident({
    occurredAt: at('2026-12-05T12:00:00'),
    previous: { dead: 2 },
    figures: { dead: 3 },
  })
  const judgedAt = (reportedAt: string) => evaluate({ ...facts, reportedAt: at(reportedAt) }, { localRules })
  const onDay24 = judgedAt('2026-12-29T12:00:00')
  const due = onDay24.chain.find(({ duty }) => duty === 'casualty_supplement')
  t.equal(
    due && shanghaiIso(due.dueAt as Date),
    '2026-12-26T00:00:00.000+08:00',
    'the duty itself is stricter',
  )
  t.equal(onDay24.severity.level, 'relatively_serious')
  t.ok(onDay24.flags.some(({ flag }) => flag === 'regraded'))
  t.equal(judgedAt('2027-01-05T12:00:00').severity.level, 'ordinary', 'and after thirty days it is over')
})

t.test('a loss lifts the grade whenever it is found, and is no re-grading', async (t) => {
  t.same(judged('other', { dead: 1 }, { dead: 1, loss_total: 10_000_000 }, '2025-09-01T12:00:00'), {
    level: 'relatively_serious',
    by: 'city',
    flags: [],
  })
  t.match(
    judged(
      'other',
      { dead: 2, loss_total: 5_000_000 },
      { dead: 2, loss_total: 60_000_000 },
      '2025-06-03T12:00:00',
    ),
    {
      level: 'serious',
      flags: [],
    },
  )
  t.match(judged('other', { dead: 2 }, { dead: 3, loss_total: 60_000_000 }, '2025-06-03T12:00:00'), {
    level: 'serious',
    flags: ['regraded'],
  })
  t.match(
    judged('other', { dead: 2, loss_total: 60_000_000 }, { dead: 3, loss_total: 1 }, '2025-06-03T12:00:00'),
    {
      level: 'relatively_serious',
      flags: [],
    },
  )
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
