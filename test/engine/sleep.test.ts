import t from 'tap'
import { nextSleepMs } from '../../src/engine/sleep.ts'
import { after, NOON } from './builders.ts'

const INTERVAL = 15_000

t.test('the engine sleeps until just after the next instant, and never longer than its interval', (t) => {
  const rows = [
    ['nothing is pending', null, false, 0, INTERVAL],
    ['due in a second: a millisecond later it is missed', 1_000, false, 0, 1_001],
    ['due now: missed in a millisecond', 0, false, 0, 1],
    ['a millisecond past due', -1, false, 0, 0],
    ['long past due', -60_000, false, 0, 0],
    ['due just within the interval', INTERVAL - 1, false, 0, INTERVAL],
    ['due after the interval', 60_000, false, 0, INTERVAL],
    ['simulated time does not flow', 1_000, true, 0, INTERVAL],
    ['something due was left once', -1, false, 1, 1_000],
    ['something due was left thrice', -1, false, 3, 4_000],
    ['something due is left for ever', -1, false, 40, INTERVAL],
  ] as const
  for (const [name, dueInMs, isSimulated, troubledRounds, expected] of rows) {
    const nextDueAt = dueInMs === null ? null : after(dueInMs)
    t.equal(nextSleepMs({ now: NOON, nextDueAt, isSimulated }, INTERVAL, troubledRounds), expected, name)
  }
  t.end()
})
