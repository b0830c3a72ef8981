/** The proof of `npm run chaos` in small: whatever the order, the end is that of the same reports in order. */
import t from 'tap'
import { runChaos } from '../../chaos/run.ts'

const STORIES = [
  { title: 'some before their parents', seed: 2_008, lateParents: 0.05 },
  { title: 'in no order at all', seed: 1_006, lateParents: 1 },
]

for (const { title, seed, lateParents } of STORIES) {
  t.test(`three hundred reports of twelve devices, a third of them twice, ${title}`, async (t) => {
    const result = await runChaos(t, { seed, reports: 300, devices: 12, duplicates: 0.3, lateParents })
    t.same(result.wrong, [], 'the end is the same')
    t.equal(result.applied, 300)
    t.ok(result.tally.held >= 15, `${result.tally.held} waited for their parents`)
  })
}
