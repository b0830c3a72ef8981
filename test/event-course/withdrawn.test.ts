/** A report that is withdrawn changes what lies below those who have verified, unless all is as it was then. */
import fc from 'fast-check'
import t from 'tap'
import { v7 as uuidv7 } from 'uuid'
import {
  type Accepted,
  aFollowUp,
  aReport,
  CITY,
  type Client,
  COUNTY,
  quakeOn,
  startStory,
  TOWNSHIP,
  VILLAGE,
  verified,
} from './story.ts'

const DAY = '2026-06-10'
const story = await startStory(t, `${DAY}T16:40`)
const { village, township, county, city, leader } = story.people
let told = 0

/** An event in which the county verifies by leave, whatever those below it do. Each lies ten days after the one before. */
async function anEvent() {
  told += 1
  const day = new Date(Date.UTC(2026, 5, 10 + 10 * told)).toISOString().slice(0, 10)
  await story.clock(`${day}T16:40`)
  const event = quakeOn(day)
  const first = await county.report(aReport({ event, regionCode: COUNTY, figures: { injured: 3 } }))
  const { eventId } = first
  const ofCity = await city.report(aReport({ eventId, regionCode: CITY, figures: { injured: 3 } }))
  const url = `/v1/events/${eventId}`
  const isVerified = async (unit: string) =>
    (await leader.get(`${url}/verification`))
      .json<{ units: { node: { regionCode: string }; isVerified: boolean }[] }>()
      .units.find(({ node }) => node.regionCode === unit)?.isVerified
  const stable = async () => {
    await story.stability(leader, eventId, `${day}T16:40`)
    const leave = { regionCode: COUNTY, reason: '失联' }
    await leader.post(`${url}/verification-overrides`, leave)
  }
  return { event, eventId, first, ofCity, url, isVerified, stable }
}

const withdraw = async (who: Client, { versionId }: Pick<Accepted, 'versionId'>) => {
  const id = uuidv7()
  const body = { id, reason: '误报' }
  const answer = await who.post(`/v1/reports/${versionId}/withdrawal`, body, { 'idempotency-key': id })
  if (answer.status !== 201) throw new Error(answer.text)
  return answer.json<Accepted>()
}

t.test('who withdraws keeps those above from closing over figures that are gone', async (t) => {
  const { event, eventId, first, ofCity, url, isVerified, stable } = await anEvent()
  const word = await village.report(aReport({ event, figures: { injured: 2 } }))
  await stable()
  const ofCounty = await county.report(verified(first))
  const verifiedCity = await city.report(verified(ofCity))
  t.equal(await isVerified(COUNTY), true)
  await withdraw(village, word)
  t.same([await isVerified(COUNTY), await isVerified(CITY)], [false, false])
  t.match((await leader.post(`${url}/closure`, { basis: '核报完成' })).json(), {
    type: '/problems/children-not-verified',
    detail: 'These have to verify again, for figures below them have changed since: 当雄县.',
    blockers: [{ regionCode: COUNTY, stage: 'verified', isReturned: false }],
  })
  await county.report(verified(ofCounty, { injured: 1 }))
  t.match((await leader.post(`${url}/closure`, { basis: '核报完成' })).json(), {
    detail: '拉萨市 itself has to verify again, for figures below it have changed since.',
  })
  await city.report(verified(verifiedCity, { injured: 1 }))
  t.equal((await leader.post(`${url}/closure`, { basis: '核报完成' })).status, 201, eventId)
})

t.test('who only came afterwards and went again leaves all as it was', async (t) => {
  const { event, first, isVerified, stable } = await anEvent()
  await stable()
  const ofCounty = await county.report(verified(first))
  const late = await village.report(aReport({ event, figures: { injured: 2 } }))
  t.equal(await isVerified(COUNTY), false)
  await withdraw(village, late)
  t.equal(await isVerified(COUNTY), true)
  t.match((await county.submit(verified(ofCounty))).json(), { type: '/problems/chain-verified' })
})

t.test(
  'a withdrawal that brings another report back changes figures, unless they are the same',
  async (t) => {
    for (const [again, isStill] of [
      [7, false],
      [2, true],
    ] as const) {
      const { event, eventId, first, isVerified, stable } = await anEvent()
      const before = new Date(Date.parse(event.occurredAt) - 5 * 86_400_000).toISOString()
      const one = await village.report(
        aReport({ event: { ...event, occurredAt: before }, figures: { injured: again } }),
      )
      t.not(one.eventId, eventId)
      const two = await village.report(aReport({ event, figures: { injured: 2 } }))
      const merging = { fromEventId: one.eventId, reason: '同一场地震。' }
      t.equal((await story.people.desk.post(`/v1/events/${eventId}/merges`, merging)).status, 201)
      await stable()
      await county.report(verified(first))
      t.equal(await isVerified(COUNTY), true)
      await withdraw(village, two)
      t.equal(await isVerified(COUNTY), isStill, `${again} instead of 2`)
    }
  },
)

type Step =
  | { what: 'report'; unit: number; injured: number }
  | { what: 'withdraw'; unit: number }
  | { what: 'verify' }

const UNITS = [VILLAGE, TOWNSHIP] as const
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      what: fc.constant('report' as const),
      unit: fc.nat(1),
      injured: fc.integer({ min: 1, max: 2 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ what: fc.constant('withdraw' as const), unit: fc.nat(1) }) },
  { weight: 2, arbitrary: fc.constant({ what: 'verify' as const }) },
)

/** What one unit has said from step to step: its figures, or null while none of its reports stands. */
type Said = (number | null)[]

/** Whether something that the county went by has changed since it verified, by the notes of somebody beside it. */
function isChanged(said: Said, verifiedAt: number): boolean {
  const now = said.at(-1) ?? null
  const differs = said.slice(verifiedAt).some((one) => one !== now)
  const knew = said.slice(0, verifiedAt + 1).some((one) => one !== null)
  return differs && (now !== null || knew)
}

async function holds(steps: readonly Step[]): Promise<boolean> {
  const { event, eventId, first, isVerified, stable } = await anEvent()
  await village.report(aReport({ event, figures: { injured: 1 } }))
  await stable()
  const who = [village, township]
  const heads: (Accepted | null)[] = [null, null]
  const said: [Said, Said] = [[1], [null]]
  heads[0] = { ...first, ...(await headOf(eventId, VILLAGE)) } as Accepted
  let own: Accepted = first
  let verifiedAt: number | null = null
  const isOutdated = () => verifiedAt !== null && said.some((one) => isChanged(one, verifiedAt ?? 0))
  for (const one of steps) {
    const at = (unit: 0 | 1) => said[unit].at(-1) ?? null
    const now: [number | null, number | null] = [at(0), at(1)]
    if (one.what === 'verify') {
      const answer = await county.submit(verified(own))
      const isTaken = verifiedAt === null || isOutdated()
      if ((answer.status === 201) !== isTaken) throw new Error(answer.text)
      if (isTaken) own = answer.json<Accepted>()
      if (isTaken) verifiedAt = said[0].length
    } else {
      const unit = one.unit as 0 | 1
      const [client, regionCode, head] = [who[unit], UNITS[unit], heads[unit]]
      if (!client || !regionCode) throw new Error('nobody is there')
      if (one.what === 'report') {
        const figures = { injured: one.injured }
        const next = head
          ? aFollowUp({ ...head, regionCode }, { figures })
          : aReport({ eventId, regionCode, figures })
        heads[unit] = await client.report(next)
        now[unit] = one.injured
      } else if (now[unit] !== null && head) {
        heads[unit] = await withdraw(client, head)
        now[unit] = null
      }
    }
    said[0].push(now[0])
    said[1].push(now[1])
    if ((await isVerified(COUNTY)) !== (verifiedAt !== null && !isOutdated())) {
      throw new Error(`${JSON.stringify(said)}, verified at ${verifiedAt}: ${await isVerified(COUNTY)}`)
    }
  }
  return true
}

async function headOf(eventId: string, regionCode: string) {
  const [row] = await story.rows<{ versionId: string }>(
    'select head_version_id as "versionId" from report_chains where event_id = $1 and region_code = $2',
    [eventId, regionCode],
  )
  return row
}

t.test(
  'whatever those below say and take back, the county is outdated when it rests on something else',
  async (t) => {
    const history = fc.array(step, { minLength: 3, maxLength: 8 })
    await fc.assert(fc.asyncProperty(history, holds), { seed: 20_261_125, numRuns: 15, endOnFailure: true })
    t.ok(told > 15, 'each in an event of its own')
  },
)
