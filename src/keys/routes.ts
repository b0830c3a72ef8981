import type { FastifyPluginAsyncZodOpenApi } from 'fastify-zod-openapi'
import type { z } from 'zod'
import { problems } from '../problems/schemas.ts'
import type { KeyRing } from './key-ring.ts'
import { keySetSchema } from './schemas.ts'

const readKeySetSchema = {
  operationId: 'readKeySet',
  summary: 'Public keys of tokens and receipts (公钥)',
  description:
    'With these keys anybody can verify access tokens and, offline and for good, the signatures of receipts.',
  tags: ['keys'],
  security: [],
  response: { 200: keySetSchema, ...problems(400, 429) },
}

/** The public keys; nobody needs to log in for them. */
export function keyRoutes(ring: KeyRing): FastifyPluginAsyncZodOpenApi {
  return async (app) => {
    app.get('/jwks', { schema: readKeySetSchema, config: { auth: 'none' } }, async (_request, reply) => {
      reply.header('cache-control', 'public, max-age=60')
      return keySet(ring)
    })
  }
}

function keySet(ring: KeyRing): z.infer<typeof keySetSchema> {
  return {
    keys: ring.published().map(({ kid, purpose, jwk }) => ({
      kty: 'OKP',
      crv: 'Ed25519',
      x: jwk.x ?? '',
      kid,
      use: 'sig',
      alg: 'EdDSA',
      purpose,
    })),
  }
}
