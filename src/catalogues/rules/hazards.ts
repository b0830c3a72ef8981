/** The hazards and sub-hazards as entries (灾种、亚灾种), with the windows of their events and the codes of others. */

import { CODE_STANDARDS, HAZARDS, type Hazard } from '../../regulations/hazards.ts'
import type { Draft } from './entry.ts'
import { listed, sentences, type Words, words } from './words.ts'

/** The id of the list of hazards as a whole. */
const HAZARD_LIST = 'hazard'

/**
 * The list of hazards, each of them with its window and its sub-hazards, and the standards of their codes.
 */
export function describeHazards(): Draft[] {
  return [
    ...HAZARDS.slice(0, 1).map(hazardList),
    ...HAZARDS.flatMap((row) => [
      hazardDraft(row),
      windowDraft(row),
      ...row.subhazards.map((sub) => subhazardDraft(row, sub)),
    ]),
    ...Object.entries(CODE_STANDARDS).map(([name, citation]) => ({
      rule: `codes.${name}`,
      group: 'other' as const,
      title: words(`灾种代码:${citation.edition}`, `Codes of hazards: ${citation.edition}`),
      editions: [
        {
          citation,
          says: sentences([
            words(
              `灾种和亚灾种旁列出的 ${citation.edition} 代码,使用前须核对`,
              `the codes of ${citation.edition} that stand beside hazards and sub-hazards are to be checked before they are relied on`,
            ),
          ]),
        },
      ],
    })),
  ]
}

function hazardList({ citation }: Hazard): Draft {
  const names = listed(HAZARDS.map(({ zh, en }) => words(zh, en.toLowerCase())))
  return {
    rule: HAZARD_LIST,
    group: 'hazard',
    title: words('灾害种类', 'The list of hazards'),
    derived: {
      subhazard_needed: words(
        '该灾种有亚灾种而未填;各亚灾种的标准都用,取最重的',
        'the hazard has sub-hazards and none is given: it is judged by the ladders of all of them, and the gravest stands',
      ),
    },
    editions: [
      {
        citation,
        says: sentences([
          words(`一级灾种${HAZARDS.length}个:${names.zh}`, `${HAZARDS.length} hazards: ${names.en}`),
        ]),
      },
    ],
  }
}

interface Coded {
  gb28921: string | null
  gb35561: string | null
}

function codeWords({ gb28921, gb35561 }: Coded): Words[] {
  const codes = [
    ...(gb28921 === null ? [] : [`GB/T 28921-2012: ${gb28921}`]),
    ...(gb35561 === null ? [] : [`GB/T 35561-2017: ${gb35561}`]),
  ]
  if (codes.length === 0) return []
  return [words(`代码(未核对)${codes.join('、')}`, `codes (not verified) ${codes.join(', ')}`)]
}

function hazardDraft(row: Hazard): Draft {
  const { code, zh, en, gb28921, gb35561, citation, subhazards, shownInLhasa } = row
  const names = listed(subhazards.map((sub) => words(sub.zh, sub.en.toLowerCase())))
  const said = [
    subhazards.length === 0
      ? words('一级灾种,没有亚灾种', 'a hazard without sub-hazards')
      : words(`一级灾种,亚灾种:${names.zh}`, `a hazard; its sub-hazards: ${names.en}`),
    ...codeWords(row),
    ...(shownInLhasa ? [] : [words('拉萨的表单中不显示', 'forms in Lhasa do not offer it')]),
  ]
  return {
    rule: `hazard.${code}`,
    group: 'hazard',
    title: words(zh, en),
    editions: [
      {
        citation,
        says: sentences(said),
        values: { codes: { gb28921, gb35561 }, subhazards: subhazards.map((sub) => sub.code) },
      },
    ],
  }
}

function windowDraft({ code, zh, en, sameEventWindowHours: hours, windowCitation }: Hazard): Draft {
  return {
    rule: `same_event_window.${code}`,
    group: 'hazard',
    title: words(`${zh}:过程汇拢时间窗`, `${en}: reports that belong to one event`),
    editions: [
      {
        citation: windowCitation,
        says: sentences([
          words(
            `同一县${hours}小时内的${zh}报告归为一个灾害过程`,
            `reports of one county that lie within ${hours} hours belong to one event`,
          ),
        ]),
        values: { hazard: code, hours },
      },
    ],
  }
}

function subhazardDraft(hazard: Hazard, row: Hazard['subhazards'][number]): Draft {
  const { code, zh, en, gb28921, gb35561, citation, localTo, mapsTo } = row
  const target = hazard.subhazards.find((sub) => sub.code === mapsTo)
  const said = [
    words(`${hazard.zh}的亚灾种`, `a sub-hazard of ${hazard.en.toLowerCase()}`),
    ...(target
      ? [words(`拉萨自定,上报归入${target.zh}`, `Lhasa’s own, counted upward as ${target.en.toLowerCase()}`)]
      : []),
    ...codeWords(row),
  ]
  return {
    rule: `subhazard.${code}`,
    group: 'subhazard',
    title: words(zh, en),
    editions: [
      {
        citation,
        says: sentences(said),
        values: { hazard: hazard.code, mapsTo, isLocal: localTo !== null, codes: { gb28921, gb35561 } },
        ...(localTo === null ? {} : { places: [localTo] }),
      },
    ],
  }
}
