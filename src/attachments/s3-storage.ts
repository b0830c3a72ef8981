import { createReadStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import { AwsClient } from 'aws4fetch'
import type { Storage, StoredFile } from './storage.ts'
import { FileIsLost, type StorageTrouble } from './storage-trouble.ts'

export interface S3Settings {
  /** endpoint and bucket, path style */
  address: string
  region: string
  accessKeyId: string
  secretAccessKey: string
}

const RETRIES = 2
const LIMIT_MS = 120_000

interface Asked {
  method?: 'PUT' | 'HEAD' | 'DELETE'
  headers?: Record<string, string>
  body?: ReadableStream
}

/** Keeps files in a store that speaks S3: PUT, GET with a range, DELETE and ListObjectsV2 are all that is asked of it. */
export function s3Storage({ address, ...settings }: S3Settings, trouble: StorageTrouble): Storage {
  const client = new AwsClient({ ...settings, service: 's3', retries: RETRIES })
  // a body that streams is gone after its first try: whoever sent the chunk tries again
  const once = new AwsClient({ ...settings, service: 's3', retries: 0 })
  const ask = async (path: string, asked: Asked, accepted: readonly number[]) => {
    const init = { ...asked, duplex: 'half', signal: AbortSignal.timeout(LIMIT_MS) } as RequestInit
    const answer = await (asked.body ? once : client).fetch(`${address}/${path}`, init)
    if (accepted.includes(answer.status)) return answer
    const text = await answer.text()
    const code = /<Code>(\w+)<\/Code>/.exec(text)?.[1]
    if (answer.status === 404 && code !== 'NoSuchBucket') throw new FileIsLost(path)
    throw new Error(`S3 answered ${answer.status} ${code ?? ''} to ${asked.method ?? 'GET'}`)
  }
  return {
    keep: (key, spooled) =>
      trouble.told('keep', async () => {
        const headers = {
          'content-length': String(spooled.byteLength),
          // signed: the store refuses bytes that changed on the way
          'x-amz-content-sha256': spooled.sha256,
        }
        const body = Readable.toWeb(createReadStream(spooled.path)) as ReadableStream
        await ask(key, { method: 'PUT', headers, body }, [200])
        await rm(spooled.path, { force: true })
      }),
    read: (key, range) =>
      trouble.told('read', async () => {
        const headers = range ? { range: `bytes=${range.first}-${range.last}` } : undefined
        const { body } = await ask(key, { ...(headers && { headers }) }, [range ? 206 : 200])
        return body ? Readable.fromWeb(body as ReadableStream) : Readable.from([])
      }),
    sizeOf: (key) =>
      trouble.told('look', async () => {
        const { status, headers } = await ask(key, { method: 'HEAD' }, [200, 404])
        return status === 404 ? null : Number(headers.get('content-length'))
      }),
    remove: (key) =>
      trouble.told('remove', async () => {
        await ask(key, { method: 'DELETE' }, [200, 204, 404])
      }),
    list: () => objects((query) => trouble.told('list', () => ask(query, {}, [200]))),
  }
}

async function* objects(ask: (query: string) => Promise<Response>): AsyncGenerator<StoredFile> {
  for (let token = ''; ; ) {
    const from = token === '' ? '' : `&continuation-token=${encodeURIComponent(token)}`
    const page = await (await ask(`?list-type=2${from}`)).text()
    for (const [, item = ''] of page.matchAll(/<Contents>(.*?)<\/Contents>/gs)) {
      yield {
        key: textOf(item, 'Key'),
        byteLength: Number(textOf(item, 'Size')),
        storedAt: new Date(textOf(item, 'LastModified')),
      }
    }
    token = textOf(page, 'NextContinuationToken')
    if (token === '') return
  }
}

/** Keys are our own and need no unescaping; what is somebody else's is shown as it stands. */
function textOf(xml: string, name: string): string {
  return new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1] ?? ''
}
