/** The promise about totals (汇总): what the service adds up is what is counted again from the versions it gives out. */
import { z } from 'zod'
import type { Evidence } from './evidence.ts'
import { type Finding, finding } from './finding.ts'
import { eventAt } from './merged.ts'
import { countTotals } from './totals.ts'

const totalsSchema = z.object({
  indicators: z.array(z.object({ indicator: z.string(), rule: z.string(), value: z.number().nullable() })),
})

/** Asks for the totals of every unit that reported, and counts those that add up again. */
export async function serviceTotalsHold({ play, versions }: Evidence): Promise<Finding> {
  const faults: string[] = []
  let looked = 0
  for (const [eventId, said] of Map.groupBy(versions, (one) => eventAt(play, one.eventId))) {
    for (const regionCode of new Set(said.map((one) => one.regionCode))) {
      const path = `/v1/events/${eventId}/totals?regionCode=${regionCode}`
      const { indicators } = await play.memory.cast.observer.get(path, totalsSchema)
      const counted = countTotals(said, regionCode)
      looked += Object.keys(counted).length
      faults.push(...differences(indicators, counted).map((fault) => `${regionCode} ${fault}`))
    }
  }
  return finding(
    {
      zh: '服务给出的合计等于由各单位最新版本重新计得的合计',
      en: 'The totals that the service tells are those counted again from the latest version of each unit',
    },
    looked,
    faults,
  )
}

/** Where the two differ: a figure that only one of them has, or another value. What does not add up is left alone. */
function differences(
  told: z.infer<typeof totalsSchema>['indicators'],
  counted: Readonly<Record<string, number>>,
): string[] {
  const others = new Set(told.filter(({ rule }) => rule !== 'sum').map(({ indicator }) => indicator))
  const values = new Map(told.map(({ indicator, value }) => [indicator, value]))
  return [...new Set([...values.keys(), ...Object.keys(counted)])]
    .filter((key) => !others.has(key) && (values.get(key) ?? null) !== (counted[key] ?? null))
    .map((key) => `${key}: ${values.get(key) ?? 'nothing'} was told, ${counted[key] ?? 'nothing'} counted`)
}
