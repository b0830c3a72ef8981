import type { FastifyPluginAsyncZodOpenApi } from 'fastify-zod-openapi'
import { z } from 'zod'
import type { Deps } from '../deps.ts'
import { json } from '../http/json-reply.ts'
import { cursorOf, positionOf } from '../http/pages.ts'
import type { KeyRing } from '../keys/key-ring.ts'
import { problems } from '../problems/schemas.ts'
import { shanghaiIso } from '../shanghai.ts'
import { signAccessToken } from './access-token.ts'
import { grantClientSession } from './grant-client-session.ts'
import { mustRotateKeys } from './must-rotate-keys.ts'
import { openSession } from './open-session.ts'
import { refreshSession } from './refresh-session.ts'
import { accountReply, sessionReply, tokensReply } from './replies.ts'
import { revokeSession } from './revoke-session.ts'
import {
  loginSchema,
  openedSessionSchema,
  rotationRequestSchema,
  rotationSchema,
  sessionPageSchema,
  sessionParams,
  sessionQuery,
  tokenRequestSchema,
  tokensSchema,
} from './session-schemas.ts'
import { listSessions } from './session-store.ts'

const POSITION = z.tuple([z.uuid()])

const openSessionSchema = {
  operationId: 'openSession',
  summary: 'Log in on a device (登录)',
  description:
    'Answers with an access token for the next minutes and a refresh token for this device. After too many failures the login is locked for a while, whether anybody has it or not.',
  tags: ['accounts'],
  security: [],
  body: loginSchema,
  response: { 201: json('Logged in', openedSessionSchema), ...problems(400, 401, 413, 415, 429) },
}

const issueTokensSchema = {
  operationId: 'issueTokens',
  summary: 'Renew a session, or log a system in (刷新令牌)',
  description:
    'A refresh token is used up by its use. The device that lost the answer may repeat it for a short while and gets the same successor; any other repetition ends the session. System clients send their id and one of their two secrets.',
  tags: ['accounts'],
  security: [],
  body: tokenRequestSchema,
  response: { 200: json('Tokens', tokensSchema), ...problems(400, 401, 413, 415, 429) },
}

const listSessionsSchema = {
  operationId: 'listSessions',
  summary: 'List the devices where one is logged in (登录设备)',
  description: 'The live sessions of the caller, the newest first.',
  tags: ['accounts'],
  querystring: sessionQuery,
  response: { 200: json('A page of sessions', sessionPageSchema), ...problems(400, 401, 403, 429) },
}

const revokeSessionSchema = {
  operationId: 'revokeSession',
  summary: 'Log out, or cut off a lost device (退出登录, 设备挂失)',
  description:
    'People end their own sessions; administrators end those of accounts in their jurisdiction. It counts from the next request on.',
  tags: ['accounts'],
  params: sessionParams,
  response: { 204: { description: 'The session has ended' }, ...problems(400, 401, 403, 404, 429) },
}

const rotateKeySchema = {
  operationId: 'rotateKey',
  summary: 'Rotate a signing key (密钥轮换)',
  description:
    'For administrators of the topmost unit. A new key signs from now on; what the old one signed stays valid until it ends, receipts for good.',
  tags: ['keys'],
  body: rotationRequestSchema,
  response: { 201: json('Rotated', rotationSchema), ...problems(400, 401, 403, 413, 415, 429) },
}

/** Logins, tokens, and the keys that sign them. */
export function sessionRoutes(deps: Deps, ring: KeyRing): FastifyPluginAsyncZodOpenApi {
  const { db, config } = deps
  const open = { auth: 'none' } as const
  return async (app) => {
    app.post('/sessions', { schema: openSessionSchema, config: open }, async (request, reply) => {
      const session = await openSession(deps, ring, request.body)
      const access = signAccessToken(app, ring, config, session.claims)
      reply.code(201).header('cache-control', 'no-store')
      return { ...tokensReply(session.claims, access, session), account: accountReply(session.account) }
    })

    app.post('/tokens', { schema: issueTokensSchema, config: open }, async ({ body }, reply) => {
      reply.header('cache-control', 'no-store')
      if (body.grantType === 'client_credentials') {
        const claims = await grantClientSession(deps, body)
        return tokensReply(claims, signAccessToken(app, ring, config, claims), null)
      }
      const refreshed = await refreshSession(deps, ring, body)
      const access = signAccessToken(app, ring, config, refreshed.claims)
      return tokensReply(refreshed.claims, access, refreshed)
    })

    app.get('/sessions', { schema: listSessionsSchema }, async ({ caller, query: { limit, after } }) => {
      const [before] = after === undefined ? [null] : positionOf(POSITION, after)
      const found = await listSessions(db, caller.accountId, { before, limit: limit + 1 })
      const items = found.slice(0, limit)
      const last = items.at(-1)
      return {
        items: items.map((session) => sessionReply(session, caller.sessionId)),
        next: found.length > limit && last ? cursorOf([last.id]) : null,
      }
    })

    app.delete('/sessions/:sessionId', { schema: revokeSessionSchema }, async (request, reply) => {
      await revokeSession(deps, request.caller, request.params.sessionId)
      return reply.code(204).send()
    })

    app.post('/keys/rotations', { schema: rotateKeySchema }, async ({ caller, body }, reply) => {
      await mustRotateKeys(db, caller)
      const { purpose, kid, rotatedAt } = await ring.rotate(body.purpose, caller.accountId)
      reply.code(201)
      return { purpose, kid, rotatedAt: shanghaiIso(rotatedAt) }
    })
  }
}
