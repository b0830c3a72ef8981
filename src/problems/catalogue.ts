/**
 * Every problem (RFC 9457) that Fengsui can answer with. `type` is `/problems/<slug>` and never changes meaning;
 * `title` never varies; docs/problems.md explains each one to the programmer who meets it.
 */
export const PROBLEMS = {
  // what was sent cannot be read
  'malformed-json': { status: 400, title: 'The body is not valid JSON' },
  'invalid-request': { status: 400, title: 'The request does not fit its schema' },
  'idempotency-key-missing': { status: 400, title: 'The Idempotency-Key header is missing or not usable' },
  'body-too-large': { status: 413, title: 'The body is too large' },
  'unsupported-media-type': { status: 415, title: 'The body is of a media type that is not accepted here' },
  // who is asking
  unauthenticated: { status: 401, title: 'A valid access token is needed' },
  'credentials-refused': { status: 401, title: 'The login or the secret is not right' },
  'refresh-refused': { status: 401, title: 'The refresh token is not valid any more' },
  'not-permitted': { status: 403, title: 'The account has no role that allows this' },
  'needs-another-person': { status: 403, title: 'Another person must do this' },
  'outside-jurisdiction': { status: 403, title: 'The unit is outside the jurisdiction of the account' },
  'own-proposal': { status: 403, title: 'Nobody decides about their own proposal' },
  'login-throttled': { status: 429, title: 'Too many failed logins' },
  'too-many-requests': { status: 429, title: 'Too many requests' },
  'quarantine-full': { status: 429, title: 'Too many refused reports wait' },
  // what is asked for is not there, or not as the caller thinks
  'not-found': { status: 404, title: 'There is nothing here, or nothing the account may see' },
  'cursor-not-usable': { status: 409, title: 'The cursor does not belong to this database' },
  'report-id-taken': { status: 409, title: 'Another report already has this id' },
  'event-closed': { status: 409, title: 'The event is closed' },
  'event-not-stable': { status: 409, title: 'The disaster is not declared stable' },
  'children-not-verified': { status: 409, title: 'Units below have not verified' },
  'chain-verified': { status: 409, title: 'The chain is already verified' },
  'already-acknowledged': { status: 409, title: 'Somebody else was first' },
  'not-acknowledged': { status: 409, title: 'It must be acknowledged first' },
  'already-resolved': { status: 409, title: 'It is already resolved' },
  'already-reviewed': { status: 409, title: 'The version is already reviewed' },
  'already-refused': { status: 409, title: 'It is already refused' },
  'cannot-refuse-here': { status: 409, title: 'The command centre cannot refuse' },
  'login-taken': { status: 409, title: 'The login belongs to another account' },
  'two-secrets-live': { status: 409, title: 'Two secrets are already live' },
  'register-row-taken': { status: 409, title: 'Another row of a register already has this id' },
  'register-row-replaced': { status: 409, title: 'The row is not the one that stands' },
  'registers-destroyed': { status: 409, title: 'The registers of the event are destroyed' },
  'destruction-not-due': { status: 409, title: 'The registers may not be destroyed yet' },
  'state-conflict': { status: 409, title: 'The state does not allow this' },
  'stale-parent': { status: 412, title: 'The parent is not the head of the chain' },
  'stale-basis': { status: 412, title: 'The reports below have changed since the draft' },
  // what is asked for breaks a rule
  'idempotency-key-reused': { status: 422, title: 'The key was used for another body' },
  'rules-violated': { status: 422, title: 'The report contradicts the rules' },
  'unknown-event': { status: 422, title: 'The event does not exist or does not cover this unit' },
  'unknown-region': { status: 422, title: 'The unit does not exist or is closed' },
  'unknown-recipient': { status: 422, title: 'The section or department does not exist' },
  'source-missing': { status: 422, title: 'A report for another unit must name its source' },
  'occurred-in-future': { status: 422, title: 'The disaster cannot have happened in the future' },
  'chain-mismatch': { status: 422, title: 'The parent belongs to another chain' },
  'unjudgeable-facts': { status: 422, title: 'The facts cannot be judged' },
  'unknown-rule-target': { status: 422, title: 'No rule of this id can be overridden' },
  'local-rule-unfit': { status: 422, title: 'The local rule does not fit what it overrides' },
  'local-rule-retroactive': { status: 422, title: 'A local rule holds from a later day only' },
  'loosens-national-text': { status: 422, title: 'A national text may be tightened, not loosened' },
  'import-refused': { status: 422, title: 'The file has rows that cannot be imported' },
  // what went wrong here
  'internal-error': { status: 500, title: 'Something went wrong inside Fengsui' },
  unavailable: { status: 503, title: 'Fengsui cannot answer just now' },
} as const satisfies Record<string, { status: number; title: string }>

export type ProblemSlug = keyof typeof PROBLEMS
