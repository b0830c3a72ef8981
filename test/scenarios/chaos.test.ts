/** The proof of `npm run chaos` in small: whatever the order, the end is that of the same reports in order. */
import t from 'tap'
import { runChaos } from '../../chaos/run.ts'

t.test('twelve devices tell all in no order, a third of it twice, and one service is killed', async (t) => {
  const story = { seed: 1_006, reports: 120, devices: 12, duplicates: 0.3, lateParents: 1, isKilled: true }
  const result = await runChaos(t, story)
  t.same(result.wrong, [], 'the end is the same')
  t.ok(result.tally.held >= 30, `${result.tally.held} waited for their parents`)
})
