/** Puts the question of a cell to the running service, and reads what the answer comes to. */
import { Agent, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Api } from '../api.ts'
import type { Cell } from './cells.ts'
import { cityCodeOf } from './ground.ts'
import type { Outcome } from './letters.ts'
import type { Sent } from './row.ts'

/** Refused for what stands there already: whoever asks got as far as that. */
const REFUSED_FOR_ANOTHER_REASON = [409, 410, 412, 422]
const OUTCOMES: Readonly<Record<number, 'unauthenticated' | Outcome>> = {
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'hidden',
}
const NOBODYS_ID = '019a2b6e-5d2c-7cc3-98f4-1a2b3c4d5e6f'

export interface Reply {
  status: number
  text: string
}

export interface Heard extends Reply {
  /** the status itself where it is none of these */
  outcome: Outcome | 'unauthenticated' | number
}

export interface Asking {
  api: Pick<Api, 'address'>
  /** of each city the event in which the things of its units lie */
  wide: Readonly<Record<string, string>>
  /** the cursor of a sync before there was anything to tell of */
  began: string
  /** whole lists, by caller and address: they are the same for every place */
  lists: Map<string, Promise<Reply>>
}

/** Asks as the caller of the cell. */
export async function ask(asking: Asking, cell: Cell): Promise<Heard> {
  const { row, caller, unit, id } = cell
  const target = { id, unit, wide: String(asking.wide[cityCodeOf(unit)]), began: asking.began, caller }
  const sent = row.send?.(target) ?? {}
  const [method = '', template = ''] = row.route.split(' ')
  const path = sent.path ?? template.replace(/\{.*\}/, id)
  const url = `${path}${sent.query ? `?${sent.query}` : ''}`
  if (row.lists) {
    const whole = await listOnce(asking, caller.token, url)
    // as a value of its own, not among the ids that another row names
    const field = row.lists === true ? '' : `"${row.lists}"`
    const isShown = whole.text.includes(`${field}:"${id}"`)
    return whole.status === 200 && !isShown ? { ...whole, outcome: 'hidden' } : heard(whole)
  }
  const reply = await send(asking.api, method, url, caller.token, sent)
  const asHeard = heard(reply, row.alsoThrough)
  return asHeard.outcome === 'through' && row.read ? { ...reply, outcome: row.read(reply) } : asHeard
}

/** Asks without a token, for what is nobody's. */
export function askAsNobody({ api }: Asking, route: string): Promise<Reply> {
  const [method = '', template = ''] = route.split(' ')
  const body = ['POST', 'PATCH'].includes(method) ? {} : undefined
  return send(api, method, template.replaceAll(/\{\w+\}/g, NOBODYS_ID), null, { ...(body && { body }) })
}

function heard(reply: Reply, alsoThrough?: number): Heard {
  const { status } = reply
  const isThrough =
    (status >= 200 && status < 300) || REFUSED_FOR_ANOTHER_REASON.includes(status) || status === alsoThrough
  return { ...reply, outcome: isThrough ? 'through' : (OUTCOMES[status] ?? status) }
}

function listOnce(asking: Asking, token: string, url: string): Promise<Reply> {
  const key = `${token} ${url}`
  const asked = asking.lists.get(key) ?? wholeList(asking.api, token, url)
  asking.lists.set(key, asked)
  return asked
}

/** All pages as one text. */
async function wholeList(api: Asking['api'], token: string, url: string): Promise<Reply> {
  const isSync = url.startsWith('/v1/sync')
  const paged = isSync ? url : `${url}${url.includes('?') ? '&' : '?'}limit=200`
  const texts: string[] = []
  for (let page: string | null = paged; page !== null; ) {
    const { status, text } = await send(api, 'GET', page, token, {})
    if (status !== 200) return { status, text }
    texts.push(text)
    const { items, next, hasMore } = JSON.parse(text)
    if (isSync) page = hasMore ? `/v1/sync?cursor=${next}` : null
    else page = items && next ? `${paged}&after=${next}` : null
  }
  return { status: 200, text: texts.join('\n') }
}

/** A machine that is too busy says so, and says nothing of rights: it is asked again. */
async function send(...asked: Parameters<typeof sendOnce>): Promise<Reply> {
  for (let tries = 1; ; tries += 1) {
    const reply = await sendOnce(...asked)
    if (reply.status !== 503 || asked[2] === '/readyz' || tries === 5) return reply
    await sleep(1_000)
  }
}

/** Connections that stay open: most of the time of this test would go into opening them. */
const agent = new Agent({ keepAlive: true, maxSockets: 16 })

function sendOnce(
  { address }: Asking['api'],
  method: string,
  url: string,
  token: string | null,
  { body, headers = {} }: Sent,
): Promise<Reply> {
  const isRaw = typeof body === 'string' || Buffer.isBuffer(body)
  const bytes = body === undefined ? null : Buffer.from(isRaw ? body : JSON.stringify(body))
  const sent = {
    ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    ...(bytes && !isRaw ? { 'content-type': 'application/json' } : {}),
    ...(bytes ? { 'content-length': bytes.length } : {}),
    ...headers,
  }
  return new Promise((resolve, reject) => {
    const asked = request(`${address}${url}`, { method, agent, headers: sent }, (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('error', reject)
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, text: Buffer.concat(parts).toString() })
      })
    })
    asked.on('error', reject)
    asked.end(bytes ?? undefined)
  })
}
