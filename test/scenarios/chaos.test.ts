/** The proof of `npm run chaos` in small: whatever the order, the end is that of the same reports in order. */
import t from 'tap'
import { runChaos } from '../../chaos/run.ts'

const STORIES = [
  { title: 'some before their parents, one service killed', seed: 2_008, lateParents: 0.05, isKilled: true },
  { title: 'in no order at all', seed: 1_006, lateParents: 1, isKilled: false },
]

for (const { title, ...story } of STORIES) {
  t.test(`a hundred reports and more of twelve devices, a third of them twice, ${title}`, async (t) => {
    const result = await runChaos(t, { ...story, reports: 120, devices: 12, duplicates: 0.3 })
    t.same(result.wrong, [], 'the end is the same')
    t.ok(result.tally.held >= 10, `${result.tally.held} waited for their parents`)
  })
}
