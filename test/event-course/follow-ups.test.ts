/** The rule alone: who owes which follow-up, to the millisecond. */
import t from 'tap'
import type { Course, Ground } from '../../src/event-course/rules/course.ts'
import { followUpsOwed, isAskedFor } from '../../src/event-course/rules/follow-ups.ts'
import { groundsFrom, ordersFrom, pausesFrom, responsesFrom } from '../../src/event-course/rules/spans.ts'
import { shanghaiIso } from '../../src/shanghai.ts'
import { at, CITY, COUNTY, OTHER_COUNTY, TOWNSHIP, VILLAGE } from './story.ts'

const ms = (text: string, more: number) => new Date(at(text).getTime() + more)
const always: Ground = {
  since: at('2026-06-10T17:00'),
  until: null,
  place: null,
  reaches: 'below',
  because: [],
}

const course = (more: Partial<Course> = {}): Course => ({
  eventId: '019a2b6e-5d2c-7cc3-98f4-1a2b3c4d5e6f',
  hazard: 'earthquake',
  occurredAt: at('2026-06-10T16:30'),
  grounds: [always],
  pauses: [],
  standing: [{ regionCode: VILLAGE, since: at('2026-06-10T16:45') }],
  reports: [],
  ...more,
})

const owed = (more: Partial<Course>, from = '2026-06-10T16:45', before = '2026-06-12') =>
  followUpsOwed(course(more), at(from), at(before)).map(
    ({ regionCode, dueAt }) => `${regionCode} ${shanghaiIso(dueAt).slice(5, 16).replace('T', ' ')}`,
  )
const COUNTYS = `${COUNTY} 06-11 09:00`

t.test('each tier by its hour, from the day after; villages and the region are outside', async (t) => {
  t.same(owed({}), [`${CITY} 06-11 10:00`, COUNTYS, `${TOWNSHIP} 06-11 08:00`])
  t.same(owed({}, '2026-06-10T16:45', '2026-06-11'), [])
  t.same(owed({ standing: [{ regionCode: CITY, since: at('2026-06-10T17:00') }] }), [`${CITY} 06-11 10:00`])
  t.same(owed({ standing: [] }), [])
})

t.test('a declaration ends what falls due after it, to the millisecond', async (t) => {
  for (const [more, isOwed] of [
    [-1, false],
    [0, true],
    [1, true],
  ] as const) {
    const pauses = [{ since: ms('2026-06-11T09:00', more), until: null }]
    t.equal(owed({ pauses }).includes(COUNTYS), isOwed, `declared ${more} ms after`)
  }
  for (const [more, isOwed] of [
    [-1, true],
    [0, true],
    [1, false],
  ] as const) {
    const pauses = [{ since: at('2026-06-10T20:00'), until: ms('2026-06-11T09:00', more) }]
    t.equal(owed({ pauses }).includes(COUNTYS), isOwed, `opened again ${more} ms after`)
  }
})

t.test('what asks for it must hold at the instant', async (t) => {
  for (const [since, until, isOwed] of [
    [-1, null, true],
    [0, null, true],
    [1, null, false],
    [-60_000, -1, false],
    [-60_000, 0, true],
    [-60_000, 1, true],
  ] as const) {
    const grounds = [
      {
        ...always,
        since: ms('2026-06-11T09:00', since),
        until: until === null ? null : ms('2026-06-11T09:00', until),
      },
    ]
    t.equal(owed({ grounds }).includes(COUNTYS), isOwed, `from ${since} to ${until} ms`)
  }
})

t.test('a unit is concerned from the day after the first report of it or below it', async (t) => {
  for (const [since, isOwed] of [
    [ms('2026-06-11', -1), true],
    [at('2026-06-11'), false],
    [at('2026-06-11T08:59'), false],
  ] as const) {
    t.equal(owed({ standing: [{ regionCode: VILLAGE, since }] }).includes(COUNTYS), isOwed)
  }
})

t.test('whom a decision binds', async (t) => {
  const of = (place: string | null, reaches: Ground['reaches']) =>
    owed({
      grounds: [{ ...always, place, reaches }],
      standing: [
        { regionCode: VILLAGE, since: at('2026-06-10T16:45') },
        { regionCode: OTHER_COUNTY, since: at('2026-06-10T16:45') },
      ],
    }).map((line) => line.slice(0, 12))
  t.same(of(null, 'below'), [CITY, OTHER_COUNTY, COUNTY, TOWNSHIP])
  t.same(of(CITY, 'below'), [CITY, OTHER_COUNTY, COUNTY, TOWNSHIP])
  t.same(of(COUNTY, 'below'), [COUNTY, TOWNSHIP])
  t.same(of(COUNTY, 'chain'), [CITY, COUNTY, TOWNSHIP])
  t.same(of(TOWNSHIP, 'below'), [TOWNSHIP])
  t.same(of(TOWNSHIP, 'chain'), [CITY, COUNTY, TOWNSHIP])
})

t.test('the clock starts with the day, or when it came to be asked for', async (t) => {
  const setAt = (more: Partial<Course>) => {
    const [one] = followUpsOwed(course(more), at('2026-06-11T08:30'), at('2026-06-11T09:30'))
    return one?.setAt
  }
  t.same(setAt({}), at('2026-06-11'))
  t.same(setAt({ grounds: [{ ...always, since: at('2026-06-11T07:00') }] }), at('2026-06-11T07:00'))
  t.same(setAt({ grounds: [{ ...always, since: at('2026-06-11T07:00') }, always] }), at('2026-06-11'))
  t.same(
    setAt({ pauses: [{ since: at('2026-06-10T20:00'), until: at('2026-06-11T08:00') }] }),
    at('2026-06-11T08:00'),
  )
})

t.test('the report that met it: the first of its day, in time or late', async (t) => {
  const told = (versionId: string, toldAt: Date, day: string) => ({
    versionId,
    regionCode: COUNTY,
    toldAt,
    day,
  })
  const met = (...reports: Course['reports']) =>
    followUpsOwed(course({ reports }), at('2026-06-11T08:30'), at('2026-06-11T09:30'))[0]?.met
  t.equal(met(), null)
  t.match(
    met(
      told('before', at('2026-06-10T23:59'), '2026-06-10'),
      told('first', at('2026-06-11T09:20'), '2026-06-11'),
      told('second', at('2026-06-11T09:40'), '2026-06-11'),
    ),
    { versionId: 'first', at: at('2026-06-11T09:20') },
  )
  t.match(met(told('afterwards', at('2026-06-12T07:00'), '2026-06-11')), { versionId: 'afterwards' })
})

t.test('recorded turns become spans', async (t) => {
  const row = (isOn: boolean, when: string) => ({ ground: 'severity', isOn, because: [], at: at(when) })
  t.match(
    groundsFrom([
      row(true, '2026-06-10'),
      row(true, '2026-06-11'),
      row(false, '2026-06-12'),
      row(true, '2026-06-13'),
    ]),
    [
      { since: at('2026-06-10'), until: at('2026-06-12') },
      { since: at('2026-06-13'), until: null },
    ],
  )
  t.same(groundsFrom([row(false, '2026-06-10')]), [])
  const response = (id: string, followsId: string | null, isOn: boolean, when: string) => ({
    id,
    followsId,
    regionCode: COUNTY,
    isOn,
    at: at(when),
  })
  t.match(
    responsesFrom([
      response('a', null, true, '2026-06-10'),
      response('x', null, true, '2026-06-11'),
      response('b', 'a', true, '2026-06-12'),
      response('c', 'b', false, '2026-06-13'),
    ]),
    [
      {
        since: at('2026-06-10'),
        until: at('2026-06-13'),
        reaches: 'chain',
        because: [{ figure: 'reliefResponseOn' }],
      },
      { since: at('2026-06-11'), until: null },
    ],
  )
  t.match(ordersFrom([{ regionCode: TOWNSHIP, at: at('2026-06-10'), endedAt: null }]), [
    { place: TOWNSHIP, reaches: 'below', because: [{ figure: 'nilReportOrdered' }] },
  ])
  const turn = (state: 'stable' | 'reopened' | 'closed', when: string) => ({ state, at: at(when) })
  t.same(
    pausesFrom([
      turn('stable', '2026-06-10'),
      turn('closed', '2026-06-11'),
      turn('reopened', '2026-06-12'),
      turn('stable', '2026-06-13'),
    ]),
    [
      { since: at('2026-06-10'), until: at('2026-06-12') },
      { since: at('2026-06-13'), until: null },
    ],
  )
  t.equal(isAskedFor(course({ grounds: [] }), at('2026-06-12')), false)
  t.equal(isAskedFor(course({ grounds: [], hazard: 'drought' }), at('2026-06-12')), true)
  t.equal(isAskedFor(course({ pauses: [{ since: at('2026-06-11'), until: null }] }), at('2026-06-12')), false)
})
