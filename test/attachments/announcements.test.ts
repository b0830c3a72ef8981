/** What an upload may say of itself before its first byte. */
import t from 'tap'
import { v7 as uuidv7 } from 'uuid'
import {
  aReport,
  COUNTY,
  FAR_VILLAGE,
  NEXT_VILLAGE,
  OTHER_COUNTY,
  startApi,
  TOWNSHIP,
  VILLAGE,
} from '../api.ts'
import { aPhoto } from './files.ts'
import { encoded, ofPhoto, sender } from './sender.ts'

t.test('announcements', async (t) => {
  const api = await startApi(t)
  const village = api.as('officer', VILLAGE)
  const { eventId, versionId } = await village.report(aReport())
  const up = sender(api, village)
  const photo = await aPhoto()
  const said = ofPhoto(photo, { eventId })
  const nothingOpened = async () => (await api.rows('select 1 from attachments')).length === 0

  await t.test('each fault in the metadata is named', async (t) => {
    const { eventId: _, ...untargeted } = said
    const cases: [metadata: Record<string, string>, code: string, detail: RegExp][] = [
      [{ ...said, regionCode: 'Lhasa' }, 'invalid_format', /^regionCode: /],
      [{ ...said, kind: 'song' }, 'invalid_value', /^kind: /],
      [{ ...said, sha256: 'abc' }, 'invalid_format', /^sha256: /],
      [{ ...said, filetype: 'jpeg' }, 'invalid_format', /^filetype: /],
      [{ ...said, colour: 'red' }, 'unknown_field', /^colour: /],
      [{ ...said, __proto__x: 'red' }, 'unknown_field', /^__proto__x: /],
      [untargeted, 'custom', /^eventId: name either/],
      [{ ...said, versionId }, 'custom', /^eventId: name either/],
      [{ ...said, eventId: 'first' }, 'invalid_format', /^eventId: /],
      [{ kind: 'photo' }, 'missing', /^regionCode: /],
    ]
    for (const [metadata, code, detail] of cases) {
      const answer = await up.create(metadata, photo.length)
      t.equal(answer.status, 400, answer.text)
      const [error] = answer.json<{ errors: { pointer: string; code: string; detail: string }[] }>().errors
      t.match(error, { pointer: 'header:upload-metadata', code, detail })
    }
    for (const broken of ['kind', 'kind photo!', 'kind cGhvdG8=,kind cGhvdG8=', ',', 'a b c']) {
      const answer = await up.create(broken, photo.length)
      t.match(
        [answer.status, answer.json()],
        [400, { errors: [{ pointer: 'header:upload-metadata' }] }],
        broken,
      )
    }
    t.ok(await nothingOpened())
  })

  await t.test('a name is a name, and no path', async (t) => {
    const names = [
      '../../etc/passwd',
      '/etc/passwd',
      '..\\windows\\win.ini',
      '..',
      '.',
      'a\0b.jpg',
      'a\nb.jpg',
      '\u202egpj.exe',
      'photo\u2066gpj.exe',
      ' ',
      'x'.repeat(201),
    ]
    for (const filename of names) {
      const answer = await up.create({ ...said, filename }, photo.length)
      t.equal(answer.status, 400, filename)
      t.match(answer.json<{ detail: string }>().detail, /filename: /)
    }
    t.ok(await nothingOpened())
  })

  await t.test('OPTIONS of an upload says what OPTIONS of all of them does', async (t) => {
    const place = `/v1/uploads/${uuidv7()}`
    const [all, one] = [await up.ask('OPTIONS', '/v1/uploads', {}), await up.ask('OPTIONS', place, {})]
    t.equal(one.status, 204, one.text)
    for (const header of ['tus-version', 'tus-extension', 'tus-max-size', 'tus-checksum-algorithm']) {
      t.ok(one.headers.get(header), header)
      t.equal(one.headers.get(header), all.headers.get(header))
    }
    t.equal((await up.ask('OPTIONS', '/v1/uploads/first', {})).status, 400)
    t.equal((await fetch(`${api.address}${place}`, { method: 'OPTIONS' })).status, 401)
  })

  await t.test('metadata without end are refused', async (t) => {
    const long = await up.create({ ...said, filename: 'x'.repeat(3_500) }, photo.length)
    t.match([long.status, long.json()], [400, { errors: [{ pointer: 'header:upload-metadata' }] }])
    const huge = await up.create(encoded({ ...said, filename: 'x'.repeat(60_000) }), photo.length)
    t.equal(huge.status, 431, 'beyond what any header may have')
  })

  await t.test('a length is a number of bytes, and its kind has a limit', async (t) => {
    for (const length of ['', '-1', '1e3', '0x10', '99999999999999999999']) {
      const answer = await up.create(said, length)
      t.match(
        [answer.status, answer.json()],
        [400, { errors: [{ pointer: 'header:upload-length' }] }],
        length,
      )
    }
    const empty = await up.create(said, 0)
    t.match(
      [empty.status, empty.json()],
      [400, { errors: [{ pointer: 'header:upload-length', code: 'too_small' }] }],
    )
    const large = await up.create(said, 20_971_521)
    t.match(
      [large.status, large.problem, large.json()],
      [413, 'attachment-too-large', { kind: 'photo', limitBytes: 20_971_520 }],
    )
    const deferred = await up.create(said, photo.length, { 'upload-defer-length': '1' })
    t.equal(deferred.status, 400)
    const parts = await up.create(said, photo.length, { 'upload-concat': 'partial' })
    t.equal(parts.status, 400)
    const withBody = await up.ask(
      'POST',
      '/v1/uploads',
      {
        'tus-resumable': '1.0.0',
        'upload-length': '3',
        'upload-metadata': encoded(said),
        'content-type': 'application/offset+octet-stream',
      },
      'abc',
    )
    t.match([withBody.status, withBody.json()], [400, { errors: [{ code: 'body_not_expected' }] }])
    const version = await up.create(said, photo.length, { 'tus-resumable': '0.2.2' })
    t.same([version.status, version.problem], [412, 'tus-version'])
    t.ok(await nothingOpened())
  })

  await t.test('a kind has its types, and HEIC is none of them', async (t) => {
    const cases: [kind: string, filetype: string][] = [
      ['photo', 'application/pdf'],
      ['photo', 'image/svg+xml'],
      ['photo', 'video/mp4'],
      ['document', 'application/msword'],
      ['document', 'text/html'],
      ['audio', 'audio/ogg'],
    ]
    for (const [kind, filetype] of cases) {
      const answer = await up.create({ ...said, kind, filetype }, photo.length)
      t.match([answer.status, answer.problem], [415, 'file-type-refused'], `${kind} ${filetype}`)
      t.match(answer.json(), { declared: filetype, found: null })
    }
    const heic = await up.create({ ...said, filetype: 'image/heic' }, photo.length)
    t.match(heic.json<{ detail: string }>().detail, /HEIC is not taken: set the camera to JPEG/)
    t.ok(await nothingOpened())
  })

  await t.test('the unit is one’s own, and the event or the version is that unit’s', async (t) => {
    const refused = async (more: Record<string, string>, who = village) => {
      const answer = await sender(api, who).create(ofPhoto(photo, { eventId, ...more }), photo.length)
      return [answer.status, answer.problem]
    }
    t.same(await refused({ regionCode: NEXT_VILLAGE }), [403, 'outside-jurisdiction'])
    t.same(await refused({}, api.as('section_clerk')), [403, 'not-permitted'])
    t.same(await refused({}, api.as('auditor')), [403, 'not-permitted'])
    t.same(await refused({ eventId: uuidv7() }), [422, 'unknown-event'])
    const elsewhere = await api.hire('officer', OTHER_COUNTY)
    t.same(
      await refused({ regionCode: OTHER_COUNTY }, elsewhere),
      [422, 'unknown-event'],
      'the event does not cover it',
    )
    t.same(await refused({ regionCode: '540122200999' }, await api.hire('officer', COUNTY)), [
      422,
      'unknown-region',
    ])
    const township = await api.hire('officer', TOWNSHIP)
    const { eventId: __, ...untargeted } = said
    const mismatch = await sender(api, township).create(
      { ...untargeted, regionCode: NEXT_VILLAGE, versionId },
      photo.length,
    )
    t.same([mismatch.status, mismatch.problem], [422, 'attachment-mismatch'])
    t.ok(await nothingOpened())
    const county = await api.hire('officer', COUNTY)
    t.same(await refused({ regionCode: COUNTY }, county), [201, null], 'above what it covers')
    t.same(await refused({ regionCode: FAR_VILLAGE }, county), [201, null], 'below what it covers')
  })

  await t.test('an account does not begin without end', async (t) => {
    const busy = await api.hire('officer', VILLAGE)
    const other = sender(api, busy)
    const one = (i: number) => ({ ...said, sha256: i.toString(16).padStart(64, '0') })
    for (let i = 0; i < 100; i += 20) {
      const opened = await Promise.all(Array.from({ length: 20 }, (_, j) => other.create(one(i + j), 10)))
      t.same([...new Set(opened.map(({ status }) => status))], [201])
    }
    const tooMany = await other.create(one(100), 10)
    t.same([tooMany.status, tooMany.problem], [429, 'too-many-requests'])
    t.equal((await other.create(one(5), 10)).status, 201, 'what is open is found')
  })
})

t.test('a closed event takes no new attachment, but the photos of its reports', async (t) => {
  const api = await startApi(t)
  const village = api.as('officer', VILLAGE)
  const { eventId, versionId } = await village.report(aReport())
  const up = sender(api, village)
  const [before, after] = [await aPhoto(), await aPhoto('jpeg', 2)]
  const place = await up.open(before, ofPhoto(before, { eventId }))
  const closeIt = (id: string) => api.rows(`update events set state = 'closed' where id = $1`, [id])
  await closeIt(eventId)
  const refused = await up.create(ofPhoto(after, { eventId }), after.length)
  t.same([refused.status, refused.problem], [409, 'event-closed'])
  const again = await up.create(ofPhoto(before, { eventId }), before.length)
  t.same([again.status, again.headers.get('location')], [201, place], 'what was announced goes on')
  t.equal((await up.chunk(place, 0, before)).status, 204)
  const ofReport = await up.create(ofPhoto(after, { versionId }), after.length)
  t.equal(ofReport.status, 201, 'a report never waits for its photos, nor do they come too late')
  await api.rows(`update events set state = 'open' where id = $1`, [eventId])
  t.equal(
    (await up.create(ofPhoto(after, { eventId }), after.length)).status,
    201,
    'opened again, it takes them',
  )
})

t.test('where the disk is nearly full, attachments wait and reports do not', async (t) => {
  const api = await startApi(t, { environment: { ATTACHMENT_RESERVE_BYTES: String(2 ** 40) } })
  const village = api.as('officer', VILLAGE)
  const { eventId } = await village.report(aReport())
  const photo = await aPhoto()
  const answer = await sender(api, village).create(ofPhoto(photo, { eventId }), photo.length)
  t.same([answer.status, answer.problem], [507, 'storage-full'])
  t.equal((await village.submit(aReport({ figures: { injured: 2 } }))).status, 201)
})
