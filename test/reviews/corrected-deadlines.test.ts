/** Which time limits a correction of the occurrence moves, and which it leaves. */
import t from 'tap'
import type { ChainItem } from '../../src/evaluations/types.ts'
import { type OwedReport, replacementsOf } from '../../src/reviews/corrected-deadlines.ts'
import { COUNTY, minutesAfter, NOON } from '../api.ts'

const OCCURRED = minutesAfter(NOON, -10)
const CORRECTED = minutesAfter(NOON, -40)
const NOW = minutesAfter(NOON, 30)

const item = (duty: string): ChainItem => ({
  ...{ duty, from: 'county', to: ['autonomous_region'], countsFrom: 'occurrence', because: [ground] },
  ...{ limit: { minutes: 120 }, dueAt: minutesAfter(CORRECTED, 120) },
})
const ground = { rule: 'direct_report.any_death' } as ChainItem['because'][number]

const owed = (duty: string, setAt: Date, countsFrom: Date): OwedReport => ({
  ...{ id: 'old', eventId: 'event', regionCode: COUNTY, duty, subjectId: 'subject', missedAt: null },
  ...{ setAt, dueAt: minutesAfter(countsFrom, 120), limit: { minutes: 120 }, because: [ground] },
})

t.test('what counts from the occurrence is counted anew, what a later word asked for is not', (t) => {
  const rows: [title: string, old: OwedReport, isMoved: boolean][] = [
    ['a first report', owed('first_report', NOON, OCCURRED), true],
    ['a first report that was set as it happened', owed('first_report', OCCURRED, OCCURRED), true],
    ['a direct report asked by the first word', owed('direct_report', NOON, OCCURRED), true],
    ['a direct report that a later word asked for', owed('direct_report', NOON, NOON), false],
  ]
  for (const [title, old, isMoved] of rows) {
    const replaced = replacementsOf([old], () => [item(old.duty)], NOW)
    t.same(
      replaced.map(({ fresh }) => fresh.dueAt),
      isMoved ? [minutesAfter(CORRECTED, 120)] : [],
      title,
    )
  }
  t.end()
})
