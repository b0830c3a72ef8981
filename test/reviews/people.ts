/** Who reviews, drafts and signs in these tests, and what they send. */
import { v7 as uuidv7 } from 'uuid'
import type { z } from 'zod'
import type { correctionSchema, reviewedSchema } from '../../src/reviews/schemas.ts'
import type { draftFiguresSchema, tierReportSchema } from '../../src/reviews/tier-schemas.ts'
import {
  type Accepted,
  type Answer,
  type Api,
  aReport,
  type Client,
  COUNTY,
  minutesAfter,
  NOON,
} from '../api.ts'

export type Reviewed = z.infer<typeof reviewedSchema>
export type Correction = z.infer<typeof correctionSchema>
export type DraftFigures = z.infer<typeof draftFiguresSchema>
export type TierReport = z.infer<typeof tierReportSchema>

/** An event of its own for each test: the hours lie apart by more than a day. */
let days = 0
function aProcess(hazard: 'earthquake' | 'flood' | 'snow' = 'earthquake') {
  days += 1
  return { hazard, occurredAt: minutesAfter(NOON, -days * 24 * 60 * 30).toISOString() } as const
}

export const review = (client: Client, versionId: string, body: object): Promise<Answer> =>
  client.post(`/v1/reports/${versionId}/review`, body)

export const accept = (client: Client, { versionId }: Pick<Accepted, 'versionId'>, comment?: string) =>
  review(client, versionId, { outcome: 'accepted', ...(comment === undefined ? {} : { comment }) })

export const giveBack = (client: Client, { versionId }: Pick<Accepted, 'versionId'>, more: object = {}) =>
  review(client, versionId, { outcome: 'returned', reasonCode: 'figures_contradict', ...more })

/** Drafts the report of a unit; what is given stands beside its figures. */
export async function draft(
  client: Client,
  eventId: string,
  more: Record<string, unknown> = {},
): Promise<TierReport> {
  const body = { id: uuidv7(), regionCode: COUNTY, ...more }
  const answer = await client.post(`/v1/events/${eventId}/tier-reports`, body)
  if (answer.status !== 201) throw new Error(`not drafted: ${answer.status} ${answer.text}`)
  return answer.json<TierReport>()
}

export const sign = (client: Client, { id, contentHash }: Pick<TierReport, 'id' | 'contentHash'>) =>
  client.post(`/v1/tier-reports/${id}/sign-off`, { contentHash })

/** Everything that a refused request must leave as it was. */
export async function factsOf(api: Api): Promise<string> {
  const tables = [
    ...['report_reviews', 'event_corrections', 'tier_reports', 'tier_report_drafts', 'tier_report_discards'],
    ...[
      'version_bases',
      'report_versions',
      'latest_figures',
      'deadlines',
      'escalations',
      'outbox',
      'audit_entries',
    ],
  ]
  const counts = []
  for (const table of tables) {
    counts.push(
      ...(await api.rows(
        `select '${table}' as name, count(*)::int, md5(string_agg(t::text, '|' order by t::text)) from ${table} t`,
      )),
    )
  }
  return JSON.stringify([counts, await api.rows('select * from events order by id')], null, 1)
}

/** A village's first report of an event of its own. */
export function ofItsOwn(given: Parameters<typeof aReport>[0] = {}) {
  return aReport({ event: aProcess(), ...given })
}
