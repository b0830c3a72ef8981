/** Promises to those who report (报送承诺): nothing lost, receipts that verify, retries that repeat. */
import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto'
import canonicalize from 'canonicalize'
import { z } from 'zod'
import { receiptSchema } from '../reports/reply-schemas.ts'
import { send } from './act.ts'
import { type Evidence, readRecords } from './evidence.ts'
import { type Finding, finding } from './finding.ts'
import { postFor, type Sent } from './memory.ts'
import { ask } from './post.ts'

function committed({ play }: Evidence): Sent[] {
  return play.memory.sent.filter(({ status }) => status === 201 || status === 202)
}

/** Every accepted report is there once, as it was sent. */
export function nothingLost(evidence: Evidence): Finding {
  const { versions, held } = evidence
  const sent = committed(evidence)
  const faults = sent.flatMap(({ label, body, path, ...one }) => {
    const found = versions.filter(({ versionId }) => versionId === one.versionId)
    const waiting = held.filter(({ versionId }) => versionId === one.versionId)
    if (found.length + waiting.length !== 1) return [`${label}: ${found.length + waiting.length} versions`]
    const [version] = found
    // of withdrawals, nil reports and what was drafted the service makes the content
    if (!version || path !== '/v1/reports') return []
    const hash = hashOf(body)
    if (version.contentHash !== hash) return [`${label}: the stored hash is not that of what was sent`]
    return hashOf(version.content) === hash ? [] : [`${label}: the stored content is not what was sent`]
  })
  const strange = versions.filter(({ versionId }) => !sent.some((one) => one.versionId === versionId))
  return finding(
    {
      zh: '每份收下的报送恰有一个版本,内容哈希相符,无一丢失',
      en: 'Every accepted report is there exactly once, its hash holds, none is lost',
    },
    sent.length,
    [...faults, ...strange.map(({ versionId }) => `${versionId}: nobody sent this version`)],
  )
}

const keySet = z.object({
  keys: z.array(z.object({ kid: z.string(), kty: z.string(), crv: z.string(), x: z.string() })),
})
const acceptedReceipt = z.object({ receipt: receiptSchema })
const receiptClaims = z.object({ versionId: z.string(), contentHash: z.string(), receivedAt: z.string() })

/** Receipts verify with the published key, and are given out as they were issued. */
export async function receiptsVerify({ play }: Evidence): Promise<Finding> {
  const { memory, wire } = play
  const { keys } = keySet.parse(JSON.parse((await ask(wire, 'GET', '/v1/jwks')).text))
  const publicKeys = new Map(
    keys.map(({ kid, ...jwk }) => [kid, createPublicKey({ key: jwk, format: 'jwk' })] as const),
  )
  const accepted = memory.sent.filter(({ status }) => status === 201)
  const faults: string[] = []
  for (const { label, versionId, text } of accepted) {
    const { receipt } = acceptedReceipt.parse(JSON.parse(text))
    const claims = claimsOf(receipt.jws, publicKeys)
    if (claims === null) faults.push(`${label}: the signature does not hold`)
    else if (claims.versionId !== versionId || claims.contentHash !== receipt.contentHash)
      faults.push(`${label}: the receipt is for something else`)
    const kept = await memory.cast.observer.get(`/v1/receipts/${versionId}`, receiptSchema)
    if (kept.jws !== receipt.jws) faults.push(`${label}: the receipt is not given out as it was issued`)
  }
  return finding(
    {
      zh: '回执可用公钥离线验签,且与签发时一致',
      en: 'Receipts verify offline with the public key, as issued',
    },
    accepted.length,
    faults,
  )
}

/** Checks a compact JWS with nothing of the service's own code. */
function claimsOf(jws: string, keys: ReadonlyMap<string, KeyObject>) {
  const [header = '', payload = '', signature = ''] = jws.split('.')
  const { kid } = z.object({ kid: z.string() }).parse(JSON.parse(decoded(header)))
  const key = keys.get(kid)
  const holds =
    key && verify(null, Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, 'base64url'))
  return holds ? receiptClaims.parse(JSON.parse(decoded(payload))) : null
}

function decoded(part: string): string {
  return Buffer.from(part, 'base64url').toString('utf8')
}

function hashOf(value: unknown): string {
  return createHash('sha256')
    .update(canonicalize(value) ?? '')
    .digest('hex')
}

/** A retry hears the same; another body under the same key is refused. */
export async function replaysRepeat(evidence: Evidence): Promise<Finding> {
  const { play, versions } = evidence
  const sent = committed(evidence)
  const faults: string[] = []
  for (const one of sent) {
    const post = postFor(play.memory, one.who)
    const again = await send(post, { ...one, sentAt: null })
    if (again.status !== one.status || again.text !== one.text) {
      faults.push(`${one.label}: sent again, it was answered ${again.status}, not the same`)
    }
    const otherBody = { ...one.body, narrative: '同一键,另一内容' }
    const other = await send(post, { ...one, body: otherBody })
    if (other.status !== 422 && one.path === '/v1/reports') {
      faults.push(`${one.label}: the same key with another body was answered ${other.status}`)
    }
  }
  const after = (await readRecords(play)).versions.length
  if (after !== versions.length) faults.push(`${versions.length} versions became ${after}`)
  return finding(
    {
      zh: '同键重发,应答逐字节相同;同键另文被拒,原文不动',
      en: 'Sent again with its key, each is answered byte for byte the same; another body is refused',
    },
    sent.length,
    faults,
  )
}
