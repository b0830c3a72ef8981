/** Pure rules of local rules (本地规则): what may begin, and which rules do not go together. */
import { reasonFor } from '../evaluations/editions.ts'
import { type LocalFault, layOver, type Silent } from '../evaluations/lay-over.ts'
import { activeRules } from '../evaluations/local-rules.ts'
import { targetsOf } from '../evaluations/local-targets.ts'
import { Problem } from '../problems/problem.ts'
import type { Day } from '../regulations/citation.ts'
import type { LocalRule, LocalValue } from '../regulations/local-rule.ts'
import type { RuleSet } from '../regulations/rule-set.ts'
import { addDays } from '../shanghai.ts'

const SIMILAR_SHOWN = 50

/**
 * A local rule begins, or ends, on a later day than that of its approval: what has happened stays judged as it was.
 *
 * @throws Problem local-rule-retroactive
 */
export function mustComeLater(onDay: Day, today: Day, pointer: string): void {
  if (onDay > today) return
  const detail = `It is ${today} in Lhasa: ${addDays(today, 1)} is the first day that can be chosen.`
  throw new Problem('local-rule-retroactive', detail, {
    errors: [{ pointer, code: 'not_later', detail }],
    earliest: addDays(today, 1),
  })
}

/**
 * A rule that takes effect with one list of local rules, and none with another one: two local rules that do not go
 * together. Looked for on each day on which one begins or ends, at each place that one names.
 *
 * @param places where the lists differ
 * @returns the first one found, or null
 */
export function newlySilent(
  base: RuleSet,
  before: readonly LocalRule[],
  after: readonly LocalRule[],
  fromDay: Day,
  places: readonly string[],
): Silent | null {
  const turns = after.flatMap(({ citation }) => [citation.inForceFrom, citation.inForceTo])
  const days = new Set([fromDay, ...turns.filter((day) => day !== null && day > fromDay)])
  const nearer = after.flatMap((rule) => rule.places).filter((one) => places.some((it) => one.startsWith(it)))
  for (const onDay of days) {
    for (const place of new Set([...places, ...nearer])) {
      const silentIn = (rules: readonly LocalRule[]) =>
        onDay === null ? [] : layOver(base, activeRules(rules, onDay, place), onDay).silent
      const known = new Set(silentIn(before).map(({ rule }) => rule.id))
      const found = silentIn(after).find(({ rule }) => !known.has(rule.id))
      if (found) return found
    }
  }
  return null
}

/** What is wrong with a proposed rule, as the problem that its proposer is told. */
export function problemOf(fault: LocalFault, target: string, base: RuleSet, onDay: Day): Problem {
  switch (fault.fault) {
    case 'unknown_target':
      return unknownTarget(target, base, onDay)
    case 'wrong_form':
      return unfit('/value', 'wrong_form', `${target} is given as ${fault.form}, and as nothing else.`)
    case 'out_of_range':
      return unfit('/value/from', 'out_of_range', `${target} is ${fault.expected}.`)
    case 'out_of_order': {
      const detail = `The bands of ${fault.ladder} would no longer follow each other: each begins below the graver one and above the milder one.`
      return unfit('/value/from', 'out_of_order', detail)
    }
    case 'loosens':
      return loosens(fault, target)
  }
}

/** A value in words, `minutes 120`. */
function inWords(value: LocalValue | null): string {
  return value === null ? 'nothing' : Object.entries(value).flat().join(' ')
}

function unknownTarget(target: string, base: RuleSet, onDay: Day): Problem {
  const [first = ''] = target.split('.')
  const similar = targetsOf(base, onDay).filter((one) => one.startsWith(first))
  const detail = `No rule of ${onDay} is called ${target} and has a value that can be overridden.`
  return new Problem('unknown-rule-target', detail, {
    errors: [{ pointer: '/target', code: 'unknown_target', detail }],
    similar: similar.slice(0, SIMILAR_SHOWN),
  })
}

function unfit(pointer: string, code: string, detail: string): Problem {
  return new Problem('local-rule-unfit', detail, { errors: [{ pointer, code, detail }] })
}

function loosens({ citation, value }: Extract<LocalFault, { fault: 'loosens' }>, target: string): Problem {
  const { instrumentZh, edition, clause } = citation
  const detail = `${instrumentZh} (${edition}, ${clause}) says ${inWords(value)}: a local rule may be stricter than that, not laxer.`
  return new Problem('loosens-national-text', detail, {
    errors: [{ pointer: '/value', code: 'loosens', detail }],
    holds: value,
    because: [reasonFor(target, citation)],
    textZh: `${instrumentZh}(${edition})${clause}已有规定,本地规则只能从严,不得放宽。`,
  })
}
