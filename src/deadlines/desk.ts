/** How long the desk (值班) has for each of its own steps, with the text that the limit was taken from. */
import type { Reason } from '../regulations/citation.ts'

export type DeskStep = 'acknowledge' | 'sign'

const TAKEN_FROM = {
  instrument: '长子县应急管理局值班信息办理时限',
  clause: '预警信息办理',
  edition: '2025',
  inForceFrom: '2025-01-01',
  status: 'inferred',
} as const

const MINUTES: Readonly<Record<DeskStep, number>> = { acknowledge: 10, sign: 30 }

/** Minutes for a step of the desk, and why so many: another bureau's rule, taken as a default. */
export function deskLimit(step: DeskStep): { minutes: number; because: Reason[] } {
  const minutes = MINUTES[step]
  return {
    minutes,
    because: [{ rule: `desk_${step}`, ...TAKEN_FROM, figure: 'minutes', value: minutes }],
  }
}
