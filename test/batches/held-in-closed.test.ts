/** A report that waits for the version before it in an event that is closed: kept, seen, and nobody waits for it any more. */
import t from 'tap'
import { v7 as uuidv7 } from 'uuid'
import { heldInClosedStep } from '../../src/batches/held-in-closed-step.ts'
import { heldTooLongStep } from '../../src/reports/held-too-long-step.ts'
import { type Accepted, aFollowUp, aReport, COUNTY, type NewReport, VILLAGE } from '../api.ts'
import { firstReports, startStory } from '../event-course/story.ts'

const DAY = '2026-06-10'
const story = await startStory(t, `${DAY}T16:40`, { RUN: 'api' })
const { village, county, leader } = story.people
const other = await story.hire('duty_leader', '540100000000')
const countyDesk = await story.hire('duty_officer', COUNTY)
const s = await firstReports(story, DAY)
const url = `/v1/events/${s.eventId}`

const ids = async (path: string, who = village) =>
  (await who.get(path)).json<{ items: { versionId: string }[] }>().items.map(({ versionId }) => versionId)
const heldIds = () => ids('/v1/held-reports')
const quarantinedIds = (who = village) => ids('/v1/quarantined-reports', who)

/** A follow-up of the village that follows a version which nobody has seen. */
const orphan = (given: Partial<NewReport> = {}) =>
  aFollowUp({ versionId: uuidv7(), eventId: s.eventId, regionCode: VILLAGE }, given)

const unknown = { eventId: undefined, figures: { injured: 1 } } as Partial<NewReport>
const named = orphan()
const next = { ...orphan(unknown), parentVersionId: named.id }
const lost = orphan(unknown)
const ofNobody = orphan(unknown)
const afterRefused = { ...orphan(unknown), parentVersionId: lost.id }

t.test('while the event goes on, all of them wait', async (t) => {
  for (const one of [named, next, ofNobody, afterRefused]) t.equal((await village.submit(one)).status, 202)
  t.equal(await heldInClosedStep(story), 0)
  t.same(await heldIds(), [named.id, next.id, ofNobody.id, afterRefused.id])
})

t.test(
  'once it is closed they go to quarantine, seen by sender and county, and nobody is reminded',
  async (t) => {
    await story.stability(leader, s.eventId, `${DAY}T17:30`)
    await leader.post(`${url}/verification-overrides`, { regionCode: '540100000000', reason: '归档' })
    t.equal((await other.post(`${url}/closure`, { basis: '归档' })).status, 201)
    await story.clock('2026-06-11T16:40')
    const [one, two] = await Promise.all([heldInClosedStep(story), heldInClosedStep(story)])
    t.equal((one ?? 0) + (two ?? 0), 2, 'two engines, each report once')
    t.same(await heldIds(), [ofNobody.id, afterRefused.id], 'whose event nobody knows waits as before')
    t.same(await quarantinedIds(), [named.id, next.id])
    t.same(await quarantinedIds(countyDesk), [named.id, next.id])
    t.match((await countyDesk.get('/v1/quarantined-reports')).json(), {
      items: [
        {
          problem: { type: '/problems/event-closed', eventId: s.eventId },
          content: named,
          regionCode: VILLAGE,
        },
        { problem: { type: '/problems/event-closed' }, content: { id: next.id } },
      ],
    })
    t.equal(await heldTooLongStep(story), 2)
    const told = await story.rows<{ subject: string; topic: string; region: string }>(
      `select subject_id as subject, topic, region_code as region from outbox
     where topic in ('report.quarantined', 'report.held_too_long') order by xid, position`,
    )
    t.same(
      told.filter(({ topic }) => topic === 'report.held_too_long').map(({ subject }) => subject),
      [ofNobody.id, afterRefused.id],
      'those that still wait, and no other',
    )
    t.equal(
      told.filter(({ topic, region }) => topic === 'report.quarantined' && region === VILLAGE).length,
      2,
    )
    t.equal(await heldInClosedStep(story), 0)
  },
)

t.test('the device hears it: it waits for nothing, and sent again it is refused', async (t) => {
  const { waiting } = (await village.get('/v1/sync')).json<{ waiting: { versionId: string }[] }>()
  t.same(
    waiting.map(({ versionId }) => versionId),
    [ofNobody.id, afterRefused.id],
  )
  t.match((await village.post('/v1/reports/batch', { items: [named] })).json(), {
    items: [{ status: 'refused', action: 'ask', problem: { type: '/problems/event-closed' } }],
  })
})

t.test('what was refused and is kept tells of the event of those that follow it', async (t) => {
  const whole = { ...lost, eventId: s.eventId, parentVersionId: s.village.versionId }
  t.match((await village.post('/v1/reports/batch', { items: [whole] })).json(), {
    items: [{ status: 'refused', problem: { type: '/problems/event-closed' } }],
  })
  t.equal(await heldInClosedStep(story), 1)
  t.same(await heldIds(), [ofNobody.id])
  t.ok((await quarantinedIds()).includes(afterRefused.id))
})

t.test('what looks like no id in what was refused harms nobody', async (t) => {
  const odd = { ...orphan(), id: ofNobody.parentVersionId, eventId: 'x', parentVersionId: 'y' }
  await village.post('/v1/reports/batch', { items: [odd] })
  t.equal(await heldInClosedStep(story), 0)
  t.same(await heldIds(), [ofNobody.id])
})

t.test('opened again, what went to quarantine stays there; what comes anew counts', async (t) => {
  t.equal((await leader.post(`${url}/reopening`, { reason: '有新的灾情' })).status, 201)
  const again: Accepted = await village.report(aFollowUp(s.village, { figures: { injured: 4 } }))
  t.equal(again.number, 2)
  t.equal(await heldInClosedStep(story), 0)
  t.ok((await quarantinedIds()).includes(named.id))
  const fresh = aReport({ eventId: s.eventId, regionCode: COUNTY })
  t.equal((await county.submit(fresh)).status, 201)
})
