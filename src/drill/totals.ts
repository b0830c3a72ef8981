/** Totals of an event (合计), counted again here from the versions that the service gives out. */
import type { z } from 'zod'
import { codeAbove, covers } from '../regions/codes.ts'
import type { reportVersionSchema } from '../reports/reply-schemas.ts'

export type Version = z.infer<typeof reportVersionSchema>
type Figures = Readonly<Record<string, number>>

/**
 * The total of each figure in a region, from the versions of one event: the latest version of each unit once. A unit's figures are for all of it,
 * so that of what it says itself and what the units below it say together, the larger counts.
 */
export function countTotals(versions: readonly Version[], regionCode: string): Figures {
  const inOrder = versions.toSorted((a, b) => a.number - b.number)
  const latest = new Map(inOrder.map((version) => [version.regionCode, version]))
  const standing = [...latest.values()].filter(({ withdrawalReason }) => withdrawalReason === null)
  const said = new Map(standing.map((version) => [version.regionCode, figuresOf(version)]))
  return totalOf(regionCode, said)
}

function totalOf(regionCode: string, said: ReadonlyMap<string, Figures>): Figures {
  const below = childrenOf(regionCode, [...said.keys()]).map((child) => totalOf(child, said))
  const own = said.get(regionCode) ?? {}
  const keys = new Set([...below, own].flatMap((figures) => Object.keys(figures)))
  return Object.fromEntries(
    [...keys].map((key) => {
      const sum = below.reduce((total, figures) => total + (figures[key] ?? 0), 0)
      return [key, Math.max(sum, own[key] ?? 0)]
    }),
  )
}

/** The units directly below one that have said something, or lie on the way to one that has. */
function childrenOf(regionCode: string, codes: readonly string[]): string[] {
  const children = codes
    .filter((code) => code !== regionCode && covers(regionCode, code))
    .map((code) => {
      let child = code
      for (let above = codeAbove(child); above !== null && above !== regionCode; above = codeAbove(child)) {
        child = above
      }
      return child
    })
  return [...new Set(children)]
}

/** The figures of a version, as they were sent. */
export function figuresOf({ content }: Version): Figures {
  const { figures } = content
  return typeof figures === 'object' && figures !== null ? (figures as Figures) : {}
}
