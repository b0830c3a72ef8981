/** A post (岗位) that talks to the service over HTTP, as any client would. */
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'

/** How often a service is asked again that says it cannot answer just now: nothing was done then. */
const ASKED_AGAIN = 6
const SECOND_MS = 1_000

export interface Answer {
  status: number
  /** the body to the letter */
  text: string
  headers: Headers
}

export interface Post {
  accountId: string
  get<Schema extends z.ZodType>(path: string, schema: Schema): Promise<z.infer<Schema>>
  /** every item of a list, page by page */
  all<Schema extends z.ZodType>(path: string, item: Schema): Promise<z.infer<Schema>[]>
  /** whatever is answered, refusals included */
  send(method: 'GET' | 'POST', path: string, body?: object, headers?: Record<string, string>): Promise<Answer>
  /** a POST that must be answered with a 2xx */
  post<Schema extends z.ZodType>(
    path: string,
    schema: Schema,
    body?: object,
    headers?: Record<string, string>,
  ): Promise<z.infer<Schema>>
}

/** The service did not answer as it must: the drill cannot go on. */
export class UnexpectedAnswer extends Error {
  override name = 'UnexpectedAnswer'
}

export interface Wire {
  address: string
  signal: AbortSignal
  /** hears every answer, for promises about all of them */
  heard: (answer: Answer, path: string) => void
}

/** One request. Where the service is overloaded it is asked again when it says. */
export async function ask(
  { address, signal, heard }: Wire,
  method: 'GET' | 'POST',
  path: string,
  { token, body, headers }: { token?: string; body?: object; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const request = {
    method,
    signal,
    headers: {
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(body ? { 'content-type': 'application/json' } : {}),
      ...headers,
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  }
  let response = await fetch(`${address}${path}`, request)
  for (let times = 0; response.status === 503 && times < ASKED_AGAIN; times += 1) {
    await response.body?.cancel()
    await sleep(Number(response.headers.get('retry-after') ?? 1) * SECOND_MS, undefined, { signal })
    response = await fetch(`${address}${path}`, request)
  }
  const answer = { status: response.status, text: await response.text(), headers: response.headers }
  heard(answer, path)
  return answer
}

/** A post that has logged in. */
export function postOf(wire: Wire, token: string, accountId: string): Post {
  const send: Post['send'] = (method, path, body, headers) =>
    ask(wire, method, path, { token, ...(body ? { body } : {}), ...(headers ? { headers } : {}) })
  const get: Post['get'] = async (path, schema) => read(await send('GET', path), schema, `GET ${path}`)
  return {
    accountId,
    send,
    get,
    async all(path, item) {
      const items = []
      let next: string | null = null
      do {
        const url: string = `${path}${path.includes('?') ? '&' : '?'}limit=200${next ? `&after=${next}` : ''}`
        const page: { items: z.infer<typeof item>[]; next: string | null } = await get(url, pageSchema(item))
        items.push(...page.items)
        next = page.next
      } while (next !== null)
      return items
    },
    post: async (path, schema, body, headers) =>
      read(await send('POST', path, body, headers), schema, `POST ${path}`),
  }
}

const pageSchema = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), next: z.string().nullable() })

/**
 * @throws UnexpectedAnswer when it is no 2xx, or not of the shape that the contract declares
 */
export function read<Schema extends z.ZodType>(
  answer: Answer,
  schema: Schema,
  what: string,
): z.infer<Schema> {
  const { status, text } = answer
  if (status < 200 || status > 299) {
    throw new UnexpectedAnswer(`${what} was answered ${status}: ${text.slice(0, 600)}`)
  }
  const result = schema.safeParse(JSON.parse(text))
  if (result.success) return result.data
  const [issue] = result.error.issues
  throw new UnexpectedAnswer(
    `${what} answered what its schema does not allow: /${issue?.path.join('/')} ${issue?.message}`,
  )
}
