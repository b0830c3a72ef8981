import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'

/**
 * The canonical form (RFC 8785) of a JSON value: two bodies that mean the same give the same text.
 *
 * @throws when the value is not JSON
 */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value)
  if (text === undefined) throw new TypeError('only JSON has a canonical form')
  return text
}

/** SHA-256 of the canonical form, in hexadecimal: the content hash that receipts carry. */
export function contentHash(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex')
}
