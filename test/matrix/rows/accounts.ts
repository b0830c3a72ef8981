/** Sessions, accounts, keys and the trail: an administrator manages the own unit and all below, an auditor reads there. */
import { v7 as uuidv7 } from 'uuid'
import { REASON } from '../bodies.ts'
import { body, type Row, row, type Target } from '../row.ts'

const aLogin = () => `of-the-matrix-${uuidv7()}`

const newAccount = ({ unit }: Target) => ({
  body: { login: aLogin(), bindings: [{ role: 'officer', regionCode: unit }] },
})

const importFile = ({ unit }: Target) => ({
  body: `login,displayName,role,regionCode,sectionCode,departmentCode,post,language,phone\n${aLogin()},,officer,${unit},,,,zh,\n`,
  headers: { 'content-type': 'text/csv' },
})

/** A file is refused as a whole, with the rows that are wrong. */
const ofImport = ({ text }: { text: string }) =>
  text.includes('outside_jurisdiction') ? 'forbidden' : 'through'

const reviewer = ({ id, unit }: Target) => ({
  path: `/v1/accounts/${id}/bindings`,
  body: { role: 'reviewer', regionCode: unit },
})

//                                                                       officer, reviewer, duty officer, duty leader,
//                                                         section clerk, department liaison, administrator, auditor, system
export const ACCOUNT_ROWS: readonly Row[] = [
  row('POST /v1/sessions', null, '+ + + + + + + + +', { ...body({}), alsoThrough: 400 }),
  row('POST /v1/tokens', null, '+ + + + + + + + +', { ...body({}), alsoThrough: 400 }),
  row('GET /v1/jwks', null, '+ + + + + + + + +'),
  row('GET /v1/accounts/me', null, '+ + + + + + + + +'),
  row('GET /v1/sessions', null, '+ + + + + + + + +', { note: 'one’s own' }),
  row('GET /v1/accounts', 'account', '- - - - - - y - -', { lists: true }),
  row('GET /v1/accounts/{accountId}', 'account', '- - - - - - y - -'),
  row('POST /v1/accounts', 'unit', '- - - - - - Y - -', { send: newAccount }),
  row('POST /v1/accounts/imports', 'unit', '- - - - - - Y - -', { send: importFile, read: ofImport }),
  row('PATCH /v1/accounts/{accountId}', 'account', '- - - - - - y - -', body({ language: 'bo' })),
  row('POST /v1/accounts/{accountId}/bindings', 'account', '- - - - - - y - -', { send: reviewer }),
  row('DELETE /v1/accounts/{accountId}/bindings/{bindingId}', 'binding', '- - - - - - y - -'),
  row('POST /v1/accounts/{accountId}/password-reset', 'account', '- - - - - - y - -'),
  row('POST /v1/accounts/{accountId}/client-secrets', 'system', '- - - - - - y - -'),
  row('DELETE /v1/accounts/{accountId}/client-secrets/{credentialId}', 'client secret', '- - - - - - y - -'),
  row('DELETE /v1/sessions/{sessionId}', 'session', '- - - - - - y - -', {
    note: 'everybody ends their own',
  }),
  row('POST /v1/accounts/{accountId}/deactivation', 'account', '- - - - - - y - -', body(REASON)),
  row('POST /v1/keys/rotations', null, '- - - - - - k - -', body({ purpose: 'receipt' })),
  row('GET /v1/audit', 'audit entry', '- - - - - - - y -', {
    lists: true,
    send: () => ({ query: 'subjectKind=matrix' }),
  }),
]
