import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { RequestValidationError } from 'fastify-zod-openapi'
import { isUnavailable, withoutParameters } from '../db/errors.ts'
import type { ProblemSlug } from '../problems/catalogue.ts'
import { cutText, LONGEST, Problem, type ProblemError } from '../problems/problem.ts'

/** Fastify's own refusals, and the problem that each one is. */
const FRAMEWORK: Readonly<Record<string, [slug: ProblemSlug, detail: string]>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: ['body-too-large', 'The body is larger than this service accepts.'],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ['unsupported-media-type', 'Send the body as application/json.'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ['malformed-json', 'The body is not as long as Content-Length says.'],
  FST_ERR_CTP_EMPTY_JSON_BODY: ['malformed-json', 'The body is empty; a JSON object is expected.'],
  FST_ERR_BAD_URL: ['invalid-request', 'The path is not a valid URL path.'],
  FST_ERR_MAX_PARAM_LENGTH: ['not-found', 'The path is longer than any resource here.'],
  FST_UNDER_PRESSURE: ['unavailable', 'The service is overloaded; try again in a few seconds.'],
}

/** More faults than these help nobody, and an answer must not be many times as long as its question. */
const ERRORS_SHOWN = 200

const POINTER_ROOT: Readonly<Record<string, string>> = {
  body: '',
  querystring: 'query:',
  params: 'path:',
  headers: 'header:',
}

/**
 * Turns whatever was thrown into `application/problem+json`. Expected failures keep their detail; anything else is a
 * fault: logged once, answered without its innards.
 */
export function errorHandler(
  error: FastifyError | Error,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  const problem = toProblem(error, request)
  if (problem.status >= 500) {
    const level = problem.slug === 'unavailable' ? 'warn' : 'error'
    request.log[level]({ err: withoutParameters(error), problem: problem.slug }, 'request failed')
  }
  sendProblem(reply, problem)
}

/** Answers with a problem, its headers and its media type. */
export function sendProblem(reply: FastifyReply, problem: Problem): void {
  reply
    .code(problem.status)
    .headers(problem.headers)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .serializer((body: unknown) => JSON.stringify(body))
    .send(problem.body)
}

/** The problem that something thrown amounts to. */
export function toProblem(error: FastifyError | Error, request: Sent): Problem {
  if (error instanceof Problem) return error
  if ('validation' in error && Array.isArray(error.validation)) return invalidRequest(error, request)
  const known = 'code' in error && typeof error.code === 'string' ? FRAMEWORK[error.code] : undefined
  if (known)
    return new Problem(known[0], known[1], {}, known[0] === 'unavailable' ? { 'retry-after': '5' } : {})
  if (isUnavailable(error)) {
    return new Problem(
      'unavailable',
      'The database cannot be reached; try again shortly.',
      {},
      { 'retry-after': '2' },
    )
  }
  if ('statusCode' in error && typeof error.statusCode === 'number' && error.statusCode < 500) {
    return new Problem('invalid-request', error.message)
  }
  return new Problem('internal-error', 'The fault has been logged; nothing was changed by this request.')
}

/** Where the parts of a request stand that a schema can refuse. */
type Sent = Pick<FastifyRequest, 'body' | 'query' | 'params' | 'headers'>

function invalidRequest(error: FastifyError | (Error & { validation: unknown[] }), sent: Sent): Problem {
  const context = 'validationContext' in error ? String(error.validationContext) : 'body'
  const root = POINTER_ROOT[context] ?? ''
  const part = context === 'querystring' ? sent.query : sent[context as keyof Sent]
  const errors = (error.validation ?? []).flatMap((entry) =>
    entry instanceof RequestValidationError ? explain(entry.params.issue, root, part) : [],
  )
  return problemOf(errors)
}

type Issue = RequestValidationError['params']['issue']

/**
 * What is wrong with a value by its schema, as a problem: for items that a route checks by itself.
 *
 * @param value what was checked, from which missing members are told
 */
export function misfit(issues: readonly Issue[], value: unknown): Problem {
  return problemOf(issues.flatMap((issue) => explain(issue, '', value)))
}

function problemOf(all: readonly ProblemError[]): Problem {
  const errors = oncePerBound(all)
  const first = errors[0]
  const detail = first
    ? `${cutText(first.pointer, LONGEST.pointer) || 'The body'}: ${first.detail}`
    : 'The request does not fit its schema.'
  return new Problem('invalid-request', detail, { errors: errors.slice(0, ERRORS_SHOWN) })
}

/** A number beyond all whole numbers is beyond its own bound, too: that one is told. */
function oncePerBound(errors: readonly ProblemError[]): ProblemError[] {
  const key = ({ pointer: at, code }: ProblemError) => `${code} ${at}`
  const last = new Map(errors.map((error) => [key(error), error]))
  return errors.filter((error) => !/^too_(big|small)$/.test(error.code) || last.get(key(error)) === error)
}

/** One schema issue as pointers; each unknown key gets its own. */
function explain(issue: Issue, root: string, part: unknown): ProblemError[] {
  const at = root + pointer(issue.path, root === '')
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.slice(0, ERRORS_SHOWN).map((key) => ({
      pointer: root + pointer([...issue.path, key], root === ''),
      code: 'unknown_field',
      detail: 'This field is not known here; check its spelling against the API document.',
    }))
  }
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const closest = closestOf(issue.errors, valueAt(part, issue.path))
    return closest.flatMap((inner) =>
      explain({ ...inner, path: [...issue.path, ...inner.path] } as Issue, root, part),
    )
  }
  return [{ pointer: at, code: codeOf(issue, part), detail: issue.message }]
}

type Branch = Extract<Issue, { code: 'invalid_union' }>['errors'][number]

/** Of the branches of a union that one which least is wrong with: for an object, one that takes objects at all. */
function closestOf(branches: readonly Branch[], value: unknown): Branch {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
  const fitting = branches.filter((branch) => !isObject || branch.every(isWithin))
  return (fitting.length > 0 ? fitting : branches).reduce((best, branch) =>
    branch.length < best.length ? branch : best,
  )
}

function isWithin({ path, code }: Branch[number]): boolean {
  return path.length > 0 || code === 'unrecognized_keys'
}

function codeOf(issue: Issue, part: unknown): string {
  if (issue.code === 'custom' && typeof issue.params?.code === 'string') return issue.params.code
  if (issue.code === 'invalid_type' && valueAt(part, issue.path) === undefined) return 'missing'
  return issue.code
}

/** What stands at a path: zod does not repeat it, since it may be secret. */
function valueAt(part: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
    part,
  )
}

function pointer(path: readonly PropertyKey[], asPointer: boolean): string {
  const parts = path.map((part) => String(part).replaceAll('~', '~0').replaceAll('/', '~1'))
  return asPointer ? parts.map((part) => `/${part}`).join('') : parts.join('.')
}
