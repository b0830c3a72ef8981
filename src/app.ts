import { constants } from 'node:zlib'
import compress from '@fastify/compress'
import cors from '@fastify/cors'
import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import swagger from '@fastify/swagger'
import underPressure from '@fastify/under-pressure'
import scalar from '@scalar/fastify-api-reference'
import fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyRequest,
  LogController,
} from 'fastify'
import {
  createSerializerCompiler,
  fastifyZodOpenApiPlugin,
  fastifyZodOpenApiTransformers,
  validatorCompiler,
} from 'fastify-zod-openapi'
import { v7 as uuidv7 } from 'uuid'
import { auditorSees } from './accounts/auditor-sees.ts'
import { authentication } from './accounts/authenticate.ts'
import { accountRoutes } from './accounts/routes.ts'
import { attachmentRoutes } from './attachments/routes.ts'
import { openAttachmentFiles } from './attachments/storage.ts'
import { auditRoutes } from './audit/routes.ts'
import { batchRoutes } from './batches/routes.ts'
import { bundleRoutes } from './bundle/routes.ts'
import { regulationRoutes } from './catalogues/regulation-routes.ts'
import { catalogueRoutes } from './catalogues/routes.ts'
import { readSimulatedNow } from './clock.ts'
import { deadlineRoutes } from './deadlines/routes.ts'
import type { Deps } from './deps.ts'
import { dryRunRoutes } from './dry-runs/routes.ts'
import { escalationRoutes } from './escalations/routes.ts'
import { eventCourseRoutes } from './event-course/routes.ts'
import { eventIdentityRoutes, leadMergedEvents } from './event-identity/routes.ts'
import { eventRoutes } from './events/routes.ts'
import type { Metrics } from './health/metrics.ts'
import { healthRoutes, timeRoutes } from './health/routes.ts'
import { errorHandler, sendProblem } from './http/error-handler.ts'
import { acceptStrictJson } from './http/json-body.ts'
import { otherOrigins } from './http/other-origins.ts'
import type { KeyRing } from './keys/key-ring.ts'
import { keyRoutes } from './keys/routes.ts'
import { localRuleRoutes } from './local-rules/routes.ts'
import { openApprovedRules } from './local-rules/rule-book.ts'
import {
  API_INFO,
  API_SECURITY_SCHEMES,
  API_SERVERS,
  API_TAGS,
  completeDocument,
  withHeadersOfEmptyAnswers,
  withOwnResponses,
} from './openapi-document.ts'
import { openPreviews } from './previews/preview-local-rule.ts'
import { Problem } from './problems/problem.ts'
import { regionRoutes } from './regions/routes.ts'
import { registerRoutes } from './registers/routes.ts'
import type { SubmissionLane } from './reports/lane.ts'
import { signJws } from './reports/receipt.ts'
import { reportRoutes } from './reports/routes.ts'
import { reviewRoutes } from './reviews/routes.ts'
import { routingRoutes } from './routing/routes.ts'
import { syncRoutes } from './sync/routes.ts'
import { totalsRoutes } from './totals/routes.ts'

/** What the API needs besides `Deps`: the keys, and the lane that submissions travel in. */
export interface AppParts {
  ring: KeyRing
  lane: SubmissionLane
  metrics: Metrics
  /** opens what lies sealed in the database */
  sealingKey: Buffer
  /** whether this database was made for simulation: every answer then carries the simulated time */
  isSimulation: boolean
}

/**
 * Builds the API: plugins, error handler, routes. It does not listen, so that tests inject.
 */
export async function buildApp(deps: Deps, parts: AppParts): Promise<FastifyInstance> {
  const { ring, lane, metrics, sealingKey } = parts
  const app = await buildHealthApp(deps, metrics)
  if (parts.isSimulation) showSimulatedTime(app, deps)
  await app.register(
    async (v1) => {
      await v1.register(authentication(deps, ring))
      leadMergedEvents(v1, deps)
      await v1.register(accountRoutes(deps, ring))
      await v1.register(keyRoutes(ring))
      await v1.register(reportRoutes(deps, lane))
      await v1.register(reviewRoutes(deps, lane))
      await v1.register(batchRoutes(deps, lane))
      await v1.register(syncRoutes(deps))
      await v1.register(eventRoutes(deps))
      await v1.register(eventCourseRoutes(deps))
      await v1.register(attachmentRoutes(deps, openAttachmentFiles(deps)))
      await v1.register(eventIdentityRoutes(deps))
      await v1.register(registerRoutes(deps, sealingKey))
      await v1.register(totalsRoutes(deps))
      await v1.register(escalationRoutes(deps))
      await v1.register(routingRoutes(deps))
      await v1.register(deadlineRoutes(deps))
      await v1.register(localRuleRoutes(deps, openPreviews(deps)))
      await v1.register(regionRoutes(deps))
      await v1.register(catalogueRoutes())
      await v1.register(dryRunRoutes(deps))
      await v1.register(bundleRoutes())
      await v1.register(regulationRoutes(openApprovedRules(deps.db)))
      await v1.register(auditRoutes(deps, auditorSees))
      await v1.register(timeRoutes(deps, (claims) => signJws(claims, 'time+jws', ring.signing('receipt'))))
    },
    { prefix: '/v1' },
  )
  return app
}

/**
 * Builds what every process serves, the engine's too: alive, ready, metrics, and nothing else.
 */
export async function buildHealthApp(deps: Deps, metrics: Metrics): Promise<FastifyInstance> {
  const app = bareApp(deps)
  metrics.observeRequests(app)
  await registerPlugins(app, deps)
  await app.register(healthRoutes(deps, { metrics, expectsEngine: true }))
  return app
}

function bareApp({ config, log }: Deps): FastifyInstance {
  const app = fastify({
    loggerInstance: log as FastifyBaseLogger,
    genReqId: () => uuidv7(),
    logController: new LogController({ requestIdLogLabel: 'reqId', disableRequestLogging: true }),
    bodyLimit: config.BODY_LIMIT_BYTES,
    trustProxy: config.TRUST_PROXY ? config.TRUST_PROXY.split(',').map((one) => one.trim()) : false,
    forceCloseConnections: 'idle',
    // long enough for a quarter of a megabyte on one bar of signal, and then the line is free again
    requestTimeout: 300_000,
    routerOptions: { maxParamLength: 200 },
    frameworkErrors: errorHandler,
  })
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(createSerializerCompiler({ stringify: JSON.stringify }))
  app.setErrorHandler(errorHandler)
  app.setNotFoundHandler((request, reply) => sendProblem(reply, nothingHere(request)))
  acceptStrictJson(app)
  logRequests(app)
  return app
}

/** The page of the API document offers nothing of other people's services. */
const DOCS_PAGE = {
  title: 'Fengsui',
  withDefaultFonts: false,
  telemetry: false,
  showDeveloperTools: 'never',
  hideClientButton: true,
  agent: { disabled: true },
  mcp: { disabled: true },
} as const

/**
 * Nothing is loaded from anywhere else. Inline scripts and styles are what the page of the API document is made of;
 * answers of the API are no pages.
 */
const CONTENT_POLICY = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'", "'unsafe-inline'"],
  styleSrc: ["'self'", "'unsafe-inline'"],
  imgSrc: ["'self'", 'data:'],
  fontSrc: ["'self'", 'data:'],
  connectSrc: ["'self'"],
  frameAncestors: ["'none'"],
}

/** Most of the gain at a fraction of the time that the default takes. */
const QUICK_BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }

async function registerPlugins(app: FastifyInstance, { config }: Deps): Promise<void> {
  await app.register(fastifyZodOpenApiPlugin)
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: API_INFO,
      tags: API_TAGS,
      servers: API_SERVERS,
      components: { securitySchemes: API_SECURITY_SCHEMES },
      security: [{ accessToken: [] }],
    },
    transform: (source) =>
      withHeadersOfEmptyAnswers(
        fastifyZodOpenApiTransformers.transform({ ...source, schema: withOwnResponses(source.schema) }),
        source.schema,
      ),
    transformObject: (source) => completeDocument(fastifyZodOpenApiTransformers.transformObject(source)),
  })
  await app.register(helmet, { contentSecurityPolicy: { useDefaults: false, directives: CONTENT_POLICY } })
  if (config.ALLOWED_ORIGINS) await app.register(cors, otherOrigins(config.ALLOWED_ORIGINS))
  await app.register(compress, { global: false, encodings: ['br', 'gzip'], brotliOptions: QUICK_BROTLI })
  await app.register(underPressure, { maxEventLoopDelay: 2_000, retryAfter: 5 })
  await app.register(rateLimit, {
    max: config.REQUESTS_PER_MINUTE,
    timeWindow: 60_000,
    hook: 'preHandler',
    keyGenerator: accountOrAddress,
    errorResponseBuilder: (_request, { ttl }) =>
      new Problem('too-many-requests', `Wait ${Math.ceil(ttl / 1_000)} s and try again.`),
  })
  await app.register(scalar, { routePrefix: '/docs', configuration: DOCS_PAGE })
}

/** Limits are per account, not per address: many phones share one. */
function accountOrAddress(request: FastifyRequest): string {
  return request.verifiedClaims?.sub ?? request.ip
}

/** One line a request, when it has ended. */
function logRequests(app: FastifyInstance): void {
  app.addHook('onResponse', (request, reply, done) => {
    request.log.info(
      {
        method: request.method,
        route: request.routeOptions.url ?? null,
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime * 10) / 10,
        accountId: request.verifiedClaims?.sub,
      },
      'request done',
    )
    done()
  })
}

/** Simulated time is visible wherever it is on. */
function showSimulatedTime(app: FastifyInstance, { db }: Deps): void {
  app.addHook('onSend', async (_request, reply) => {
    const now = await readSimulatedNow(db)
    if (now) reply.header('fengsui-simulated-time', now.toISOString())
  })
}

function nothingHere(request: FastifyRequest): Problem {
  return new Problem(
    'not-found',
    `There is no ${request.method} ${request.url.split('?')[0]} here; see /docs.`,
  )
}
