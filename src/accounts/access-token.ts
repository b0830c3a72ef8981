/** Access tokens (访问令牌): short-lived proof of a session, signed with EdDSA. */
import fastifyJwt from '@fastify/jwt'
import type { FastifyInstance } from 'fastify'
import type { Config } from '../config.ts'
import type { KeyRing } from '../keys/key-ring.ts'
import { Problem } from '../problems/problem.ts'
import type { Claims } from './caller.ts'

const ISSUER = 'fengsui'
const TOKENS_REMEMBERED = 10_000

declare module '@fastify/jwt' {
  interface FastifyJWT {
    payload: Claims & { iss: string; exp?: number }
    user: Claims
  }
}

export interface AccessToken {
  accessToken: string
  accessTokenExpiresAt: Date
}

/**
 * Registers @fastify/jwt. Each key has a verify cache of its own, and the key is looked up at each request: what a
 * removed key signed is refused although it was verified before.
 */
export async function registerAccessTokens(app: FastifyInstance, ring: KeyRing): Promise<void> {
  await app.register(fastifyJwt, {
    decode: { complete: true },
    decoratorName: 'verifiedClaims',
    secret: {
      private: async () => ring.signing('access_token').privatePem,
      public: async (_request: unknown, token: unknown) => verifyingPem(ring, token),
    },
    sign: { algorithm: 'EdDSA' },
    verify: {
      algorithms: ['EdDSA'],
      allowedIss: ISSUER,
      requiredClaims: ['iss', 'sub', 'sid', 'iat', 'exp'],
      cache: TOKENS_REMEMBERED,
    },
  })
}

/** Signs an access token for a session. */
export function signAccessToken(
  app: FastifyInstance,
  ring: KeyRing,
  config: Config,
  claims: Claims,
): AccessToken {
  const { kid, privatePem } = ring.signing('access_token')
  const payload: Claims & { iss: string; exp?: number } = { sub: claims.sub, sid: claims.sid, iss: ISSUER }
  const accessToken = app.jwt.sign(payload, {
    key: privatePem,
    kid,
    expiresIn: config.ACCESS_TOKEN_SECONDS,
    mutatePayload: true,
  })
  if (payload.exp === undefined) throw new Error('the token was signed without an end')
  return { accessToken, accessTokenExpiresAt: new Date(payload.exp * 1_000) }
}

/**
 * The answer to a token that is missing or not valid (any more).
 */
export function unauthenticated(detail: string, isGiven: boolean): Problem {
  const challenge = isGiven ? 'Bearer realm="fengsui", error="invalid_token"' : 'Bearer realm="fengsui"'
  return new Problem('unauthenticated', detail, {}, { 'www-authenticate': challenge })
}

async function verifyingPem(ring: KeyRing, token: unknown): Promise<string> {
  const kid = kidOf(token)
  const key = kid === null ? null : await ring.verifying('access_token', kid)
  if (!key) throw unauthenticated('The access token was not signed by a key of this service.', true)
  return key.publicPem
}

function kidOf(token: unknown): string | null {
  if (typeof token !== 'object' || token === null || !('header' in token)) return null
  const { header } = token
  if (typeof header !== 'object' || header === null || !('kid' in header)) return null
  return typeof header.kid === 'string' ? header.kid : null
}
