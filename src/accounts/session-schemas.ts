/** Wire shapes of logins, tokens and keys. */
import { z } from 'zod'
import { pageOf, pageQuery } from '../http/pages.ts'
import { KEY_PURPOSES } from '../keys/tables.ts'
import { code, lineIn, text } from '../wire.ts'
import { accountExample, accountSchema } from './schemas.ts'
import { idSchema, instantOut, lineOut, wordOut } from './wire.ts'

const AT = '2026-07-01T08:00:00.000+08:00'
const SESSION_ID = '019f2b6e-5a7c-7d21-9c1e-2f6f1f0b7a12'
const ACCESS_TOKEN = 'eyJhbGciOiJFZERTQSIsImtpZCI6IlpxM3ZWZDB5UTFtVDhzMksifQ.eyJzdWIiOiIwMTlmIn0.c2lnbmF0dXJl'
const REFRESH_TOKEN = `Zq3vVd0yQ1mT8s2K.${SESSION_ID}.q0x1p9m3J0T8s2KZk1cVd0yQ1mT8s2KZk1cVd0yQ1m0`

const deviceInput = lineIn(200)
  .min(1)
  .meta({
    description: 'What the device calls itself: always the same on one device, different on each (设备标识)',
    examples: ['phone-7c1e2f6f'],
  })
const tokenText = code(500).min(1)
const loginText = code(64).min(1)

export const loginSchema = z
  .strictObject({
    login: loginText.meta({ description: 'Login (登录名)' }),
    password: text(200).min(1),
    device: deviceInput,
  })
  .meta({
    id: 'Login',
    description: 'A login on a device',
    examples: [
      { login: 'officer-540122101000', password: 'abcde-fghjk-mnpqr-stuvw', device: 'phone-7c1e2f6f' },
    ],
  })

export const tokenRequestSchema = z
  .discriminatedUnion('grantType', [
    z
      .strictObject({
        grantType: z.literal('refresh_token'),
        refreshToken: tokenText,
        device: deviceInput,
      })
      .meta({ id: 'RefreshTokenGrant', description: 'A device renews its session' }),
    z
      .strictObject({
        grantType: z.literal('client_credentials'),
        clientId: loginText,
        clientSecret: tokenText,
      })
      .meta({ id: 'ClientCredentialsGrant', description: 'A system client asks for a token' }),
  ])
  .meta({
    id: 'TokenRequest',
    description: 'What the token is asked for with',
    examples: [{ grantType: 'refresh_token', refreshToken: REFRESH_TOKEN, device: 'phone-7c1e2f6f' }],
  })

const TOKENS = {
  tokenType: z.literal('Bearer'),
  sessionId: idSchema('Id of the session', SESSION_ID),
  accessToken: wordOut(2_000, 'For the Authorization header'),
  accessTokenExpiresAt: instantOut('Until when'),
  refreshToken: wordOut(500, 'For one renewal; null for system clients').nullable(),
  refreshTokenExpiresAt: instantOut('Until when').nullable(),
}

const tokensExample = {
  tokenType: 'Bearer',
  sessionId: SESSION_ID,
  accessToken: ACCESS_TOKEN,
  accessTokenExpiresAt: AT,
  refreshToken: REFRESH_TOKEN,
  refreshTokenExpiresAt: AT,
} as const

export const tokensSchema = z
  .object(TOKENS)
  .meta({ id: 'Tokens', description: 'Tokens (令牌)', examples: [tokensExample] })

export const openedSessionSchema = z.object({ ...TOKENS, account: accountSchema }).meta({
  id: 'OpenedSession',
  description: 'A session just opened, and whose it is',
  examples: [{ ...tokensExample, account: accountExample }],
})

const sessionSchema = z
  .object({
    id: idSchema('Id of the session', SESSION_ID),
    device: lineOut(200, 'What the device calls itself'),
    createdAt: instantOut('Since when'),
    expiresAt: instantOut('Until when, unless it is renewed'),
    isCurrent: z.boolean().meta({ description: 'Whether this request was made in it' }),
  })
  .meta({
    id: 'Session',
    description: 'A login on a device (登录设备)',
    examples: [{ id: SESSION_ID, device: 'phone-7c1e2f6f', createdAt: AT, expiresAt: AT, isCurrent: true }],
  })

export const sessionPageSchema = pageOf(sessionSchema).meta({
  id: 'SessionPage',
  description: 'A page of sessions, the newest first',
})

export const sessionQuery = z.strictObject(pageQuery)
export const sessionParams = z.strictObject({
  sessionId: idSchema('Id of the session', SESSION_ID),
})

export const rotationRequestSchema = z
  .strictObject({ purpose: z.enum(KEY_PURPOSES).meta({ description: 'Which key to rotate' }) })
  .meta({
    id: 'KeyRotationRequest',
    description: 'Which key to rotate',
    examples: [{ purpose: 'access_token' }],
  })

export const rotationSchema = z
  .object({
    purpose: z.enum(KEY_PURPOSES),
    kid: wordOut(40, 'Id of the key'),
    rotatedAt: instantOut('Since when'),
  })
  .meta({
    id: 'KeyRotation',
    description: 'The key that signs from now on',
    examples: [{ purpose: 'access_token', kid: 'Zq3vVd0yQ1mT8s2K', rotatedAt: AT }],
  })
