import t from 'tap'
import { type Identified, likenessOf } from '../../src/event-identity/same-event.ts'

const NOON = Date.parse('2026-07-01T12:00:00+08:00')
const HOUR = 3_600_000

const anEvent = (over: Partial<Identified> = {}, hoursLater = 0): Identified => ({
  id: 'a',
  hazard: 'flood',
  subhazard: null,
  occurredAt: new Date(NOON + hoursLater * HOUR),
  isExercise: false,
  regions: ['540122000000'],
  ...over,
})

t.test('the score says how much hazard, time and place give', async (t) => {
  const rows: [title: string, a: Identified, b: Identified, score: number | null][] = [
    ['the same flood', anEvent(), anEvent(), 96],
    [
      'the same sub-hazard',
      anEvent({ subhazard: 'mountain_flood' }),
      anEvent({ subhazard: 'mountain_flood' }),
      100,
    ],
    ['two sub-hazards', anEvent({ subhazard: 'mountain_flood' }), anEvent({ subhazard: 'river_flood' }), 90],
    ['half a window apart', anEvent(), anEvent({}, 36), 79],
    ['at the edge of three days', anEvent(), anEvent({}, 72), 61],
    ['beyond three days', anEvent(), anEvent({}, 72.01), null],
    ['in the county beside', anEvent(), anEvent({ regions: ['540123000000'] }), 84],
    ['a landslide in the flood', anEvent(), anEvent({ hazard: 'geological' }), 70],
    ['in another city', anEvent(), anEvent({ regions: ['540221000000'] }), null],
    ['an exercise', anEvent(), anEvent({ isExercise: true }), null],
    [
      'hail a day and more apart',
      anEvent({ hazard: 'hail_and_wind' }),
      anEvent({ hazard: 'hail_and_wind' }, 24.5),
      null,
    ],
  ]
  for (const [title, a, b, score] of rows) {
    t.equal(likenessOf(a, b)?.score ?? null, score, title)
    t.equal(likenessOf(b, a)?.score ?? null, score, `${title}, whichever comes first`)
  }
})

t.test('each part is explained', async (t) => {
  t.match(likenessOf(anEvent(), anEvent({}, 3))?.parts, [
    { part: 'hazard', most: 40, why: /flood/ },
    { part: 'time', most: 35, why: /3 hours apart, within 72/ },
    { part: 'place', points: 25, why: /540122000000/ },
  ])
})
