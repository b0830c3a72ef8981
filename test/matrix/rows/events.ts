/** Events, their course and their identity: whoever works in what an event covers sees it, desks and leaders decide. */
import { REASON, RESPONSE, STABILITY } from '../bodies.ts'
import { body, type Row, row, type Target } from '../row.ts'

const sees = 'e e e e f f h e e'
/** The first of two ids is the event, the second what is done with it. */
const twoOf = ({ id }: Target) => id.split(' ') as [string, string]

const merge = (target: Target) => {
  const [into, fromEventId] = twoOf(target)
  return { path: `/v1/events/${into}/merges`, body: { fromEventId, ...REASON } }
}
const split = (target: Target) => {
  const [eventId, regionCode] = twoOf(target)
  return { path: `/v1/events/${eventId}/splits`, body: { regionCodes: [regionCode], ...REASON } }
}
const forUnit = ({ unit }: Target) => ({ body: { regionCode: unit, ...REASON } })
const ofVersion = ({ id }: Target) => ({ path: `/v1/reports/${id}/correction-requests`, body: REASON })
const ofOrder = ({ id }: Target) => ({ path: `/v1/events/${id}/end`, body: REASON })
const listedIn = (part: string, lists: true | string = true) => ({
  lists,
  send: ({ wide }: Target) => ({ path: `/v1/events/${wide}${part}` }),
})

export const EVENT_ROWS: readonly Row[] = [
  row('GET /v1/events', 'event', 'e e e e f f - e e', { lists: true }),
  row('GET /v1/events/{id}', 'event', sees),
  row('GET /v1/events/{id}', 'report', 'y y y y f f h y y', {
    ...listedIn('', 'headVersionId'),
    note: 'its chains',
  }),
  row('GET /v1/events/{id}/timeline', 'event', sees),
  row('GET /v1/events/{id}/timeline', 'deadline', 'y y y y f f h y y', {
    ...listedIn('/timeline'),
    note: 'what is in it',
  }),
  row('GET /v1/events/{id}/responses', 'event', sees),
  row('GET /v1/events/{id}/nil-report-orders', 'event', sees),
  row('GET /v1/events/{id}/severity-reductions', 'event', sees),
  row('GET /v1/events/{id}/correction-requests', 'event', sees),
  row('GET /v1/events/{id}/verification', 'event', sees),
  row('GET /v1/events/{id}/suggestions', 'event', sees),
  row('GET /v1/events/{id}/identity-acts', 'event', sees),
  row('POST /v1/events/{id}/regions', 'event', 'n d d d g g h n n', {
    send: ({ unit }) => ({ body: { regionCode: unit } }),
  }),
  row('POST /v1/events/{id}/responses', 'event', 'n n d d g g h n n', body(RESPONSE)),
  row('POST /v1/events/{id}/nil-report-orders', 'event', 'n n d d g g h n n', body(REASON)),
  row('POST /v1/events/{id}/nil-report-orders/{orderId}/end', 'nil report order', 'n n d d g g h n n', {
    send: ofOrder,
  }),
  row('POST /v1/events/{id}/stability', 'event', 'n n n d g g h n n', body(STABILITY)),
  row('POST /v1/events/{id}/verification-overrides', 'event', 'n n n d g g h n n', { send: forUnit }),
  row('POST /v1/events/{id}/closure', 'event', 'n n n C g g h n n', body({ basis: '核报已毕。' })),
  row('POST /v1/events/{id}/reopening', 'stable event', 'n n n d g g h n n', {
    ...body(REASON),
    note: 'a stable one',
  }),
  row('POST /v1/events/{id}/reopening', 'closed event', 'n n n C g g h n n', {
    ...body(REASON),
    note: 'a closed one',
  }),
  row(
    'POST /v1/events/{id}/severity-reductions',
    'event',
    'n n n d g g h n n',
    body({ level: 'ordinary', ...REASON }),
  ),
  row('POST /v1/severity-reductions/{id}/confirmation', 'reduction', 'n d d d g g h n n', body({})),
  row('POST /v1/severity-reductions/{id}/refusal', 'reduction', 'n d d d g g h n n', body(REASON)),
  row('POST /v1/reports/{versionId}/correction-requests', 'report', 'y y y s h h h s y', { send: ofVersion }),
  row('POST /v1/correction-requests/{id}/approval', 'correction', 's v s v h h h s s', body({})),
  row('POST /v1/correction-requests/{id}/refusal', 'correction', 's v s v h h h s s', body(REASON)),
  row('POST /v1/events/{id}/merges', 'two events', 'n d d d g g h n n', { send: merge }),
  row('POST /v1/events/{id}/splits', 'event of two units', 'n d d d g g h n n', {
    send: split,
    alsoThrough: 400,
  }),
  row('POST /v1/identity-acts/{id}/undoing', 'identity act', 'n d d d g g h n n', body(REASON)),
]
