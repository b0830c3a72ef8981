/** Events are put together again as the judge was given them. */
import t from 'tap'
import { v7 as uuidv7 } from 'uuid'
import { eventBefore, replay } from '../../src/previews/replay.ts'
import { type PastVersion, readPastEvents, readPastVersions } from '../../src/previews/store.ts'
import {
  aFollowUp,
  aReport,
  CITY,
  COUNTY,
  minutesAfter,
  NOON,
  OTHER_COUNTY,
  startApi,
  VILLAGE,
} from '../api.ts'

const IN_OTHER_COUNTY = '540121100000'

function aVersion(minutes: number, regionCode: string, given: Partial<PastVersion> = {}): PastVersion {
  const id = uuidv7()
  return {
    id,
    eventId: 'event',
    regionCode,
    stage: 'first',
    figures: { dead: 1 },
    facts: {},
    subhazard: null,
    explanation: null,
    isWithdrawal: false,
    judgedAt: minutesAfter(NOON, minutes),
    position: ['1', '', 1, id],
    ...given,
  }
}

t.test('a report knows the totals so far, and the chains of its unit and of those above it', async (t) => {
  const empty = eventBefore({ id: 'event', hazard: 'flood', regionCode: COUNTY, occurredAt: NOON })
  const first = replay(empty, aVersion(5, COUNTY, { facts: { sensitive: true } }))
  t.match(first.facts, {
    figures: { dead: 1 },
    facts: { sensitive: true },
    received: { city: minutesAfter(NOON, 5) },
    reportedAt: minutesAfter(NOON, 5),
  })
  t.equal(first.facts.previous, undefined)
  const beside = replay(first.event, aVersion(10, IN_OTHER_COUNTY, { subhazard: 'mountain_flood' }))
  t.match(beside.facts, { figures: { dead: 2 }, previous: { dead: 1 }, subhazard: 'mountain_flood' })
  t.same(beside.facts.facts, { sensitive: true }, 'what was said before still holds')
  t.equal(beside.facts.received, undefined, 'the chain of another county is not known to it')
  const below = replay(beside.event, aVersion(20, VILLAGE, { figures: { dead: 1, missing: 2 } }))
  t.match(below.facts, { figures: { dead: 2, missing: 2 }, received: { city: minutesAfter(NOON, 5) } })
  const gone = replay(below.event, aVersion(30, IN_OTHER_COUNTY, { isWithdrawal: true, figures: {} }))
  t.match(gone.facts, { figures: { dead: 1, missing: 2 }, previous: { dead: 2, missing: 2 } })
  t.equal(gone.event.chains.get(IN_OTHER_COUNTY)?.firstReceivedAt.getTime(), minutesAfter(NOON, 10).getTime())
})

t.test('versions come in the order in which they were judged, page by page', async (t) => {
  const api = await startApi(t)
  const officer = api.as('officer', VILLAGE)
  const childId = uuidv7()
  const first = aReport({ figures: { dead: 1 } })
  const child = aFollowUp(
    { versionId: first.id, eventId: '', regionCode: VILLAGE },
    { id: childId, figures: { dead: 2 } },
  )
  const { eventId: _, ...waiting } = child
  t.equal((await officer.submit(waiting as never)).status, 202, 'it waits for the one before it')
  await api.minutesLater(5)
  const accepted = await officer.report(first)
  await api.minutesLater(6)
  await api.runDue()
  await api.minutesLater(7)
  const others = await api.hire('officer', OTHER_COUNTY)
  const elsewhere = await others.report(
    aReport({
      regionCode: OTHER_COUNTY,
      event: { hazard: 'snow', occurredAt: NOON.toISOString() },
      narrative: '大雪',
      explanation: '新增',
    }),
  )
  const since = minutesAfter(NOON, -60)
  const events = await readPastEvents(api.db, since, [CITY], null, 10)
  t.same(
    events.map(({ id }) => id),
    [elsewhere.eventId, accepted.eventId],
    'the newest event first',
  )
  const ids = events.map(({ id }) => id)
  const whole = await readPastVersions(api.db, ids, null, 10)
  t.same(
    whole.map(({ id, figures }) => [id, figures.dead ?? null]),
    [
      [elsewhere.versionId, null],
      [first.id, 1],
      [childId, 2],
    ],
  )
  t.equal(whole[2]?.judgedAt.getTime(), minutesAfter(NOON, 6).getTime(), 'judged when it was released')
  const paged: string[] = []
  for (let after: PastVersion['position'] | null = null; ; ) {
    const [one] = await readPastVersions(api.db, ids, after, 1)
    if (!one) break
    paged.push(one.id)
    after = one.position
  }
  t.same(
    paged,
    whole.map(({ id }) => id),
  )
  t.same(await readPastEvents(api.db, minutesAfter(NOON, 1_000), [CITY], null, 10), [])
  const [newest, oldest] = events
  t.same(await readPastEvents(api.db, since, [CITY], newest?.id ?? null, 10), [oldest])
  t.same(await readPastEvents(api.db, since, [COUNTY], null, 10), [oldest])
})
