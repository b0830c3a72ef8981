import { type KeyObject, sign } from 'node:crypto'
import { shanghaiIso } from '../shanghai.ts'
import { canonicalJson } from './canonical.ts'
import type { MetClaim } from './met-view.ts'

/** What a receipt (回执) proves: who had reported what, when it was received, and its place in the chain. */
export interface ReceiptClaims {
  iss: 'fengsui'
  versionId: string
  eventId: string
  regionCode: string
  number: number
  contentHash: string
  receivedAt: string
  /** what the report met of what its unit owed; receipts of earlier releases do not say */
  met: readonly MetClaim[]
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
  return signJws(claims, 'receipt+jws', key)
}

/**
 * Signs claims of any kind with a receipt key; the type keeps one kind from passing for another.
 */
export function signJws(claims: object, typ: string, key: ReceiptKey): string {
  const header = encode({ alg: 'EdDSA', kid: key.kid, typ })
  const signed = `${header}.${encode(claims)}`
  return `${signed}.${sign(null, Buffer.from(signed), key.privateKey).toString('base64url')}`
}

/** What a receipt of our own says was met; null where it was issued before receipts said so. */
function metIn(jws: string): readonly MetClaim[] | null {
  const [, payload = ''] = jws.split('.')
  const claims: Partial<ReceiptClaims> = JSON.parse(Buffer.from(payload, 'base64url').toString())
  return claims.met ?? null
}

/** A receipt as it goes out, with what can be read in it without a key. */
export function receiptView(
  { versionId, contentHash, receivedAt }: { versionId: string; contentHash: string; receivedAt: Date },
  jws: string,
) {
  const met = metIn(jws)
  const view = { versionId, contentHash, receivedAt: shanghaiIso(receivedAt), jws }
  return met ? { ...view, met: [...met] } : view
}

function encode(value: object): string {
  return Buffer.from(canonicalJson(value)).toString('base64url')
}
