/** The promises of the design (设计承诺): checked at the end of every drill, whatever it tells. */
import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto'
import canonicalize from 'canonicalize'
import { z } from 'zod'
import { receiptSchema } from '../reports/reply-schemas.ts'
import { postFor, type Sent, send } from './act.ts'
import { dutyPromises } from './duty-promises.ts'
import { type Evidence, readRecords } from './evidence.ts'
import { type Finding, finding } from './finding.ts'
import { ask } from './post.ts'
import { changesBetween, isQuiet, look } from './watch.ts'

/** Checks every promise. Those that send something again come last. */
export async function checkPromises(evidence: Evidence): Promise<Finding[]> {
  return [
    nothingLost(evidence),
    await receiptsVerify(evidence),
    ...dutyPromises(evidence),
    trailIsComplete(evidence),
    severityNeverFell(evidence),
    timeIsShown(evidence),
    await strangersSeeNothing(evidence),
    await replaysRepeat(evidence),
    await engineRestsWhenDone(evidence),
  ]
}

function committed({ play }: Evidence): Sent[] {
  return play.memory.sent.filter(({ status }) => status === 201 || status === 202)
}

function nothingLost(evidence: Evidence): Finding {
  const { versions, held } = evidence
  const sent = committed(evidence)
  const faults = sent.flatMap(({ label, body, path }) => {
    const found = versions.filter(({ versionId }) => versionId === body.id)
    const waiting = held.filter(({ versionId }) => versionId === body.id)
    if (found.length + waiting.length !== 1) return [`${label}: ${found.length + waiting.length} versions`]
    const [version] = found
    if (!version || path.endsWith('/withdrawal')) return []
    const hash = hashOf(body)
    if (version.contentHash !== hash) return [`${label}: the stored hash is not that of what was sent`]
    return hashOf(version.content) === hash ? [] : [`${label}: the stored content is not what was sent`]
  })
  const strange = versions.filter(({ versionId }) => !sent.some(({ body }) => body.id === versionId))
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

async function receiptsVerify({ play }: Evidence): Promise<Finding> {
  const { memory, wire } = play
  const { keys } = keySet.parse(JSON.parse((await ask(wire, 'GET', '/v1/jwks')).text))
  const publicKeys = new Map(
    keys.map(({ kid, ...jwk }) => [kid, createPublicKey({ key: jwk, format: 'jwk' })] as const),
  )
  const accepted = memory.sent.filter(({ status }) => status === 201)
  const faults: string[] = []
  for (const { label, body, text } of accepted) {
    const { receipt } = acceptedReceipt.parse(JSON.parse(text))
    const claims = claimsOf(receipt.jws, publicKeys)
    if (claims === null) faults.push(`${label}: the signature does not hold`)
    else if (claims.versionId !== body.id || claims.contentHash !== receipt.contentHash)
      faults.push(`${label}: the receipt is for something else`)
    const kept = await memory.cast.observer.get(`/v1/receipts/${body.id}`, receiptSchema)
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

function trailIsComplete({ play, trail }: Evidence): Finding {
  const { acts } = play.memory
  const entered = new Map<string, number>()
  for (const { action, subjectId } of trail) {
    const key = `${action} ${subjectId}`
    entered.set(key, (entered.get(key) ?? 0) + 1)
  }
  const wanted = [
    ...acts.map(({ action, subjectId }) => `${action} ${subjectId}`),
    ...[...play.seen.escalations.keys()].map((id) => `escalation.opened ${id}`),
    ...[...play.seen.forwardings.values()].map(
      ({ id, returnsId }) => `forwarding.${returnsId === null ? 'opened' : 'returned'} ${id}`,
    ),
  ]
  const once = [...new Set(wanted)]
  const byWhom = acts.filter(
    ({ action, subjectId, accountId }) =>
      !trail.some(
        (entry) => entry.action === action && entry.subjectId === subjectId && entry.accountId === accountId,
      ),
  )
  return finding(
    {
      zh: '每个动作在审计记录中恰有一条,记明何岗',
      en: 'The trail has exactly one entry for each act, with who did it',
    },
    once.length,
    [
      ...once
        .filter((key) => !key.startsWith('event.extended') && entered.get(key) !== 1)
        .map((key) => `${key}: ${entered.get(key) ?? 0} entries`),
      ...byWhom.map(({ action, subjectId }) => `${action} ${subjectId}: no entry of that account`),
    ],
  )
}

const RANK = [null, 'ordinary', 'relatively_serious', 'serious', 'especially_serious']

function severityNeverFell({ play }: Evidence): Finding {
  const changes = play.entries.flatMap(({ changes: { severity } }) => severity)
  return finding(
    { zh: '等级从不自行降低', en: 'No severity falls by itself' },
    changes.length,
    changes
      .filter(({ event, from }) => RANK.indexOf(event.severity) < RANK.indexOf(from))
      .map(({ event, from }) => `${event.id}: ${from} -> ${event.severity}`),
  )
}

function timeIsShown({ play }: Evidence): Finding {
  return finding(
    { zh: '每个应答都标明模拟时间', en: 'Every answer shows that time is simulated' },
    play.answers,
    play.withoutSimulatedTime.slice(0, 5),
  )
}

async function strangersSeeNothing({ play, versions }: Evidence): Promise<Finding> {
  const { outsider } = play.memory.cast
  const faults: string[] = []
  let looked = 0
  const expect = async (path: string, isRight: (status: number, text: string) => boolean) => {
    const { status, text } = await outsider.send('GET', path)
    looked += 1
    if (!isRight(status, text)) faults.push(`GET ${path} gave a stranger ${status}: ${text.slice(0, 120)}`)
  }
  for (const { versionId } of versions) {
    await expect(`/v1/reports/${versionId}`, (status) => status === 404)
    await expect(`/v1/receipts/${versionId}`, (status) => status === 404)
  }
  for (const id of play.seen.events.keys()) await expect(`/v1/events/${id}`, (status) => status === 404)
  for (const list of ['reports', 'events', 'deadlines', 'escalations', 'forwardings']) {
    await expect(`/v1/${list}`, (status, text) => status === 403 || isEmptyPage(text))
  }
  const [first] = play.memory.sent
  if (first) {
    looked += 1
    const again = await send(outsider, { ...first, key: crypto.randomUUID(), path: '/v1/reports' })
    if (again.status !== 403)
      faults.push(`a stranger's report for another county was answered ${again.status}`)
  }
  return finding(
    { zh: '辖区外的岗位读不到、报不进', en: 'Who is outside the jurisdiction can neither read nor report' },
    looked,
    faults,
  )
}

function isEmptyPage(text: string): boolean {
  const page = z.object({ items: z.array(z.unknown()) }).safeParse(JSON.parse(text))
  return page.success && page.data.items.length === 0
}

async function replaysRepeat(evidence: Evidence): Promise<Finding> {
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
    if (other.status !== 422 && !one.path.endsWith('/withdrawal')) {
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

async function engineRestsWhenDone({ play, ground }: Evidence): Promise<Finding> {
  const { observer } = play.memory.cast
  const before = await look(observer)
  await ground.runDue()
  await ground.runDue()
  const changes = changesBetween(before, await look(observer))
  return finding(
    { zh: '引擎再跑两轮,什么也不多', en: 'The engine, run twice more, adds nothing' },
    2,
    isQuiet(changes) ? [] : [`it made ${JSON.stringify(changes).slice(0, 200)}`],
  )
}
