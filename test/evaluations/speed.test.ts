import t from 'tap'
import { evaluate } from '../../src/evaluations/evaluate.ts'
import { INDICATOR_KEYS } from '../../src/regulations/indicators.ts'
import { aDisaster } from './cases.ts'

t.test('one evaluation of full facts takes less than 0.2 ms', async (t) => {
  const figures = Object.fromEntries(INDICATOR_KEYS.map((key, index) => [key, index]))
  const facts = aDisaster({ hazard: 'flood', subhazard: 'mountain_flood', figures, previous: figures })
  const times: number[] = []
  for (let run = 0; run < 3_000; run += 1) {
    const start = performance.now()
    evaluate(facts)
    times.push(performance.now() - start)
  }
  const median = times.toSorted((a, b) => a - b)[1_500] ?? Number.POSITIVE_INFINITY
  t.ok(median < 0.2, `median ${median.toFixed(4)} ms`)
})
