/** What a key is made of, in memory and sealed. */
import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type JsonWebKey,
  type KeyObject,
  randomBytes,
} from 'node:crypto'
import { seal, unseal } from './sealing.ts'
import type { KeyPurpose, NewKey, StoredKey } from './store.ts'

/** An Ed25519 pair, in the forms that its users need. */
export interface PairKey {
  kid: string
  privateKey: KeyObject
  publicKey: KeyObject
  privatePem: string
  publicPem: string
  publicJwk: JsonWebKey
}

/** 32 random bytes for HMAC-SHA-256. */
export interface SecretKey {
  kid: string
  secret: Buffer
}

export interface KeyByPurpose {
  access_token: PairKey
  receipt: PairKey
  refresh_token: SecretKey
}

const SECRET_BYTES = 32

/** Makes a key for a purpose, sealed for the database. */
export function makeKey(purpose: KeyPurpose, sealingKey: Buffer, now: Date): NewKey {
  const kid = randomBytes(12).toString('base64url')
  const context = contextOf(kid, purpose)
  if (purpose === 'refresh_token') {
    const sealedSecret = seal(sealingKey, randomBytes(SECRET_BYTES), context)
    return { kid, purpose, publicJwk: null, sealedSecret, createdAt: now }
  }
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const secret = privateKey.export({ type: 'pkcs8', format: 'der' })
  return {
    kid,
    purpose,
    publicJwk: publicKey.export({ format: 'jwk' }),
    sealedSecret: seal(sealingKey, secret, context),
    createdAt: now,
  }
}

/**
 * Opens a stored pair.
 *
 * @throws UnsealError
 */
export function openPair({ kid, purpose, sealedSecret }: StoredKey, sealingKey: Buffer): PairKey {
  const key = unseal(sealingKey, sealedSecret, contextOf(kid, purpose))
  const privateKey = createPrivateKey({ key, type: 'pkcs8', format: 'der' })
  const publicKey = createPublicKey(privateKey)
  return {
    kid,
    privateKey,
    publicKey,
    privatePem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    publicJwk: publicKey.export({ format: 'jwk' }),
  }
}

/**
 * Opens a stored secret.
 *
 * @throws UnsealError
 */
export function openSecret({ kid, purpose, sealedSecret }: StoredKey, sealingKey: Buffer): SecretKey {
  return { kid, secret: unseal(sealingKey, sealedSecret, contextOf(kid, purpose)) }
}

/** A sealed key opens only as what it was sealed as: rows cannot be swapped. */
function contextOf(kid: string, purpose: KeyPurpose): string {
  return `signing_keys:${purpose}:${kid}`
}
