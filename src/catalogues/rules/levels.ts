/** What follows from a level besides the ladders: joining a neighbour's response, and who investigates an accident. */

import { INVESTIGATIONS } from '../../regulations/accident-grades.ts'
import { NEIGHBOUR_JOINS } from '../../regulations/relief.ts'
import type { SeverityLevel } from '../../regulations/vocabulary.ts'
import type { Draft } from './entry.ts'
import { rangeWords } from './measures.ts'
import { RESPONSE_WORDS, SEVERITY_WORDS, sentences, type Words, words } from './words.ts'

/**
 * From how many dead and missing a province joins the response of its neighbour.
 */
export function describeNeighbours(): Draft[] {
  return NEIGHBOUR_JOINS.map(({ level, from, below, citation }) => {
    const { zh, en } = RESPONSE_WORDS[level]
    const range = rangeWords('dead_and_missing', from, below)
    return {
      rule: `national.${level}.neighbour`,
      group: 'relief_response',
      title: words(`国家救助响应:相邻省份加入${zh}`, `National relief: joining a neighbour’s ${en}`),
      editions: [
        {
          citation,
          says: sentences([
            words(
              `相邻省份因同一灾害启动${zh}的,本省${range.zh}即加入`,
              `where a neighbouring province has started ${en} for the same disaster: joins with ${range.en}`,
            ),
          ]),
          values: {
            level,
            threshold: { measure: 'dead_and_missing', unit: 'person', from, below, status: citation.status },
          },
        },
      ],
    }
  })
}

/**
 * Who investigates an accident of each grade.
 */
export function describeInvestigations(): Draft {
  const by: Readonly<Record<(typeof INVESTIGATIONS.by)[SeverityLevel], Words>> = {
    state_council: words('国务院', 'the State Council'),
    autonomous_region: words('自治区人民政府', 'the autonomous region'),
    city: words('设区的市人民政府', 'the city'),
    county: words('县级人民政府', 'the county'),
  }
  const rows = Object.entries(INVESTIGATIONS.by) as [SeverityLevel, keyof typeof by][]
  return {
    rule: 'accident.investigation',
    group: 'accident_duty',
    title: words('事故调查', 'Investigation of accidents'),
    editions: [
      {
        citation: INVESTIGATIONS.citation,
        says: sentences(
          rows.map(([severity, who]) =>
            words(
              `${SEVERITY_WORDS[severity].zh}事故由${by[who].zh}负责调查`,
              `${SEVERITY_WORDS[severity].en}: ${by[who].en} investigates`,
            ),
          ),
        ),
        values: { investigatedBy: rows.map(([severity, who]) => ({ severity, by: who })) },
      },
    ],
  }
}
