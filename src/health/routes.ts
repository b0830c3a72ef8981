import type { FastifyPluginAsyncZodOpenApi } from 'fastify-zod-openapi'
import type { z } from 'zod'
import { readNow, readSimulatedNow } from '../clock.ts'
import type { Deps } from '../deps.ts'
import { Problem } from '../problems/problem.ts'
import { problemResponse, problemSchema, problems } from '../problems/schemas.ts'
import { shanghaiIso } from '../shanghai.ts'
import { text } from '../wire.ts'
import type { Metrics } from './metrics.ts'
import { isOperator } from './operator.ts'
import { type Readiness, readinessOf } from './readiness.ts'
import { livenessSchema, readinessSchema, serverTimeSchema, timeQuery } from './schemas.ts'

const OPEN = { auth: 'none', rateLimit: false } as const

const readLivenessSchema = {
  operationId: 'readLiveness',
  summary: 'Whether the process is alive (存活)',
  description: 'Answers without asking the database: restart the process when it does not.',
  tags: ['health'],
  security: [],
  response: {
    200: { description: 'It is', content: { 'application/json': { schema: livenessSchema } } },
    ...problems(),
  },
}

const readReadinessSchema = {
  operationId: 'readReadiness',
  summary: 'Whether the service is ready (就绪)',
  description:
    'Ready means: the database answers, its tables are current, and an engine was heard of lately, in whatever process. Details are shown to callers on the same machine and to those with the token of the operator.',
  tags: ['health'],
  security: [],
  response: {
    200: { description: 'Ready', content: { 'application/json': { schema: readinessSchema } } },
    500: problemResponse('A fault inside Fengsui'),
    503: {
      description: 'Not ready, or too busy to look',
      content: {
        'application/json': { schema: readinessSchema },
        'application/problem+json': { schema: problemSchema },
      },
    },
  },
}

const readMetricsSchema = {
  operationId: 'readMetrics',
  summary: 'Metrics for Prometheus (指标)',
  description: 'For callers on the same machine and for those with the token of the operator.',
  tags: ['health'],
  security: [{ operatorToken: [] }, {}] as Record<string, string[]>[],
  response: {
    200: {
      description: 'Metrics in the text format of Prometheus',
      content: { 'text/plain': { schema: text(10_000_000).meta({ examples: ['fengsui_database_up 1'] }) } },
    },
    401: problemResponse('Neither on this machine nor the token of the operator'),
    ...problems(),
  },
}

const readTimeSchema = {
  operationId: 'readTime',
  summary: 'The time of the server, signed (授时)',
  description:
    'With it a phone measures how far its clock is off: half the round trip after it asked, the server said this. The signature proves the answer later, without a network.',
  tags: ['health'],
  security: [],
  querystring: timeQuery,
  response: {
    200: { description: 'The time', content: { 'application/json': { schema: serverTimeSchema } } },
    ...problems(400, 429),
  },
}

export interface HealthOptions {
  metrics: Metrics
  /** whether an engine, in whatever process, should serve this database; false only where rounds are run by hand */
  expectsEngine: boolean
}

/** Liveness, readiness and metrics, at the root: for those who run the service. */
export function healthRoutes(
  deps: Deps,
  { metrics, expectsEngine }: HealthOptions,
): FastifyPluginAsyncZodOpenApi {
  const ask = readinessOf(deps, expectsEngine)
  return async (app) => {
    app.get('/livez', { schema: readLivenessSchema, config: OPEN }, async (_request, reply) => {
      reply.header('cache-control', 'no-store')
      return { status: 'alive' as const }
    })

    app.get('/readyz', { schema: readReadinessSchema, config: OPEN }, async (request, reply) => {
      const readiness = await ask()
      reply.header('cache-control', 'no-store').code(readiness.isReady ? 200 : 503)
      return readinessReply(readiness, isOperator(request, deps.config))
    })

    app.get('/metrics', { schema: readMetricsSchema, config: OPEN }, async (request, reply) => {
      if (!isOperator(request, deps.config)) throw operatorOnly()
      const { contentType, text } = await metrics.render()
      return reply.header('cache-control', 'no-store').type(contentType).send(text)
    })
  }
}

/**
 * The signed time, under /v1.
 *
 * @param signJws signs claims as a compact JWS with the key of the receipts
 */
export function timeRoutes({ db }: Deps, signJws: (claims: object) => string): FastifyPluginAsyncZodOpenApi {
  return async (app) => {
    app.get('/time', { schema: readTimeSchema, config: { auth: 'none' } }, async (request, reply) => {
      const [instant, simulatedNow] = await Promise.all([readNow(db), readSimulatedNow(db)])
      const said = { now: shanghaiIso(instant), isSimulated: simulatedNow !== null }
      const { nonce } = request.query
      const jws = signJws({ iss: 'fengsui', sub: 'time', ...said, ...(nonce === undefined ? {} : { nonce }) })
      reply.header('cache-control', 'no-store')
      return { ...said, jws }
    })
  }
}

function readinessReply(
  { isReady, simulatedNow, checks, steps }: Readiness,
  isForOperator: boolean,
): z.infer<typeof readinessSchema> {
  const status = isReady ? ('ready' as const) : ('not_ready' as const)
  const shown = { status, simulatedNow: isoOrNull(simulatedNow) }
  if (!isForOperator) return shown
  const engine = steps.map(({ silentMs: _, lastStartedAt, lastFinishedAt, lastErrorAt, ...step }) => ({
    ...step,
    lastStartedAt: shanghaiIso(lastStartedAt),
    lastSucceededAt: isoOrNull(lastFinishedAt),
    lastErrorAt: isoOrNull(lastErrorAt),
  }))
  return { ...shown, checks, engine }
}

function operatorOnly(): Problem {
  return new Problem(
    'unauthenticated',
    'Ask from the machine that runs the service, or with the token of the operator.',
    {},
    { 'www-authenticate': 'Bearer realm="fengsui operator"' },
  )
}

function isoOrNull(instant: Date | null): string | null {
  return instant === null ? null : shanghaiIso(instant)
}
