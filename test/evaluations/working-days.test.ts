import fc from 'fast-check'
import t from 'tap'
import { UnjudgeableError } from '../../src/evaluations/evaluate.ts'
import { addWorkingDays, type Calendar, isWorkingDay } from '../../src/evaluations/working-days.ts'
import { CALENDAR_YEARS, CALENDARS, type CalendarYear } from '../../src/regulations/calendar.ts'
import { TIBETAN_NEW_YEARS } from '../../src/regulations/tibetan-new-years.ts'

const OWN: Calendar = { daysOff: ['2025-08-25', '2025-02-08'], workedDays: ['2025-08-23', '2025-10-06'] }

t.test('the working day so many after another', async (t) => {
  for (const [from, count, calendar, expected, why] of [
    ['2025-06-11', 1, 'national', '2025-06-12', 'a plain Wednesday'],
    ['2025-06-13', 1, 'national', '2025-06-16', 'over a weekend'],
    ['2025-06-14', 1, 'national', '2025-06-16', 'from a Saturday'],
    ['2025-06-11', 0, 'national', '2025-06-11', 'none is the day itself'],
    ['2025-06-14', 0, 'national', '2025-06-14', 'though it is not worked'],
    ['2025-01-27', 1, 'national', '2025-02-05', 'the day before the Spring Festival'],
    ['2025-02-07', 1, 'national', '2025-02-08', 'a worked Saturday counts'],
    ['2025-01-24', 1, 'national', '2025-01-26', 'a worked Sunday counts'],
    ['2025-02-07', 2, 'national', '2025-02-10', 'and the Sunday after it does not'],
    ['2025-09-30', 3, 'national', '2025-10-11', 'over the National Day to its worked Saturday'],
    ['2025-02-26', 1, 'national', '2025-02-27', 'Losar is a plain Thursday elsewhere'],
    ['2025-02-26', 1, 'tibet', '2025-03-05', 'and off in Tibet'],
    ['2025-04-30', 1, 'tibet', '2025-05-06', 'national days are off in Tibet too'],
    ['2025-04-26', 1, 'tibet', '2025-04-27', 'and national exchanges are worked'],
    ['2023-02-17', 2, 'tibet', '2023-02-19', "Lhasa's own worked weekend"],
    ['2023-02-17', 1, 'national', '2023-02-20', 'which nobody works elsewhere'],
    ['2023-02-19', 1, 'tibet', '2023-02-27', 'before seven days off'],
    ['2026-02-14', 1, 'national', '2026-02-24', 'the Spring Festival of 2026'],
    ['2026-02-14', 1, 'tibet', '2026-02-27', 'and with it the Tibetan New Year'],
    ['2026-02-27', 1, 'tibet', '2026-02-28', 'a Saturday that both work'],
    ['2024-12-31', 1, 'national', '2025-01-02', 'into the next year'],
    ['2022-12-30', 1, 'national', '2023-01-03', 'over a holiday that begins in the old year'],
    ['2020-01-30', 1, 'national', '2020-02-03', 'the Spring Festival that was lengthened'],
    ['2008-02-01', 3, 'national', '2008-02-04', 'both days of a worked weekend'],
    ['2008-05-03', 1, 'national', '2008-05-04', 'a worked Sunday of 2008'],
    ['2008-09-26', 3, 'tibet', '2008-10-06', 'before the earthquake of that afternoon'],
    ['2027-12-30', 1, 'national', '2027-12-31', 'the last day that is known'],
    ['2019-12-31', 1, 'national', '2020-01-02', 'only the days that are counted must be known'],
    ['2025-08-22', 1, OWN, '2025-08-23', 'a Saturday that one works oneself'],
    ['2025-08-22', 2, OWN, '2025-08-26', 'and a Monday that one takes off'],
    ['2025-02-07', 1, OWN, '2025-02-10', 'a national worked Saturday that one takes off'],
    ['2025-09-30', 1, OWN, '2025-10-06', 'a national holiday that one works'],
    ['2025-09-30', 2, OWN, '2025-10-09', 'the other national days stay off'],
  ] as const) {
    t.equal(addWorkingDays(from, count, calendar), expected, why)
  }
})

t.test('the day reached is worked, and Losar is off in Tibet alone', async (t) => {
  for (const { losar } of TIBETAN_NEW_YEARS) t.equal(isWorkingDay(losar, 'tibet'), false, losar)
  t.equal(isWorkingDay('2025-02-28', 'national'), true)
  t.equal(isWorkingDay('2025-02-28', OWN), true, "a calendar of one's own lies over the national one")
  t.equal(isWorkingDay('2025-02-08', 'national'), true)
  t.equal(isWorkingDay('2025-02-09', 'national'), false)
  t.equal(isWorkingDay('2025-10-08', 'national'), false)
})

t.test('a year without an arrangement is not guessed', async (t) => {
  const nothing: Calendar = { daysOff: [], workedDays: [] }
  for (const [year, judge] of [
    ['2019', () => isWorkingDay('2019-06-03', 'national')],
    ['2019', () => addWorkingDays('2019-06-03', 1, 'tibet')],
    ['2028', () => isWorkingDay('2028-01-04', 'national')],
    ['2028', () => addWorkingDays('2027-12-31', 1, 'national')],
    ['2028', () => addWorkingDays('2027-12-29', 5, 'tibet')],
    ['2028', () => addWorkingDays('2027-12-31', 1, nothing)],
    ['2028', () => isWorkingDay('2028-01-04', { daysOff: ['2027-01-04'], workedDays: ['2029-01-06'] })],
    ['2009', () => addWorkingDays('2008-12-31', 1, 'national')],
    ['2007', () => isWorkingDay('2007-12-31', 'national')],
  ] as const) {
    const error = errorOf(judge)
    t.match(error, { fact: '/calendar', rule: 'calendar.year_known' })
    t.match(error.message, new RegExp(`of ${year} are not known.*: 2008, 2020, .*, 2026, 2027$`))
    t.match(error.textZh, new RegExp(`^没有${year}年.*2008、2020、.*、2026、2027$`))
  }
})

t.test("a year without an arrangement is supplied by days of one's own in it", async (t) => {
  const own: Calendar = { daysOff: ['2028-01-04'], workedDays: ['2028-01-08'] }
  t.equal(isWorkingDay('2028-01-04', own), false, 'a Tuesday off')
  t.equal(isWorkingDay('2028-01-05', own), true)
  t.equal(isWorkingDay('2028-01-08', own), true, 'a Saturday that is worked')
  t.equal(isWorkingDay('2028-01-09', own), false)
  t.equal(addWorkingDays('2027-12-31', 2, own), '2028-01-05')
})

t.test("a calendar of one's own that contradicts itself is not judged", async (t) => {
  const both: Calendar = { daysOff: ['2025-06-11'], workedDays: ['2025-06-14', '2025-06-11'] }
  for (const judge of [() => isWorkingDay('2025-03-03', both), () => addWorkingDays('2025-03-03', 0, both)]) {
    const error = errorOf(judge)
    t.match(error, { fact: '/calendar/workedDays/1', rule: 'calendar.off_or_worked' })
    t.match(error.message, /2025-06-11/)
    t.match(error.textZh, /2025-06-11/)
  }
})

t.test('only whole numbers of days are counted', async (t) => {
  for (const count of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY]) {
    t.throws(() => addWorkingDays('2025-06-11', count, 'national'), RangeError, `${count}`)
  }
})

t.test('counting agrees with a walk from day to day', async (t) => {
  const days = fc
    .tuple(fc.constantFrom(2008, 2020, 2021, 2022, 2023, 2024, 2025, 2026, 2027), fc.nat(364))
    .map(([year, after]) => walk(`${year}-01-01`, after))
  const near = fc.nat(40)
  const calendars = fc.oneof(
    fc.constantFrom('national' as const, 'tibet' as const),
    fc.record({ off: fc.array(near, { maxLength: 6 }), worked: fc.array(near, { maxLength: 6 }) }),
  )
  let answered = 0
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(days, fc.nat(25), calendars, (from, count, drawn) => {
        const calendar = typeof drawn === 'string' ? drawn : around(from, drawn)
        const expected = simulate(from, count, calendar)
        if (expected === null) return errorOf(() => addWorkingDays(from, count, calendar)) !== null
        answered += 1
        return addWorkingDays(from, count, calendar) === expected
      }),
      { numRuns: 2_000 },
    ),
  )
  t.ok(answered > 1_500, `${answered} answers were compared`)
})

t.test('the zone of the host changes nothing', async (t) => {
  const home = process.env.TZ
  t.teardown(() => {
    if (home === undefined) delete process.env.TZ
    else process.env.TZ = home
  })
  const zones = [
    'UTC',
    'Asia/Shanghai',
    'America/Los_Angeles',
    'Asia/Kathmandu',
    'Pacific/Kiritimati',
    'Europe/London',
  ]
  const offsets = new Set<number>()
  const answers = zones.map((zone) => {
    process.env.TZ = zone
    offsets.add(new Date(2025, 6, 1).getTimezoneOffset())
    return JSON.stringify(
      CALENDARS.flatMap(({ id }) =>
        Array.from({ length: 365 }, (_, after) => addWorkingDays(walk('2025-01-01', after), 3, id)),
      ),
    )
  })
  t.equal(offsets.size, 6, 'the host did change its zone')
  t.equal(new Set(answers).size, 1)
})

function errorOf(judge: () => unknown): UnjudgeableError {
  try {
    judge()
  } catch (error) {
    if (error instanceof UnjudgeableError) return error
    throw error
  }
  throw new Error('it was judged')
}

const MONTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
const two = (n: number) => String(n).padStart(2, '0')

/** The calendar of the wall: so many days on, without instants. */
function walk(from: string, days: number): string {
  let [year = 0, month = 0, day = 0] = from.split('-').map(Number)
  for (let left = days; left > 0; left -= 1) {
    const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
    day += 1
    if (day > (MONTHS[month - 1] ?? 0) + (month === 2 && isLeap ? 1 : 0)) {
      day = 1
      month += 1
    }
    if (month > 12) {
      month = 1
      year += 1
    }
  }
  return `${year}-${two(month)}-${two(day)}`
}

/** Monday is 1 and Sunday 0, by Zeller's congruence. */
function weekday(day: string): number {
  const [y = 0, m = 0, d = 0] = day.split('-').map(Number)
  const [month, year] = m < 3 ? [m + 12, y - 1] : [m, y]
  const century = Math.floor(year / 100)
  const rest = year % 100
  const saturdayIsNought =
    d +
    Math.floor((13 * (month + 1)) / 5) +
    rest +
    Math.floor(rest / 4) +
    Math.floor(century / 4) +
    5 * century
  return (saturdayIsNought + 6) % 7
}

function simulate(from: string, count: number, calendar: Calendar): string | null {
  let day = from
  for (let counted = 0; counted < count; ) {
    day = walk(day, 1)
    if (!CALENDAR_YEARS.some(({ year }) => day.startsWith(String(year))) && !suppliesYear(calendar, day))
      return null
    if (isWorkedByHand(day, calendar)) counted += 1
  }
  return day
}

function suppliesYear(calendar: Calendar, day: string): boolean {
  if (typeof calendar === 'string') return false
  return calendar.daysOff.some((one) => one.startsWith(day.split('-')[0] ?? ''))
}

/** Asks the tables row by row, from the most particular to the weekend. */
function isWorkedByHand(day: string, calendar: Calendar): boolean {
  const inTable = (years: readonly CalendarYear[]) => ({
    off: years.some(({ daysOff }) => daysOff.some(([first, last]) => first <= day && day <= last)),
    worked: years.some(({ workedWeekends }) => workedWeekends.includes(day)),
  })
  const asked = [inTable(CALENDAR_YEARS)]
  if (calendar === 'tibet') asked.unshift(inTable(TIBETAN_NEW_YEARS))
  if (typeof calendar !== 'string') {
    asked.unshift({ off: calendar.daysOff.includes(day), worked: calendar.workedDays.includes(day) })
  }
  const answer = asked.find(({ off, worked }) => off || worked)
  return answer ? !answer.off : ![0, 6].includes(weekday(day))
}

/** A calendar of one's own with its days after another, none of them given twice. */
function around(from: string, { off, worked }: { off: number[]; worked: number[] }): Calendar {
  const daysOff = off.map((after) => walk(from, after))
  const workedDays = worked.map((after) => walk(from, after)).filter((day) => !daysOff.includes(day))
  return { daysOff, workedDays }
}
