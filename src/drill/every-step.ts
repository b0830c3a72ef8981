import type { Step } from './step-schema.ts'

/** A step and its place in the file, which is what its author knows it by. */
export interface PlacedStep {
  step: Step
  place: number
}

/**
 * Every step in the order of time: what a unit does on several days (逐日) is done on each of them.
 */
export function everyStep(steps: readonly Step[]): PlacedStep[] {
  const each = steps.flatMap((step, place): PlacedStep[] => {
    if (step.what !== 'nil_report' || step.days === undefined) return [{ step, place }]
    const { days, ...once } = step
    return days.map((day) => {
      const [, month, date] = day.split('-')
      const label = `${step.label}-${month}-${date}`
      return { step: { ...once, at: `${day}${step.at.slice(day.length)}`, label }, place }
    })
  })
  return each.sort((a, b) => Date.parse(a.step.at) - Date.parse(b.step.at))
}

/** The labels that steps give. */
export function labelsOf(steps: readonly PlacedStep[]): string[] {
  return steps.flatMap(({ step }) => ('label' in step && step.label !== undefined ? [step.label] : []))
}
