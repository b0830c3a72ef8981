/** Where a response is or was on, a verified report comes with photos, or is told what is missing. */
import t from 'tap'
import { aPhoto } from '../attachments/files.ts'
import { ofPhoto, sender } from '../attachments/sender.ts'
import {
  type Accepted,
  aFollowUp,
  aReport,
  type Client,
  COUNTY,
  OTHER_COUNTY,
  quakeOn,
  type Story,
  startStory,
  TOWNSHIP,
  verified,
} from './story.ts'

const DAY = '2026-06-10'
const RULE = 'attachment.photos'

const photosSaid = ({ violations }: Pick<Accepted, 'violations'>) =>
  violations.filter(({ rule }) => rule === RULE)

/** Village and county have reported; a response for a place was started and has ended; the disaster is stable. */
async function afterResponse(story: Story, regionCode: string | null = COUNTY) {
  const { village, county, desk, leader } = story.people
  const one = await village.report(aReport({ event: quakeOn(DAY) }))
  const two = await county.report(aReport({ eventId: one.eventId, regionCode: COUNTY }))
  const { eventId } = one
  if (regionCode) {
    const decided = {
      ...{ regionCode, kind: 'emergency', startedAt: `${DAY}T16:35:00+08:00`, basis: '《县地震应急预案》' },
      decidedBy: { body: 'county', name: '县人民政府' },
    }
    const url = `/v1/events/${eventId}/responses`
    const { id } = (await desk.post(url, { ...decided, level: 3 })).json<{ id: string }>()
    const ended = await desk.post(url, { ...decided, level: null, followsId: id })
    if (ended.status !== 201) throw new Error(ended.text)
  }
  await story.stability(leader, eventId, `${DAY}T16:36`)
  return { eventId, village: one, county: two }
}

/** Sends photos until so many are there, each with a picture of its own. */
async function photograph(story: Story, who: Client, target: Record<string, string>, seeds: number[]) {
  const up = sender(story, who)
  for (const seed of seeds) {
    const photo = await aPhoto('jpeg', seed)
    await up.send(photo, ofPhoto(photo, target))
  }
}

t.test(
  'a verified report without them is taken, and told so; three of the unit or below it are enough',
  async (t) => {
    const story = await startStory(t, `${DAY}T16:40`)
    const { village, county } = story.people
    const s = await afterResponse(story)
    await photograph(story, village, { eventId: s.eventId }, [1])
    await photograph(story, village, { versionId: s.village.versionId }, [1, 2])
    const followUp = await village.report(aFollowUp(s.village, { figures: { injured: 3 } }))
    t.same(photosSaid(followUp), [], 'until the report is verified nobody asks')

    const first = await village.report(verified(followUp))
    t.match(photosSaid(first), [
      {
        kind: 'soft',
        observed: 'photos = 2',
        expected: 'photos >= 3',
        explained: false,
        because: [{ clause: '灾情照片', status: 'secondary', value: 3 }],
        textZh: /不少于3张,现有2张/,
      },
    ])
    const stored = await village.get(`/v1/reports/${first.versionId}`)
    t.match(stored.json(), { violations: [{ rule: RULE, explained: false }] })

    await photograph(story, county, { eventId: s.eventId, regionCode: COUNTY }, [3])
    const ofCounty = await county.report(verified(s.county))
    t.same(photosSaid(ofCounty), [], 'what came from below goes with the county’s report')
  },
)

t.test('who explains is said to have explained', async (t) => {
  const story = await startStory(t, `${DAY}T16:40`)
  const s = await afterResponse(story)
  const said = await story.people.village.report({
    ...verified(s.village),
    explanation: '道路中断,无法到场拍照。',
  })
  t.match(photosSaid(said), [{ observed: 'photos = 0', explained: true }])
})

t.test('no photos are asked for without a response, or by one of another place', async (t) => {
  const story = await startStory(t, `${DAY}T16:40`)
  const { village, county, desk } = story.people
  const s = await afterResponse(story, null)
  t.same(photosSaid(await village.report(verified(s.village))), [])
  await desk.post(`/v1/events/${s.eventId}/regions`, { regionCode: OTHER_COUNTY })
  const started = await desk.post(`/v1/events/${s.eventId}/responses`, {
    ...{ regionCode: OTHER_COUNTY, kind: 'relief', level: 4, basis: '《县救助应急预案》' },
    ...{ startedAt: `${DAY}T16:35:00+08:00`, decidedBy: { body: 'county', name: '县人民政府' } },
  })
  t.equal(started.status, 201, started.text)
  t.same(photosSaid(await county.report(verified(s.county))), [])
})

t.test('one picture sent by several units is one, of the unit and of all below it', async (t) => {
  const story = await startStory(t, `${DAY}T16:40`)
  const { village, township, county } = story.people
  const s = await afterResponse(story)
  await photograph(story, village, { eventId: s.eventId }, [1, 2])
  await photograph(story, township, { eventId: s.eventId, regionCode: TOWNSHIP }, [1])
  await photograph(story, county, { versionId: s.county.versionId, regionCode: COUNTY }, [1])
  t.match(photosSaid(await village.report(verified(s.village))), [{ observed: 'photos = 2' }])
  t.match(photosSaid(await county.report(verified(s.county))), [{ observed: 'photos = 2' }], 'not four')
})
