import { pino } from 'pino'
import t from 'tap'
import { skewMs, watchSkew } from '../../src/engine/clock-skew.ts'

t.test('the skew is measured from the middle of the question', (t) => {
  t.equal(skewMs({ beforeMs: 1_000, databaseMs: 1_050, afterMs: 1_100 }), 0)
  t.equal(skewMs({ beforeMs: 3_000, databaseMs: 1_000, afterMs: 3_000 }), 2_000, 'ahead')
  t.equal(skewMs({ beforeMs: 1_000, databaseMs: 3_000, afterMs: 1_000 }), -2_000, 'behind')
  t.end()
})

t.test('a skew over two seconds is warned of once, and its end is told', (t) => {
  const lines: { level: number; ms: number }[] = []
  const watch = watchSkew(pino({}, { write: (line: string) => lines.push(JSON.parse(line)) }))
  for (const ms of [0, 2_000, 2_001, 5_000, -2_001, 2_000, 0]) {
    watch({ beforeMs: ms, databaseMs: 0, afterMs: ms })
  }
  t.match(lines, [
    { level: 40, ms: 2_001 },
    { level: 30, ms: 2_000 },
  ])
  t.equal(lines.length, 2)
  t.end()
})
