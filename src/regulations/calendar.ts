/**
 * Which days are off and which weekends are worked (工作日历), as the State Council arranges each year (放假调休).
 * Other weekdays are worked, other weekends are off.
 */

import type { Citation, Day } from './citation.ts'

/** From the first day to the last, both included. */
export type DayRange = readonly [Day, Day]

export interface CalendarYear {
  year: number
  /** every day off that the text names, weekends within a holiday included */
  daysOff: readonly DayRange[]
  /** Saturdays and Sundays that are worked in exchange (调休上班) */
  workedWeekends: readonly Day[]
  citation: Citation
}

export type CalendarId = 'national' | 'tibet'

/** The calendars that have a name, with the beginnings of the region codes where each holds. */
export const CALENDARS: readonly { id: CalendarId; zh: string; en: string; places?: readonly string[] }[] = [
  { id: 'national', zh: '全国工作日历', en: 'National working days' },
  { id: 'tibet', zh: '西藏工作日历', en: 'National days and the Tibetan New Year', places: ['54'] },
]

const READ_TWICE = 'Days from the package chinese-days 1.5.7, the same in the package holiday-calendar 1.3.3.'

/** The notice for one year. Its number was read in public software that cites it, not on the document. */
function announced(
  year: number,
  edition: string,
  note: string,
  daysOff: readonly DayRange[],
  workedWeekends: readonly Day[],
): CalendarYear {
  const citation: Citation = {
    instrument: `State Council notice on the public holidays of ${year}`,
    instrumentZh: `《国务院办公厅关于${year}年部分节假日安排的通知》`,
    clause: '放假调休日期',
    edition,
    inForceFrom: `${year}-01-01`,
    inForceTo: `${year + 1}-01-01`,
    status: 'secondary',
    note,
  }
  return { year, daysOff, workedWeekends, citation }
}

const on = (day: Day): DayRange => [day, day]

export const CALENDAR_YEARS: readonly CalendarYear[] = [
  announced(
    2008,
    '国办发明电〔2007〕52号',
    'Text read in the press of 18 December 2007; the same in the package chinese-days 1.5.7. Against it, ' +
      'holiday-calendar 1.3.3 works 7 June and 13 September and not 4 May. Begins on 29 December 2007.',
    [
      ['2007-12-30', '2008-01-01'],
      ['2008-02-06', '2008-02-12'],
      ['2008-04-04', '2008-04-06'],
      ['2008-05-01', '2008-05-03'],
      ['2008-06-07', '2008-06-09'],
      ['2008-09-13', '2008-09-15'],
      ['2008-09-29', '2008-10-05'],
    ],
    ['2007-12-29', '2008-02-02', '2008-02-03', '2008-05-04', '2008-09-27', '2008-09-28'],
  ),
  announced(
    2020,
    '国办发明电〔2019〕16号、国办发明电〔2020〕1号',
    'Both texts read in the press: the second lengthens the Spring Festival to 2 February, so that ' +
      'Saturday 1 February is off. The package chinese-days 1.5.7 has it, chinese-workday 1.16.1 has not.',
    [
      on('2020-01-01'),
      ['2020-01-24', '2020-02-02'],
      ['2020-04-04', '2020-04-06'],
      ['2020-05-01', '2020-05-05'],
      ['2020-06-25', '2020-06-27'],
      ['2020-10-01', '2020-10-08'],
    ],
    ['2020-01-19', '2020-04-26', '2020-05-09', '2020-06-28', '2020-09-27', '2020-10-10'],
  ),
  announced(
    2021,
    '国办发明电〔2020〕27号',
    READ_TWICE,
    [
      ['2021-01-01', '2021-01-03'],
      ['2021-02-11', '2021-02-17'],
      ['2021-04-03', '2021-04-05'],
      ['2021-05-01', '2021-05-05'],
      ['2021-06-12', '2021-06-14'],
      ['2021-09-19', '2021-09-21'],
      ['2021-10-01', '2021-10-07'],
    ],
    ['2021-02-07', '2021-02-20', '2021-04-25', '2021-05-08', '2021-09-18', '2021-09-26', '2021-10-09'],
  ),
  announced(
    2022,
    '国办发明电〔2021〕11号',
    READ_TWICE,
    [
      ['2022-01-01', '2022-01-03'],
      ['2022-01-31', '2022-02-06'],
      ['2022-04-03', '2022-04-05'],
      ['2022-04-30', '2022-05-04'],
      ['2022-06-03', '2022-06-05'],
      ['2022-09-10', '2022-09-12'],
      ['2022-10-01', '2022-10-07'],
    ],
    ['2022-01-29', '2022-01-30', '2022-04-02', '2022-04-24', '2022-05-07', '2022-10-08', '2022-10-09'],
  ),
  announced(
    2023,
    '国办发明电〔2022〕16号',
    `${READ_TWICE} Begins on Saturday 31 December 2022.`,
    [
      ['2022-12-31', '2023-01-02'],
      ['2023-01-21', '2023-01-27'],
      on('2023-04-05'),
      ['2023-04-29', '2023-05-03'],
      ['2023-06-22', '2023-06-24'],
      ['2023-09-29', '2023-10-06'],
    ],
    ['2023-01-28', '2023-01-29', '2023-04-23', '2023-05-06', '2023-06-25', '2023-10-07', '2023-10-08'],
  ),
  announced(
    2024,
    '国办发明电〔2023〕7号',
    `${READ_TWICE} The eve of the Spring Festival, 9 February, was worked: leave was only encouraged.`,
    [
      on('2024-01-01'),
      ['2024-02-10', '2024-02-17'],
      ['2024-04-04', '2024-04-06'],
      ['2024-05-01', '2024-05-05'],
      on('2024-06-10'),
      ['2024-09-15', '2024-09-17'],
      ['2024-10-01', '2024-10-07'],
    ],
    [
      ...['2024-02-04', '2024-02-18', '2024-04-07', '2024-04-28'],
      ...['2024-05-11', '2024-09-14', '2024-09-29', '2024-10-12'],
    ],
  ),
  announced(
    2025,
    '国办发明电〔2024〕12号',
    READ_TWICE,
    [
      on('2025-01-01'),
      ['2025-01-28', '2025-02-04'],
      ['2025-04-04', '2025-04-06'],
      ['2025-05-01', '2025-05-05'],
      ['2025-05-31', '2025-06-02'],
      ['2025-10-01', '2025-10-08'],
    ],
    ['2025-01-26', '2025-02-08', '2025-04-27', '2025-09-28', '2025-10-11'],
  ),
  announced(
    2026,
    '国办发明电〔2025〕7号',
    `Text read in the press of 4 November 2025. ${READ_TWICE}`,
    [
      ['2026-01-01', '2026-01-03'],
      ['2026-02-15', '2026-02-23'],
      ['2026-04-04', '2026-04-06'],
      ['2026-05-01', '2026-05-05'],
      ['2026-06-19', '2026-06-21'],
      ['2026-09-25', '2026-09-27'],
      ['2026-10-01', '2026-10-07'],
    ],
    ['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10'],
  ),
  {
    year: 2027,
    daysOff: [
      on('2027-01-01'),
      ['2027-02-05', '2027-02-08'],
      on('2027-04-05'),
      ['2027-05-01', '2027-05-02'],
      on('2027-06-09'),
      on('2027-09-15'),
      ['2027-10-01', '2027-10-03'],
    ],
    workedWeekends: [],
    citation: {
      instrument: 'Measures for holidays on national festivals and days of remembrance',
      instrumentZh: '《全国年节及纪念日放假办法》',
      clause: '第二条',
      edition: '国务院令第795号',
      inForceFrom: '2027-01-01',
      inForceTo: '2028-01-01',
      status: 'inferred',
      note:
        'Only the thirteen statutory days, on their own days: no notice for 2027 was found. Days worked in ' +
        'exchange and days given for holidays on a weekend (第六条) are not known: the bureau supplies them. ' +
        'New moon at 23:56 on 6 February: the lunar year begins on the 6th; some software says the 7th.',
    },
  },
]
