/** The promises of the design (设计承诺): checked at the end of every drill, whatever it tells. */
import { v7 as uuidv7 } from 'uuid'
import { z } from 'zod'
import { send } from './act.ts'
import { dutyPromises } from './duty-promises.ts'
import type { Evidence } from './evidence.ts'
import { type Finding, finding } from './finding.ts'
import { nothingLost, receiptsVerify, replaysRepeat } from './sender-promises.ts'
import { serviceTotalsHold } from './totals-promise.ts'
import { changesBetween, isQuiet, look } from './watch.ts'

/** Checks every promise. Those that send something again come last. */
export async function checkPromises(evidence: Evidence): Promise<Finding[]> {
  return [
    nothingLost(evidence),
    await receiptsVerify(evidence),
    ...dutyPromises(evidence),
    await serviceTotalsHold(evidence),
    trailIsComplete(evidence),
    severityNeverFell(evidence),
    timeIsShown(evidence),
    await strangersSeeNothing(evidence),
    await replaysRepeat(evidence),
    await engineRestsWhenDone(evidence),
  ]
}

/** Whether the trail has each act of the drill, and whose it was. */
export function trailIsComplete(evidence: Evidence): Finding {
  const { play, trail } = evidence
  const acts = play.memory.acts.flatMap(({ subjectId, ...act }) =>
    subjectId === null ? [] : [{ ...act, subjectId }],
  )
  const entered = new Map<string, number>()
  for (const { action, subjectId } of trail) {
    const key = `${action} ${subjectId}`
    entered.set(key, (entered.get(key) ?? 0) + 1)
  }
  const wanted = [
    ...acts.map(({ action, subjectId }) => `${action} ${subjectId}`),
    ...[...play.seen.escalations.keys()].map((id) => `escalation.opened ${id}`),
    ...[...play.seen.forwardings.values()].map(
      ({ id, returnsId }) => `forwarding.${returnsId === null ? 'opened' : 'returned'} ${id}`,
    ),
  ]
  const once = [...new Set(wanted)]
  const byWhom = acts.filter(
    ({ action, subjectId, accountId }) =>
      !trail.some(
        (entry) => entry.action === action && entry.subjectId === subjectId && entry.accountId === accountId,
      ),
  )
  return finding(
    {
      zh: '每个动作在审计记录中恰有一条,记明何岗',
      en: 'The trail has exactly one entry for each act, with who did it',
    },
    once.length + play.memory.acts.length - acts.length,
    [
      ...missingActs(evidence),
      ...once
        .filter((key) => !key.startsWith('event.extended') && entered.get(key) !== 1)
        .map((key) => `${key}: ${entered.get(key) ?? 0} entries`),
      ...byWhom.map(({ action, subjectId }) => `${action} ${subjectId}: no entry of that account`),
    ],
  )
}

/** Acts whose subject the drill does not know: the trail has one entry for each at least, by that account. */
function missingActs({ play, trail }: Evidence): string[] {
  const nameless = play.memory.acts.filter(({ subjectId }) => subjectId === null)
  const groups = Map.groupBy(nameless, ({ action, accountId }) => `${action} by ${accountId}`)
  return [...groups].flatMap(([key, same]) => {
    const entries = trail.filter(({ action, accountId }) => `${action} by ${accountId}` === key).length
    return entries < same.length ? [`${key}: ${entries} entries for ${same.length} acts`] : []
  })
}

const RANK = [null, 'ordinary', 'relatively_serious', 'serious', 'especially_serious']

function severityNeverFell({ play }: Evidence): Finding {
  const changes = play.entries.flatMap(({ changes: { severity } }) => severity)
  return finding(
    { zh: '等级从不自行降低', en: 'No severity falls by itself' },
    changes.length,
    changes
      .filter(({ event, from }) => RANK.indexOf(event.severity) < RANK.indexOf(from))
      .map(({ event, from }) => `${event.id}: ${from} -> ${event.severity}`),
  )
}

function timeIsShown({ play }: Evidence): Finding {
  return finding(
    { zh: '每个应答都标明模拟时间', en: 'Every answer shows that time is simulated' },
    play.answers,
    play.withoutSimulatedTime.slice(0, 5),
  )
}

async function strangersSeeNothing({ play, versions }: Evidence): Promise<Finding> {
  const { outsider } = play.memory.cast
  const faults: string[] = []
  let looked = 0
  const expect = async (path: string, isRight: (status: number, text: string) => boolean) => {
    const { status, text } = await outsider.send('GET', path)
    looked += 1
    if (!isRight(status, text)) faults.push(`GET ${path} gave a stranger ${status}: ${text.slice(0, 120)}`)
  }
  for (const { versionId } of versions) {
    await expect(`/v1/reports/${versionId}`, (status) => status === 404)
    await expect(`/v1/receipts/${versionId}`, (status) => status === 404)
  }
  for (const id of play.seen.events.keys()) await expect(`/v1/events/${id}`, (status) => status === 404)
  for (const list of ['reports', 'events', 'deadlines', 'escalations', 'forwardings']) {
    await expect(`/v1/${list}`, (status, text) => status === 403 || isEmptyPage(text))
  }
  const [first] = play.memory.sent
  if (first) {
    looked += 1
    const forged = { ...first, path: '/v1/reports', key: uuidv7(), body: { ...first.body, id: uuidv7() } }
    const { status } = await send(outsider, forged)
    if (status !== 403) faults.push(`a stranger's report for another county was answered ${status}`)
  }
  return finding(
    { zh: '辖区外的岗位读不到、报不进', en: 'Who is outside the jurisdiction can neither read nor report' },
    looked,
    faults,
  )
}

function isEmptyPage(text: string): boolean {
  const page = z.object({ items: z.array(z.unknown()) }).safeParse(JSON.parse(text))
  return page.success && page.data.items.length === 0
}

async function engineRestsWhenDone({ play, ground }: Evidence): Promise<Finding> {
  const { observer } = play.memory.cast
  const before = await look(observer, play.seen)
  await ground.runDue()
  await ground.runDue()
  const changes = changesBetween(before, await look(observer, before))
  return finding(
    { zh: '引擎再跑两轮,什么也不多', en: 'The engine, run twice more, adds nothing' },
    2,
    isQuiet(changes) ? [] : [`it made ${JSON.stringify(changes).slice(0, 200)}`],
  )
}
