/** Receipts and hashes: what can be checked without believing the service. */
import { createPublicKey, type JsonWebKey, verify } from 'node:crypto'
import { contentHash } from '../src/reports/canonical.ts'
import type { Api } from '../test/api.ts'
import { EVENT_KEYS } from './event-keys.ts'

interface Key extends JsonWebKey {
  kid: string
}

interface Sealed {
  id: string
  event_id: string
  key: string
  content: object
  content_hash: string
  jws: string
}

/**
 * What receipts say, each checked with the published key, and with the hash of the body computed anew; the signature
 * itself differs with the id of the event.
 */
export async function receiptsOf(api: Api): Promise<ReadonlyMap<string, string>> {
  const { keys } = (await api.nobody.get('/v1/jwks')).json<{ keys: Key[] }>()
  const publicKeys = new Map(
    keys.map((jwk) => [jwk.kid, createPublicKey({ key: { ...jwk }, format: 'jwk' })]),
  )
  const rows = await api.rows<Sealed>(
    `with ${EVENT_KEYS} select v.id, v.event_id, k.key, v.content, v.content_hash, r.jws
     from report_versions v join event_keys k on k.id = v.event_id join receipts r on r.version_id = v.id`,
  )
  return new Map(
    rows.map(({ id, event_id, key, content, content_hash, jws }) => {
      const [header = '', payload = '', signature = ''] = jws.split('.')
      const publicKey = publicKeys.get(decoded(header).kid ?? '')
      const holds =
        publicKey !== undefined &&
        verify(null, Buffer.from(`${header}.${payload}`), publicKey, Buffer.from(signature, 'base64url'))
      // what was met depends on what was owed when it arrived, which disorder changes
      const { met: _, ...said } = decoded(payload)
      const isOfBody = contentHash(content) === content_hash && said.contentHash === content_hash
      const line = {
        ...said,
        eventId: said.eventId === event_id ? key : 'another event',
        contentHash: isOfBody ? 'of the body' : 'of something else',
        signature: holds ? 'holds' : 'does not hold',
      }
      return [id, JSON.stringify(line)]
    }),
  )
}

/** Whether a line of these is that of a receipt that holds. */
export function isGood(line: string | undefined): boolean {
  if (line === undefined) return false
  const { contentHash: hash, signature } = JSON.parse(line) as { contentHash: string; signature: string }
  return hash === 'of the body' && signature === 'holds'
}

function decoded(part: string): Record<string, string> {
  return JSON.parse(Buffer.from(part, 'base64url').toString())
}
