/**
 * Who may do what, where: every route of the service, for each role, written down from what the project promises and
 * not from its code. `test/matrix/matrix.test.ts` holds the running service to it, `docs/permissions.md` shows it.
 */
import type { Row } from './row.ts'
import { ACCOUNT_ROWS } from './rows/accounts.ts'
import { CATALOGUE_ROWS } from './rows/catalogues.ts'
import { DESK_ROWS } from './rows/desk.ts'
import { EVENT_ROWS } from './rows/events.ts'
import { REGISTER_ROWS } from './rows/registers.ts'
import { REPORT_ROWS } from './rows/reports.ts'
import { REVIEW_ROWS } from './rows/reviews.ts'
import { TOTALS_ROWS } from './rows/totals.ts'

/** The rows by what they are about, in the order in which they are asked. */
export const PARTS: readonly (readonly [heading: string, rows: readonly Row[]])[] = [
  ['Reports and attachments', REPORT_ROWS],
  ['Events', EVENT_ROWS],
  ['Reviews, corrections, tiers’ own reports', REVIEW_ROWS],
  ['Totals', TOTALS_ROWS],
  ['Registers', REGISTER_ROWS],
  ['Desks and sections', DESK_ROWS],
  ['Catalogues and health', CATALOGUE_ROWS],
  ['Accounts and the trail', ACCOUNT_ROWS],
]

export const MATRIX: readonly Row[] = PARTS.flatMap(([, rows]) => rows)

/** What nobody needs a token for. */
export const OPEN_TO_ALL: readonly string[] = [
  'GET /livez',
  'GET /readyz',
  'GET /metrics',
  'GET /v1/jwks',
  'GET /v1/time',
  'POST /v1/sessions',
  'POST /v1/tokens',
]

const VERIFIED = 'only of the verified report of a stable event, which takes days to come about'
const RETENTION = 'only when the registers have been kept as long as the law says'

/** What nobody gets done in this test although some may, and why; other tests do it. */
export const NOT_DONE_HERE: Readonly<Record<string, string>> = {
  'POST /v1/events/{id}/verification-overrides': VERIFIED,
  'POST /v1/events/{id}/closure': VERIFIED,
  'POST /v1/reports/{versionId}/correction-requests': VERIFIED,
  'POST /v1/correction-requests/{id}/approval': VERIFIED,
  'POST /v1/correction-requests/{id}/refusal': VERIFIED,
  'POST /v1/events/{id}/register-destructions': RETENTION,
  'POST /v1/register-destructions/{id}/approval': RETENTION,
  'GET /v1/register-destructions/{id}/proof': RETENTION,
  'POST /v1/local-rules/{id}/withdrawal': 'only by the proposer, who is none of the callers',
  'POST /v1/local-rules/{id}/ending': 'only of a rule that is in force',
  'POST /v1/tier-reports/{id}/refresh': 'only by the drafter, who is none of the callers',
  'GET /readyz': 'it is not ready without an engine',
  'POST /v1/sessions': 'nobody here has a password',
  'POST /v1/tokens': 'nobody here has a secret',
  'POST /v1/keys/rotations': 'only by administrators of every topmost unit, and there are two cities',
}
