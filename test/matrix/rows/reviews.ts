/** What a unit does with what comes up to it: it reviews, corrects events, and makes a report of its own. */
import { v7 as uuidv7 } from 'uuid'
import { REASON } from '../bodies.ts'
import { body, type Row, row, type Target } from '../row.ts'

const review = ({ id }: Target) => ({ path: `/v1/reports/${id}/review`, body: { outcome: 'accepted' } })
const correction = ({ id }: Target) => ({
  path: `/v1/events/${id.split(' ')[0]}/corrections`,
  body: { title: '示例地震', ...REASON },
})
/** Of what has none: whoever may is told so, and nothing is named. */
const naming = ({ id }: Target) => ({
  path: `/v1/events/${id.split(' ')[0]}/corrections`,
  body: { subhazard: 'mountain_flood', ...REASON },
})
const figures = ({ wide, unit }: Target) => ({
  path: `/v1/events/${wide}/draft-figures`,
  query: `regionCode=${unit}`,
})
const draft = ({ wide, unit }: Target) => ({
  path: `/v1/events/${wide}/tier-reports`,
  body: { id: uuidv7(), regionCode: unit, additionalFigures: { injured: 2 } },
})
const ofEvent = ({ wide }: Target) => ({ path: `/v1/events/${wide}/tier-reports` })
const signature = (target: Target) => {
  const [id, contentHash] = target.id.split(' ')
  return { path: `/v1/tier-reports/${id}/sign-off`, body: { contentHash } }
}

export const REVIEW_ROWS: readonly Row[] = [
  row('POST /v1/reports/{versionId}/review', 'report to review', 't b b b h h h s s', { send: review }),
  row('POST /v1/events/{id}/corrections', 'event of two units', 'n d d d g g h n n', { send: correction }),
  row('POST /v1/events/{id}/corrections', 'event of two units', 'n c c c g g h n n', {
    send: naming,
    note: 'only a sub-hazard that nobody has named yet',
  }),
  row('GET /v1/events/{id}/draft-figures', 'unit above others', 'w w w w g g h w w', { send: figures }),
  row('GET /v1/events/{id}/tier-reports', 'tier report', 'y y y y h h h y y', { lists: true, send: ofEvent }),
  row('GET /v1/tier-reports/{id}', 'tier report', 'y y y y h h h y y'),
  row('POST /v1/tier-reports/{id}/refresh', 'tier report', 's s s s h h h s s', {
    ...body({}),
    note: 'only its drafter, who is none of these',
  }),
  row('POST /v1/tier-reports/{id}/discard', 'tier report', 'y y y y h h h s s', body(REASON)),
  row('POST /v1/events/{id}/tier-reports', 'unit above others', 'i i i o g g h o o', { send: draft }),
  row('POST /v1/tier-reports/{id}/sign-off', 'draft to sign', 'y y y y h h h s s', { send: signature }),
]
