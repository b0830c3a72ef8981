/** Totals, losses outside, claims and joint decisions: each as far as one reads reports. */
import { minutesAfter, NOON } from '../../api.ts'
import { CLAIM, DECISION, LOSS, REASON } from '../bodies.ts'
import { aKey } from '../ground.ts'
import { DEPARTMENT } from '../people.ts'
import { body, type Row, row, type Target } from '../row.ts'

const READ = 'y y y y f f h y y'
const from = `from=${minutesAfter(NOON, -1).toISOString()}`

const listed = (part: string) => ({
  lists: true as const,
  send: ({ wide }: Target) => ({ path: `/v1/events/${wide}/${part}` }),
})
const said = (part: string, sent: object) => ({
  send: ({ wide, unit }: Target) => ({
    path: `/v1/events/${wide}/${part}`,
    body: { ...sent, regionCode: unit },
    headers: aKey(),
  }),
})
const ofUnit = (part: string, query = '') => ({
  send: ({ wide, unit }: Target) => ({
    path: `/v1/events/${wide}/${part}`,
    query: `regionCode=${unit}${query}`,
  }),
  note: 'of a unit that is named',
})
const ofDepartment = { ...CLAIM, source: { departmentCode: DEPARTMENT } }

export const TOTALS_ROWS: readonly Row[] = [
  row('GET /v1/events/{id}/totals', 'event', 'e e e e f f h e e'),
  row('GET /v1/events/{id}/totals', 'unit', 'w w w w f f h w w', ofUnit('totals')),
  row('GET /v1/events/{id}/totals/differences', 'event', 'e e e e f f h e e', {
    send: () => ({ query: from }),
  }),
  row(
    'GET /v1/events/{id}/totals/differences',
    'unit',
    'w w w w f f h w w',
    ofUnit('totals/differences', `&${from}`),
  ),
  row('GET /v1/events/{id}/outside-losses', 'outside loss', READ, listed('outside-losses')),
  row(
    'POST /v1/events/{id}/outside-losses',
    'outside loss',
    'w w w w g g h o o',
    said('outside-losses', LOSS),
  ),
  row('POST /v1/outside-losses/{id}/correction', 'outside loss', 'y y y y g g h s s', {
    send: () => ({ body: LOSS, headers: aKey() }),
  }),
  row('POST /v1/outside-losses/{id}/withdrawal', 'outside loss', 'y y y y g g h s s', body(REASON)),
  row('GET /v1/events/{id}/claims', 'claim', READ, listed('claims')),
  row('POST /v1/events/{id}/claims', 'unit', 'w w w w g g h o o', said('claims', CLAIM)),
  row('POST /v1/events/{id}/claims', 'unit', 'w w w w g f h o o', {
    ...said('claims', ofDepartment),
    note: 'the word of a department, which its own liaison may give',
  }),
  row('POST /v1/claims/{id}/closure', 'claim', 's y y y g g h s s', body({ outcome: 'rumour', ...REASON })),
  row('GET /v1/events/{id}/joint-decisions', 'decision', READ, listed('joint-decisions')),
  row('POST /v1/events/{id}/joint-decisions', 'unit', 'o o o w g g h o o', said('joint-decisions', DECISION)),
  row('POST /v1/joint-decisions/{id}/confirmation', 'decision', 's y s y g g h s s'),
]
