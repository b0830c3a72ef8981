/**
 * The load generator, a process of its own: keeps some connections busy with follow-up reports, each connection on
 * its own chain, for some seconds, and prints what it saw as JSON.
 *
 * Reads a plan from standard input.
 */
import { randomUUID } from 'node:crypto'
import { Agent, request } from 'node:http'
import { text } from 'node:stream/consumers'
import { v7 as uuidv7 } from 'uuid'

/** Where a connection sends its follow-ups. */
export interface Lane {
  token: string
  regionCode: string
  eventId: string
  headVersionId: string
}

export interface Plan {
  port: number
  seconds: number
  lanes: Lane[]
  /** where the figures begin: they only ever grow, or the checks would ask why */
  from: number
  /** how many reports go out in one request; alone, on the route of single reports, unless given */
  batch?: number
}

export interface Load {
  accepted: number
  refused: number
  firstRefusal: string | null
  seconds: number
  latenciesMs: number[]
  heads: string[]
}

const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY })

async function main(): Promise<void> {
  const plan: Plan = JSON.parse(await text(process.stdin))
  const load: Load = { accepted: 0, refused: 0, firstRefusal: null, seconds: 0, latenciesMs: [], heads: [] }
  const start = performance.now()
  const until = start + plan.seconds * 1_000
  load.heads = await Promise.all(plan.lanes.map((lane) => keepBusy(plan, lane, until, load)))
  load.seconds = (performance.now() - start) / 1_000
  process.stdout.write(JSON.stringify(load))
  agent.destroy()
}

/** @returns the head of the chain at the end */
async function keepBusy(plan: Plan, lane: Lane, until: number, load: Load): Promise<string> {
  const { port, batch } = plan
  let head = lane.headVersionId
  for (let n = plan.from; performance.now() < until; n += batch ?? 1) {
    const reports = Array.from({ length: batch ?? 1 }, (_, i) => followUp(lane, n + i))
    for (const report of reports) {
      report.parentVersionId = head
      head = report.id
    }
    const sentMs = performance.now()
    const { status, text: answer } = batch
      ? await submit(port, lane, '/v1/reports/batch', { items: reports })
      : await submit(port, lane, '/v1/reports', reports[0] ?? {})
    load.latenciesMs.push(performance.now() - sentMs)
    const accepted = acceptedOf(status, answer)
    load.accepted += accepted
    load.refused += reports.length - accepted
    if (accepted < reports.length) load.firstRefusal ??= answer
  }
  return head
}

function acceptedOf(status: number, answer: string): number {
  if (status === 201) return 1
  return status === 200 ? (JSON.parse(answer) as { accepted: number }).accepted : 0
}

function followUp(lane: Lane, n: number) {
  return {
    id: uuidv7(),
    parentVersionId: lane.headVersionId,
    stage: 'follow_up',
    eventId: lane.eventId,
    regionCode: lane.regionCode,
    figures: figures(n),
    narrative: '房屋倒塌,道路中断,人员正在转移安置,灾情仍在核查。',
    enteredAt: new Date().toISOString(),
  }
}

/** Twenty figures that contradict nothing and only grow. */
function figures(n: number) {
  return {
    affected_pop: 1_000 + n,
    injured: 10,
    seriously_injured: 2,
    relocated_cum: 300 + n,
    relocated_now: 300,
    central_cum: 200 + n,
    central_now: 200,
    dispersed_cum: 100,
    dispersed_now: 100,
    urgent_aid_cum: 300,
    urgent_aid_now: 300,
    collapsed_rooms: 120,
    collapsed_home_rooms: 90,
    collapsed_home_hh: 25,
    severe_rooms: 60,
    general_rooms: 200,
    crop_affected: 500_000,
    livestock_dead: 40,
    livestock_dead_large: 15,
    livestock_dead_small: 25,
  }
}

function submit(
  port: number,
  lane: Lane,
  path: string,
  content: object,
): Promise<{ status: number; text: string }> {
  const body = JSON.stringify(content)
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        port,
        host: '127.0.0.1',
        path,
        method: 'POST',
        agent,
        headers: {
          authorization: `Bearer ${lane.token}`,
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          'idempotency-key': randomUUID(),
        },
      },
      (response) => {
        text(response).then((body) => resolve({ status: response.statusCode ?? 0, text: body }), reject)
      },
    )
    sent.on('error', reject)
    sent.end(body)
  })
}

if (import.meta.main) await main()
