/** Consistency checks as entries (校验): the rows of data by their forms, with what follows where one is not met. */

import { CHECK_CITATIONS, type CheckId } from '../../regulations/check-citations.ts'
import type { CheckRow, Form } from '../../regulations/check-row.ts'
import { checksWith } from '../../regulations/checks.ts'
import { STAGE_NAMES, TIER_NAMES } from '../../regulations/code-names.ts'
import type { RuleSet } from '../../regulations/rule-set.ts'
import { FORM_WORDS } from './check-forms.ts'
import { CHECK_TITLES } from './check-titles.ts'
import type { Draft } from './entry.ts'
import { figureWords } from './indicator-words.ts'
import type { CheckValues, Values } from './values.ts'
import { clauses, either, KIND_WORDS, prefixed, sentences, type Words, words } from './words.ts'

/** The check of sharp rises, whose floors the bureau may set. */
const SHARP_RISE: CheckId = 'C18'
/** Checks with a number are called by it too. */
const NUMBERED = /^C\d\d$/

/**
 * Every check in the order of its ids, with the figures that it holds reports to.
 */
export function describeChecks({ sharpRises }: Pick<RuleSet, 'sharpRises'>): Draft[] {
  const rows = checksWith(sharpRises)
  return (Object.keys(CHECK_CITATIONS) as CheckId[]).map((id) => {
    const { zh, en } = CHECK_TITLES[id]
    const number = NUMBERED.test(id) ? id : ''
    const parts = partsOf(rows.filter(({ check }) => check === id))
    return {
      rule: id,
      group: 'check',
      title: words(`校验 ${number}:${zh}`.replace(' :', ':'), `Check ${number}: ${en}`.replace(' : ', ': ')),
      ...(id === SHARP_RISE ? { overridable: 'local_rule' as const, targets: floorsOf(sharpRises) } : {}),
      editions: [
        {
          citation: CHECK_CITATIONS[id],
          says: sentences(parts.flatMap(partWords)),
          values: merged(parts.flatMap(({ forms }) => forms.map(({ values }) => values))),
        },
      ],
    }
  })
}

/** How far each figure may leap: what a local rule names. */
function floorsOf(sharpRises: RuleSet['sharpRises']): Record<string, Words> {
  return Object.fromEntries(
    sharpRises.map(({ key, moreThan }) => {
      const { zh, en } = figureWords(key, moreThan)
      return [`sharp_rise.${key}`, words(`增加数超过${zh}`, `a rise by more than ${en}`)]
    }),
  )
}

/** Rows of one check that bind whom they bind, and refuse or ask, alike. */
interface Part {
  head: CheckRow
  isChange: boolean
  forms: readonly { says: Words; values: Values }[]
}

function partsOf(rows: readonly CheckRow[]): Part[] {
  const alike = Map.groupBy(rows, (row) => JSON.stringify([headOf(row), FORM_WORDS[row.form].isChange]))
  return [...alike.values()].flatMap((same) => {
    const [head] = same
    if (!head) return []
    const forms = [...Map.groupBy(same, ({ form }) => form).values()].map(described)
    return { head, isChange: FORM_WORDS[head.form].isChange === true, forms }
  })
}

function headOf({ kind, stages, tiers, exceptKinds, stops }: CheckRow): unknown {
  return { kind, stages, tiers, exceptKinds, stops }
}

/** Rows of one form. */
function described<F extends Form>(rows: readonly CheckRow<F>[]): { says: Words; values: Values } {
  const [first] = rows as readonly [CheckRow<F>, ...CheckRow<F>[]]
  const { says, values } = FORM_WORDS[first.form as F]
  return { says: says(rows), values: { checks: [checkValues(first)], ...values?.(rows) } }
}

function checkValues({
  form,
  kind,
  stages,
  tiers,
  exceptKinds,
}: Pick<CheckRow, 'form' | 'kind' | 'stages' | 'tiers' | 'exceptKinds'>): CheckValues {
  return {
    form,
    kind,
    ...(stages === undefined ? {} : { stages: [...stages] }),
    ...(tiers === undefined ? {} : { tiers: [...tiers] }),
    ...(exceptKinds === undefined ? {} : { exceptKinds: [...exceptKinds] }),
  }
}

/** The same field of several parts is one list, each code in it once. */
function merged(parts: readonly Values[]): Values {
  const all: Record<string, unknown> = {}
  for (const [field, value] of parts.flatMap((part) => Object.entries(part))) {
    const known = all[field]
    all[field] = Array.isArray(known) && Array.isArray(value) ? [...new Set([...known, ...value])] : value
  }
  return all
}

function partWords({ head, isChange, forms }: Part): Words[] {
  const asked = clauses(forms.map(({ says }) => says))
  return [
    whomWords(head, asked),
    isChange ? IF_CHANGED[head.kind] : IF_NOT_MET[head.kind],
    ...(head.stops ? [words('不符的,不再作其后的校验', 'no later check is looked at then')] : []),
  ]
}

function whomWords({ stages = [], tiers = [], exceptKinds = [] }: CheckRow, asked: Words): Words {
  const stage = either(stages.map((one) => lower(STAGE_NAMES[one])))
  const tier = either(tiers.map((one) => lower(TIER_NAMES[one])))
  const except = either(exceptKinds.map((kind) => KIND_WORDS[kind]))
  const binds = [
    ...(stages.length > 0 ? [words(`${stage.zh}时`, `a ${stage.en}`)] : []),
    ...(tiers.length > 0 ? [words(`${tier.zh}填报时`, `what a ${tier.en} reports`)] : []),
    ...(exceptKinds.length > 0 ? [words(`${except.zh}除外`, `not ${except.en}`)] : []),
  ]
  if (binds.length === 0) return asked
  const [zh, en] = [binds.map((one) => one.zh).join(','), binds.map((one) => one.en).join(', ')]
  return prefixed(`${zh}:`, `${en}: `, asked)
}

const lower = ({ zh, en }: Words): Words => words(zh, en.toLowerCase())

const IF_NOT_MET: Readonly<Record<CheckRow['kind'], Words>> = {
  hard: words('不符的不予接收', 'a report that does not fit is refused'),
  soft: words('不符的须书面说明', 'what does not fit needs a written explanation'),
  hard_until_explained: words(
    '不符而没有书面说明的不予接收',
    'what does not fit is refused without a written explanation',
  ),
}

const IF_CHANGED: Readonly<Record<CheckRow['kind'], Words>> = {
  hard: words('有此情形的不予接收', 'a report with such a change is refused'),
  soft: words('有此情形的须书面说明', 'such a change needs a written explanation'),
  hard_until_explained: words(
    '有此情形而没有书面说明的不予接收',
    'a report with such a change is refused without a written explanation',
  ),
}
