import t from 'tap'
import { v7 as uuidv7 } from 'uuid'
import { heldTooLongStep } from '../../src/reports/held-too-long-step.ts'
import { aReport, COUNTY, minutesAfter, type NewReport, NOON, startApi, VILLAGE } from '../api.ts'

const api = await startApi(t)
const officer = api.as('officer', VILLAGE)
const county = await api.hire('duty_officer', COUNTY)

interface Escalation {
  cause: string
  causeId: string
  to: { tier: string }
}
const passedUp = async (versionId: string) =>
  (await county.get('/v1/escalations?limit=200'))
    .json<{ items: Escalation[] }>()
    .items.filter(({ cause, causeId }) => cause === 'report_held' && causeId === versionId)
    .map(({ to }) => to.tier)
const messages = async (versionId: string) =>
  (
    await api.rows("select topic from outbox where subject_id = $1 and topic = 'report.held_too_long'", [
      versionId,
    ])
  ).length

/** A follow-up whose parent has not come. */
function anOrphan(eventId: string, figures: NewReport['figures']): NewReport {
  return aReport({ parentVersionId: uuidv7(), stage: 'follow_up', eventId, figures })
}

t.test('a word of dead people waits ten minutes, any other two hours, and then goes up once', async (t) => {
  const { eventId } = await officer.report(aReport())
  const grave = anOrphan(eventId, { dead: 1 })
  const other = anOrphan(eventId, { injured: 4 })
  for (const report of [grave, other]) t.equal((await officer.submit(report)).status, 202)

  await api.minutesLater(10)
  await api.runDue()
  t.same(await passedUp(grave.id), [], 'at its limit it is still in time')
  await api.setNow(new Date(minutesAfter(NOON, 10).getTime() + 1))
  await api.runDue()
  t.same((await passedUp(grave.id)).sort(), ['county', 'township'])
  t.same(await passedUp(other.id), [])
  await api.minutesLater(121)
  await api.runDue()
  t.same((await passedUp(other.id)).sort(), ['county', 'township'])
  await api.minutesLater(600)
  await api.runDue()
  t.equal((await passedUp(grave.id)).length, 2, 'once')
  t.equal(await messages(grave.id), 1)

  const { items } = (await officer.get('/v1/held-reports')).json<{
    items: { versionId: string; toldAt: string | null }[]
  }>()
  t.ok(items.find(({ versionId }) => versionId === grave.id)?.toldAt, 'the reporter sees that it was told')
})

t.test('two engines tell of it once', async (t) => {
  const { eventId } = await officer.report(
    aReport({ event: { hazard: 'snow', occurredAt: minutesAfter(NOON, 599).toISOString() } }),
  )
  const orphans = [1, 2, 3].map((dead) => anOrphan(eventId, { dead }))
  for (const orphan of orphans) t.equal((await officer.submit(orphan)).status, 202)
  await api.minutesLater(700)

  const told = await Promise.all([heldTooLongStep({ db: api.db }), heldTooLongStep({ db: api.db })])
  t.ok(told[0] + told[1] <= 3)
  await api.runDue()
  for (const { id } of orphans) t.equal(await messages(id), 1)
})

t.test('one whose event nobody knows is told of by message, and stays in the list', async (t) => {
  const orphan = anOrphan(uuidv7(), { missing: 2 })
  t.equal((await officer.submit(orphan)).status, 202)
  await api.minutesLater(800)
  await api.runDue()
  t.same(await passedUp(orphan.id), [])
  t.equal(await messages(orphan.id), 1)
})
