import type { Db } from '../db/client.ts'
import { maybeIso } from '../events/views.ts'
import { type Names, readNames } from '../regions/names.ts'
import { INDICATORS, type Indicator } from '../regulations/indicators.ts'
import { shanghaiIso } from '../shanghai.ts'
import type { ClaimView, DecisionView } from './claim-schemas.ts'
import type { ClaimRow } from './claim-store.ts'
import { viewClaims } from './claim-view.ts'
import type { DecisionRow } from './decision-store.ts'
import { viewDecisions } from './decision-view.ts'
import type { OutsideLossRow } from './outside-store.ts'
import { viewOutsideLosses } from './outside-view.ts'
import type { Place } from './place.ts'
import { indicatorAt, type Totals, type UnitTotal } from './rules/roll-up.ts'
import type { TotalsView } from './schemas.ts'
import { readExplanations, readVersionRefs, type VersionRef } from './versions-store.ts'

type IndicatorView = TotalsView['indicators'][number]

/** All that the view of totals is made from. */
export interface Found {
  eventId: string
  place: Place
  at: Date | null
  totals: Totals
  withLineage: boolean
  claims: readonly ClaimRow[]
  totalsOfClaims: ReadonlyMap<string, Totals>
  decisions: readonly DecisionRow[]
  losses: readonly OutsideLossRow[]
}

/** Totals with names, explanations, and what else was said beside them. */
export async function viewTotals(db: Db, found: Found): Promise<TotalsView> {
  const { eventId, place, at, totals, withLineage } = found
  const units = [totals.whole, ...totals.children]
  const names = await readNames(
    db,
    units.map(({ regionCode }) => regionCode),
  )
  const ids = units.flatMap((unit) => (unit.word && differsAnywhere(unit) ? [unit.word.versionId] : []))
  const explanations = await readExplanations(db, ids)
  const claims = await viewClaims(db, found.claims)
  const decisions = await viewDecisions(db, found.decisions)
  const indicators = INDICATORS.map((indicator, i) => ({
    ...indicatorView(indicator, i, totals, names, explanations),
    ...(withLineage ? { lineage: totals.lineage(i) } : {}),
    claims: claims
      .filter((claim) => claim.indicator === indicator.key)
      .map((claim) => besideTotal(claim, found.totalsOfClaims)),
    decision: decidedBeside(
      decisions.find((decision) => decision.indicator === indicator.key),
      totals.whole.cell(i).value,
    ),
  })).filter(isSaid)
  const versions = withLineage ? await readVersionRefs(db, idsOf(indicators)) : undefined
  return {
    eventId,
    regionCode: place.regionCode,
    nameZh: names.of(place.regionCode),
    isWhole: place.isWhole,
    asOf: maybeIso(at),
    indicators,
    ...(versions ? { versions: versions.map(viewVersion) } : {}),
    outside: await viewOutsideLosses(db, found.losses),
  }
}

/** A version by what identifies it, as it goes out. */
export function viewVersion(version: VersionRef) {
  const { versionId, regionCode, number, receivedAt, countedSince, isWithdrawal, contentHash } = version
  return {
    versionId,
    regionCode,
    number,
    receivedAt: shanghaiIso(receivedAt),
    countedSince: shanghaiIso(countedSince),
    isWithdrawal,
    contentHash,
  }
}

function indicatorView(
  { key, zh, base, rollUp }: Indicator,
  i: number,
  { whole, children }: Totals,
  names: Names,
  explanations: ReadonlyMap<string, string>,
) {
  const said = children.filter((child) => {
    const { own, below, setAside } = child.cell(i)
    return own !== null || below !== null || setAside
  })
  return {
    indicator: key,
    labelZh: zh,
    base,
    rule: rollUp,
    ...cellView(whole, i, explanations),
    children: said.map((child) => ({
      regionCode: child.regionCode,
      nameZh: names.of(child.regionCode),
      ...cellView(child, i, explanations),
    })),
  }
}

function cellView(unit: UnitTotal, i: number, explanations: ReadonlyMap<string, string>) {
  const difference = differenceOf(unit, i)
  const explanation = difference && unit.word ? explanations.get(unit.word.versionId) : undefined
  return { ...unit.cell(i), difference, explanation: explanation ?? null }
}

/** A parent's own figure less the sum of its children (C19). Of a maximum there is none. */
function differenceOf(unit: UnitTotal, i: number): number | null {
  const { own, below } = unit.cell(i)
  return own === null || below === null || !INDICATORS[i]?.additive ? null : own - below
}

function differsAnywhere(unit: UnitTotal): boolean {
  return INDICATORS.some((_, i) => (differenceOf(unit, i) ?? 0) !== 0)
}

function besideTotal(claim: ClaimView, totals: ReadonlyMap<string, Totals>) {
  const total = totals.get(claim.regionCode)?.whole.cell(indicatorAt(claim.indicator)).value ?? null
  return { ...claim, total, differs: total !== claim.value }
}

function decidedBeside(decision: DecisionView | undefined, total: number | null) {
  return decision ? { ...decision, differs: decision.value !== total } : null
}

function isSaid({ own, children, claims, decision }: IndicatorView): boolean {
  return own !== null || children.length > 0 || claims.length > 0 || decision !== null
}

function idsOf(indicators: readonly IndicatorView[]): string[] {
  return [
    ...new Set(
      indicators.flatMap(({ lineage }) => [...(lineage?.versionIds ?? []), ...(lineage?.setAsideBy ?? [])]),
    ),
  ]
}
