/** What an attachment belongs to: a report that comes before it or after it, and the event that goes on. */
import t from 'tap'
import { v7 as uuidv7 } from 'uuid'
import { photoCountOf } from '../../src/attachments/read-store.ts'
import {
  aFollowUp,
  aReport,
  CITY,
  type Client,
  COUNTY,
  FAR_VILLAGE,
  NEXT_VILLAGE,
  startApi,
  TOWNSHIP,
  VILLAGE,
} from '../api.ts'
import { aPdf, aPhoto, sha256 } from './files.ts'
import { listOf, type View } from './reader.ts'
import { ofPhoto, sender } from './sender.ts'

const OTHER_VILLAGE = '540121100201'

t.test('a report is accepted at once, with its photos under way, before it, or after it', async (t) => {
  const api = await startApi(t)
  const village = api.as('officer', VILLAGE)
  const up = sender(api, village)
  const photo = await aPhoto()
  const report = aReport()
  const early = await up.open(photo, ofPhoto(photo, { versionId: report.id }))
  await up.chunk(early, 0, photo.subarray(0, 2_000))
  const waiting = async (who: Client) =>
    (await who.get('/v1/waiting-attachments'))
      .json<{ items: View[] }>()
      .items.map(({ id, eventId }) => [id, eventId])
  const id = early.replace('/v1/uploads/', '')
  t.same(await waiting(village), [[id, null]], 'it waits, and is seen to wait')
  t.same(await waiting(api.as('duty_officer', CITY)), [[id, null]])
  t.same(await waiting(await api.hire('officer', NEXT_VILLAGE)), [])

  const { eventId, versionId } = await village.report(report)
  t.same(await waiting(village), [])
  t.match(
    await listOf(village, eventId),
    [{ id, eventId, versionId, state: 'uploading' }],
    'linked when it comes',
  )
  t.equal((await up.chunk(early, 2_000, photo.subarray(2_000))).status, 204)
  t.match(await listOf(village, eventId), [{ id, state: 'complete' }])

  const late = await aPhoto('jpeg', 5)
  await up.send(late, ofPhoto(late, { versionId }))
  t.equal((await listOf(village, eventId)).length, 2)

  const held = aFollowUp({ versionId: uuidv7(), eventId, regionCode: VILLAGE })
  t.equal((await village.submit(held)).status, 202)
  const ofHeld = await aPhoto('jpeg', 6)
  await up.send(ofHeld, ofPhoto(ofHeld, { versionId: held.id }))
  t.equal((await waiting(village)).length, 1, 'a held report has not come yet')

  const county = await api.hire('officer', COUNTY)
  const foreign = uuidv7()
  const theirs = await aPhoto('jpeg', 7)
  await sender(api, county).send(theirs, ofPhoto(theirs, { versionId: foreign, regionCode: FAR_VILLAGE }))
  await village.report(aFollowUp({ versionId, eventId, regionCode: VILLAGE }, { id: foreign }))
  t.equal((await listOf(api.as('duty_officer', CITY), eventId)).length, 2, 'another unit’s is not linked')
})

t.test('attachments go where their event goes, when it is merged and when that was wrong', async (t) => {
  const api = await startApi(t)
  const village = api.as('officer', VILLAGE)
  const far = await api.hire('officer', OTHER_VILLAGE)
  const desk = await api.hire('duty_officer', CITY)
  const into = await village.report(aReport())
  const from = await far.report(aReport({ regionCode: OTHER_VILLAGE }))
  t.not(into.eventId, from.eventId)
  const photos = await Promise.all([1, 2, 3, 4, 5].map((seed) => aPhoto('jpeg', seed)))
  const [one, two, three, four, five] = photos as [Buffer, Buffer, Buffer, Buffer, Buffer]
  const theirs = sender(api, far)
  const regionCode = OTHER_VILLAGE
  await sender(api, village).send(one, ofPhoto(one, { eventId: into.eventId }))
  const ids = [
    await theirs.send(two, ofPhoto(two, { eventId: from.eventId, regionCode })),
    await theirs.send(three, ofPhoto(three, { versionId: from.versionId, regionCode })),
  ]
  const listed = async (eventId: string) => (await listOf(desk, eventId)).map((view) => view.sha256)
  const reason = { reason: '同一场地震。' }
  const merged = await desk.post(`/v1/events/${into.eventId}/merges`, {
    fromEventId: from.eventId,
    ...reason,
  })
  t.equal(merged.status, 201, merged.text)

  ids.push(await theirs.send(four, ofPhoto(four, { eventId: from.eventId, regionCode })))
  const early = ofPhoto(five, { eventId: from.eventId })
  t.equal(
    (await sender(api, village).create(early, five.length)).status,
    201,
    'by the old name, all it covers now',
  )
  t.same(await listed(into.eventId), [one, two, three, four, five].map(sha256), 'of both, in one list')
  t.same(await listed(from.eventId), await listed(into.eventId), 'the old address leads there')
  for (const id of ids) {
    const view = (await desk.get(`/v1/attachments/${id}`)).json<View>()
    t.equal(view.eventId, into.eventId, 'each names the event that goes on')
  }
  t.equal(await photoCountOf(api.db, into.eventId, CITY), 4)
  const clerk = await api.hire('section_clerk', CITY, { binding: { sectionCode: 'DZDZ' } })
  t.equal((await clerk.get(`/v1/attachments/${ids[2]}`)).status, 200, 'for whom it was forwarded to, too')

  const act = merged.json<{ id: string }>().id
  t.equal((await desk.post(`/v1/identity-acts/${act}/undoing`, reason)).status, 201)
  t.same(await listed(into.eventId), [sha256(one)])
  t.same(await listed(from.eventId), [two, three, four, five].map(sha256), 'nothing stays behind')
})

t.test('photos are counted once each, for a unit and all below it', async (t) => {
  const api = await startApi(t)
  const village = api.as('officer', VILLAGE)
  const next = await api.hire('officer', NEXT_VILLAGE)
  const { eventId, versionId } = await village.report(aReport())
  const count = (regionCode: string) => photoCountOf(api.db, eventId, regionCode)
  t.equal(await count(VILLAGE), 0)
  const [one, two, three] = [await aPhoto('jpeg', 1), await aPhoto('jpeg', 2), await aPhoto('jpeg', 3)]
  await sender(api, village).send(one, ofPhoto(one, { eventId }))
  await sender(api, village).send(one, ofPhoto(one, { versionId }))
  t.equal(await count(VILLAGE), 1, 'the same photo twice is one')
  await sender(api, village).send(two, ofPhoto(two, { versionId }))
  await sender(api, next).send(three, ofPhoto(three, { eventId, regionCode: NEXT_VILLAGE }))
  const letter = aPdf()
  await sender(api, village).send(letter, {
    ...ofPhoto(letter, { eventId, kind: 'document', filetype: 'application/pdf' }),
  })
  const unfinished = await aPhoto('jpeg', 8)
  await sender(api, village).open(unfinished, ofPhoto(unfinished, { eventId }))
  t.same([await count(VILLAGE), await count(NEXT_VILLAGE), await count(TOWNSHIP)], [2, 1, 3])
  t.equal(await photoCountOf(api.db, uuidv7(), TOWNSHIP), 0)
})
