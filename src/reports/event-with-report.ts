import type { SubhazardCode } from '../regulations/hazards.ts'
import type { Figures } from '../regulations/indicators.ts'
import type { EventState } from './state.ts'

/** What of a report its event takes up. */
export interface ReportedPart {
  regionCode: string
  figures: Figures
  facts?: object | undefined
  event?: { subhazard?: SubhazardCode | undefined } | undefined
}

/** The event as it stands with a report in it, or without what a withdrawal takes back; the given one is left alone. */
export function eventWithReport(event: EventState, report: ReportedPart, isWithdrawal: boolean): EventState {
  const latest = new Map(event.latest)
  if (isWithdrawal) latest.delete(report.regionCode)
  else latest.set(report.regionCode, report.figures)
  return {
    ...event,
    latest,
    facts: { ...event.facts, ...report.facts },
    subhazard: event.subhazard ?? report.event?.subhazard ?? null,
  }
}
