import type { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZodOpenApi } from 'fastify-zod-openapi'
import { z } from 'zod'
import type { Deps } from '../deps.ts'
import { idParams } from '../events/view-schemas.ts'
import { matches } from '../http/etag.ts'
import { json } from '../http/json-reply.ts'
import { problems } from '../problems/schemas.ts'
import { rangeOf } from './byte-range.ts'
import { contentDisposition } from './content-disposition.ts'
import { FILE_TYPES } from './file-types.ts'
import { type Content, openContent, readContent } from './open-content.ts'
import { listAttachmentsOf, listWaiting, mustFindAttachment } from './read-attachments.ts'
import {
  attachmentPageSchema,
  attachmentQuery,
  attachmentSchema,
  CONTENT_HEADERS,
  contentHeaders,
  contentQuery,
  RANGE_HEADERS,
} from './schemas.ts'
import type { AttachmentFiles, ByteRange } from './storage.ts'
import { uploadRoutes } from './upload-routes.ts'
import { viewAttachments } from './views.ts'

const tags = ['attachments']
const bytesOut = z.string().meta({
  override: { type: 'string', format: 'binary', maxLength: 1_073_741_824, examples: ['...'] },
})
const bytes = (description: string, headers: object) => ({
  description,
  headers,
  content: Object.fromEntries(FILE_TYPES.map(({ mediaType }) => [mediaType, { schema: bytesOut }])),
})

const listAttachmentsSchema = {
  operationId: 'listAttachments',
  summary: 'The attachments of an event (附件列表)',
  description:
    'Whatever their state, oldest first, as far as they are from your jurisdiction; all of them where the event was forwarded to you.',
  tags,
  params: idParams,
  querystring: attachmentQuery,
  response: {
    200: json('A page of attachments', attachmentPageSchema),
    ...problems(400, 401, 403, 404, 429),
  },
}

const listWaitingAttachmentsSchema = {
  operationId: 'listWaitingAttachments',
  summary: 'Attachments whose report has not come (待关联附件)',
  description: 'They name a version that is not here, or not of their unit. They are linked when it comes.',
  tags,
  querystring: attachmentQuery,
  response: { 200: json('A page of attachments', attachmentPageSchema), ...problems(400, 401, 429) },
}

const getAttachmentSchema = {
  operationId: 'getAttachment',
  summary: 'One attachment (附件)',
  description: 'What it is, how far it has come, and what of it can be read.',
  tags,
  params: idParams,
  response: { 200: json('The attachment', attachmentSchema), ...problems(400, 401, 404, 429) },
}

const getAttachmentContentSchema = {
  operationId: 'getAttachmentContent',
  summary: 'The bytes of an attachment (附件内容)',
  description:
    'Photos, videos and recordings without position and camera data; documents as they were sent. The original is for duty officers and duty leaders of counties and above, and each reading of it is in the trail.',
  tags,
  params: idParams,
  querystring: contentQuery,
  headers: contentHeaders,
  response: {
    200: bytes('The file', CONTENT_HEADERS),
    206: bytes('A range of it', RANGE_HEADERS),
    304: { description: 'It is what you have' },
    ...problems(400, 401, 403, 404, 409, 416, 429),
  },
}

/** Attachments (附件): uploaded by tus, read by whoever sees the event. */
export function attachmentRoutes(deps: Deps, files: AttachmentFiles): FastifyPluginAsyncZodOpenApi {
  const { db } = deps
  return async (app) => {
    await app.register(uploadRoutes(deps, files))

    app.get('/events/:id/attachments', { schema: listAttachmentsSchema }, ({ caller, params, query }) =>
      listAttachmentsOf(db, caller, params.id, query),
    )

    app.get('/waiting-attachments', { schema: listWaitingAttachmentsSchema }, ({ caller, query }) =>
      listWaiting(db, caller, query),
    )

    app.get('/attachments/:id', { schema: getAttachmentSchema }, async ({ caller, params }) => {
      const [view] = await viewAttachments(db, [await mustFindAttachment(db, caller, params.id)])
      if (!view) throw new Error('an attachment gave no view')
      return view
    })

    app.get(
      '/attachments/:id/content',
      { schema: getAttachmentContentSchema, exposeHeadRoute: false },
      async (request, reply) => {
        const content = await openContent(deps, request.caller, request.params.id, request.query.rendition)
        return sendContent(request, reply, content, (range) => readContent(deps, files, content, range))
      },
    )
  }
}

async function sendContent(
  { headers }: Pick<FastifyRequest, 'headers'>,
  reply: FastifyReply,
  { attachment, file, isRestricted }: Content,
  read: (range?: ByteRange) => Promise<Readable>,
): Promise<FastifyReply> {
  const etag = `"${file.sha256}"`
  reply.headers({
    etag,
    'accept-ranges': 'bytes',
    'cache-control': isRestricted ? 'no-store' : 'private, no-cache',
    'x-content-type-options': 'nosniff',
  })
  if (!isRestricted && matches(headers['if-none-match'], etag)) return reply.code(304).send()
  const isSame = headers['if-range'] === undefined || headers['if-range'] === etag
  const range = isSame ? rangeOf(headers.range, file.byteLength) : null
  const stream = await read(range ?? undefined)
  if (range) reply.header('content-range', `bytes ${range.first}-${range.last}/${file.byteLength}`)
  return reply
    .code(range ? 206 : 200)
    .headers({
      'content-type': file.mediaType,
      'content-length': range ? range.last - range.first + 1 : file.byteLength,
      'content-disposition': contentDisposition(attachment.filename, file.mediaType),
    })
    .send(stream)
}
