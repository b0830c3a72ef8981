import t from 'tap'
import { aReport, startApi } from '../api.ts'

t.test('the bureau may switch off the direct report of a single death', async (t) => {
  const api = await startApi(t, { environment: { ANY_DEATH_DIRECT_REPORT: 'false', RUN: 'api' } })
  const report = await api.as('officer').report(aReport({ figures: { dead: 1 } }))
  t.notOk(report.escalations.some(({ causeKind }) => causeKind === 'direct_report'))
})
