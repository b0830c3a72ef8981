/** A report says what it met of what its unit owed (时限办结): to whoever sent it, and in its receipt for good. */
import { generateKeyPairSync } from 'node:crypto'
import t from 'tap'
import { type ReceiptClaims, receiptView, signJws } from '../../src/reports/receipt.ts'
import { type Accepted, aFollowUp, aReport, COUNTY, NOON, startApi, VILLAGE } from '../api.ts'
import { CITY, firstReports, startStory, TOWNSHIP } from '../event-course/story.ts'
import { giveBack, ofItsOwn } from '../reviews/people.ts'

const api = await startApi(t)
const village = await api.hire('officer', VILLAGE)
const county = await api.hire('officer', COUNTY)
const reviewer = await api.hire('reviewer', COUNTY)

const claimsOf = ({ jws }: { jws: string }): ReceiptClaims =>
  JSON.parse(Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString())

t.test('a county’s first report says that it met what the village’s had set', async (t) => {
  const first = await village.report(aReport())
  t.match(first.met, [{ duty: 'first_report', regionCode: VILLAGE, isLate: false }], 'set and met at once')
  const accepted = await county.report(aReport({ eventId: first.eventId, regionCode: COUNTY }))
  t.notOk(
    accepted.deadlines.some(({ regionCode }) => regionCode === COUNTY),
    'it sets nothing for itself',
  )
  const dueAt = first.deadlines.find(({ regionCode }) => regionCode === COUNTY)?.dueAt
  const met = {
    ...{ duty: 'first_report', regionCode: COUNTY, day: null, dueAt },
    ...{ metAt: accepted.receivedAt, isLate: false },
  }
  const said = { dutyZh: '初报', sentenceZh: '初报:按时完成。', sentenceEn: 'first report: met in time.' }
  t.same(accepted.met, [{ ...met, ...said }])
  t.same(claimsOf(accepted.receipt).met, [met], 'signed')
  t.same(accepted.receipt.met, [met], 'and to be read without a key')
  t.same((await county.get(`/v1/receipts/${accepted.versionId}`)).json(), accepted.receipt)
  const next = await county.report(aFollowUp(accepted, { figures: { injured: 2 } }))
  t.same([next.met, next.receipt.met, claimsOf(next.receipt).met], [[], [], []], 'nothing was owed')
})

t.test(
  'a report that answers a return says so; so does one that was held and is applied later',
  async (t) => {
    const first = await village.report(ofItsOwn())
    t.equal((await giveBack(reviewer, first)).status, 200)
    const answer = await village.report(aFollowUp(first, { figures: { injured: 2 } }))
    t.match(answer.met, [{ duty: 'correction', sentenceZh: '更正:按时完成。' }])

    const odd = aFollowUp(answer, { figures: { dead: 1, injured: 1, seriously_injured: 2 } })
    const early = aFollowUp({ ...answer, versionId: odd.id }, { figures: { dead: 1, injured: 3 } })
    t.equal((await village.submit(early)).status, 202)
    t.match((await village.report(odd)).met, [], 'it contradicts itself: a correction is owed')
    await api.runDue()
    const receipt = (await village.get(`/v1/receipts/${early.id}`)).json<Accepted['receipt']>()
    const met = [{ duty: 'correction', regionCode: VILLAGE, isLate: false }]
    t.match(receipt.met, met)
    t.match(claimsOf(receipt).met, met)
    const batch = await village.post('/v1/reports/batch', { items: [early] })
    t.same(batch.json<{ items: { receipt: object }[] }>().items[0]?.receipt, receipt, 'in a batch as well')
  },
)

t.test('a nil report names the day that it confirms, and says whether that was in time', async (t) => {
  const story = await startStory(t, '2026-06-10T16:40')
  const { township, city } = story.people
  const { eventId } = await firstReports(story, '2026-06-10')
  await story.run('2026-06-11T00:00')
  await story.clock('2026-06-11T07:50')
  const inTime = (await story.nil(township, eventId, TOWNSHIP)).json<Accepted>()
  t.match(inTime.met, [
    {
      ...{ duty: 'daily_follow_up', day: '2026-06-11', regionCode: TOWNSHIP, isLate: false },
      ...{ dueAt: '2026-06-11T08:00:00.000+08:00', metAt: '2026-06-11T07:50:00.000+08:00' },
      sentenceZh: '6月11日每日续报:按时完成。',
      sentenceEn: 'daily follow-up of 2026-06-11: met in time.',
    },
  ])
  await story.clock('2026-06-11T10:01')
  const late = (await story.nil(city, eventId, CITY)).json<Accepted>()
  t.match(late.met, [
    { day: '2026-06-11', isLate: true, sentenceZh: '6月11日每日续报:已报,逾期。', sentenceEn: /met late\.$/ },
  ])
  t.match(claimsOf(late.receipt).met, [{ day: '2026-06-11', isLate: true }])
})

t.test('a receipt of a release that did not say so is given out as it was issued', (t) => {
  const { privateKey } = generateKeyPairSync('ed25519')
  const version = { versionId: 'v', contentHash: 'h', receivedAt: NOON }
  const jws = signJws({ iss: 'fengsui', versionId: 'v' }, 'receipt+jws', { kid: 'k', privateKey })
  t.strictSame(receiptView(version, jws), { ...version, receivedAt: '2026-07-01T12:00:00.000+08:00', jws })
  t.end()
})
