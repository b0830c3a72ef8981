/** Sealing (密封): what lies in the database and must not be read from a copy of it. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

const CIPHER = 'aes-256-gcm'
const VERSION = 'v1'
const NONCE_BYTES = 12
const TAG_BYTES = 16

/** The sealed text does not open: another key, another context, or it was altered. */
export class UnsealError extends Error {
  override name = 'UnsealError'
}

/**
 * Seals a secret with AES-256-GCM.
 *
 * @param key 32 bytes
 * @param context what the secret belongs to; it opens only with the same context
 */
export function seal(key: Buffer, secret: Buffer, context: string): string {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES })
  cipher.setAAD(Buffer.from(context))
  const sealed = Buffer.concat([cipher.update(secret), cipher.final(), cipher.getAuthTag()])
  return [VERSION, nonce.toString('base64url'), sealed.toString('base64url')].join('.')
}

/**
 * Opens what `seal` made.
 *
 * @throws UnsealError when it does not open
 */
export function unseal(key: Buffer, sealed: string, context: string): Buffer {
  const [version, nonce, body, ...rest] = sealed.split('.')
  if (version !== VERSION || !nonce || !body || rest.length > 0) {
    throw new UnsealError('this is not a sealed secret of a known version')
  }
  const bytes = Buffer.from(body, 'base64url')
  try {
    const decipher = createDecipheriv(CIPHER, key, Buffer.from(nonce, 'base64url'), {
      authTagLength: TAG_BYTES,
    })
    decipher.setAAD(Buffer.from(context))
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES))
    return Buffer.concat([decipher.update(bytes.subarray(0, -TAG_BYTES)), decipher.final()])
  } catch (cause) {
    throw new UnsealError('the sealed secret does not open with this key', { cause })
  }
}
