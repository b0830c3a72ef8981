import type { Db } from '../db/client.ts'
import { type EvaluateOptions, evaluate, UnjudgeableError } from '../evaluations/evaluate.ts'
import type { Evaluation, Facts, Flag, Violation } from '../evaluations/types.ts'
import { factsFrom } from './facts-from.ts'
import { impossibleIn } from './impossible.ts'
import { factsNotRead, type NotRead } from './not-read.ts'
import { orProblem, refuse, unjudgeable } from './refusals.ts'
import type { NewEvaluation } from './schemas.ts'
import { unknownRegions } from './unknown-regions.ts'

/** The checks that every figure is a number that can be. */
const NUMBERS: ReadonlySet<string> = new Set(['C01', 'absurd_figures'])

/** An evaluation, and what of the facts no rule reads. */
export type DryRun = Omit<Evaluation, 'flags'> & { flags: (Flag | NotRead)[] }

/**
 * Judges facts and leaves no trace (研判试算).
 *
 * @throws Problem unjudgeable-facts, with the facts and the rule
 */
export async function judgeFacts(db: Db, request: NewEvaluation, options: EvaluateOptions): Promise<DryRun> {
  const facts = factsFrom(request)
  const evaluation = judgeOne('', facts, options)
  refuse((await unknownRegions(db, [facts]))[0] ?? null)
  const notRead = factsNotRead(facts, options)
  return { ...evaluation, flags: notRead ? [...evaluation.flags, notRead] : evaluation.flags }
}

/**
 * Judges one set of facts, and refuses what contradicts itself.
 *
 * @param root pointer to the facts in the body
 * @throws Problem unjudgeable-facts
 */
export function judgeOne(root: string, facts: Facts, options: EvaluateOptions): Evaluation {
  const { trace: _trace, ...evaluation } = orProblem(root, () => {
    const judged = evaluate(facts, options)
    refuseNoEdition(facts, judged)
    return judged
  })
  refuseNumbers(root, evaluation.violations)
  refuse(impossibleIn(facts), root)
  return evaluation
}

/** Figures that cannot be are no facts: nothing that rests on them would be an answer. */
function refuseNumbers(root: string, violations: readonly Violation[]): void {
  const wrong = violations.find(({ rule }) => NUMBERS.has(rule))
  if (!wrong) return
  const { rule, textEn, textZh, because, pointers } = wrong
  throw unjudgeable({ pointers: [`${root}${pointers[0] ?? '/figures'}`], rule, textEn, textZh, because })
}

/** On a day before the first edition nobody owes anything by any text: that is said, not answered with nothing. */
function refuseNoEdition({ asOf }: Facts, { flags }: Evaluation): void {
  const none = flags.find(({ flag }) => flag === 'no_edition_in_force')
  if (!none) return
  const from = none.because.map(({ inForceFrom }) => inForceFrom).sort()[0]
  throw new UnjudgeableError(
    asOf ? '/asOf' : '/occurredAt',
    'edition.in_force',
    `no edition of the rules on reporting was in force on that day; the first is from ${from}`,
    `该日期没有生效的报送规定;最早自${from}起施行`,
  )
}
