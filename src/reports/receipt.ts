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

const RECEIPT_TYPE = 'receipt+jws'

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
  return signJws(claims, RECEIPT_TYPE, key)
}

/**
 * Signs claims of any kind with a receipt key; the type keeps one kind from passing for another.
 */
export function signJws(claims: object, typ: string, key: ReceiptKey): string {
  const header = encode({ alg: 'EdDSA', kid: key.kid, typ })
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
  return holds && decode(header).typ === RECEIPT_TYPE ? decode(payload) : null
}

function encode(value: object): string {
  return Buffer.from(canonicalJson(value)).toString('base64url')
}

function decode(part: string) {
  return JSON.parse(Buffer.from(part, 'base64url').toString('utf8'))
}
