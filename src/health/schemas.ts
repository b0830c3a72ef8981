import { z } from 'zod'
import { instant as anyInstant, code, listOf, text } from '../wire.ts'

const EXAMPLE_INSTANT = '2026-07-01T12:00:00.000+08:00'
const instant = (description: string) => anyInstant().meta({ description, examples: [EXAMPLE_INSTANT] })
const count = (description: string) =>
  z
    .int()
    .min(0)
    .max(Number.MAX_SAFE_INTEGER)
    .meta({ description, examples: [0] })

export const livenessSchema = z
  .object({ status: z.literal('alive').meta({ description: 'The process answers', examples: ['alive'] }) })
  .meta({ id: 'Liveness', description: 'The process is alive' })

const checkSchema = z
  .object({
    name: z
      .enum(['database', 'migrations', 'engine'])
      .meta({ description: 'What was looked at', examples: ['engine'] }),
    isOk: z.boolean().meta({ description: 'Whether it is as it should be', examples: [true] }),
    detail: text(4_000).meta({ description: 'What was found', examples: ['last heard of 4 s ago'] }),
  })
  .meta({ id: 'ReadinessCheck', description: 'One thing that readiness depends on' })

const engineStepSchema = z
  .object({
    name: code(100).meta({ description: 'Name of the step, or heartbeat', examples: ['missed'] }),
    lastStartedAt: instant('When it last started, by the real clock'),
    lastSucceededAt: instant('When it last succeeded, by the real clock').nullable(),
    lastCount: count('What its last run did'),
    lastMs: count('How long its last run took, in milliseconds'),
    runs: count('Rounds in which it ran'),
    done: count('All that it ever did'),
    failures: count('Rounds in which it failed'),
    lastError: text(100_000)
      .nullable()
      .meta({ description: 'What last went wrong', examples: [null] }),
    lastErrorAt: instant('When that was').nullable(),
  })
  .meta({ id: 'EngineStep', description: 'What one step of the engine (引擎) last did, in whatever process' })

export const readinessSchema = z
  .object({
    status: z
      .enum(['ready', 'not_ready'])
      .meta({ description: 'Whether requests can be served as promised', examples: ['ready'] }),
    simulatedNow: instant('The simulated instant; null where time is real').nullable(),
    checks: listOf(checkSchema, 10).optional().meta({ description: 'For the operator only' }),
    engine: listOf(engineStepSchema, 100).optional().meta({ description: 'For the operator only' }),
  })
  .meta({ id: 'Readiness', description: 'Whether the service is ready (就绪)' })

export const timeQuery = z.strictObject({
  nonce: z
    .string()
    .max(64)
    .regex(/^[A-Za-z0-9_-]{1,64}$/, 'must be 1 to 64 letters, digits, _ or -')
    .optional()
    .meta({
      description: 'Comes back inside the signature, which proves that the answer is not an old one',
      examples: ['k3JxQ9s7'],
    }),
})

export const serverTimeSchema = z
  .object({
    now: instant('The instant by which everything is judged'),
    isSimulated: z
      .boolean()
      .meta({ description: 'True in a drill: then it is not the time of day', examples: [false] }),
    jws: code(4_000).meta({
      description:
        'The same as a compact JWS (RFC 7515, EdDSA) with the claims sub `time`, now, isSimulated and nonce; its key is in the key set',
      examples: ['eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJ0aW1lIn0.c2lnbmF0dXJl'],
    }),
  })
  .meta({ id: 'ServerTime', description: 'The time of the server, signed (授时)' })
