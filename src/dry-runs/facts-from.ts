import type { Facts } from '../evaluations/types.ts'
import type { NewEvaluation } from './schemas.ts'

/**
 * The facts that a request names, with instants as Dates. Codes and numbers stay as they were sent: the judge refuses
 * what no rule can read.
 */
export function factsFrom(request: NewEvaluation): Facts {
  const { occurredAt, asOf, reportedAt, stableAt, received, ...rest } = request
  const instants = { asOf, reportedAt, stableAt }
  return {
    ...rest,
    occurredAt: new Date(occurredAt),
    ...datesOf(instants),
    ...(received ? { received: datesOf(received) } : {}),
  } as Facts
}

function datesOf(instants: Readonly<Record<string, string | undefined>>): Record<string, Date> {
  return Object.fromEntries(
    Object.entries(instants).flatMap(([name, at]) => (at === undefined ? [] : [[name, new Date(at)]])),
  )
}
