import type { HazardCode, SubhazardCode } from '../regulations/hazards.ts'
import type { Figures } from '../regulations/indicators.ts'
import { countsAgain } from './chains-of-unit.ts'
import { describedSubhazard } from './check-report.ts'
import type { EventState } from './state.ts'

/** What of a report its event takes up. */
export interface ReportedPart {
  id: string
  regionCode: string
  figures: Figures
  facts?: object | undefined
  event?: { hazard: HazardCode; subhazard?: SubhazardCode | undefined } | undefined
}

/** The event as it stands with a report in it, or without what a withdrawal takes back; the given one is left alone. */
export function eventWithReport(event: EventState, report: ReportedPart, isWithdrawal: boolean): EventState {
  const { regionCode } = report
  const latest = new Map(event.latest)
  const latestVersions = event.latestVersions && new Map(event.latestVersions)
  if (isWithdrawal) {
    latest.delete(regionCode)
    latestVersions?.delete(regionCode)
    const again = countsAgain(event, regionCode)
    if (again) {
      latest.set(regionCode, again.figures)
      latestVersions?.set(regionCode, again.headVersionId)
    }
  } else {
    latest.set(regionCode, report.figures)
    latestVersions?.set(regionCode, report.id)
  }
  return {
    ...event,
    latest,
    latestVersions,
    facts: { ...event.facts, ...report.facts },
    subhazard: event.subhazard ?? describedSubhazard(report.event, event),
  }
}
