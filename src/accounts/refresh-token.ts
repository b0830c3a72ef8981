/** Refresh tokens (刷新令牌): `kid.id.mac`. The database knows the id alone; the mac proves that we gave it out. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { SecretKey } from '../keys/key-material.ts'
import type { KeyRing } from '../keys/key-ring.ts'

const SHAPE = /^([A-Za-z0-9_-]{16})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.([A-Za-z0-9_-]{43})$/

/** The token for an id: the same one each time, so that a successor can be given again. */
export function refreshTokenFor(key: SecretKey, id: string): string {
  return `${key.kid}.${id}.${mac(key, id).toString('base64url')}`
}

/**
 * The id inside a token.
 *
 * @returns null when it was not made by this service
 */
export async function readRefreshToken(ring: KeyRing, token: string): Promise<string | null> {
  const [, kid, id, given] = SHAPE.exec(token) ?? []
  if (!kid || !id || !given) return null
  const key = await ring.verifying('refresh_token', kid)
  if (!key) return null
  const bytes = Buffer.from(given, 'base64url')
  const expected = mac(key, id)
  return bytes.length === expected.length && timingSafeEqual(bytes, expected) ? id : null
}

function mac(key: SecretKey, id: string): Buffer {
  return createHmac('sha256', key.secret).update(`refresh_token:${id}`).digest()
}
