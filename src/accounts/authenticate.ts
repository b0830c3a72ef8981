/** Authentication (身份认证) at the edge: whose request this is, before anything else is looked at. */
import type { FastifyInstance, FastifyPluginAsync, FastifyRequest } from 'fastify'
import type { Deps } from '../deps.ts'
import type { KeyRing } from '../keys/key-ring.ts'
import { Problem } from '../problems/problem.ts'
import { registerAccessTokens, unauthenticated } from './access-token.ts'
import type { Caller, Claims } from './caller.ts'
import { loadCaller } from './caller-store.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** `caller` (default) reads the account at each request, `token` checks the signature alone, `none` nothing */
    auth?: 'caller' | 'token' | 'none'
  }
  interface FastifyRequest {
    /** who is asking; only on routes with auth `caller` */
    readonly caller: Caller
    /** what the token says; only on routes with auth `caller` or `token` */
    readonly claims: Claims
    verifiedClaims: Claims | null
    loadedCaller: Caller | null
  }
}

/**
 * Registers tokens and the check of every request in the scope that registers it and all below.
 * A path that does not exist answers 404 without asking for a token.
 */
export function authentication({ db }: Deps, ring: KeyRing): FastifyPluginAsync {
  const plugin: FastifyPluginAsync = async (app) => {
    await registerAccessTokens(app, ring)
    decorate(app)
    app.addHook('onRequest', async (request) => {
      const auth = request.routeOptions.config.auth ?? 'caller'
      if (auth === 'none' || request.is404) return
      const claims = await verifyToken(request)
      if (auth === 'token') return
      request.loadedCaller = await loadCaller(db, claims)
      if (!request.loadedCaller) throw unauthenticated('The session has ended; log in again.', true)
    })
  }
  // As fastify-plugin does: the hook and the decorators belong to the scope that registers this.
  return Object.assign(plugin, { [Symbol.for('skip-override')]: true })
}

function decorate(app: FastifyInstance): void {
  app.decorateRequest('loadedCaller', null)
  app.decorateRequest('caller', {
    getter() {
      if (!this.loadedCaller) throw new Error('this route does not load its caller')
      return this.loadedCaller
    },
  })
  app.decorateRequest('claims', {
    getter() {
      if (!this.verifiedClaims) throw new Error('this route does not check tokens')
      return this.verifiedClaims
    },
  })
}

async function verifyToken(request: FastifyRequest): Promise<Claims> {
  if (!request.headers.authorization) {
    throw unauthenticated('Send an access token: Authorization: Bearer <token>.', false)
  }
  try {
    return await request.jwtVerify<Claims>()
  } catch (error) {
    if (error instanceof Problem || !isTokenFault(error)) throw error
    throw unauthenticated('The access token is not valid, or not any more; renew it.', true)
  }
}

/** Faults of the token, as @fastify/jwt and the library below it name them; anything else is ours. */
function isTokenFault(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^(FST_JWT|FAST_JWT)_/.test(String(error.code))
}
