/** What waits at desks and sections: escalations, forwardings, duties, and the rules of the bureau’s own. */
import { aProposal } from '../../local-rules/office.ts'
import { REASON } from '../bodies.ts'
import { aKey } from '../ground.ts'
import { body, type Row, row, type Target } from '../row.ts'

const READ = 'y y y y - - - y y'
const ANSWER = 'y y y y - - - s s'
const everybody = '+ + + + + + + + +'
const TO_SECTION = 'forwarding to a section'
const TO_DEPARTMENT = 'forwarding to a department'
const TO_COMMAND_CENTRE = 'forwarding to the command centre'

const ordered = { send: () => ({ body: { toTier: 'ministry', ...REASON }, headers: aKey() }) }
const handOn = body({ recipients: [{ section: 'DZDZ', role: 'lead' }], ...REASON })
const listed = { lists: true as const }
const proposal = ({ unit }: Target) => ({ body: aProposal({ places: [unit] }), headers: aKey() })
const ending = body({ inForceTo: '2026-08-01', why: '不再需要。' })

export const DESK_ROWS: readonly Row[] = [
  row('GET /v1/escalations', 'escalation', READ, listed),
  row('GET /v1/escalations/{id}', 'escalation', READ),
  row('POST /v1/escalations/{id}/acknowledgement', 'escalation', ANSWER),
  row('POST /v1/escalations/{id}/resolution', 'escalation', ANSWER, body({ resolution: '已处置。' })),
  row('POST /v1/events/{id}/escalations', 'event', 'n n d d g g h n n', ordered),
  row('GET /v1/deadlines', 'deadline', READ, listed),
  row('GET /v1/forwardings', TO_SECTION, '- - y y y h - y -', listed),
  row('GET /v1/forwardings', TO_DEPARTMENT, '- - y y h y - y -', listed),
  row('GET /v1/forwardings/{id}', TO_SECTION, '- - y y y h - y -'),
  row('GET /v1/forwardings/{id}', TO_DEPARTMENT, '- - y y h y - y -'),
  row('GET /v1/forwardings/{id}', TO_COMMAND_CENTRE, '- - y y h h - y -'),
  row('POST /v1/forwardings/{id}/acknowledgement', TO_SECTION, '- - s s y h - s -'),
  row('POST /v1/forwardings/{id}/acknowledgement', TO_DEPARTMENT, '- - s s h y - s -'),
  row('POST /v1/forwardings/{id}/acknowledgement', TO_COMMAND_CENTRE, '- - y y h h - s -'),
  row('POST /v1/forwardings/{id}/refusal', TO_SECTION, '- - s s y h - s -', body(REASON)),
  row('POST /v1/forwardings/{id}/refusal', TO_DEPARTMENT, '- - s s h y - s -', body(REASON)),
  row('POST /v1/forwardings/{id}/reassignment', TO_COMMAND_CENTRE, '- - y y h h - s -', handOn),
  row('GET /v1/events/{id}/routing', 'event', 'n n e e f f h e n'),
  row('GET /v1/sections', null, everybody),
  row('GET /v1/departments', null, everybody),
  row('GET /v1/routing-rules', null, everybody),
  row('GET /v1/local-rules', 'local rule', '- - - - - - y y -', listed),
  row('GET /v1/local-rules/{id}', 'local rule', '- - - - - - y y -'),
  row('GET /v1/local-rules/{id}/preview', 'local rule', '- - - - - - y y -'),
  row('POST /v1/local-rules', 'city', '- - - - - - Y - -', { send: proposal }),
  row('POST /v1/local-rules/{id}/withdrawal', 'local rule', '- - - - - - s s -', {
    note: 'only its proposer, who is none of these',
  }),
  row('POST /v1/local-rules/{id}/approval', 'local rule', '- - - - - - y s -', body({})),
  row('POST /v1/local-rules/{id}/refusal', 'local rule', '- - - - - - y s -', body(REASON)),
  row('POST /v1/local-rules/{id}/ending', 'local rule', '- - - - - - y s -', ending),
]
