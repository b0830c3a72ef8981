/** What dry runs answer, as it goes out. */
import type { z } from 'zod'
import type { SeriesAnswer, SeriesDuty } from '../evaluations/series.ts'
import type { Violation } from '../evaluations/types.ts'
import { dutyZh } from '../regulations/labels.ts'
import { shanghaiIso } from '../shanghai.ts'
import { MINUTE_MS } from '../units.ts'
import type { DryRun } from './judge-facts.ts'
import type { evaluationSchema, seriesSchema } from './reply-schemas.ts'

/** An evaluation with its instants in Shanghai's time. */
export function evaluationView(evaluation: DryRun): z.input<typeof evaluationSchema> {
  return {
    ...evaluation,
    violations: evaluation.violations.map(asAsked),
    chain: evaluation.chain.map((item) => ({
      ...item,
      dutyZh: dutyZh(item.duty),
      dueAt: item.dueAt && shanghaiIso(item.dueAt),
    })),
  }
}

/**
 * A timeline with its instants in Shanghai's time; duties by the instant they are due.
 *
 * @param end the end of the timeline, up to which lateness is counted
 */
export function seriesView({ steps, duties }: SeriesAnswer, end: Date): z.input<typeof seriesSchema> {
  return {
    steps: steps.map(({ at, level, isLevelNew, ...step }) => ({
      ...step,
      violations: step.violations.map(asAsked),
      at: shanghaiIso(at),
      severity: level,
      isSeverityNew: isLevelNew,
    })),
    duties: duties
      .toSorted((a, b) => Number(a.dueAt ?? a.setAt) - Number(b.dueAt ?? b.setAt))
      .map((duty) => ({
        ...duty,
        dutyZh: dutyZh(duty.duty),
        setAt: shanghaiIso(duty.setAt),
        dueAt: duty.dueAt && shanghaiIso(duty.dueAt),
        metAt: duty.metAt && shanghaiIso(duty.metAt),
        lateMinutes: lateMinutes(duty, end),
      })),
  }
}

/** In a report some facts stand with the event; here all stand side by side. */
function asAsked(violation: Violation): Violation {
  return { ...violation, pointers: violation.pointers.map((pointer) => pointer.replace(/^\/event\//, '/')) }
}

function lateMinutes({ state, dueAt, metAt }: SeriesDuty, end: Date): number | null {
  const at = state === 'met_late' ? metAt : state === 'missed' ? end : null
  return at && dueAt ? (at.getTime() - dueAt.getTime()) / MINUTE_MS : null
}
