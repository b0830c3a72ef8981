/** What tests of totals ask for over HTTP, and what they are answered. */
import type { z } from 'zod'
import type { claimSchema, decisionSchema } from '../../src/totals/claim-schemas.ts'
import type { outsideLossSchema } from '../../src/totals/outside-schemas.ts'
import type { differencesSchema, totalsSchema } from '../../src/totals/schemas.ts'
import { type Api, type Client, startApi } from '../api.ts'

export type Totals = z.infer<typeof totalsSchema>
export type Differences = z.infer<typeof differencesSchema>
export type Claim = z.infer<typeof claimSchema>
export type Decision = z.infer<typeof decisionSchema>
export type OutsideLoss = z.infer<typeof outsideLossSchema>

/** The totals of an event, which must be there. */
export async function totalsOf(
  who: Client,
  eventId: string,
  query: Record<string, string> = {},
): Promise<Totals> {
  const answer = await who.get(`/v1/events/${eventId}/totals?${new URLSearchParams(query)}`)
  if (answer.status !== 200) throw new Error(`no totals: ${answer.status} ${answer.text}`)
  return answer.json<Totals>()
}

/** Value by indicator. */
export function valuesOf({ indicators }: Totals): Record<string, number | null> {
  return Object.fromEntries(indicators.map(({ indicator, value }) => [indicator, value]))
}

/** Lets an engine do what is due, once: a service for tests that is only an API releases nothing that waits. */
export async function runEngine(t: Parameters<typeof startApi>[0], { db }: Pick<Api, 'db'>): Promise<void> {
  const engine = await startApi(t, { db, environment: { RUN: 'engine' } })
  await engine.runDue()
  await engine.stop()
}

let keys = 0
export const aKey = () => ({ 'idempotency-key': `test-key-${++keys}` })
