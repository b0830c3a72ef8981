/** What the API document says of itself; everything else in it comes from the routes. */
export const API_INFO = {
  title: 'Fengsui',
  version: '0.1.0',
  summary: 'Disaster reporting from villages to the city (灾情报送)',
  description:
    'Villages, townships, counties and the city of Lhasa report disasters; Fengsui checks, grades, escalates by severity and by time limit, and routes to the sections that must act. Every failure is a problem (RFC 9457) with a stable type.',
  contact: { name: 'Fengsui maintainers', url: 'https://fengsui.example/' },
  license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
}

/** Tags in the order in which a newcomer needs them. */
export const API_TAGS = [
  { name: 'accounts', description: 'Sessions, tokens, people and systems (账号)' },
  { name: 'reports', description: 'First, follow-up and verified reports, and their receipts (灾情报送)' },
  {
    name: 'reviews',
    description: 'Review, return, correction and tiers’ own reports (审核、退回、勘误、本级报告)',
  },
  { name: 'events', description: 'Disaster events, their severity and what happened in them (灾害过程)' },
  {
    name: 'event-course',
    description: 'Responses, nil reports, stability, verification, closing (灾害过程状态)',
  },
  { name: 'attachments', description: 'Photos, documents, videos and recordings, uploaded by tus (附件)' },
  {
    name: 'totals',
    description: 'Totals and their lineage, losses outside, claims and joint decisions (汇总, 会商核定)',
  },
  {
    name: 'registers',
    description:
      'Who died or is missing, and whose homes were damaged: masked, sealed, destroyed in time (一览表)',
  },
  { name: 'escalations', description: 'What was passed upward and waits to be acknowledged (升级)' },
  { name: 'routing', description: 'What was forwarded to sections and departments (分转)' },
  { name: 'deadlines', description: 'What is due from whom by when (时限)' },
  { name: 'local-rules', description: 'Rules of the bureau’s own, laid over the national ones (本地规则)' },
  { name: 'regions', description: 'Reporting units (报送单位)' },
  {
    name: 'evaluations',
    description: 'Dry runs of the judge: facts in, answers with their reasons (研判试算)',
  },
  {
    name: 'catalogues',
    description: 'Hazards, indicators, and every rule with its source (灾种, 指标, 规则)',
  },
  { name: 'bundle', description: 'Checking a report before it is sent, offline (离线校验)' },
  { name: 'keys', description: 'Public keys of tokens and receipts (公钥)' },
  { name: 'audit', description: 'The trail (审计)' },
  { name: 'health', description: 'For operators and devices: alive, ready, time, metrics (运行状态)' },
]

export const API_SERVERS = [
  {
    url: '/',
    description: 'Production: whichever deployment serves this document',
    'x-internal': false,
  },
]

export const API_SECURITY_SCHEMES = {
  accessToken: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description:
      'From POST /v1/sessions or /v1/tokens. Signed with EdDSA, checked as RFC8725 advises: one algorithm, a known key, issuer and life.',
  },
  operatorToken: {
    type: 'http',
    scheme: 'bearer',
    description: 'OPERATOR_TOKEN of the deployment; not needed by callers on the same machine',
  },
} as const

const LONGEST_OF_FORMAT: Readonly<Record<string, number>> = { uuid: 36, date: 10 }
const INT32_MAX = 2 ** 31 - 1

const count = (description: string) => ({
  description,
  schema: { type: 'integer', format: 'int32', minimum: 0, maximum: 1_000_000_000 },
})

/** Set by the limiter on each answer to a request that it has counted. */
const COUNTED = {
  'X-RateLimit-Limit': count('Requests that the account may make in a minute'),
  'X-RateLimit-Remaining': count('How many of them are left'),
  'X-RateLimit-Reset': count('Seconds until the count starts anew'),
}

const SHARED = {
  'Access-Control-Allow-Origin': {
    description: 'The origin of the page that asks, where the operator allows it; otherwise absent',
    schema: { type: 'string', maxLength: 300, pattern: '^https?://[^/]+$' },
  },
}

const RETRY = { 'Retry-After': count('Seconds to wait before the next try') }

interface Part {
  [key: string]: unknown
}

/**
 * Gives a route its own copies of the responses that it shares with others: the generator writes a response object
 * out once, and would leave the schema of every other place empty.
 */
export function withOwnResponses<Schema>(schema: Schema): Schema {
  const { response } = (schema ?? {}) as { response?: Record<string, object> }
  if (!response) return schema
  const copies = Object.entries(response).map(([status, reply]) => [
    status,
    isPlain(reply) ? { ...reply } : reply,
  ])
  return { ...schema, response: Object.fromEntries(copies) }
}

/**
 * Gives answers without a body back the headers that they were declared with: the generator keeps only their description.
 *
 * @param transformed what the generator made of the route, changed in place
 */
export function withHeadersOfEmptyAnswers<Transformed extends { schema: object }>(
  transformed: Transformed,
  declared: unknown,
): Transformed {
  const { response: made } = transformed.schema as { response?: Record<string, Part> }
  const { response: told } = (declared ?? {}) as { response?: Record<string, Part> }
  for (const [status, reply] of Object.entries(made ?? {})) {
    const headers = told?.[status]?.headers
    if (reply.type === 'null' && headers) reply.headers = headers
  }
  return transformed
}

function isPlain(value: object): boolean {
  return Object.getPrototypeOf(value) === Object.prototype
}

/**
 * Adds to the document what the routes need not say one by one: the headers that the plugins set on every answer, and
 * what follows from a format or a limit that a schema has.
 *
 * @param document is changed in place
 */
export function completeDocument<Document extends object>(document: Document): Document {
  const { paths = {} } = document as { paths?: Record<string, Record<string, Part>> }
  for (const operations of Object.values(paths)) {
    for (const operation of Object.values(operations)) {
      addHeaders(operation)
      nameAsDeclared(operation)
      allowNoBody(operation)
    }
  }
  restrict(document)
  return document
}

/** The generator puts `-head` behind the id of a HEAD operation, although ours are nobody's twins. */
function nameAsDeclared(operation: Part): void {
  operation.operationId = String(operation.operationId).replace(/-head$/, '')
}

function addHeaders({ responses }: Part): void {
  const isCounted = Object.hasOwn(responses as object, '429')
  for (const [status, response] of Object.entries(responses as Record<string, Part>)) {
    response.headers = {
      ...(response.headers as object | undefined),
      ...(isCounted && /^[24]/.test(status) ? COUNTED : {}),
      ...(status === '429' || status === '503' ? RETRY : {}),
      ...SHARED,
    }
  }
}

/** A body that may be null is one that may be left out. */
function allowNoBody({ requestBody }: Part): void {
  const body = requestBody as { required?: boolean; content?: Record<string, { schema?: Part }> } | undefined
  const { anyOf } = body?.content?.['application/json']?.schema ?? {}
  if (body && Array.isArray(anyOf) && anyOf.some((one: Part) => one.type === 'null')) body.required = false
}

/** Says of each schema what its format or its limits imply; examples and descriptions are left alone. */
function restrict(part: unknown): void {
  if (Array.isArray(part)) for (const inner of part) restrict(inner)
  if (Array.isArray(part) || typeof part !== 'object' || part === null) return
  const schema = part as Part
  if (isOfType(schema, 'string') && typeof schema.format === 'string') {
    const longest = LONGEST_OF_FORMAT[schema.format]
    if (longest !== undefined) schema.maxLength ??= longest
  }
  if (isOfType(schema, 'integer')) {
    schema.format ??= Number(schema.maximum) <= INT32_MAX ? 'int32' : 'int64'
  }
  for (const [key, inner] of Object.entries(schema)) {
    if (key !== 'example' && key !== 'examples') restrict(inner)
  }
}

function isOfType({ type }: Part, name: string): boolean {
  return type === name || (Array.isArray(type) && type.includes(name))
}
