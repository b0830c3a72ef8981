/** Pure rules of reporting units (报送单位): when one is open, and which tier may stand above which. */
import type { Tier } from './codes.ts'

const TIERS_ABOVE: Readonly<Record<Tier, readonly Tier[]>> = {
  province: [],
  city: ['province'],
  county: ['city'],
  township: ['county', 'city'],
  village: ['township'],
}

/** A unit is open from the day it was opened until the day before it was closed. Days are Shanghai days. */
export function isOpenOn(node: { openedOn: string; closedOn: string | null }, onDay: string): boolean {
  return node.openedOn <= onDay && (node.closedOn === null || node.closedOn > onDay)
}

/** Whether a unit of one tier may lie directly below a unit of the other. */
export function mayLieBelow(tier: Tier, tierAbove: Tier): boolean {
  return TIERS_ABOVE[tier].includes(tierAbove)
}

/** Whether a unit may exist with nothing above it: the top of a database that serves one city or province. */
export function mayStandAlone(tier: Tier): boolean {
  return tier === 'province' || tier === 'city'
}
