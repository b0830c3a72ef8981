/** Who sees which attachment, and what of it: renditions, ranges, links to reports. */
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import t from 'tap'
import { v7 as uuidv7 } from 'uuid'
import { renderPhoto } from '../../src/attachments/photo.ts'
import {
  aReport,
  CITY,
  type Client,
  COUNTY,
  NEXT_VILLAGE,
  OTHER_COUNTY,
  startApi,
  TOWNSHIP,
  VILLAGE,
} from '../api.ts'
import { aPdf, aPhoto, CAMERA, sha256 } from './files.ts'
import { download, listOf, type View } from './reader.ts'
import { ofPhoto, sender } from './sender.ts'

t.test('what others get of a photo tells no position and no camera', async (t) => {
  const api = await startApi(t)
  const village = api.as('officer', VILLAGE)
  const desk = await api.hire('duty_officer', COUNTY)
  const { eventId } = await village.report(aReport())
  const up = sender(api, village)
  for (const format of ['jpeg', 'png', 'webp'] as const) {
    const photo = await aPhoto(format)
    const taken = await sharp(photo).metadata()
    t.match(taken, { orientation: 6, exif: Buffer }, 'the photo was turned on its side')
    t.ok(taken.exif?.includes(CAMERA) && gpsOf(taken.exif), `${format}: camera and position are in it`)
    const id = await up.send(photo, ofPhoto(photo, { eventId, filetype: `image/${format}` }))

    for (const rendition of ['stripped', 'thumbnail']) {
      const { status, headers, bytes } = await download(
        api,
        village,
        `/v1/attachments/${id}/content?rendition=${rendition}`,
      )
      t.equal(status, 200)
      t.equal(headers.get('content-type'), 'image/jpeg')
      const shown = await sharp(bytes).metadata()
      t.same(
        [shown.exif, shown.xmp, shown.iptc, shown.orientation],
        [undefined, undefined, undefined, undefined],
      )
      t.notOk(bytes.includes(CAMERA) || bytes.includes('Exif') || bytes.includes('GPS'), rendition)
      t.ok((shown.height ?? 0) > (shown.width ?? 0), 'it stands upright')
      if (rendition === 'thumbnail') t.ok(bytes.length <= 30_000, `${bytes.length} bytes for a slow phone`)
    }
    const original = await download(api, desk, `/v1/attachments/${id}/content?rendition=original`)
    t.ok(original.bytes.equals(photo), 'the evidence is kept to the byte')
  }
})

t.test('a thumbnail is small even of noise', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'fengsui-noise-'))
  t.teardown(() => rm(folder, { recursive: true }))
  const render = async (side: number) => {
    const raw = { width: side, height: side, channels: 3 } as const
    await writeFile(
      `${folder}/noise.jpg`,
      await sharp(randomBytes(side * side * 3), { raw })
        .jpeg()
        .toBuffer(),
    )
    return renderPhoto(`${folder}/noise.jpg`)
  }
  const noise = await render(320)
  t.ok(noise && noise.thumbnail.bytes.length <= 30_000, `${noise?.thumbnail.bytes.length} bytes`)
  t.ok((noise?.thumbnail.width ?? 0) < 320, 'a smaller one was needed')
  const large = await render(3_000)
  t.same([large?.stripped.width, large?.stripped.height], [2_560, 2_560])
})

t.test(
  'the original is for the duty desks of counties and above, and each reading is in the trail',
  async (t) => {
    const api = await startApi(t)
    const village = api.as('officer', VILLAGE)
    const { eventId } = await village.report(aReport({ figures: { dead: 3 } }))
    const photo = await aPhoto()
    const id = await sender(api, village).send(photo, ofPhoto(photo, { eventId }))
    const path = `/v1/attachments/${id}/content?rendition=original`
    const slug = async (who: Client) => {
      const answer = await who.get(path)
      return [answer.status, answer.status < 300 ? null : answer.json<{ type: string }>().type.slice(10)]
    }
    t.same(await slug(village), [403, 'not-permitted'], 'not even who sent it')
    t.same(await slug(await api.hire('reviewer', COUNTY)), [403, 'not-permitted'])
    t.same(
      await slug(await api.hire('duty_officer', TOWNSHIP)),
      [403, 'not-permitted'],
      'no desk of a township',
    )
    const clerk = await api.hire('section_clerk', CITY, { binding: { sectionCode: 'DZDZ' } })
    t.same(await slug(clerk), [403, 'not-permitted'], 'not who it was forwarded to')
    t.same(await slug(await api.hire('duty_officer', OTHER_COUNTY)), [404, 'not-found'])
    t.same(await api.rows("select 1 from audit_entries where action = 'attachment.original_read'"), [])
    for (const desk of [
      await api.hire('duty_officer', COUNTY),
      await api.hire('duty_leader', COUNTY),
      api.as('duty_officer', CITY),
    ]) {
      const answer = await download(api, desk, path, { range: 'bytes=0-9' })
      t.same([answer.status, answer.headers.get('cache-control')], [206, 'no-store'])
    }
    const readings = await api.rows<{ subject_id: string; account_id: string }>(
      "select subject_id, account_id from audit_entries where action = 'attachment.original_read'",
    )
    t.equal(readings.length, 3, 'of a part, too')
    t.ok(readings.every(({ subject_id, account_id }) => subject_id === id && account_id))
    await download(api, village, `/v1/attachments/${id}/content`)
    t.equal(
      (await api.rows("select 1 from audit_entries where action = 'attachment.original_read'")).length,
      3,
      'others are not followed',
    )
  },
)

t.test('the attachments of an event, to those who see its reports', async (t) => {
  const api = await startApi(t)
  const village = api.as('officer', VILLAGE)
  const next = await api.hire('officer', NEXT_VILLAGE)
  const { eventId } = await village.report(aReport({ figures: { dead: 3 } }))
  const [one, other] = [await aPhoto('jpeg', 1), await aPhoto('jpeg', 2)]
  await sender(api, village).send(one, ofPhoto(one, { eventId }), 20_000)
  await api.minutesLater(1)
  const theirs = await sender(api, next).open(other, ofPhoto(other, { eventId, regionCode: NEXT_VILLAGE }))
  await sender(api, next).chunk(theirs, 0, other.subarray(0, 1_000))

  const [first, second, ...more] = await listOf(api.as('duty_officer', CITY), eventId)
  t.same(more, [])
  t.match(first, {
    ...{ eventId, versionId: null, regionCode: VILLAGE, nameZh: '羊易村委会', kind: 'photo', kindZh: '照片' },
    ...{ filename: '现场.jpg', mediaType: 'image/jpeg', byteLength: one.length, sha256: sha256(one) },
    ...{ state: 'complete', stateZh: '已完成', receivedBytes: one.length, expiresAt: null, refusal: null },
    createdAt: '2026-07-01T12:00:00.000+08:00',
    completedAt: '2026-07-01T12:00:00.000+08:00',
    files: [
      { rendition: 'original', isRestricted: true, sha256: sha256(one) },
      { rendition: 'stripped', isRestricted: false },
      { rendition: 'thumbnail', isRestricted: false },
    ],
  })
  t.match(second, {
    ...{ regionCode: NEXT_VILLAGE, state: 'uploading', stateZh: '上传中', receivedBytes: 1_000, files: [] },
    expiresAt: '2026-07-04T12:01:00.000+08:00',
  })
  const seen = async (who: Client) => (await listOf(who, eventId)).map(({ regionCode }) => regionCode)
  t.same(await seen(village), [VILLAGE], 'a village sees its own')
  t.same(await seen(await api.hire('reviewer', COUNTY)), [VILLAGE, NEXT_VILLAGE])
  const clerk = await api.hire('section_clerk', CITY, { binding: { sectionCode: 'DZDZ' } })
  t.same(await seen(clerk), [VILLAGE, NEXT_VILLAGE], 'who it was forwarded to sees all of them')
  const stranger = await api.hire('section_clerk', CITY, { binding: { sectionCode: 'FXKH' } })
  for (const who of [stranger, await api.hire('duty_officer', OTHER_COUNTY)]) {
    t.equal((await who.get(`/v1/events/${eventId}/attachments`)).status, 404)
    t.equal((await who.get(`/v1/attachments/${first?.id}`)).status, 404)
    t.equal((await who.get(`/v1/attachments/${first?.id}/content`)).status, 404)
  }
  t.equal((await clerk.get(`/v1/attachments/${first?.id}`)).status, 200)
  t.equal((await clerk.get(`/v1/attachments/${first?.id}/content`)).status, 200)
  t.equal((await next.get(`/v1/attachments/${first?.id}`)).status, 404, 'the village beside does not')
  const unready = await clerk.get(`/v1/attachments/${second?.id}/content`)
  t.match([unready.status, unready.json()], [409, { type: '/problems/state-conflict', state: 'uploading' }])

  const page = (await clerk.get(`/v1/events/${eventId}/attachments?limit=1`)).json<{
    items: View[]
    next: string
  }>()
  const rest = await clerk.get(`/v1/events/${eventId}/attachments?limit=1&after=${page.next}`)
  t.match([page.items[0]?.id, rest.json()], [first?.id, { items: [{ id: second?.id }], next: null }])
  await sender(api, next).cancel(theirs)
  t.match((await listOf(clerk, eventId))[1], {
    state: 'refused',
    refusal: { reason: 'cancelled', reasonZh: '上传已取消' },
  })
})

t.test('bytes by range and by tag, to be saved and not to be shown', async (t) => {
  const api = await startApi(t)
  const village = api.as('officer', VILLAGE)
  const { eventId } = await village.report(aReport())
  const letter = aPdf()
  const said = ofPhoto(letter, {
    eventId,
    kind: 'document',
    filetype: 'application/pdf',
    filename: `灾情"a".exe`,
  })
  const id = await sender(api, village).send(letter, said)
  const ask = (headers = {}) => download(api, village, `/v1/attachments/${id}/content`, headers)
  const whole = await ask()
  t.ok(whole.bytes.equals(letter))
  const etag = whole.headers.get('etag') ?? ''
  t.equal(etag, `"${sha256(letter)}"`)
  t.equal(whole.headers.get('accept-ranges'), 'bytes')
  t.equal(whole.headers.get('content-length'), String(letter.length))
  t.equal(whole.headers.get('x-content-type-options'), 'nosniff')
  t.equal(whole.headers.get('cache-control'), 'private, no-cache')
  t.equal(
    whole.headers.get('content-disposition'),
    `attachment; filename="attachment.pdf"; filename*=UTF-8''${encodeURIComponent('灾情"a".exe.pdf')}`,
    'never saved as a program',
  )
  t.equal((await ask({ 'if-none-match': etag })).status, 304)
  t.equal((await ask({ 'if-none-match': '*' })).status, 304)
  t.equal((await ask({ 'if-none-match': '"other"' })).status, 200)
  const end = letter.length
  const ranges: [range: string, from: number, to: number][] = [
    ['bytes=0-0', 0, 1],
    ['bytes=5-9', 5, 10],
    ['bytes=10-', 10, end],
    ['bytes=-7', end - 7, end],
    ['bytes=-9999', 0, end],
    [`bytes=3-${end + 50}`, 3, end],
  ]
  for (const [range, from, to] of ranges) {
    const part = await ask({ range })
    t.equal(part.status, 206, range)
    t.ok(part.bytes.equals(letter.subarray(from, to)), range)
    t.equal(part.headers.get('content-range'), `bytes ${from}-${to - 1}/${end}`)
  }
  for (const range of ['bytes=0-1,5-6', 'lines=1-2', 'bytes=9-3', 'bytes=-', 'x']) {
    t.equal((await ask({ range })).status, 200, range)
  }
  for (const range of [`bytes=${end}-`, 'bytes=-0']) {
    const beyond = await ask({ range })
    t.same([beyond.status, beyond.headers.get('content-range')], [416, `bytes */${end}`], range)
  }
  t.equal((await ask({ range: 'bytes=0-0', 'if-range': etag })).status, 206)
  t.equal((await ask({ range: 'bytes=0-0', 'if-range': '"other"' })).status, 200)
  t.equal((await village.get(`/v1/attachments/${id}/content?rendition=thumbnail`)).status, 404)
  t.equal((await village.get(`/v1/attachments/${id}/content?rendition=huge`)).status, 400)
  t.equal((await village.get(`/v1/attachments/${uuidv7()}`)).status, 404)
})

/** Whether an EXIF block points at a directory of positions (tag 0x8825), in either order of bytes. */
function gpsOf(exif: Buffer): boolean {
  return exif.includes(Buffer.from([0x25, 0x88])) || exif.includes(Buffer.from([0x88, 0x25]))
}
