/** Somebody who uploads by tus over real HTTP, and says what tus says. */
import { type Api, type Client, VILLAGE } from '../api.ts'
import { sha256, sha256Base64 } from './files.ts'

export interface TusAnswer {
  status: number
  headers: Headers
  text: string
  /** the slug of the problem, or null */
  problem: string | null
  json<Body = Record<string, unknown>>(): Body
}

export type Metadata = Record<string, string>

export const encoded = (metadata: Metadata) =>
  Object.entries(metadata)
    .map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`)
    .join(',')

/** What a village says of a photo. */
export const ofPhoto = (bytes: Uint8Array, more: Metadata): Metadata => ({
  regionCode: VILLAGE,
  kind: 'photo',
  filename: '现场.jpg',
  filetype: 'image/jpeg',
  sha256: sha256(bytes),
  ...more,
})

export type Sender = ReturnType<typeof sender>

export function sender({ address }: Pick<Api, 'address'>, client: Pick<Client, 'token'>) {
  async function ask(
    method: string,
    path: string,
    headers: Record<string, string>,
    body?: RequestInit['body'],
  ): Promise<TusAnswer> {
    const response = await fetch(`${address}${path}`, {
      method,
      headers: { authorization: `Bearer ${await client.token()}`, ...headers },
      ...(body === undefined ? {} : { body, duplex: 'half' }),
    } as RequestInit)
    const text = await response.text()
    const isProblem = response.headers.get('content-type')?.startsWith('application/problem+json') === true
    return {
      status: response.status,
      headers: response.headers,
      text,
      problem: isProblem && text ? JSON.parse(text).type.replace('/problems/', '') : null,
      json: <Body>() => JSON.parse(text) as Body,
    }
  }
  const tus = { 'tus-resumable': '1.0.0' }
  const create = (metadata: Metadata | string, length: number | string, more = {}) =>
    ask('POST', '/v1/uploads', {
      ...tus,
      'upload-length': String(length),
      'upload-metadata': typeof metadata === 'string' ? metadata : encoded(metadata),
      ...more,
    })
  const chunk = (place: string, offset: number, bytes: Uint8Array, more: Record<string, string> = {}) =>
    ask(
      'PATCH',
      place,
      {
        ...tus,
        'upload-offset': String(offset),
        'upload-checksum': `sha256 ${sha256Base64(bytes)}`,
        'content-type': 'application/offset+octet-stream',
        ...more,
      },
      new Uint8Array(bytes),
    )
  async function open(bytes: Uint8Array, metadata: Metadata): Promise<string> {
    const answer = await create(metadata, bytes.length)
    if (answer.status !== 201) throw new Error(`not announced: ${answer.status} ${answer.text}`)
    return answer.headers.get('location') ?? ''
  }
  return {
    ask,
    create,
    chunk,
    open,
    progress: (place: string) => ask('HEAD', place, tus),
    cancel: (place: string) => ask('DELETE', place, tus),
    /** Announces and sends a file in chunks; all of them must be taken. */
    async send(bytes: Uint8Array, metadata: Metadata, chunkBytes = bytes.length): Promise<string> {
      const place = await open(bytes, metadata)
      for (let at = 0; at < bytes.length; at += chunkBytes) {
        const answer = await chunk(place, at, bytes.subarray(at, at + chunkBytes))
        if (answer.status !== 204) throw new Error(`not taken: ${answer.status} ${answer.text}`)
      }
      return place.replace('/v1/uploads/', '')
    },
  }
}
