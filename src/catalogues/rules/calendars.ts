/** Which days are off and which weekends are worked, year by year, as entries (工作日历). */

import { CALENDAR_YEARS, CALENDARS, type CalendarYear, type DayRange } from '../../regulations/calendar.ts'
import type { Day } from '../../regulations/citation.ts'
import { TIBETAN_NEW_YEARS, type TibetanNewYear } from '../../regulations/tibetan-new-years.ts'
import { DAY_MS } from '../../units.ts'
import type { Draft, DraftEdition } from './entry.ts'
import { listed, sentences, type Words, words } from './words.ts'

const OTHERS = words(
  '其余周一至周五上班,周六、周日休息',
  'other weekdays are worked, other Saturdays and Sundays are off',
)
const BESIDE = words(
  '在全国放假调休之外;与全国日历不同的,以此为准',
  'beside the national days; where they differ, these stand',
)

/**
 * The national calendar and that of Tibet, a rule for each year.
 */
export function describeCalendars(): Draft[] {
  const ofTibet = CALENDARS.find(({ id }) => id === 'tibet')
  return [
    ...CALENDAR_YEARS.map(
      (year): Draft => ({
        rule: `calendar.${year.year}`,
        group: 'calendar',
        title: words(`${year.year}年工作日历(全国)`, `Working days of ${year.year} (national)`),
        editions: [edition(year, [OTHERS])],
      }),
    ),
    ...TIBETAN_NEW_YEARS.map(
      (year): Draft => ({
        rule: `calendar.tibet.${year.year}`,
        group: 'calendar',
        title: words(`${year.year}年工作日历(西藏)`, `Working days of ${year.year} (Tibet)`),
        editions: [{ ...edition(year, [losarWords(year), BESIDE]), places: ofTibet?.places ?? [] }],
      }),
    ),
  ]
}

function edition(year: CalendarYear, besides: readonly Words[]): DraftEdition {
  const { daysOff, workedWeekends, citation } = year
  const off = listed(daysOff.map((range) => rangeWords(range, year.year)))
  const worked = listed(workedWeekends.map((day) => weekdayWords(day, year.year)))
  return {
    citation,
    says: sentences([
      words(`放假:${off.zh}`, `off: ${off.en}`),
      workedWeekends.length > 0
        ? words(`调休上班:${worked.zh}`, `worked in exchange: ${worked.en}`)
        : words('没有已知的调休上班日', 'no day worked in exchange is known'),
      ...besides,
    ]),
    values: {
      year: year.year,
      daysOff: daysOff.map(([from, to]) => ({ from, to })),
      workedWeekends: [...workedWeekends],
      ...('losar' in year ? { losar: String(year.losar) } : {}),
    },
  }
}

function losarWords({ losar, year }: TibetanNewYear): Words {
  const { zh, en } = dayWords(losar, year)
  return words(`藏历新年初一为${zh}`, `the first day of the Tibetan year is ${en}`)
}

function rangeWords([first, last]: DayRange, year: number): Words {
  const [from, to] = [dayWords(first, year), dayWords(last, year)]
  return first === last ? from : words(`${from.zh}至${to.zh}`, `${from.en} to ${to.en}`)
}

const WEEKDAYS = ['日', '一', '二', '三', '四', '五', '六']
const WEEKDAYS_EN = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']
const MONTHS_EN = [
  ...['January', 'February', 'March', 'April', 'May', 'June', 'July'],
  ...['August', 'September', 'October', 'November', 'December'],
]
/** 1 January 1970 was a Thursday. */
const THURSDAY = 4

/** "1月26日(周日)", "Sunday 26 January". */
function weekdayWords(day: Day, year: number): Words {
  const { zh, en } = dayWords(day, year)
  const weekday = (Date.parse(`${day}T00:00:00.000Z`) / DAY_MS + THURSDAY) % 7
  return words(`${zh}(周${WEEKDAYS[weekday]})`, `${WEEKDAYS_EN[weekday]} ${en}`)
}

/** "1月26日", "26 January"; with its year where that is another than the calendar's. */
function dayWords(day: Day, year: number): Words {
  const [ofYear, month, date] = day.split('-').map(Number) as [number, number, number]
  const zh = `${month}月${date}日`
  const en = `${date} ${MONTHS_EN[month - 1]}`
  return ofYear === year ? words(zh, en) : words(`${ofYear}年${zh}`, `${en} ${ofYear}`)
}
