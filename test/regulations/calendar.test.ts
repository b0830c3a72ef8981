import t from 'tap'
import { CALENDAR_YEARS, CALENDARS, type CalendarYear } from '../../src/regulations/calendar.ts'
import { ALL_RULES } from '../../src/regulations/register.ts'
import { TIBETAN_NEW_YEARS } from '../../src/regulations/tibetan-new-years.ts'
import { addDays } from '../../src/shanghai.ts'

const YEARS = [2008, 2020, 2021, 2022, 2023, 2024, 2025, 2026, 2027]

/** Days of arrangements that fall into the year before: of 2008 two days off and one worked, of 2023 one off. */
const OF_THE_YEAR_BEFORE = ['2007-12-29', '2007-12-30', '2007-12-31', '2022-12-31']

/** First day of the Spring Festival, Qingming, Dragon Boat and Mid-Autumn, from lunar calendars and not from notices. */
const FESTIVALS = [
  ['2008-02-07', '2008-04-04', '2008-06-08', '2008-09-14'],
  ['2020-01-25', '2020-04-04', '2020-06-25', '2020-10-01'],
  ['2021-02-12', '2021-04-04', '2021-06-14', '2021-09-21'],
  ['2022-02-01', '2022-04-05', '2022-06-03', '2022-09-10'],
  ['2023-01-22', '2023-04-05', '2023-06-22', '2023-09-29'],
  ['2024-02-10', '2024-04-04', '2024-06-10', '2024-09-17'],
  ['2025-01-29', '2025-04-04', '2025-05-31', '2025-10-06'],
  ['2026-02-17', '2026-04-05', '2026-06-19', '2026-09-25'],
  ['2027-02-06', '2027-04-05', '2027-06-09', '2027-09-15'],
] as const

const tables: readonly (readonly [string, readonly CalendarYear[]])[] = [
  ['national', CALENDAR_YEARS],
  ['tibet', TIBETAN_NEW_YEARS],
]

/** Days worked in exchange, by the day of the week as the notices name it. */
const WORKED: readonly (readonly [year: number, saturdays: readonly string[], sundays: readonly string[]])[] =
  [
    [2008, ['2007-12-29', '2008-02-02', '2008-09-27'], ['2008-02-03', '2008-05-04', '2008-09-28']],
    [2020, ['2020-05-09', '2020-10-10'], ['2020-01-19', '2020-04-26', '2020-06-28', '2020-09-27']],
    [
      2021,
      ['2021-02-20', '2021-05-08', '2021-09-18', '2021-10-09'],
      ['2021-02-07', '2021-04-25', '2021-09-26'],
    ],
    [
      2022,
      ['2022-01-29', '2022-04-02', '2022-05-07', '2022-10-08'],
      ['2022-01-30', '2022-04-24', '2022-10-09'],
    ],
    [
      2023,
      ['2023-01-28', '2023-05-06', '2023-10-07'],
      ['2023-01-29', '2023-04-23', '2023-06-25', '2023-10-08'],
    ],
    [
      2024,
      ['2024-05-11', '2024-09-14', '2024-10-12'],
      ['2024-02-04', '2024-02-18', '2024-04-07', '2024-04-28', '2024-09-29'],
    ],
    [2025, ['2025-02-08', '2025-10-11'], ['2025-01-26', '2025-04-27', '2025-09-28']],
    [2026, ['2026-02-14', '2026-02-28', '2026-05-09', '2026-10-10'], ['2026-01-04', '2026-09-20']],
    [2027, [], []],
  ]

/** What Lhasa announced: the days off, and the days worked in exchange. */
const ANNOUNCED_IN_LHASA: readonly (readonly [
  year: number,
  off: readonly [string, string],
  worked: readonly string[],
])[] = [
  [2022, ['2022-03-02', '2022-03-08'], ['2022-02-26', '2022-03-13']],
  [2023, ['2023-02-20', '2023-02-26'], ['2023-02-18', '2023-02-19']],
  [2025, ['2025-02-27', '2025-03-04'], []],
  [2026, ['2026-02-15', '2026-02-26'], ['2026-02-14', '2026-02-28']],
]

/** The first day of the Tibetan year, by calendars of the Phugpa reckoning. */
const LOSAR = [
  '2008-02-07',
  '2020-02-24',
  '2021-02-12',
  '2022-03-03',
  '2023-02-21',
  '2024-02-10',
  '2025-02-28',
  '2026-02-18',
  '2027-02-07',
]

/** Sunday is 0, by Sakamoto's rule, which knows nothing of instants. */
function weekday(day: string): number {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number)
  const y = month < 3 ? year - 1 : year
  const shift = [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4][month - 1] ?? 0
  return (y + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400) + shift + date) % 7
}

function daysOff({ daysOff: ranges }: CalendarYear): string[] {
  return ranges.flatMap(([first, last]) => {
    const days: string[] = []
    for (let day = first; day <= last; day = addDays(day, 1)) days.push(day)
    return days
  })
}

t.test('every year stands once in both tables, in its order', async (t) => {
  for (const [name, table] of tables) {
    t.same(
      table.map(({ year }) => year),
      YEARS,
      name,
    )
  }
  t.same(
    CALENDARS.map(({ id }) => id),
    tables.map(([name]) => name),
    'and each table has its named calendar',
  )
})

t.test('ranges run forward, apart from each other, and are real days', async (t) => {
  let ranges = 0
  for (const row of tables.flatMap(([, table]) => table)) {
    let before = ''
    for (const [first, last] of row.daysOff) {
      ranges += 1
      t.ok(before < first && first <= last, `${row.year}: ${first} to ${last}`)
      t.same([addDays(first, 0), addDays(last, 0)], [first, last], 'real days')
      before = last
    }
    t.same([...row.workedWeekends].sort(), row.workedWeekends, `${row.year}: worked days in their order`)
  }
  t.ok(ranges > 60, `${ranges} ranges`)
})

t.test('days lie within their year, but for those that begin the holiday in the old one', async (t) => {
  const outside = tables.flatMap(([, table]) =>
    table.flatMap((row) =>
      [...daysOff(row), ...row.workedWeekends].filter((day) => !day.startsWith(`${row.year}-`)),
    ),
  )
  t.same(outside.sort(), OF_THE_YEAR_BEFORE)
})

t.test('days worked in exchange are Saturdays or Sundays, and not off', async (t) => {
  let worked = 0
  const off = new Set(tables.flatMap(([, table]) => table.flatMap(daysOff)))
  for (const day of tables.flatMap(([, table]) => table.flatMap(({ workedWeekends }) => workedWeekends))) {
    worked += 1
    t.ok([0, 6].includes(weekday(day)), `${day} is on a weekend`)
    t.notOk(off.has(day), `${day} is not off as well`)
  }
  t.equal(worked, 58, 'all were read')
})

t.test('the very Saturdays and Sundays of the notices are worked', async (t) => {
  for (const [year, saturdays, sundays] of WORKED) {
    const row = CALENDAR_YEARS.find((candidate) => candidate.year === year)
    t.same(row?.workedWeekends, [...saturdays, ...sundays].sort(), `${year}`)
    t.same(
      [...new Set(saturdays.map(weekday)), ...new Set(sundays.map(weekday))].sort(),
      year === 2027 ? [] : [0, 6],
    )
  }
})

t.test('Losar falls on its day, and Lhasa is off as it announced', async (t) => {
  t.same(
    TIBETAN_NEW_YEARS.map(({ losar }) => losar),
    LOSAR,
  )
  t.same(
    TIBETAN_NEW_YEARS.filter(({ citation }) => citation.status !== 'inferred').map((row) => [
      row.year,
      row.daysOff[0],
      row.workedWeekends,
    ]),
    ANNOUNCED_IN_LHASA,
  )
})

t.test('as many days off and worked as the notices count', async (t) => {
  const counts = CALENDAR_YEARS.map((row) => [row.year, daysOff(row).length, row.workedWeekends.length])
  t.same(counts, [
    [2008, 29, 6],
    [2020, 30, 6],
    [2021, 31, 7],
    [2022, 31, 7],
    [2023, 27, 7],
    [2024, 28, 8],
    [2025, 28, 5],
    [2026, 33, 6],
    [2027, 13, 0],
  ])
})

t.test('a day worked in exchange pays for a weekday off: statutory days remain', async (t) => {
  for (const row of CALENDAR_YEARS) {
    const weekdays = daysOff(row).filter((day) => ![0, 6].includes(weekday(day))).length
    const given = weekdays - row.workedWeekends.length
    // 2020: the Spring Festival was lengthened by a Friday, and a worked Saturday was given back
    const expected = { 2008: 11, 2020: 13, 2025: 13, 2026: 13, 2027: 7 }[row.year] ?? 11
    t.equal(given, expected, `${row.year}`)
  }
})

t.test('the festivals are off on their own days', async (t) => {
  let checked = 0
  for (const [spring, qingming, dragonBoat, midAutumn] of FESTIVALS) {
    const year = Number(spring.slice(0, 4))
    const row = CALENDAR_YEARS.find((candidate) => candidate.year === year)
    const own = [`${year}-01-01`, qingming, dragonBoat, midAutumn, `${year}-05-01`]
    own.push(`${year}-10-01`, `${year}-10-02`, `${year}-10-03`, spring, addDays(spring, 1))
    // the eve of the Spring Festival from 2008 to 2013 and from 2025, its third day from 2014, 2 May from 2025
    if (year < 2014 || year >= 2025) own.push(addDays(spring, -1))
    if (year >= 2014) own.push(addDays(spring, 2))
    if (year >= 2025) own.push(`${year}-05-02`)
    const off = row ? daysOff(row) : []
    t.same(
      own.filter((day) => !off.includes(day)),
      [],
      `${year}`,
    )
    if (row?.citation.status === 'inferred') t.same(off, [...new Set(own)].sort(), 'and nothing else')
    checked += 1
  }
  t.equal(checked, CALENDAR_YEARS.length)
})

t.test('Losar is off, as is the day after it', async (t) => {
  for (const row of TIBETAN_NEW_YEARS) {
    const off = daysOff(row)
    t.ok(off.includes(row.losar), `${row.losar} is off`)
    t.ok(off.includes(addDays(row.losar, 1)), `and the day after ${row.losar}`)
    t.ok(off.length >= 6 && off.length <= 12, `${row.year}: ${off.length} days`)
  }
})

t.test('what nobody announced of Losar claims seven days from its eve, or no day of its own', async (t) => {
  const national = new Set(CALENDAR_YEARS.flatMap(daysOff))
  const derived = TIBETAN_NEW_YEARS.filter(({ citation }) => citation.status === 'inferred')
  const ofItsOwn = derived.filter((row) => daysOff(row).some((day) => !national.has(day)))
  t.same(
    ofItsOwn.map(({ year, daysOff: [range] }) => [year, range]),
    [
      [2020, ['2020-02-23', '2020-02-29']],
      [2027, ['2027-02-06', '2027-02-12']],
    ],
  )
  for (const { losar, daysOff: ranges } of ofItsOwn) {
    t.same(ranges, [[addDays(losar, -1), addDays(losar, 5)]], losar)
  }
})

t.test('every year says where it comes from, and what nobody announced is marked as derived', async (t) => {
  for (const [name, table] of tables) {
    for (const { year, citation, workedWeekends } of table) {
      const rule = name === 'national' ? `calendar.${year}` : `calendar.tibet.${year}`
      t.same(
        ALL_RULES.filter((row) => row.rule === rule).map((row) => row.citation),
        [citation],
        rule,
      )
      t.same([citation.inForceFrom, citation.inForceTo], [`${year}-01-01`, `${year + 1}-01-01`], rule)
      t.ok(citation.note, `${rule} has a note`)
      if (citation.status === 'inferred') t.same(workedWeekends, [], `${rule} derives no worked weekend`)
    }
  }
  t.same(
    CALENDAR_YEARS.filter(({ citation }) => citation.status === 'inferred').map(({ year }) => year),
    [2027],
  )
  t.same(
    TIBETAN_NEW_YEARS.filter(({ citation }) => citation.status === 'inferred').map(({ year }) => year),
    [2008, 2020, 2021, 2024, 2027],
  )
})

t.test('Losar within the Spring Festival takes no days of its own', async (t) => {
  const shared = TIBETAN_NEW_YEARS.filter(({ year }) => [2008, 2021, 2024].includes(year))
  for (const { year, daysOff } of shared) {
    const springFestival = CALENDAR_YEARS.find((row) => row.year === year)?.daysOff
    t.ok(
      springFestival?.some(([from, to]) => from === daysOff[0]?.[0] && to === daysOff[0]?.[1]),
      `${year}: ${daysOff}`,
    )
  }
  t.equal(shared.length, 3)
})
