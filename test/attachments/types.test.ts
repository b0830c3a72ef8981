/** Files that are not what they say: told by their bytes, over HTTP. */
import t from 'tap'
import { aReport, startApi, VILLAGE } from '../api.ts'
import {
  aDocx,
  aMovie,
  anAmr,
  anArchive,
  anMp3,
  aPdf,
  aPhoto,
  aProgram,
  CAMERA,
  PLACE,
  sha256,
} from './files.ts'
import { type Metadata, sender } from './sender.ts'

const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

t.test('files and what they say they are', async (t) => {
  const api = await startApi(t)
  const village = api.as('officer', VILLAGE)
  const { eventId } = await village.report(aReport())
  const up = sender(api, village)
  const desk = sender(api, api.as('duty_officer'))

  const said = (bytes: Buffer, kind: string, filetype: string, filename = 'a'): Metadata => ({
    ...{ eventId, regionCode: VILLAGE, kind, filetype, filename, sha256: sha256(bytes) },
  })
  /** Announces and sends a file at once, and says what the last answer was. */
  const offer = async (bytes: Buffer, kind: string, filetype: string, chunkBytes = bytes.length) => {
    const place = await up.open(bytes, said(bytes, kind, filetype))
    for (let at = 0; ; at += chunkBytes) {
      const answer = await up.chunk(place, at, bytes.subarray(at, at + chunkBytes))
      if (answer.status !== 204 || at + chunkBytes >= bytes.length) return { answer, place }
    }
  }
  const bytesOf = async (id: string, rendition: string) => {
    const response = await fetch(`${api.address}/v1/attachments/${id}/content?rendition=${rendition}`, {
      headers: { authorization: `Bearer ${await api.as('duty_officer').token()}` },
    })
    return { status: response.status, bytes: Buffer.from(await response.arrayBuffer()) }
  }

  await t.test('a program that is called a photo is refused at its first bytes', async (t) => {
    const program = aProgram(600_000)
    const place = await up.open(program, said(program, 'photo', 'image/jpeg', 'photo.jpg'))
    const first = await up.chunk(place, 0, program.subarray(0, 100_000))
    t.match(
      [first.status, first.problem, first.json()],
      [
        415,
        'file-type-refused',
        { declared: 'image/jpeg', found: 'application/vnd.microsoft.portable-executable' },
      ],
    )
    t.match(first.json<{ detail: string }>().detail, /image\/jpeg.*portable-executable.*discarded/)
    const next = await up.chunk(place, 0, program)
    t.match([next.status, next.json()], [410, { refusal: 'type_mismatch' }])
  })

  await t.test('what comes in drops is told at the end', async (t) => {
    const program = aProgram(200)
    const { answer } = await offer(program, 'photo', 'image/jpeg', 1)
    t.equal(answer.status, 415)
  })

  await t.test('each of these is something else', async (t) => {
    const photo = await aPhoto()
    const heic = aMovie(['vide'], 'heic')
    const cases: [name: string, bytes: Buffer, kind: string, filetype: string, found: string][] = [
      ['a page', Buffer.from('<!DOCTYPE html><script>alert(1)</script>'), 'photo', 'image/png', 'text/html'],
      ['a drawing', Buffer.from('<svg onload="x()"/>'), 'photo', 'image/webp', 'text/html'],
      ['HEIC', heic, 'photo', 'image/jpeg', 'image/heic'],
      ['another photo', photo, 'photo', 'image/png', 'image/jpeg'],
      ['a photo as a document', photo, 'document', 'application/pdf', 'image/jpeg'],
      [
        'a PDF with something before it',
        Buffer.concat([Buffer.from('x'), aPdf()]),
        'document',
        'application/pdf',
        'application/octet-stream',
      ],
      ['an archive', anArchive([{ name: 'a.txt' }]), 'document', DOCX, 'application/zip'],
      ['a letter as a table', aDocx(), 'document', XLSX, DOCX],
      ['a film as a recording', aMovie(), 'audio', 'audio/mp4', 'video/mp4'],
      ['a recording as a film', aMovie(['soun']), 'video', 'video/mp4', 'audio/mp4'],
      ['noise', Buffer.alloc(500, 0xfe), 'audio', 'audio/mpeg', 'application/octet-stream'],
      [
        'an old letter',
        Buffer.from('d0cf11e0a1b11ae1', 'hex'),
        'document',
        DOCX,
        'application/x-ole-storage',
      ],
    ]
    for (const [name, bytes, kind, filetype, found] of cases) {
      const { answer, place } = await offer(bytes, kind, filetype)
      t.match([answer.status, answer.problem], [415, 'file-type-refused'], `${name}: ${answer.text}`)
      t.match(answer.json(), { declared: filetype, found }, name)
      t.equal((await up.progress(place)).status, 410)
    }
  })

  await t.test('each of these cannot be read as what it is, or may not be', async (t) => {
    const photo = await aPhoto()
    const bomb = { name: 'word/media/a.bin', claims: 300_000_000 }
    const cases: [name: string, bytes: Buffer, kind: string, filetype: string][] = [
      ['half a photo', photo.subarray(0, 20_000), 'photo', 'image/jpeg'],
      ['the head of a photo', Buffer.concat([photo.subarray(0, 20), aProgram()]), 'photo', 'image/jpeg'],
      ['a letter with macros', aDocx({ name: 'word/vbaProject.bin' }), 'document', DOCX],
      ['a letter that unfolds without end', aDocx(bomb), 'document', DOCX],
      ['a letter under lock', aDocx({ name: 'word/a.xml', flags: 1 }), 'document', DOCX],
      ['a letter that points outside', aDocx({ name: '../../etc/passwd' }), 'document', DOCX],
      ['a film without an index', aMovie().subarray(0, 4_000), 'video', 'video/mp4'],
      [
        'a tag without a sound',
        Buffer.concat([Buffer.from('ID3\x03\0\0\0\0\0\x02ab'), aProgram()]),
        'audio',
        'audio/mpeg',
      ],
    ]
    for (const [name, bytes, kind, filetype] of cases) {
      const { answer } = await offer(bytes, kind, filetype)
      t.match(
        [answer.status, answer.problem, answer.json()],
        [422, 'attachment-damaged', { refusal: 'unreadable' }],
        name,
      )
    }
    const appended = Buffer.concat([aDocx(), aProgram()])
    t.equal((await offer(appended, 'document', DOCX)).answer.status, 415, 'a letter with something behind it')
    t.same(await api.rows('select 1 from attachment_files'), [], 'nothing of all that is kept')
  })

  await t.test('a picture of more pixels than anybody’s camera is not decoded', async (t) => {
    const bomb = await aHugePng(40_000, 40_000)
    t.ok(bomb.length < 3_000_000, `${bomb.length} bytes for 1.6 thousand million pixels`)
    const began = performance.now()
    const { answer } = await offer(bomb, 'photo', 'image/png')
    t.match([answer.status, answer.json()], [422, { refusal: 'unreadable' }])
    t.ok(performance.now() - began < 15_000)
  })

  await t.test('a photo with a program behind it: others get the photo alone', async (t) => {
    const photo = await aPhoto('jpeg', 4)
    const both = Buffer.concat([photo, aProgram(9_000)])
    const { answer, place } = await offer(both, 'photo', 'image/jpeg')
    t.equal(answer.status, 204, answer.text)
    const { bytes } = await bytesOf(place.replace('/v1/uploads/', ''), 'stripped')
    t.notOk(bytes.includes(Buffer.alloc(100, 0x90)))
  })

  await t.test('a film and a recording lose what they say of their place and their device', async (t) => {
    const films: [bytes: Buffer, kind: string, filetype: string][] = [
      [aMovie(), 'video', 'video/mp4'],
      [aMovie(['vide', 'soun'], 'qt  '), 'video', 'video/quicktime'],
      [aMovie(['soun'], 'M4A '), 'audio', 'audio/x-m4a'],
      [anMp3(), 'audio', 'audio/mp3'],
    ]
    for (const [bytes, kind, filetype] of films) {
      const { answer, place } = await offer(bytes, kind, filetype)
      t.equal(answer.status, 204, `${filetype} ${answer.text}`)
      const id = place.replace('/v1/uploads/', '')
      const original = await bytesOf(id, 'original')
      t.ok(original.bytes.equals(bytes), 'the original is kept to the byte')
      t.ok(bytes.includes(CAMERA), 'and it tells')
      const stripped = await bytesOf(id, 'stripped')
      t.equal(stripped.status, 200)
      t.notOk(stripped.bytes.includes(CAMERA) || stripped.bytes.includes(PLACE), filetype)
      if (kind === 'video') t.equal(stripped.bytes.length, bytes.length, 'nothing has moved')
      t.ok(stripped.bytes.length > 3_000, 'the rest is there')
    }
  })

  await t.test('a film with a track of positions is for the desk alone', async (t) => {
    const { answer, place } = await offer(aMovie(['vide', 'soun', 'meta']), 'video', 'video/mp4')
    t.equal(answer.status, 204)
    const path = `/v1/attachments/${place.replace('/v1/uploads/', '')}/content`
    const all = await up.ask('GET', path, {})
    t.equal(all.status, 404)
    t.match(all.json<{ detail: string }>().detail, /nothing could be stripped/)
    t.equal((await desk.ask('GET', `${path}?rendition=original`, {})).status, 200)
  })

  await t.test('documents and bare sound are passed on as they are', async (t) => {
    const cases: [bytes: Buffer, kind: string, filetype: string][] = [
      [aPdf(), 'document', 'application/pdf'],
      [aDocx(), 'document', DOCX],
      [anArchive([{ name: '[Content_Types].xml' }, { name: 'xl/workbook.xml' }]), 'document', XLSX],
      [anAmr(), 'audio', 'audio/amr'],
    ]
    for (const [bytes, kind, filetype] of cases) {
      const { answer, place } = await offer(bytes, kind, filetype)
      t.equal(answer.status, 204, `${filetype} ${answer.text}`)
      const response = await up.ask('GET', `/v1/attachments/${place.replace('/v1/uploads/', '')}/content`, {})
      t.equal(response.status, 200)
      t.equal(response.headers.get('content-type'), filetype)
      t.equal(response.headers.get('etag'), `"${sha256(bytes)}"`)
    }
  })
})

/** A PNG of one colour: its bytes are few, its pixels are many. */
async function aHugePng(width: number, height: number): Promise<Buffer> {
  const { crc32, deflateSync } = await import('node:zlib')
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data])
    const length = Buffer.alloc(4)
    length.writeUInt32BE(data.length)
    const sum = Buffer.alloc(4)
    sum.writeUInt32BE(crc32(body))
    return Buffer.concat([length, body, sum])
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([1, 0, 0, 0, 0], 8)
  const rows = deflateSync(Buffer.alloc((width / 8 + 1) * height))
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', head),
    chunk('IDAT', rows),
    chunk('IEND', Buffer.alloc(0)),
  ])
}
