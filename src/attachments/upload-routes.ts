import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZodOpenApi } from 'fastify-zod-openapi'
import type { Deps } from '../deps.ts'
import { idParams } from '../events/view-schemas.ts'
import { Problem } from '../problems/problem.ts'
import { problems } from '../problems/schemas.ts'
import type { AttachmentFiles } from './storage.ts'
import { speakTus } from './tus.ts'
import { TusStore } from './tus-store.ts'
import {
  bytesIn,
  CANCELLED_HEADERS,
  CAPABILITY_HEADERS,
  CHUNK_HEADERS,
  CREATED_HEADERS,
  chunkHeaders,
  createHeaders,
  PROGRESS_HEADERS,
  tusHeaders,
} from './upload-schemas.ts'

/** What a chunk is sent as. */
const CHUNK_TYPE = 'application/offset+octet-stream'
const tags = ['attachments']
const SHOWN_IN_DOCUMENT = { swagger: { exposeHeadRoute: true } }

const createUploadSchema = {
  operationId: 'createUpload',
  summary: 'Announce an attachment (登记附件)',
  description:
    'Tus 1.0.0, creation. Names an event, or a version that may come later: a report never waits for its photos. By an officer, reviewer, duty officer or system of the unit that it is from, or of one above. Once the event is closed, `versionId` is taken as before, for what belongs to a report may come at any time; `eventId` is refused (409 `event-closed`). The same file for the same target is the same upload, so that a lost answer costs nothing.',
  tags,
  headers: createHeaders,
  response: {
    201: { description: 'Announced; the chunks go to Location', headers: CREATED_HEADERS },
    ...problems(400, 401, 403, 409, 412, 413, 415, 422, 429, 507),
  },
}

const readUploadSchema = {
  operationId: 'readUpload',
  summary: 'How far an upload has come (上传进度)',
  description: 'Tus 1.0.0. After a line that broke: go on from Upload-Offset.',
  tags,
  params: idParams,
  headers: tusHeaders,
  response: {
    200: { description: 'So far it has come', headers: PROGRESS_HEADERS },
    ...problems(400, 401, 403, 404, 410, 412, 429),
  },
}

const sendChunkSchema = {
  operationId: 'sendChunk',
  summary: 'Send a chunk (分块上传)',
  description:
    'Tus 1.0.0 with the checksum extension: the bytes count when they fit Upload-Checksum, all of them or none. With the last chunk the whole is checked against its announced hash and type; what does not fit is discarded.',
  tags,
  params: idParams,
  headers: chunkHeaders,
  consumes: [CHUNK_TYPE],
  body: bytesIn,
  response: {
    204: { description: 'They count', headers: CHUNK_HEADERS },
    ...problems(400, 401, 403, 404, 409, 410, 412, 413, 415, 422, 429, 460, 507),
  },
}

const cancelUploadSchema = {
  operationId: 'cancelUpload',
  summary: 'Cancel an upload (取消上传)',
  description: 'Tus 1.0.0, termination. What is complete is evidence and stays.',
  tags,
  params: idParams,
  headers: tusHeaders,
  response: {
    204: { description: 'Cancelled, its chunks are gone', headers: CANCELLED_HEADERS },
    ...problems(400, 401, 403, 404, 409, 410, 412, 429),
  },
}

const readUploadCapabilitiesSchema = {
  operationId: 'readUploadCapabilities',
  summary: 'What of tus is spoken here (上传协议)',
  description: 'Version, extensions and checksum algorithms of tus, and the largest file of any kind.',
  tags,
  response: {
    204: { description: 'In the headers', headers: CAPABILITY_HEADERS },
    ...problems(400, 401, 429),
  },
}

const readCapabilitiesOfUploadSchema = {
  ...readUploadCapabilitiesSchema,
  operationId: 'readCapabilitiesOfUpload',
  summary: 'The same, asked of one upload (上传协议)',
  params: idParams,
}

/** Uploads of attachments (附件上传) by tus 1.0.0, at the edge. */
export function uploadRoutes(deps: Deps, files: AttachmentFiles): FastifyPluginAsyncZodOpenApi {
  const { config } = deps
  const answer = (request: FastifyRequest, reply: FastifyReply, checksum: string | null = null) =>
    speakTus(config, request, reply, new TusStore(deps, files, request.caller, checksum))
  return async (app) => {
    app.addContentTypeParser(CHUNK_TYPE, (_request, payload, done) => done(null, payload))

    const capabilities = (request: FastifyRequest, reply: FastifyReply) => {
      reply.header('tus-checksum-algorithm', 'sha256')
      return answer(request, reply)
    }
    app.options('/uploads', { schema: readUploadCapabilitiesSchema }, capabilities)
    app.options('/uploads/:id', { schema: readCapabilitiesOfUploadSchema }, capabilities)

    app.post('/uploads', { schema: createUploadSchema }, (request, reply) => {
      mustBeEmpty(request)
      return answer(request, reply)
    })

    app.head('/uploads/:id', { schema: readUploadSchema, config: SHOWN_IN_DOCUMENT }, (request, reply) =>
      answer(request, reply),
    )

    app.patch('/uploads/:id', { schema: sendChunkSchema }, (request, reply) => {
      mustBeShort(request, config.ATTACHMENT_CHUNK_BYTES)
      return answer(request, reply, hexOf(request.headers['upload-checksum']))
    })

    app.delete('/uploads/:id', { schema: cancelUploadSchema }, (request, reply) => answer(request, reply))
  }
}

/** `creation-with-upload` is not spoken here: bytes without a checksum would count for nothing. */
function mustBeEmpty({ headers }: FastifyRequest): void {
  if ((headers['content-length'] ?? '0') === '0' && headers['transfer-encoding'] === undefined) return
  const detail = 'Announce the upload without a body, and send the bytes with PATCH.'
  throw new Problem('invalid-request', detail, {
    errors: [{ pointer: 'header:content-length', code: 'body_not_expected', detail }],
  })
}

function mustBeShort({ headers }: FastifyRequest, most: number): void {
  if (Number(headers['content-length'] ?? 0) <= most) return
  const detail = `A chunk may have ${most} bytes; send smaller ones.`
  // nobody reads the rest of it
  throw new Problem('body-too-large', detail, { limitBytes: most }, { connection: 'close' })
}

function hexOf(checksum: string): string {
  return Buffer.from(checksum.slice('sha256 '.length), 'base64').toString('hex')
}
