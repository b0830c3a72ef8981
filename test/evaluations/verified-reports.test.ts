import t from 'tap'
import { evaluate, UnjudgeableError } from '../../src/evaluations/evaluate.ts'
import { shanghaiIso } from '../../src/shanghai.ts'
import { aDisaster, dutyOf } from './cases.ts'

const at = (instant: string) => new Date(`${instant}+08:00`)

/** When the verified report of a party falls due, in Shanghai's time. */
function due(facts: Parameters<typeof aDisaster>[0], from: string): string | null | undefined {
  const item = dutyOf(aDisaster(facts), 'verified_report', from)
  return item?.dueAt === undefined ? undefined : item.dueAt && shanghaiIso(item.dueAt).slice(0, 16)
}

t.test('nobody owes a verified report before the disaster is stable', async (t) => {
  t.equal(due({}, 'county'), undefined)
})

t.test('by the editions of 2008 and 2011 verified reports count working days from stability', async (t) => {
  const quake = { occurredAt: at('2008-10-06T16:30:00'), stableAt: at('2008-10-16T18:00:00') }
  const rows = [
    // Thursday the 16th; Friday is the first working day, Monday the second
    ['township', '2008-10-21T00:00'],
    ['county', '2008-10-21T00:00'],
    ['city', '2008-10-22T00:00'],
    ['autonomous_region', '2008-10-24T00:00'],
  ] as const
  for (const [from, instant] of rows) t.equal(due(quake, from), instant, from)
  t.match(dutyOf(aDisaster(quake), 'verified_report', 'county'), {
    limit: { workingDays: 2 },
    countsFrom: 'stability',
    because: [{ edition: '民函〔2008〕119号', status: 'secondary' }],
  })
})

t.test('working days leave out holidays and count the weekend days that are worked for them', async (t) => {
  const stable = (stableAt: string, calendar?: 'national' | 'tibet') => ({
    occurredAt: at('2025-01-01T00:00:00'),
    stableAt: at(stableAt),
    ...(calendar ? { calendar } : {}),
  })
  const rows = [
    // before the Spring Festival of 2025 (28 January to 4 February; Sunday 26 January and Saturday 8 February worked)
    ['2025-01-24T10:00:00', 'national', '2025-01-28T00:00'],
    ['2025-01-26T10:00:00', 'national', '2025-02-06T00:00'],
    ['2025-02-07T10:00:00', 'national', '2025-02-11T00:00'],
    // Losar of 2025 is on 28 February
    ['2025-02-27T10:00:00', 'national', '2025-03-04T00:00'],
  ] as const
  for (const [stableAt, calendar, instant] of rows) {
    t.equal(due(stable(stableAt, calendar), 'township'), instant, stableAt)
  }
  const losar = due(stable('2025-02-27T10:00:00'), 'township') ?? ''
  t.ok(losar > '2025-03-04T00:00', `in Tibet the Tibetan New Year is off: ${losar}`)
})

t.test('days of the caller’s own lie over the calendar of the place', async (t) => {
  const facts = (calendar?: { daysOff: string[]; workedDays: string[] }) => ({
    occurredAt: at('2025-06-01T00:00:00'),
    stableAt: at('2025-06-11T10:00:00'),
    ...(calendar ? { calendar } : {}),
  })
  t.equal(due(facts(), 'township'), '2025-06-14T00:00', 'Wednesday: Thursday, Friday')
  t.equal(due(facts({ daysOff: ['2025-06-12'], workedDays: [] }), 'township'), '2025-06-17T00:00')
  t.equal(due(facts({ daysOff: ['2025-06-12'], workedDays: ['2025-06-14'] }), 'township'), '2025-06-15T00:00')
})

t.test(
  'from the edition of 2013 on the county has five days, the city three from the county’s',
  async (t) => {
    const rows = [
      ['2013-11-30T12:00:00', { workingDays: 2 }, '民发〔2011〕168号'],
      ['2013-12-01T00:00:00', { days: 5 }, '2013年12月'],
      ['2020-03-08T00:00:00', { days: 5 }, '应急〔2020〕19号'],
    ] as const
    for (const [occurredAt, limit, edition] of rows) {
      // a year whose calendar is there, so that the first row can be counted
      const facts = aDisaster({ occurredAt: at(occurredAt), stableAt: at('2020-06-10T09:00:00') })
      t.match(dutyOf(facts, 'verified_report', 'county'), { limit, because: [{ edition }] }, occurredAt)
    }
    const now = { occurredAt: at('2025-06-01T00:00:00'), stableAt: at('2025-06-10T09:00:00') }
    t.equal(due(now, 'county'), '2025-06-16T00:00')
    t.equal(due(now, 'city'), null, 'not known before the county’s verified report is there')
    const received = { cityVerified: at('2025-06-14T16:00:00'), regionVerified: at('2025-06-16T16:00:00') }
    t.equal(due({ ...now, received }, 'city'), '2025-06-18T00:00')
    t.equal(due({ ...now, received }, 'autonomous_region'), '2025-06-19T00:00')
    t.match(dutyOf(aDisaster(now), 'verified_report', 'city'), {
      countsFrom: 'receipt',
      because: [{ status: 'unverified' }],
    })
  },
)

t.test('a year without a calendar is said, not guessed', async (t) => {
  const facts = aDisaster({ occurredAt: at('2012-06-01T00:00:00'), stableAt: at('2012-06-10T09:00:00') })
  try {
    evaluate(facts)
    t.fail('judged without a calendar')
  } catch (error) {
    if (!(error instanceof UnjudgeableError)) throw error
    t.match(error, { fact: '/calendar', rule: 'calendar.year_known', message: /2012/ })
  }
})
