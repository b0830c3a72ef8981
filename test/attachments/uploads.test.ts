/** Uploads as devices make them over a bad line: in chunks, twice, wrong, broken off, too late. */
import { once } from 'node:events'
import { connect } from 'node:net'
import { setImmediate } from 'node:timers/promises'
import t from 'tap'
import { type Api, aReport, NEXT_VILLAGE, startApi, VILLAGE } from '../api.ts'
import { aPhoto, sha256, sha256Base64 } from './files.ts'
import { ofPhoto, type Sender, sender } from './sender.ts'

interface Ground {
  api: Api
  up: Sender
  eventId: string
  photo: Buffer
}

async function ground(test: Parameters<typeof startApi>[0], environment = {}): Promise<Ground> {
  const api = await startApi(test, { environment: { ...environment } })
  const village = api.as('officer', VILLAGE)
  const { eventId } = await village.report(aReport())
  return { api, up: sender(api, village), eventId, photo: await aPhoto() }
}

const stateOf = async (api: Api, id: string) =>
  (
    await api.rows<{ state: string; refusal: string | null; n: number }>(
      `select state, refusal, byte_offset::int as n from attachments where id = $1`,
      [id],
    )
  )[0]

const idOf = (place: string) => place.replace('/v1/uploads/', '')

t.test('a photo goes up in chunks, says how far it is, and is complete', async (t) => {
  const { api, up, eventId, photo } = await ground(t)
  const place = await up.open(photo, ofPhoto(photo, { eventId }))
  t.match(place, /^\/v1\/uploads\/[0-9a-f-]{36}$/)
  const half = Math.floor(photo.length / 2)
  const first = await up.chunk(place, 0, photo.subarray(0, half))
  t.same([first.status, first.headers.get('upload-offset')], [204, String(half)], first.text)
  t.equal(first.headers.get('tus-resumable'), '1.0.0')
  t.equal(
    first.headers.get('upload-expires'),
    new Date('2026-07-04T04:00:00Z').toUTCString(),
    'three days from now',
  )

  const head = await up.progress(place)
  t.equal(head.status, 200)
  t.equal(head.headers.get('upload-offset'), String(half))
  t.equal(head.headers.get('upload-length'), String(photo.length))
  t.equal(head.headers.get('cache-control'), 'no-store')
  const told = head.headers.get('upload-metadata') ?? ''
  t.match(told, `eventId ${Buffer.from(eventId).toString('base64')}`)

  const last = await up.chunk(place, half, photo.subarray(half))
  t.same([last.status, last.headers.get('upload-offset')], [204, String(photo.length)], last.text)
  t.equal(last.headers.get('upload-expires'), null)
  t.match(await stateOf(api, idOf(place)), { state: 'complete', n: photo.length })
  t.equal((await up.progress(place)).headers.get('upload-offset'), String(photo.length))
  const [left] = await api.rows<{ n: number }>('select count(*)::int as n from attachment_chunks')
  t.equal(left?.n, 0, 'no chunk is left')
  const acts = await api.rows(
    "select action, account_id is null as own from audit_entries where subject_kind = 'attachment' order by position",
  )
  t.same(acts, [
    { action: 'attachment.opened', own: false },
    { action: 'attachment.completed', own: false },
  ])
  t.match(await api.rows("select topic, event_id from outbox where topic like 'attachment.%'"), [
    { topic: 'attachment.completed', event_id: eventId },
  ])
})

t.test('what is wrong with a chunk', async (t) => {
  const { api, up, eventId, photo } = await ground(t)
  const place = await up.open(photo, ofPhoto(photo, { eventId }))
  const bytes = photo.subarray(0, 10_000)
  const offset = async () => (await up.progress(place)).headers.get('upload-offset')

  const wrong = await up.chunk(place, 0, bytes, { 'upload-checksum': `sha256 ${sha256Base64(photo)}` })
  t.same([wrong.status, wrong.problem], [460, 'checksum-mismatch'])
  t.match(wrong.json(), { offset: 0, received: sha256(bytes) })
  t.equal(await offset(), '0', 'the offset does not move')

  const without = await up.chunk(place, 0, bytes, { 'upload-checksum': '' })
  t.same([without.status, without.problem], [400, 'invalid-request'])
  t.match(without.json(), { errors: [{ pointer: 'header:upload-checksum' }] })
  const md5 = await up.chunk(place, 0, bytes, { 'upload-checksum': 'md5 1B2M2Y8AsgTpgAmY7PhCfg==' })
  t.match([md5.status, md5.json()], [400, { errors: [{ pointer: 'header:upload-checksum' }] }])

  const ahead = await up.chunk(place, 5_000, bytes)
  t.same([ahead.status, ahead.problem], [409, 'offset-mismatch'])
  t.match(ahead.json(), { offset: 0 })
  t.equal((await up.chunk(place, 0, bytes)).status, 204)
  const again = await up.chunk(place, 0, bytes)
  t.match([again.status, again.json()], [409, { offset: 10_000 }], 'sent twice, it counts once')

  const beyond = await up.chunk(place, 10_000, Buffer.concat([photo.subarray(10_000), Buffer.alloc(1)]))
  t.same([beyond.status, beyond.problem], [413, 'body-too-large'], 'not beyond the end')
  const version = await up.chunk(place, 10_000, bytes, { 'tus-resumable': '0.2.2' })
  t.same([version.status, version.problem, version.headers.get('tus-version')], [412, 'tus-version', '1.0.0'])
  const type = await up.chunk(place, 10_000, bytes, { 'content-type': 'image/jpeg' })
  t.same([type.status, type.problem], [415, 'unsupported-media-type'])
  const nowhere = await up.chunk(place, 10_000, bytes, { 'upload-offset': '-1' })
  t.match([nowhere.status, nowhere.json()], [400, { errors: [{ pointer: 'header:upload-offset' }] }])
  const nothing = await up.chunk(place, 10_000, Buffer.alloc(0))
  t.same([nothing.status, nothing.headers.get('upload-offset')], [204, '10000'], 'no bytes are no harm')
  t.equal(await offset(), '10000')
  const [chunks] = await api.rows<{ n: number }>('select count(*)::int as n from attachment_chunks')
  t.equal(chunks?.n, 1)
})

t.test('a chunk may not be too long, and the connection lives on', async (t) => {
  const { up, eventId, photo } = await ground(t, { ATTACHMENT_CHUNK_BYTES: '20000' })
  const place = await up.open(photo, ofPhoto(photo, { eventId }))
  const long = await up.chunk(place, 0, photo.subarray(0, 20_001))
  t.match([long.status, long.problem, long.json()], [413, 'body-too-large', { limitBytes: 20_000 }])
  t.equal((await up.chunk(place, 0, photo.subarray(0, 20_000))).status, 204)
})

t.test('a line that breaks in the middle of a chunk loses that chunk and nothing else', async (t) => {
  const { api, up, eventId, photo } = await ground(t)
  const place = await up.open(photo, ofPhoto(photo, { eventId }))
  await up.chunk(place, 0, photo.subarray(0, 8_000))
  const token = await api.as('officer', VILLAGE).token()
  const bytes = photo.subarray(8_000)
  for (const pace of ['at once', 'drop by drop']) {
    const { hostname, port } = new URL(api.address)
    const socket = connect(Number(port), hostname)
    await once(socket, 'connect')
    socket.write(
      `PATCH ${place} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\ntus-resumable: 1.0.0\r\n` +
        `upload-offset: 8000\r\nupload-checksum: sha256 ${sha256Base64(bytes)}\r\n` +
        `content-type: application/offset+octet-stream\r\ncontent-length: ${bytes.length}\r\n\r\n`,
    )
    for (let at = 0; at < 10_000; at += 1_000) {
      socket.write(bytes.subarray(at, at + 1_000))
      if (pace === 'drop by drop') await new Promise((resolve) => setTimeout(resolve, 20))
    }
    socket.destroy()
    await new Promise((resolve) => setTimeout(resolve, 100))
    t.equal((await up.progress(place)).headers.get('upload-offset'), '8000', pace)
  }
  t.equal((await up.chunk(place, 8_000, bytes)).status, 204)
  t.match(await stateOf(api, idOf(place)), { state: 'complete' })
})

t.test('a slow chunk without a length is taken as it comes', async (t) => {
  const { api, up, eventId, photo } = await ground(t)
  const place = await up.open(photo, ofPhoto(photo, { eventId }))
  const slowly = new ReadableStream({
    async start(controller) {
      for (let at = 0; at < photo.length; at += 6_000) {
        controller.enqueue(new Uint8Array(photo.subarray(at, at + 6_000)))
        await new Promise((resolve) => setTimeout(resolve, 10))
      }
      controller.close()
    },
  })
  const headers = {
    'tus-resumable': '1.0.0',
    'upload-offset': '0',
    'upload-checksum': `sha256 ${sha256Base64(photo)}`,
    'content-type': 'application/offset+octet-stream',
  }
  t.equal((await up.ask('PATCH', place, headers, slowly)).status, 204)
  t.match(await stateOf(api, idOf(place)), { state: 'complete' })

  const other = await aPhoto('jpeg', 2)
  const next = await up.open(other, ofPhoto(other, { eventId }))
  let isAnswered = false
  const endless = new ReadableStream({
    async pull(controller) {
      // fetch goes on pulling after its line has broken: at this pace the rest of the process lives on
      await setImmediate()
      if (isAnswered) controller.close()
      else controller.enqueue(new Uint8Array(60_000))
    },
  })
  const refused = await up.ask('PATCH', next, headers, endless).catch(() => null)
  isAnswered = true
  t.ok(refused === null || refused.status === 413, 'one that does not end is cut off')
  t.equal((await up.progress(next)).headers.get('upload-offset'), '0')
})

t.test('a chunk that is refused unread leaves the line usable', async (t) => {
  const { up, eventId } = await ground(t)
  const film = Buffer.alloc(9_000_000, 1)
  const said = ofPhoto(film, { eventId, kind: 'video', filetype: 'video/mp4', filename: 'a.mp4' })
  const place = await up.open(film, said)
  const began = performance.now()
  for (let i = 0; i < 8; i++)
    t.equal((await up.chunk(place, 4_000_000, film.subarray(0, 4_000_000))).status, 409)
  t.ok(performance.now() - began < 20_000, 'nobody waits for a line that hangs')
})

t.test('of twenty who send the same chunk, or cancel, one is first', async (t) => {
  const { api, up, eventId, photo } = await ground(t)
  const place = await up.open(photo, ofPhoto(photo, { eventId }))
  const sent = await Promise.all(
    Array.from({ length: 20 }, () => up.chunk(place, 0, photo.subarray(0, 9_000))),
  )
  t.same(sent.map(({ status }) => status).sort(), [204, ...Array(19).fill(409)])
  t.equal((await up.progress(place)).headers.get('upload-offset'), '9000')
  const finished = await Promise.all(
    Array.from({ length: 5 }, () => up.chunk(place, 9_000, photo.subarray(9_000))),
  )
  t.same(finished.map(({ status }) => status).sort(), [204, 409, 409, 409, 409])
  t.match(await stateOf(api, idOf(place)), { state: 'complete' })
  const [files] = await api.rows<{ n: number }>('select count(*)::int as n from attachment_files')
  t.equal(files?.n, 3)
})

t.test('the same announcement is the same upload, whoever did not hear the answer', async (t) => {
  const { api, up, eventId, photo } = await ground(t)
  const said = ofPhoto(photo, { eventId })
  const all = await Promise.all(Array.from({ length: 10 }, () => up.create(said, photo.length)))
  t.same([...new Set(all.map(({ status }) => status))], [201])
  t.equal(new Set(all.map(({ headers }) => headers.get('location'))).size, 1)
  const id = await up.send(photo, said)
  t.equal((await up.create(said, photo.length)).headers.get('location'), `/v1/uploads/${id}`, 'complete, too')
  const other = await up.open(
    photo,
    ofPhoto(photo, { eventId, kind: 'photo', regionCode: VILLAGE, sha256: sha256(Buffer.from('x')) }),
  )
  t.not(other, `/v1/uploads/${id}`)
  const [rows] = await api.rows<{ n: number }>(
    "select count(*)::int as n from audit_entries where action = 'attachment.opened'",
  )
  t.equal(rows?.n, 2)
})

t.test('an upload is its account’s alone, and only while the post lasts', async (t) => {
  const { api, up, eventId, photo } = await ground(t)
  const place = await up.open(photo, ofPhoto(photo, { eventId }))
  const strangers = [
    await api.hire('officer', VILLAGE),
    await api.hire('officer', NEXT_VILLAGE),
    api.as('duty_officer'),
  ]
  for (const stranger of strangers) {
    const other = sender(api, stranger)
    for (const answer of [
      await other.progress(place),
      await other.chunk(place, 0, photo),
      await other.cancel(place),
    ]) {
      t.equal(answer.status, 404)
    }
  }
  const nobody = sender(api, { token: async () => 'none' })
  t.same(
    [(await nobody.chunk(place, 0, photo)).status, (await nobody.ask('OPTIONS', '/v1/uploads', {})).status],
    [401, 401],
  )
  await api.rows("update bindings set until = $1 where role = 'officer' and region_code = $2", [
    '2026-07-01T03:00:00Z',
    VILLAGE,
  ])
  const dismissed = await up.chunk(place, 0, photo)
  t.same([dismissed.status, dismissed.problem], [403, 'not-permitted'])
  t.match(await stateOf(api, idOf(place)), { state: 'uploading', n: 0 })
})

t.test('an upload that is cancelled is gone; what is complete stays', async (t) => {
  const { api, up, eventId, photo } = await ground(t)
  const place = await up.open(photo, ofPhoto(photo, { eventId }))
  await up.chunk(place, 0, photo.subarray(0, 5_000))
  const cancelled = await up.cancel(place)
  t.same([cancelled.status, cancelled.headers.get('tus-resumable')], [204, '1.0.0'])
  t.same(await api.rows('select 1 from attachment_chunks'), [])
  t.equal((await up.progress(place)).status, 410)
  const more = await up.chunk(place, 5_000, photo.subarray(5_000))
  t.match([more.status, more.problem, more.json()], [410, 'upload-gone', { refusal: 'cancelled' }])
  t.equal((await up.cancel(place)).status, 410)
  const id = await up.send(photo, ofPhoto(photo, { eventId }))
  t.not(id, idOf(place), 'it may be announced again')
  const evidence = await up.cancel(`/v1/uploads/${id}`)
  t.same([evidence.status, evidence.problem], [409, 'state-conflict'])
  await t.rejects(api.rows('delete from attachments where id = $1', [id]), { code: '23001' })
  await t.rejects(
    api.rows("update attachments set state = 'uploading', completed_at = null where id = $1", [id]),
    {
      code: '23001',
    },
  )
  await t.rejects(api.rows("update attachment_files set sha256 = repeat('0', 64)"), { code: '23001' })
})

t.test('an unfinished upload expires after its hours, and each chunk gives it new ones', async (t) => {
  const { api, up, eventId, photo } = await ground(t, { ATTACHMENT_HOURS: '2' })
  const place = await up.open(photo, ofPhoto(photo, { eventId }))
  await api.minutesLater(119)
  t.equal((await up.chunk(place, 0, photo.subarray(0, 5_000))).status, 204)
  await api.minutesLater(119 + 120)
  await api.runDue()
  t.equal((await up.progress(place)).status, 200, 'at its instant it lives')
  await api.minutesLater(119 + 120.001)
  const late = await up.chunk(place, 5_000, photo.subarray(5_000))
  t.match(
    [late.status, late.problem, late.json()],
    [410, 'upload-gone', { refusal: 'expired' }],
    'before the engine came',
  )
  t.match(await stateOf(api, idOf(place)), { state: 'uploading' })
  await api.runDue()
  t.match(await stateOf(api, idOf(place)), { state: 'refused', refusal: 'expired' })
  t.same(await api.rows('select 1 from attachment_chunks'), [], 'its chunks are gone')
  await api.runDue()
  const [acts] = await api.rows<{ n: number }>(
    "select count(*)::int as n from audit_entries where action = 'attachment.refused'",
  )
  t.equal(acts?.n, 1, 'a second run does nothing')

  const again = await up.open(photo, ofPhoto(photo, { eventId }))
  await api.minutesLater(119 + 400)
  const renewed = await up.open(photo, ofPhoto(photo, { eventId }))
  t.not(renewed, again, 'what has expired makes room at once, without the engine')
})

t.test('a whole that is not what was announced is discarded, and that is said', async (t) => {
  const { api, up, eventId, photo } = await ground(t)
  const other = await aPhoto('jpeg', 9)
  const place = await up.open(photo, ofPhoto(other, { eventId }))
  await up.chunk(place, 0, photo.subarray(0, 9_000))
  const last = await up.chunk(place, 9_000, photo.subarray(9_000))
  t.match([last.status, last.problem, last.json()], [422, 'attachment-damaged', { refusal: 'hash_mismatch' }])
  t.match(last.json<{ detail: string }>().detail, /discarded/)
  t.match(await stateOf(api, idOf(place)), { state: 'refused', refusal: 'hash_mismatch' })
  t.equal((await up.progress(place)).status, 410)
  t.same(await api.rows('select 1 from attachment_chunks union all select 1 from attachment_files'), [])
})

t.test('what is spoken is told', async (t) => {
  const { up } = await ground(t)
  const answer = await up.ask('OPTIONS', '/v1/uploads', {})
  t.equal(answer.status, 204)
  t.equal(answer.headers.get('tus-version'), '1.0.0')
  t.equal(answer.headers.get('tus-extension'), 'creation,checksum,expiration,termination')
  t.equal(answer.headers.get('tus-checksum-algorithm'), 'sha256')
  t.equal(answer.headers.get('tus-max-size'), '209715200')
})
