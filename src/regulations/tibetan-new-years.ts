/**
 * The Tibetan New Year (藏历新年, Losar): days off in Tibet beside the national ones, as Lhasa announces them.
 * The day of Losar is that of the Phugpa reckoning.
 */

import type { CalendarYear, DayRange } from './calendar.ts'
import type { Citation, Day } from './citation.ts'
import { DEFAULTS } from './statistics-editions.ts'

export interface TibetanNewYear extends CalendarYear {
  /** the first day of the Tibetan year */
  losar: Day
}

const LOSAR_DAY = 'Day of Losar from the package @hnw/date-tibetan 1.0.2.'
const NOT_HERE =
  "The bureau confirms. Shoton (雪顿节) and 28 March are not here: a calendar of the bureau's own gives them."

/** What the city announced, as others printed it. */
function announced(
  losar: Day,
  title: string,
  edition: string,
  source: string,
  daysOff: DayRange,
  workedWeekends: readonly Day[],
): TibetanNewYear {
  return yearOf(losar, daysOff, workedWeekends, {
    instrument: 'Lhasa notice on the days off at the Tibetan New Year',
    instrumentZh: `《拉萨市人民政府办公室关于${title}放假安排的通知》`,
    clause: '放假调休日期',
    edition,
    status: 'secondary',
    note: `${source} ${LOSAR_DAY} ${NOT_HERE}`,
  })
}

/** No notice of the year was seen. */
function derived(losar: Day, daysOff: DayRange, why: string): TibetanNewYear {
  return yearOf(losar, daysOff, [], {
    ...DEFAULTS,
    clause: '藏历新年放假',
    status: 'inferred',
    note: `No notice was seen. ${why} ${LOSAR_DAY} ${NOT_HERE}`,
  })
}

function yearOf(
  losar: Day,
  daysOff: DayRange,
  workedWeekends: readonly Day[],
  cited: Omit<Citation, 'inForceFrom' | 'inForceTo'>,
): TibetanNewYear {
  const year = Number(losar.slice(0, 4))
  const citation = { ...cited, inForceFrom: `${year}-01-01`, inForceTo: `${year + 1}-01-01` }
  return { year, losar, daysOff: [daysOff], workedWeekends, citation }
}

const WITH_SPRING_FESTIVAL =
  'Losar fell within the Spring Festival: nothing beyond the national days off is claimed.'
const SEVEN_DAYS =
  'Seven days from the eve, as announced in 2022 and 2023; days worked in exchange are not known.'

export const TIBETAN_NEW_YEARS: readonly TibetanNewYear[] = [
  derived('2008-02-07', ['2008-02-06', '2008-02-12'], WITH_SPRING_FESTIVAL),
  derived('2020-02-24', ['2020-02-23', '2020-02-29'], SEVEN_DAYS),
  derived('2021-02-12', ['2021-02-11', '2021-02-17'], WITH_SPRING_FESTIVAL),
  announced(
    '2022-03-03',
    '2022年藏历新年',
    '2022',
    'Read on one page for travellers that quotes it.',
    ['2022-03-02', '2022-03-08'],
    ['2022-02-26', '2022-03-13'],
  ),
  announced(
    '2023-02-21',
    '2023年藏历新年',
    '2023年2月14日',
    'Read in full, as printed by the Lhasa Daily.',
    ['2023-02-20', '2023-02-26'],
    ['2023-02-18', '2023-02-19'],
  ),
  derived('2024-02-10', ['2024-02-10', '2024-02-17'], WITH_SPRING_FESTIVAL),
  announced(
    '2025-02-28',
    '2025年藏历新年',
    '2025年2月11日',
    'Read in full, as printed by others: six days, none of them exchanged.',
    ['2025-02-27', '2025-03-04'],
    [],
  ),
  announced(
    '2026-02-18',
    '2026年春节、藏历新年',
    '2026年1月28日',
    'Read in a news report: twelve days, the Spring Festival with them.',
    ['2026-02-15', '2026-02-26'],
    ['2026-02-14', '2026-02-28'],
  ),
  derived('2027-02-07', ['2027-02-06', '2027-02-12'], SEVEN_DAYS),
]
