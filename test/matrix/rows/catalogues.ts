/** What is nobody’s in particular: units, code lists, rules, dry runs, and what operators and devices ask. */
import type { Target } from '../row.ts'
import { type Row, row } from '../row.ts'

const everybody = '+ + + + + + + + +'
const FACTS = {
  kind: 'natural_disaster',
  hazard: 'flood',
  occurredAt: '2026-06-30T12:00:00+08:00',
  stage: 'first',
  figures: { dead: 3 },
} as const
const factsOf = ({ unit }: Target) => ({ ...FACTS, regionCode: unit })

export const CATALOGUE_ROWS: readonly Row[] = [
  row('GET /v1/nodes', 'unit', everybody, { lists: true }),
  row('GET /v1/nodes/{regionCode}', 'unit', everybody),
  row('POST /v1/evaluations', 'unit', everybody, { send: (target) => ({ body: factsOf(target) }) }),
  row('POST /v1/evaluations/series', 'unit', everybody, {
    send: (target) => ({ body: { timeline: [{ at: '2026-06-30T13:00:00+08:00', facts: factsOf(target) }] } }),
  }),
  row('GET /v1/hazards', null, everybody),
  row('GET /v1/indicators', null, everybody),
  row('GET /v1/validation-bundle', null, everybody),
  row('GET /v1/validation-bundle/vectors', null, everybody),
  row('GET /v1/regulations', null, everybody),
  row('GET /v1/regulations/{rule}', null, everybody, {
    send: () => ({ path: '/v1/regulations/first_report.township' }),
  }),
  row('GET /v1/time', null, everybody),
  row('GET /livez', null, everybody),
  row('GET /readyz', null, everybody, { alsoThrough: 503 }),
  row('GET /metrics', null, everybody, { note: 'from the same machine, or with the operator’s token' }),
]
