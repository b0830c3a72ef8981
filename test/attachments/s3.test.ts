/**
 * A store that speaks S3: s3rver, which others wrote, behind a door of our own that checks every signature with a library
 * that signs for others (aws4), because s3rver does not. No product was tried.
 */
import { createHash } from 'node:crypto'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import {
  createServer,
  request as forward,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import aws4 from 'aws4'
import { pino } from 'pino'
import S3rver from 's3rver'
import t, { type Test } from 'tap'
import { checkAttachments } from '../../src/attachments/check-attachments.ts'
import { openAttachmentFiles } from '../../src/attachments/storage.ts'
import { readConfig } from '../../src/config.ts'
import { aReport, startApi, VILLAGE } from '../api.ts'
import { aPdf, aPhoto, sha256 } from './files.ts'
import { ofPhoto, sender } from './sender.ts'

const LISTED_AT = new Date('2026-07-01T04:00:00.000Z')
const KEYS = { accessKeyId: 'FENGSUI', secretAccessKey: 'not-a-secret' }

interface Store {
  environment: Record<string, string>
  /** what was asked of it: method and status */
  asked: string[]
  /** makes it answer 500 to everything */
  break(isBroken: boolean): void
}

async function aStore(t: Pick<Test, 'teardown'>): Promise<Store> {
  const directory = await mkdtemp(join(tmpdir(), 'fengsui-s3-'))
  const s3 = new S3rver({
    port: 0,
    address: '127.0.0.1',
    silent: true,
    directory,
    configureBuckets: [{ name: 'fengsui' }],
  })
  const { port } = await s3.run()
  const asked: string[] = []
  let isBroken = false
  const door = createServer((request, response) => {
    void enter(request, response).catch(() => response.destroy())
  })
  async function enter(request: IncomingMessage, response: ServerResponse) {
    const body = Buffer.concat(await request.toArray())
    const refusal = isBroken ? 500 : mayEnter(request, body) ? null : 403
    if (refusal !== null) {
      asked.push(`${request.method} ${refusal}`)
      response.writeHead(refusal).end('<Error><Code>SignatureDoesNotMatch</Code></Error>')
      return
    }
    const { authorization: _, ...headers } = request.headers
    const inner = forward({ port, method: request.method, path: request.url, headers }, (answer) => {
      asked.push(`${request.method} ${answer.statusCode}`)
      response.writeHead(answer.statusCode ?? 500, answer.headers)
      answer.pipe(response)
    })
    inner.end(body)
  }
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve))
  t.teardown(async () => {
    door.closeAllConnections()
    door.close()
    await s3.close()
    await rm(directory, { recursive: true, force: true })
  })
  return {
    environment: bucketAt(door),
    asked,
    break: (to) => {
      isBroken = to
    },
  }
}

function bucketAt(server: Server): Record<string, string> {
  const address = server.address()
  if (typeof address !== 'object' || !address) throw new Error('the store has no address')
  return {
    S3_ENDPOINT: `http://127.0.0.1:${address.port}`,
    S3_BUCKET: 'fengsui',
    S3_ACCESS_KEY_ID: KEYS.accessKeyId,
    S3_SECRET_ACCESS_KEY: KEYS.secretAccessKey,
  }
}

/** Whether the request is signed with the keys, by the book of another library, and its body is the one that was signed. */
function mayEnter({ method, url, headers }: IncomingMessage, body: Buffer): boolean {
  const given = String(headers.authorization)
  const names = /SignedHeaders=([^,]+)/.exec(given)?.[1]?.split(';') ?? []
  const signed = Object.fromEntries(names.map((name) => [name, String(headers[name])]))
  const claimed = String(headers['x-amz-content-sha256'])
  const isBody =
    claimed === 'UNSIGNED-PAYLOAD'
      ? body.length === 0
      : claimed === createHash('sha256').update(body).digest('hex')
  const again = aws4.sign({ service: 's3', region: 'us-east-1', method, path: url, headers: signed }, KEYS)
  return (
    isBody && String(again.headers?.Authorization).split('Signature=')[1] === given.split('Signature=')[1]
  )
}

t.test('attachments are kept in a bucket, and nothing of them on the disk', async (t) => {
  const store = await aStore(t)
  const api = await startApi(t, { environment: store.environment })
  const village = api.as('officer', VILLAGE)
  const { eventId } = await village.report(aReport())
  const up = sender(api, village)
  const photo = await aPhoto()
  const id = await up.send(photo, ofPhoto(photo, { eventId }), 20_000)
  const letter = aPdf()
  const said = ofPhoto(letter, { eventId, kind: 'document', filetype: 'application/pdf' })
  const letterId = await up.send(letter, said)
  t.notOk(store.asked.includes('PUT 403'), 'every request is signed as the book says')
  t.ok(store.asked.filter((one) => one === 'PUT 200').length >= 8)
  t.same(await readdir(join(api.dataDir, 'attachments')), ['incoming'])
  t.same(await readdir(join(api.dataDir, 'attachments', 'incoming')), [])

  const part = await up.ask('GET', `/v1/attachments/${letterId}/content`, { range: 'bytes=1-4' })
  t.match([part.status, part.text], [206, letter.toString('latin1').slice(1, 5)])
  const whole = await up.ask('GET', `/v1/attachments/${letterId}/content`, {})
  t.equal(sha256(Buffer.from(whole.text)), sha256(letter))
  t.equal((await village.get(`/v1/attachments/${id}/content?rendition=thumbnail`)).status, 200)

  const files = openAttachmentFiles({
    config: readConfig({ ...store.environment, DATA_DIR: api.dataDir }),
    log: pino({ level: 'silent' }),
  })
  const told: string[] = []
  const order = { isReading: true, isRemoving: true, tell: (line: string) => told.push(line) }
  t.match(await checkAttachments(api.db, files, order), { files: 4, missing: 0, damaged: 0, needless: 0 })
  const [row] = await api.rows<{ key: string }>(
    "select storage_key as key from attachment_files where rendition = 'thumbnail'",
  )
  await files.storage.remove(row?.key ?? '')
  await files.storage.remove(row?.key ?? '')
  t.match(await checkAttachments(api.db, files, order), { missing: 1 })
  t.equal(
    (await village.get(`/v1/attachments/${id}/content?rendition=thumbnail`)).status,
    503,
    'what is lost is said',
  )
  const stray = await files.spool.take([Buffer.from('x')], 10)
  await files.storage.keep(`ab/${'0'.repeat(36)}.original.${'0'.repeat(36)}`, stray)
  await api.setNow(new Date(Date.now() + 48 * 3_600_000))
  t.match(await checkAttachments(api.db, files, order), { needless: 1 })
  t.match(await checkAttachments(api.db, files, order), { needless: 0 })
})

t.test('a store that does not answer takes no chunk, and the upload goes on afterwards', async (t) => {
  const store = await aStore(t)
  const api = await startApi(t, { environment: store.environment })
  const village = api.as('officer', VILLAGE)
  const { eventId } = await village.report(aReport())
  const up = sender(api, village)
  const photo = await aPhoto()
  const place = await up.open(photo, ofPhoto(photo, { eventId }))
  store.break(true)
  const broken = await up.chunk(place, 0, photo.subarray(0, 9_000))
  t.match([broken.status, broken.problem, broken.headers.get('retry-after')], [503, 'unavailable', '10'])
  t.equal((await up.progress(place)).headers.get('upload-offset'), '0')
  t.equal((await village.submit(aReport({ figures: { injured: 3 } }))).status, 201, 'reports do not need it')
  store.break(false)
  t.equal((await up.chunk(place, 0, photo)).status, 204)
})

t.test('other keys are refused by the store, and that is no answer for the sender', async (t) => {
  const store = await aStore(t)
  const api = await startApi(t, { environment: { ...store.environment, S3_SECRET_ACCESS_KEY: 'another' } })
  const village = api.as('officer', VILLAGE)
  const { eventId } = await village.report(aReport())
  const photo = await aPhoto()
  const up = sender(api, village)
  const answer = await up.chunk(await up.open(photo, ofPhoto(photo, { eventId })), 0, photo)
  t.same([answer.status, answer.problem, store.asked], [503, 'unavailable', ['PUT 403']])
})

t.test('a long list of objects is read to its end, page by page', async (t) => {
  // s3rver cannot turn a page under this Node: its tokens need a cipher that is no longer there
  const pages = [
    { asked: null, keys: ['aa/one', 'aa/two'], next: 'a+b/c=' },
    { asked: 'a+b/c=', keys: ['bb/three'], next: '2' },
    { asked: '2', keys: ['cc/four'], next: null },
  ]
  const refused: (string | undefined)[] = []
  const store = createServer((request, response) => {
    const query = new URL(request.url ?? '', 'http://store').searchParams
    const page = pages.find(({ asked }) => asked === query.get('continuation-token'))
    const isRight = page && query.get('list-type') === '2' && mayEnter(request, Buffer.alloc(0))
    if (!isRight) refused.push(request.url)
    response.writeHead(isRight ? 200 : 403).end(isRight ? listed(page) : '')
  })
  await new Promise<void>((resolve) => store.listen(0, '127.0.0.1', resolve))
  t.teardown(() => store.close())
  const dataDir = await mkdtemp(join(tmpdir(), 'fengsui-'))
  t.teardown(() => rm(dataDir, { recursive: true, force: true }))
  const config = readConfig({ ...bucketAt(store), DATA_DIR: dataDir })
  const { storage } = openAttachmentFiles({ config, log: pino({ level: 'silent' }) })
  const found: unknown[] = []
  for await (const one of storage.list()) found.push(one)
  t.same(
    found,
    pages.flatMap(({ keys }) => keys.map((key) => ({ key, byteLength: 7, storedAt: LISTED_AT }))),
  )
  t.same(refused, [])
})

function listed({ keys, next }: { keys: string[]; next: string | null }): string {
  const at = LISTED_AT.toISOString()
  const objects = keys.map(
    (key) => `<Contents><Key>${key}</Key><LastModified>${at}</LastModified><Size>7</Size></Contents>`,
  )
  const more = next === null ? '' : `<NextContinuationToken>${next}</NextContinuationToken>`
  return `<ListBucketResult>${objects.join('')}${more}</ListBucketResult>`
}
