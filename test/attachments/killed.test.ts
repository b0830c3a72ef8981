/** What was acknowledged is not lost: the process is killed in the middle of uploads, and they go on where they stood. */
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pino } from 'pino'
import t from 'tap'
import { openAttachmentFiles } from '../../src/attachments/storage.ts'
import { readAttachment } from '../../src/attachments/store.ts'
import { takeChunk } from '../../src/attachments/take-chunk.ts'
import { readConfig } from '../../src/config.ts'
import {
  type Api,
  aReport,
  clientOf,
  type FirstAccount,
  logIn,
  startApi,
  TEST_ENVIRONMENT,
  VILLAGE,
} from '../api.ts'
import { testDb } from '../database.ts'
import { startProcess } from '../program.ts'
import { aMovie, aPhoto, sha256 } from './files.ts'
import { ofPhoto, sender } from './sender.ts'

const CHUNK = 30_000

t.test('uploads go on where they stood, after each kill -9', async (t) => {
  const db = await testDb(t, { kind: 'production' })
  const dataDir = await mkdtemp(join(tmpdir(), 'fengsui-'))
  t.teardown(() => rm(dataDir, { recursive: true, force: true }))
  const env = { ...process.env, ...TEST_ENVIRONMENT, DATABASE_URL: db.url, DATA_DIR: dataDir }
  const event = { hazard: 'snow', occurredAt: new Date(Date.now() - 600_000).toISOString() } as const
  const films = Array.from({ length: 6 }, (_, i) => Buffer.concat([aMovie(), freeBox(700_000 + i)]))
  const places: string[] = []
  let service = await startProcess(t, { env })
  const officer = await anOfficer(dataDir)
  const token = await logIn(service.address, officer)
  const report = aReport({ event })
  const { eventId } = await clientOf(service.address, async () => token).report(report)

  for (const film of films) {
    const up = sender(service, { token: async () => token })
    places.push(await up.open(film, ofPhoto(film, { eventId, kind: 'video', filetype: 'video/mp4' })))
  }
  let kills = 0
  for (let round = 0; round < 3; round++) {
    const current = service
    let acknowledged = 0
    await Promise.all(
      films.map(async (film, i) => {
        const up = sender(current, { token: async () => token })
        for (;;) {
          const at = await up.progress(places[i] ?? '').catch(() => null)
          const offset = Number(at?.headers.get('upload-offset'))
          if (!at || offset === film.length) return
          const sent = await up
            .chunk(places[i] ?? '', offset, film.subarray(offset, offset + CHUNK))
            .catch(() => null)
          if (sent?.status === 204) acknowledged += 1
          if (acknowledged === 25) {
            kills += 1
            current.kill()
          }
        }
      }),
    )
    const { rows: before } = await db.pool.query(
      'select id, byte_offset::int as n from attachments order by id',
    )
    service = await startProcess(t, { env })
    for (const { id, n } of before) {
      const head = await sender(service, { token: async () => token }).progress(`/v1/uploads/${id}`)
      t.equal(Number(head.headers.get('upload-offset')), n, 'each stands where it stood')
    }
  }
  t.ok(kills >= 3, `${kills} kills`)
  const up = sender(service, { token: async () => token })
  for (const [i, film] of films.entries()) {
    const place = places[i] ?? ''
    const offset = Number((await up.progress(place)).headers.get('upload-offset'))
    for (let at = offset; at < film.length; at += CHUNK) {
      t.equal((await up.chunk(place, at, film.subarray(at, at + CHUNK))).status, 204)
    }
  }
  // the last chunk of one may have come just before a kill: the engine finishes it, after a minute
  await db.pool.query(
    "update attachments set touched_at = touched_at - interval '2 minutes' where state = 'uploading'",
  )
  service.kill()
  await once(service.child, 'exit')
  const last = await startProcess(t, { env })
  const done = async () =>
    (await db.pool.query("select count(*)::int as n from attachments where state = 'complete'")).rows[0]?.n
  for (let i = 0; i < 100 && (await done()) < films.length; i++) await new Promise((r) => setTimeout(r, 100))
  t.equal(await done(), films.length, 'all are complete, each with the hash that was announced')
  last.kill()
})

t.test('what was not finished when its last chunk had come is finished by the engine', async (t) => {
  const api = await startApi(t)
  const village = api.as('officer', VILLAGE)
  const { eventId } = await village.report(aReport())
  const up = sender(api, village)
  const [photo, other] = [await aPhoto('jpeg', 1), await aPhoto('jpeg', 2)]
  const place = await up.open(photo, ofPhoto(photo, { eventId }))
  const wrong = await up.open(photo, ofPhoto(other, { eventId }))
  for (const one of [place, wrong]) await up.chunk(one, 0, photo.subarray(0, 9_000))
  // as after a kill between the two: the last chunk is there, and nobody has put the parts together
  for (const one of [place, wrong]) await takeLastChunk(api, one, photo.subarray(9_000), 9_000)
  await api.runDue()
  const states = async () => api.rows('select state, refusal from attachments order by id')
  t.match(
    await states(),
    [{ state: 'uploading' }, { state: 'uploading' }],
    'not before a minute: a request may be at it',
  )
  await api.minutesLater(2)
  await api.runDue()
  t.match(await states(), [{ state: 'complete' }, { state: 'refused', refusal: 'hash_mismatch' }])
  t.same(await api.rows('select 1 from attachment_chunks'), [])
})

/** Takes a chunk as its request does, and does not finish the upload. */
async function takeLastChunk(
  { db, dataDir }: Api,
  place: string,
  chunk: Buffer,
  offset: number,
): Promise<void> {
  const deps = { db, config: readConfig({ DATA_DIR: dataDir }), log: pino({ level: 'silent' }) }
  const upload = await readAttachment(db, place.replace('/v1/uploads/', ''))
  if (!upload) throw new Error('there is no such upload')
  const bytes = Readable.from([chunk])
  await takeChunk(deps, openAttachmentFiles(deps), upload, { offset, sha256: sha256(chunk), bytes })
}

/** Free space in a film, so that it has something to send. */
function freeBox(byteLength: number): Buffer {
  const box = Buffer.alloc(byteLength)
  box.writeUInt32BE(byteLength, 0)
  box.write('free', 4)
  return box
}

async function anOfficer(dataDir: string): Promise<FirstAccount> {
  const accounts: FirstAccount[] = JSON.parse(await readFile(join(dataDir, 'first-accounts.json'), 'utf8'))
  const officer = accounts.find(({ role, regionCode }) => role === 'officer' && regionCode === VILLAGE)
  if (!officer) throw new Error('the village has no officer')
  return officer
}
