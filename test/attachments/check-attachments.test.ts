import { cp, mkdir, mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import t, { type Test } from 'tap'
import { checkAttachments } from '../../src/attachments/check-attachments.ts'
import { openAttachmentFiles } from '../../src/attachments/storage.ts'
import { readConfig } from '../../src/config.ts'
import { type Api, aReport, logIn, startApi, VILLAGE } from '../api.ts'
import { backUp, restore } from '../backup/ground.ts'
import { testDb } from '../database.ts'
import { runCommand } from '../program.ts'
import { aPhoto } from './files.ts'
import { ofPhoto, sender } from './sender.ts'

const LONG_AGO = new Date('2026-06-01T00:00:00Z')

async function aFolder(t: Pick<Test, 'teardown'>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'fengsui-'))
  t.teardown(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** A photo that is complete, and one that is under way. */
async function ground(t: Parameters<typeof startApi>[0]) {
  const api = await startApi(t)
  const village = api.as('officer', VILLAGE)
  const { eventId } = await village.report(aReport())
  const [photo, other] = [await aPhoto('jpeg', 1), await aPhoto('jpeg', 2)]
  const up = sender(api, village)
  const id = await up.send(photo, ofPhoto(photo, { eventId }))
  const place = await up.open(other, ofPhoto(other, { eventId }))
  await up.chunk(place, 0, other.subarray(0, 5_000))
  return {
    api,
    village,
    up,
    eventId,
    id,
    place,
    photo,
    other,
    files: join(api.dataDir, 'attachments', 'files'),
  }
}

async function check(api: Api, order = {}) {
  const log = pino({ level: 'silent' })
  const files = openAttachmentFiles({ config: readConfig({ DATA_DIR: api.dataDir }), log })
  const told: string[] = []
  const tell = (line: string) => told.push(line)
  const result = await checkAttachments(api.db, files, {
    isReading: false,
    isRemoving: false,
    tell,
    ...order,
  })
  return { ...result, told }
}

const keyOf = async (api: Api, rendition: string) =>
  (
    await api.rows<{ key: string }>('select storage_key as key from attachment_files where rendition = $1', [
      rendition,
    ])
  )[0]?.key ?? ''

t.test('files lie where only the service reads them, under names that nobody chose', async (t) => {
  const { api, files } = await ground(t)
  const found = await readdir(files, { recursive: true, withFileTypes: true })
  for (const one of found) {
    const mode = (await stat(join(one.parentPath, one.name))).mode & 0o777
    t.equal(mode, one.isDirectory() ? 0o700 : 0o600, one.name)
    if (one.isFile()) t.match(one.name, /^[0-9a-f-]{36}\.(original|stripped|thumbnail|chunk)\.[0-9a-f-]{36}$/)
  }
  t.equal(found.filter((one) => one.isFile()).length, 4)
  t.same(await readdir(join(api.dataDir, 'attachments', 'incoming')), [], 'nothing is left behind')
})

t.test('what is missing, damaged and needless is named, and only the needless is removed', async (t) => {
  const { api, files } = await ground(t)
  t.match(await check(api, { isReading: true }), { files: 4, missing: 0, damaged: 0, needless: 0, told: [] })

  const [stripped, thumbnail] = [await keyOf(api, 'stripped'), await keyOf(api, 'thumbnail')]
  const { size } = await stat(join(files, stripped))
  await writeFile(join(files, stripped), Buffer.alloc(size))
  t.match(await check(api), { damaged: 0 }, 'its size is right')
  const read = await check(api, { isReading: true })
  t.match(read, { missing: 0, damaged: 1 })
  t.match(read.told, [/^damaged: stripped of .*\.stripped\./])
  await writeFile(join(files, stripped), 'short')
  t.match(await check(api), { damaged: 1 })
  await rm(join(files, thumbnail))
  t.match(await check(api), { missing: 1, damaged: 1, told: [/./, /^missing: thumbnail/] })

  const needless = `ab/${'0'.repeat(36)}.original.${'0'.repeat(36)}`
  await mkdir(join(files, 'ab'), { recursive: true })
  await writeFile(join(files, needless), 'x')
  await writeFile(join(api.dataDir, 'attachments', 'incoming', 'half'), 'x')
  await api.setNow(new Date())
  t.match(await check(api, { isRemoving: true }), { needless: 0 }, 'it may be on its way into the database')
  for (const path of [join(files, needless), join(api.dataDir, 'attachments', 'incoming', 'half')]) {
    await utimes(path, LONG_AGO, LONG_AGO)
  }
  t.match(await check(api), { needless: 2 })
  t.ok(await stat(join(files, needless)), 'looking removes nothing')
  t.match(await check(api, { isRemoving: true }), {
    needless: 2,
    told: [/./, /./, /^removed: /, /^removed: /],
  })
  await t.rejects(stat(join(files, needless)), { code: 'ENOENT' })
  // by now the engine may have let go of the upload that nobody finished
  t.match(await check(api), { needless: 0 })
})

t.test('a file that the store has lost is no fault of the reader', async (t) => {
  const { api, village, up, id, place, other, files } = await ground(t)
  await rm(join(files, await keyOf(api, 'stripped')))
  const answer = await village.get(`/v1/attachments/${id}/content`)
  t.match([answer.status, answer.json()], [503, { type: '/problems/unavailable' }])
  const [chunk] = await api.rows<{ key: string }>('select storage_key as key from attachment_chunks')
  await rm(join(files, chunk?.key ?? ''))
  const last = await up.chunk(place, 5_000, other.subarray(5_000))
  t.match([last.status, last.json()], [422, { type: '/problems/attachment-damaged', refusal: 'lost' }])
})

t.test('a disk that cannot be written is said, and reports go on', async (t) => {
  const { village, up, place, other, files } = await ground(t)
  await rm(files, { recursive: true })
  await writeFile(files, 'in the way')
  const answer = await up.chunk(place, 5_000, other.subarray(5_000, 9_000))
  t.match([answer.status, answer.problem], [503, 'unavailable'])
  t.equal((await up.progress(place)).headers.get('upload-offset'), '5000')
  t.equal((await village.submit(aReport({ figures: { injured: 3 } }))).status, 201)
})

t.test('a backup, and a copy of the files made after it, restore every attachment', async (t) => {
  const { api, id, photo, files } = await ground(t)
  const folder = await aFolder(t)
  await backUp(api.db.url, join(folder, 'one.backup'))
  await cp(files, join(folder, 'attachments', 'files'), { recursive: true })
  const target = await testDb(t, { kind: 'empty' })
  await restore(target.url, join(folder, 'one.backup'))
  const again = await startApi(t, { db: target, environment: { DATA_DIR: folder } })
  t.match(await check({ ...again, dataDir: folder }, { isReading: true }), {
    files: 4,
    missing: 0,
    damaged: 0,
  })
  const desk = api.accounts.find(({ role }) => role === 'duty_officer')
  if (!desk) throw new Error('there is no duty officer')
  const response = await fetch(`${again.address}/v1/attachments/${id}/content?rendition=original`, {
    headers: { authorization: `Bearer ${await logIn(again.address, desk)}` },
  })
  t.equal(response.status, 200)
  t.ok(Buffer.from(await response.arrayBuffer()).equals(photo), 'to the byte')
})

t.test('the commands as they are typed', async (t) => {
  const { api, files } = await ground(t)
  const run = (...args: string[]) =>
    runCommand(args, {
      PATH: process.env.PATH,
      DATA_DIR: api.dataDir,
      DATABASE_URL: api.db.url,
      LOG_LEVEL: 'fatal',
    })
  t.match(await run('check-attachments', '--read'), {
    code: 0,
    out: /^4 files, \d+ bytes: 0 missing, 0 damaged, 0 needless\n$/,
    err: '',
  })
  const backup = await run('backup', join(await aFolder(t), 'one.backup'))
  t.equal(backup.code, 0, backup.err)
  t.match(
    backup.err,
    /the 3 files of attachments are not in the backup: copy .*attachments.files now, after it/,
  )
  await rm(join(files, await keyOf(api, 'original')))
  const missing = await run('check-attachments')
  t.match(missing, {
    code: 1,
    out: /: 1 missing/,
    err: /^missing: original of [\s\S]*Copy these files from a backup/,
  })
  t.match(await run('check-attachments', '--all'), { code: 1, out: '', err: /^usage: / })
})
