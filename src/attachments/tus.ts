import type { IncomingMessage } from 'node:http'
import { PassThrough, Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import { ERRORS, Server } from '@tus/server'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Config } from '../config.ts'
import { Problem } from '../problems/problem.ts'
import { elsewhere } from './take-chunk.ts'
import type { TusStore } from './tus-store.ts'

const PATH = '/v1/uploads'

/** The headers that the library is shown; what it does not need it cannot stumble over. */
const SHOWN = [
  ...['tus-resumable', 'upload-length', 'upload-defer-length', 'upload-metadata', 'upload-offset'],
  ...['upload-concat', 'content-length'],
]
/** The headers that it may answer with. What concerns other origins is set for all routes in one place. */
const ANSWERED = /^(location|cache-control|tus-.*|upload-.*)$/

/** Nothing is locked: chunks are written aside, and the database lets one of them in. */
const UNLOCKED = { newLock: () => ({ lock: async () => {}, unlock: async () => {} }) }

/**
 * Lets the library for tus 1.0 answer a request: it knows headers, offsets and statuses, the store does the work. What
 * goes wrong is thrown as a problem, as everywhere.
 *
 * @throws Problem
 */
export async function speakTus(
  config: Config,
  request: FastifyRequest,
  reply: FastifyReply,
  store: TusStore,
): Promise<FastifyReply> {
  let failure: unknown = null
  const server = new Server({
    path: PATH,
    datastore: store,
    locker: UNLOCKED,
    // the length is judged by kind when the upload is opened: what is told here is the largest of all
    maxSize: (_request, id) => (id === null ? largestOf(config) : 0),
    namingFunction: (asked, metadata) =>
      store.open(metadata ?? {}, Number(asked.headers.get('upload-length'))),
    generateUrl: (_request, { path, id }) => `${path}/${id}`,
    onUploadFinish: async (_request, { id }) => {
      await store.finish(id)
      return {}
    },
    onResponseError: (_request, error) => {
      failure = error
      return { status_code: 500, body: 'told as a problem' }
    },
  })
  const answer = await server.handleWeb(asWebRequest(request))
  if (answer.status >= 400) {
    leaveUnread(config, request, reply)
    throw failure === null ? refusedByHeader(answer.status, await answer.text()) : asProblem(failure, store)
  }
  for (const [name, value] of answer.headers) if (ANSWERED.test(name)) reply.header(name, value)
  const { upload } = store
  if (upload && upload.byteOffset < upload.byteLength) {
    reply.header('upload-expires', upload.expiresAt.toUTCString())
  }
  return reply.code(answer.status).send(answer.status === 200 ? '' : undefined)
}

function largestOf(config: Config): number {
  const { PHOTO_LIMIT_BYTES, DOCUMENT_LIMIT_BYTES, VIDEO_LIMIT_BYTES, AUDIO_LIMIT_BYTES } = config
  return Math.max(PHOTO_LIMIT_BYTES, DOCUMENT_LIMIT_BYTES, VIDEO_LIMIT_BYTES, AUDIO_LIMIT_BYTES)
}

function asWebRequest({ method, url, headers, raw }: FastifyRequest): Request {
  const shown = new Headers()
  for (const name of SHOWN) {
    const value = headers[name]
    if (typeof value === 'string') shown.set(name, value)
  }
  const hasBody = method === 'PATCH'
  if (hasBody) shown.set('content-type', String(headers['content-type']))
  return new Request(`http://fengsui${url}`, {
    method,
    headers: shown,
    ...(hasBody && { body: Readable.toWeb(bytesOf(raw)) as ReadableStream, duplex: 'half' }),
  } as RequestInit)
}

/** The body at one remove: whoever stops reading in its middle must not close the line before the answer is said. */
function bytesOf(raw: IncomingMessage): PassThrough {
  const bytes = new PassThrough()
  raw.on('error', (error) => bytes.destroy(error))
  raw.on('close', () => {
    if (!raw.complete) bytes.destroy(new Error('the line broke'))
  })
  return raw.pipe(bytes)
}

/** What is left of a chunk is read and forgotten, so that the line can be used again; what is too much of it is not. */
function leaveUnread(config: Config, { headers, raw }: FastifyRequest, reply: FastifyReply): void {
  if (raw.complete) return
  if (!(Number(headers['content-length']) <= config.ATTACHMENT_CHUNK_BYTES))
    reply.header('connection', 'close')
  raw.unpipe()
  raw.resume()
}

/** What the library throws are plain objects, each known by itself. */
function asProblem(failure: unknown, { upload }: TusStore): unknown {
  switch (failure) {
    case ERRORS.INVALID_OFFSET:
      return elsewhere(upload?.byteOffset ?? 0)
    case ERRORS.FILE_NOT_FOUND:
      return new Problem('not-found', 'There is no such upload of this account.')
    case ERRORS.MISSING_OFFSET:
      return badHeader('upload-offset', 'missing', 'Send Upload-Offset: from where these bytes go on.')
    case ERRORS.INVALID_METADATA:
      return badHeader(
        'upload-metadata',
        'invalid_format',
        'Send Upload-Metadata: keys with values in base64.',
      )
    case ERRORS.INVALID_LENGTH:
      return badHeader(
        'upload-length',
        'missing',
        'Send Upload-Length: the number of bytes of the whole file.',
      )
    case ERRORS.UNSUPPORTED_CREATION_DEFER_LENGTH_EXTENSION:
      return badHeader('upload-length', 'missing', 'The length must be known when the upload is opened.')
    case ERRORS.UNSUPPORTED_CONCATENATION_EXTENSION:
      return badHeader('upload-concat', 'unknown_field', 'Uploads are not put together from others here.')
    case ERRORS.ERR_SIZE_EXCEEDED:
      return beyondEnd()
    case ERRORS.ABORTED:
      return new Problem('invalid-request', 'The chunk broke off; none of its bytes count.')
    default:
      return failure instanceof Error ? unlessTooLong(failure) : unspoken(failure)
  }
}

/** A chunk without Content-Length is cut off where the upload ends. */
function unlessTooLong(failure: Error): Error {
  return 'status_code' in failure && failure.status_code === 413 ? beyondEnd() : failure
}

function beyondEnd(): Problem {
  return new Problem('body-too-large', 'The chunk reaches beyond the end of the upload.')
}

function unspoken(failure: unknown): Problem {
  const body = typeof failure === 'object' && failure !== null && 'body' in failure ? failure.body : failure
  return new Problem('invalid-request', String(body).trim())
}

/** The library looks at the headers before it asks the store, and tells what is wrong as text. */
function refusedByHeader(status: number, text: string): Problem {
  if (status === 412) return wrongVersion()
  const names = /^Invalid ([\w -]+)/.exec(text)?.[1]?.split(' ') ?? []
  if (names.includes('tus-resumable')) return wrongVersion()
  const [first = 'upload-offset'] = names
  return badHeader(first, 'invalid_format', `The header ${first} is not as tus 1.0.0 has it.`)
}

function wrongVersion(): Problem {
  return new Problem('tus-version', 'Send Tus-Resumable: 1.0.0.', {}, { 'tus-version': '1.0.0' })
}

function badHeader(name: string, code: string, detail: string): Problem {
  return new Problem('invalid-request', detail, { errors: [{ pointer: `header:${name}`, code, detail }] })
}
