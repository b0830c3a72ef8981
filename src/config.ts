import { z } from 'zod'

const port = z.coerce.number().int().min(0).max(65_535)
const positive = (most: number) => z.coerce.number().int().min(1).max(most)
const flag = z.enum(['true', 'false']).transform((value) => value === 'true')

/**
 * Everything that can be configured, from the environment. docs/operations.md repeats this table for people;
 * a test keeps the two the same.
 */
export const configSchema = z.object({
  HOST: z.string().min(1).default('127.0.0.1').describe('address to listen on'),
  PORT: port.default(8080).describe('port to listen on; 0 takes a free one'),
  DATA_DIR: z
    .string()
    .min(1)
    .default('data')
    .describe('folder of the embedded database, the first accounts and the sealing key'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must start with postgres:// or postgresql://')
    .optional()
    .describe('a PostgreSQL 15 or newer to use instead of the embedded one'),
  DATABASE_POOL_SIZE: positive(200).default(10).describe('connections at most'),
  SEALING_KEY: z
    .string()
    .regex(/^[A-Za-z0-9+/]{43}=$/, 'must be 32 bytes in base64')
    .optional()
    .describe(
      '32 bytes in base64 that seal the signing keys in the database; all processes on one database need the same; by default made once and kept in DATA_DIR',
    ),
  RUN: z.enum(['all', 'api', 'engine']).default('all').describe('which half runs in this process'),
  ENGINE_INTERVAL_MS: positive(60_000)
    .default(15_000)
    .describe('longest sleep of the engine between two rounds'),
  ENGINE_STALE_MS: positive(600_000)
    .default(60_000)
    .describe('silence after which the engine counts as stopped in /readyz'),
  ACCESS_TOKEN_SECONDS: positive(3_600).default(900).describe('life of an access token'),
  REFRESH_TOKEN_DAYS: positive(365).default(30).describe('how long a device stays logged in without contact'),
  REFRESH_GRACE_SECONDS: positive(3_600)
    .default(120)
    .describe('how long a device may repeat its last refresh token'),
  LOGIN_FAILURES_ALLOWED: positive(100)
    .default(5)
    .describe('failed logins of one account before it is locked for a while'),
  LOGIN_LOCK_SECONDS: positive(86_400).default(300).describe('how long that lock lasts'),
  REQUESTS_PER_MINUTE: positive(1_000_000).default(600).describe('requests of one account in a minute'),
  BODY_LIMIT_BYTES: positive(16_777_216).default(262_144).describe('largest body of a request'),
  TRUST_PROXY: z
    .string()
    .optional()
    .describe(
      'addresses of the reverse proxies whose X-Forwarded headers are believed, comma separated; none by default',
    ),
  ALLOWED_ORIGINS: z
    .string()
    .regex(
      /^https?:\/\/[^/,\s]+(,\s*https?:\/\/[^/,\s]+)*$/,
      'must be origins such as https://desk.example, comma separated',
    )
    .optional()
    .describe('web origins, comma separated, whose pages may call the API (CORS); none by default'),
  OPERATOR_TOKEN: z
    .string()
    .min(24)
    .optional()
    .describe('opens /metrics and the details of /readyz to callers that are not on this machine'),
  SHUTDOWN_SECONDS: positive(300)
    .default(20)
    .describe('how long requests in flight may finish when stopping'),
  ANY_DEATH_DIRECT_REPORT: flag
    .default(true)
    .describe('a single death is reported to the autonomous region directly (inferred rule)'),
  REGISTER_RETENTION_DAYS: positive(36_500)
    .default(365)
    .describe(
      'days after the closing of an event for which its registers are kept before they may be destroyed (inferred: the law names none)',
    ),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info')
    .describe('least level that is logged to standard error'),
})

export type Config = Readonly<z.infer<typeof configSchema>>

/** The configuration is wrong; the message names each value at fault. */
export class ConfigError extends Error {
  override name = 'ConfigError'
}

/**
 * Reads the configuration. An empty value counts as not given.
 *
 * @throws ConfigError with one line for each bad value
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
  const result = configSchema.safeParse(given)
  if (!result.success) {
    const lines = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
    throw new ConfigError(`The configuration is not usable.\n${lines.join('\n')}`)
  }
  return Object.freeze(result.data)
}
