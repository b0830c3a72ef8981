/** Reports and attachments: each unit reports for itself and those below; whoever reads events reads them there. */
import { v7 as uuidv7 } from 'uuid'
import { aReport, minutesAfter, NOON } from '../../api.ts'
import { sha256Base64 } from '../../attachments/files.ts'
import { encoded } from '../../attachments/sender.ts'
import { REASON } from '../bodies.ts'
import type { Outcome } from '../letters.ts'
import { body, type Row, row, type Target } from '../row.ts'

const source = {
  source: '村委会',
  channel: 'telephone',
  saidAt: minutesAfter(NOON, -5).toISOString(),
} as const

/** Who told it, where the caller enters the report of another unit. */
const toldBy = ({ unit, caller }: Target) => (caller.regionCode === unit ? {} : { onBehalfOf: source })

const reportOf = (target: Target) =>
  aReport({
    ...{ eventId: target.wide, regionCode: target.unit, figures: { injured: 1 } },
    ...toldBy(target),
  })

const keyed = <Sent extends { id: string }>(sent: Sent) => ({
  body: sent,
  headers: { 'idempotency-key': sent.id },
})

const withdrawal = ({ id }: Target) => {
  const sent = { id: uuidv7(), ...REASON }
  return { path: `/v1/reports/${id}/withdrawal`, ...keyed(sent) }
}

const nilReport = (target: Target) => ({
  path: `/v1/events/${target.wide}/nil-reports`,
  ...keyed({ id: uuidv7(), regionCode: target.unit, ...toldBy(target) }),
})

/** Each item of a batch has an outcome of its own. */
function ofItem({ text }: { text: string }): Outcome {
  const { items } = JSON.parse(text) as { items: { problem?: { status: number } }[] }
  return items[0]?.problem?.status === 403 ? 'forbidden' : 'through'
}

const tus = { 'tus-resumable': '1.0.0' }

const announced = ({ unit, wide }: Target) => ({
  headers: {
    ...tus,
    'upload-length': '9',
    'upload-metadata': encoded({
      ...{ regionCode: unit, eventId: wide, kind: 'photo', filename: '现场.jpg', filetype: 'image/jpeg' },
      sha256: '1'.repeat(64),
    }),
  },
})

/** How a JPEG begins. */
const CHUNK = Buffer.from([0xff, 0xd8, 0xff, 0xe0])
const chunk = () => ({
  body: CHUNK,
  headers: {
    ...tus,
    'content-type': 'application/offset+octet-stream',
    'upload-offset': '0',
    'upload-checksum': `sha256 ${sha256Base64(CHUNK)}`,
  },
})
const inTus = { send: () => ({ headers: tus }) }
const ofEvent = ({ wide }: Target) => ({ path: `/v1/events/${wide}/attachments` })
const original = ({ id }: Target) => ({ path: `/v1/attachments/${id}/content`, query: 'rendition=original' })

export const REPORT_ROWS: readonly Row[] = [
  row('POST /v1/reports/{versionId}/withdrawal', 'report', 'y y y s h h h s y', { send: withdrawal }),
  row('POST /v1/reports', 'unit', 'Y Y Y - - - - - Y', { send: (target) => keyed(reportOf(target)) }),
  row('POST /v1/events/{id}/nil-reports', 'unit', 'Y Y Y - - - - - Y', { send: nilReport }),
  row('POST /v1/reports/batch', 'unit', 'Y Y Y - - - - - Y', {
    send: (target) => ({ body: { items: [reportOf(target)] } }),
    read: ofItem,
    keepsRefusals: 'what was refused is kept in quarantine, under the unit of whoever sent it',
  }),
  row('GET /v1/reports', 'report', 'y y y y h h h y y', { lists: true }),
  row('GET /v1/reports/{versionId}', 'report', 'y y y y h h h y y'),
  row('GET /v1/receipts/{versionId}', 'report', 'y y y y h h h y y'),
  row('GET /v1/held-reports', 'held report', 'y y y y h h h y y', { lists: true }),
  row('GET /v1/quarantined-reports', 'refused report', 'h y y y h h h h h', { lists: true }),
  row('POST /v1/quarantined-reports/{id}/disposal', 'refused report', 'h y y y h h h h h', body(REASON)),
  row('GET /v1/sync', 'deadline', 'O O O O h h h O O', { lists: true, note: 'what is owed' }),
  row('GET /v1/sync', 'report', 'y y y y h h h y y', {
    lists: true,
    send: ({ began }) => ({ query: `cursor=${began}` }),
    note: 'what happened since',
  }),
  row('POST /v1/uploads', 'unit', 'Y Y Y - - - - - Y', { send: announced }),
  row('OPTIONS /v1/uploads', null, '+ + + + + + + + +', inTus),
  row('OPTIONS /v1/uploads/{id}', 'upload', '+ + + + + + + + +', { ...inTus, note: 'what tus can do' }),
  row('HEAD /v1/uploads/{id}', 'upload', 'h h h h h h h h h', { ...inTus, note: 'somebody else’s' }),
  row('PATCH /v1/uploads/{id}', 'upload', 'h h h h h h h h h', { send: chunk, note: 'somebody else’s' }),
  row('DELETE /v1/uploads/{id}', 'upload', 'h h h h h h h h h', { ...inTus, note: 'somebody else’s' }),
  row('HEAD /v1/uploads/{id}', 'own upload', 'Y Y Y - - - - - Y', { ...inTus }),
  row('PATCH /v1/uploads/{id}', 'own upload', 'Y Y Y - - - - - Y', { send: chunk }),
  row('DELETE /v1/uploads/{id}', 'own upload', 'Y Y Y - - - - - Y', { ...inTus }),
  row('GET /v1/events/{id}/attachments', 'attachment', 'y y y y f f h y y', { lists: true, send: ofEvent }),
  row('GET /v1/waiting-attachments', 'waiting attachment', 'y y y y h h h y y', { lists: true }),
  row('GET /v1/attachments/{id}', 'attachment', 'y y y y f f h y y'),
  row('GET /v1/attachments/{id}/content', 'attachment', 'y y y y f f h y y', { note: 'what all may read' }),
  row('GET /v1/attachments/{id}/content', 'attachment', 's s r r g g h s s', {
    send: original,
    note: 'an original that may tell where and when it was taken',
  }),
]
