/** The code lists as entries: indicators, criteria, sections, departments, sectors. */

import { CRITERIA } from '../../regulations/criteria.ts'
import { DEPARTMENTS } from '../../regulations/departments.ts'
import type { RollUp } from '../../regulations/indicator-row.ts'
import { INDICATOR_BY_KEY, INDICATORS, type Indicator } from '../../regulations/indicators.ts'
import { SECTIONS } from '../../regulations/sections.ts'
import { SECTORS } from '../../regulations/sectors.ts'
import type { Draft } from './entry.ts'
import { placeWords, sentences, type Words, words } from './words.ts'

/**
 * The indicators of the flash report.
 */
export function describeIndicators(): Draft[] {
  return INDICATORS.map((row) => ({
    rule: `indicator.${row.key}`,
    group: 'indicator',
    title: words(row.zh, row.en),
    editions: [
      {
        citation: row.citation,
        says: sentences(indicatorWords(row)),
        values: {
          no: row.no,
          quantity: row.quantity,
          base: row.base,
          formUnit: row.formUnit,
          formFactor: row.formFactor,
          rollUp: row.rollUp,
          course: row.course,
          partOf: row.partOf,
          isLocal: row.localTo !== null,
        },
        ...(row.localTo === null ? {} : { places: [row.localTo] }),
      },
    ],
  }))
}

const ROLL_UP_WORDS: Record<RollUp, Words> = {
  sum: words('上级数为下级之和', 'the figure above is the sum of those below'),
  max: words('上级数取下级最大值', 'the figure above is the largest of those below'),
  latest: words(
    '上级数为下级之和,上级较新的数取代下级较早的数',
    'the figure above is the sum of those below, and a newer one said above takes the place of older ones below',
  ),
}

function indicatorWords({ no, formUnit, base, course, rollUp, partOf, localTo }: Indicator): Words[] {
  const whole = partOf === null ? null : INDICATOR_BY_KEY[partOf]
  const where = localTo === null ? words('国家', 'national') : placeWords(localTo)
  return [
    words(`${where.zh}指标第${no}项,单位${formUnit}`, `indicator ${no} (${where.en}), unit ${base}`),
    course === 'cumulative'
      ? words('累计值', 'a running total')
      : words('实时值', 'the state at the time of reporting'),
    ROLL_UP_WORDS[rollUp],
    ...(whole ? [words(`其中项,属于${whole.zh}`, `a part of ${whole.en.toLowerCase()}`)] : []),
  ]
}

/**
 * What an operator ticks where a text has words instead of numbers.
 */
export function describeCriteria(): Draft[] {
  return CRITERIA.map(({ code, zh, en, editions }) => ({
    rule: `criterion.${code}`,
    group: 'criterion',
    title: words(zh, en),
    editions: editions.map((citation) => ({
      citation,
      says: sentences([
        words(`由填报人勾选:${zh}`, `ticked by whoever reports: ${en.charAt(0).toLowerCase()}${en.slice(1)}`),
      ]),
    })),
  }))
}

/**
 * Sections of the bureau, departments outside it, and sectors of accidents.
 */
export function describeBodies(): Draft[] {
  return [
    ...SECTIONS.map(
      ({ code, nameZh, nameEn, dutyZh, dutyEn, citation }): Draft => ({
        rule: `section.${code}`,
        group: 'section',
        title: words(nameZh, nameEn),
        overridable: 'table',
        editions: [{ citation, says: sentences([words(`${nameZh}:${dutyZh}`, `${nameEn}: ${dutyEn}`)]) }],
      }),
    ),
    ...DEPARTMENTS.map(
      ({ code, nameZh, nameEn, citation }): Draft => ({
        rule: `department.${code}`,
        group: 'department',
        title: words(nameZh, nameEn),
        overridable: 'table',
        editions: [
          {
            citation,
            says: sentences([words(`联动单位:${nameZh}`, `a department outside the bureau: ${nameEn}`)]),
          },
        ],
      }),
    ),
    ...SECTORS.map(
      ({ code, zh, en, isCovered, citation }): Draft => ({
        rule: `sector.${code}`,
        group: 'sector',
        title: words(zh, en),
        editions: [
          {
            citation,
            says: sentences([
              isCovered
                ? words(`事故行业:${zh},适用本条例`, `a sector of accidents: ${en}; the regulation applies`)
                : words(
                    `事故行业:${zh},不适用本条例`,
                    `a sector of accidents: ${en}; the regulation does not apply`,
                  ),
            ]),
            values: { isCovered },
          },
        ],
      }),
    ),
  ]
}
