import { type KeyObject, sign, verify } from 'node:crypto'
import { canonicalJson } from './canonical.ts'

/** What a receipt (回执) proves: who had reported what, when it was received, and its place in the chain. */
export interface ReceiptClaims {
  iss: 'fengsui'
  versionId: string
  eventId: string
  regionCode: string
  number: number
  contentHash: string
  receivedAt: string
}

/** A key that signs receipts. */
export interface ReceiptKey {
  kid: string
  privateKey: KeyObject
}

/**
 * Signs a receipt: a compact JWS (RFC 7515) with Ed25519, which any JOSE library can check offline with the key
 * that `/v1/jwks` publishes.
 */
export function signReceipt(claims: ReceiptClaims, key: ReceiptKey): string {
  const header = encode({ alg: 'EdDSA', kid: key.kid, typ: 'receipt+jws' })
  const signed = `${header}.${encode(claims)}`
  return `${signed}.${sign(null, Buffer.from(signed), key.privateKey).toString('base64url')}`
}

/**
 * Whether the receipt is ours and unchanged.
 *
 * @returns its claims, or null when the signature does not hold
 */
export function readReceipt(jws: string, publicKey: KeyObject): ReceiptClaims | null {
  const [header, payload, signature] = jws.split('.')
  if (!header || !payload || !signature) return null
  const holds = verify(
    null,
    Buffer.from(`${header}.${payload}`),
    publicKey,
    Buffer.from(signature, 'base64url'),
  )
  return holds ? JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) : null
}

function encode(value: object): string {
  return Buffer.from(canonicalJson(value)).toString('base64url')
}
