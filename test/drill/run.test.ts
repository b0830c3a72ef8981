import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import t, { type Test } from 'tap'
import { setSimulatedNow } from '../../src/clock.ts'
import { dutyPromises } from '../../src/drill/duty-promises.ts'
import { type Evidence, gather } from '../../src/drill/evidence.ts'
import { checkExpectations } from '../../src/drill/expectations.ts'
import { onGround } from '../../src/drill/ground.ts'
import { playDrill } from '../../src/drill/play.ts'
import { drillText } from '../../src/drill/print/print-drill.ts'
import { checkPromises, trailIsComplete } from '../../src/drill/promises.ts'
import { readDrill } from '../../src/drill/read-drill.ts'
import { runDrill } from '../../src/drill/run-drill.ts'
import { nothingLost } from '../../src/drill/sender-promises.ts'
import { serviceTotalsHold } from '../../src/drill/totals-promise.ts'
import { testDb } from '../database.ts'

const SMALL = fileURLToPath(new URL('fixtures/landslide.yaml', import.meta.url))
const goOn = new AbortController().signal

t.test('the earthquake of Dangxiong is replayed, and every promise holds', async (t) => {
  const drill = await readDrill('dangxiong-2008')
  const result = await runDrill(drill, goOn)
  t.equal(result.stopped, null)
  for (const { promise, isKept, faults } of [...result.promises, ...result.expectations]) {
    t.ok(isKept, promise.en, { faults })
  }
  t.ok(result.isKept)
  const text = drillText(result)
  for (const said of [
    /地震灾害初判\(震级\) Earthquake, first grade by magnitude → 重大 serious\s+magnitude=6.6/,
    /逾期 MISSED\s+格达乡 Geda 初报 first report/,
    /格达乡 Geda → 县 county 当雄县 Damxung: 逾期未办 missed its limit/,
    /《自然灾害情况统计制度》\s+民函〔2008〕119号\s+2008-05-07\s+转引 secondary/,
    /录入 written 10-06 22:40 · 发出 sent 00:55 · 收到 received 01:12/,
    /未推演 not yet/,
    /尚未推演 NOT REPLAYED/,
    /并入 merged\s+当雄6.6级地震\(尼木县续迈乡霍德村委会\) → 当雄6.6级地震\(当雄县格达乡羊易村委会\)/,
    /━━ 八、领导问:12时的数字是什么 8\. A leader asks/,
    /更正 correction ≤30分 min, 到期 due 06:52 ✓ 06:28/,
    /拒绝 refused\s+403 needs-another-person: Nobody signs off their own draft/,
    /✓ 尼木县缺谁 who blocks Nimu: 续迈乡/,
    /收到 in\s+拉萨市 Lhasa: 核报 verified report, 第12版/,
    /✓ 辖区外死亡\(不计入\) dead outside, not counted: 1/,
    /零报告 nil\s+格达乡 Geda: 无变化 nothing has changed, v5; 08:00 到期 due ✓/,
    /零报告 nil\s+续迈乡 Xumai: .*迟 LATE/,
    /拒绝 refused\s+409 children-not-verified: .*格达乡/,
    /拒收 refused\s+422 rules-violated: C15/,
    /格达乡 Geda\s+初报 first report → 续报 follow-up ×12 → 核报 verified report/,
  ]) {
    t.match(text, said)
  }
  t.notMatch(text, /[0-9a-f]{8}-[0-9a-f]{4}-7/, 'no ids: they are other ones in every run')
  for (const said of [/✓ 全部 \d+ 项成立/]) {
    t.match(text, said)
  }
})

t.test('a drill sees each promise that is broken', async (t) => {
  const drill = await readDrill(SMALL)
  await onGround(new Date(drill.startsAt), async (ground) => {
    const play = await playDrill(drill, ground, goOn)
    t.equal(play.stopped, null, 'the story is told to its end')
    const evidence = await gather(play, ground)
    for (const { promise, faults } of checkExpectations(drill.expects, evidence)) {
      t.strictSame(faults, [], promise.en)
    }
    seesWhatIsBroken(t, evidence)
    await seesWrongTotals(t, evidence)
    for (const { promise, faults } of await checkPromises(evidence)) t.strictSame(faults, [], promise.en)
  })
})

/** The evidence is spoilt in one place each time: then one promise at least must be found broken. */
function seesWhatIsBroken(t: Test, evidence: Evidence): void {
  const { play, versions } = evidence
  const { seen } = play
  const broken = (changed: Partial<Evidence['play']['seen']>) =>
    dutyPromises({ ...evidence, play: { ...play, seen: { ...seen, ...changed } } }).some((one) => !one.isKept)
  const [escalation] = [...seen.escalations.values()].filter(({ cause }) => cause === 'deadline_missed')
  const [returned] = [...seen.forwardings.values()].filter(({ returnsId }) => returnsId !== null)
  const [missed] = [...seen.deadlines.values()].filter(({ missedAt }) => missedAt !== null)
  if (!escalation || !returned || !missed) throw new Error('the drill has too little in it')
  t.notOk(broken({}), 'nothing is broken')
  t.ok(broken({ escalations: new Map([...seen.escalations, ['twin', escalation]]) }), 'one escalation twice')
  t.ok(broken({ escalations: without(seen.escalations, escalation.id) }), 'one escalation never made')
  t.ok(broken({ forwardings: new Map([...seen.forwardings, ['twin', returned]]) }), 'sent back twice')
  t.ok(
    broken({ deadlines: new Map(seen.deadlines).set(missed.id, { ...missed, missedAt: null }) }),
    'a miss that nobody saw',
  )
  t.notOk(nothingLost({ ...evidence, versions: versions.slice(1) }).isKept, 'a report that was lost')
  t.notOk(
    nothingLost({ ...evidence, versions: [...versions, ...versions.slice(0, 1)] }).isKept,
    'a report that is there twice',
  )
  const altered = versions.map((version) => ({
    ...version,
    content: { ...version.content, narrative: '改' },
  }))
  t.notOk(nothingLost({ ...evidence, versions: altered }).isKept, 'a report that was altered')
  const wrong = dutyPromises({
    ...evidence,
    decisions: evidence.decisions.map((one) => ({ ...one, facts: { figures: { dead: 999 } } })),
  })
  t.notOk(
    wrong.every(({ isKept }) => isKept),
    'totals that were counted twice',
  )
}

/** What the service adds up is counted again: a version that it does not have makes the two differ. */
async function seesWrongTotals(t: Test, evidence: Evidence): Promise<void> {
  const { versions, play } = evidence
  t.ok((await serviceTotalsHold(evidence)).isKept)
  const last = versions.find(({ nilReportFor }) => nilReportFor !== null)
  if (!last) throw new Error('the drill has no nil report')
  const content = { ...last.content, figures: { dead: 4, injured: 2 } }
  const others = versions.filter((one) => one !== last)
  const wrong = await serviceTotalsHold({ ...evidence, versions: [...others, { ...last, content }] })
  t.match(
    wrong.faults,
    [/dead: 1 was told, 4 counted/, /dead: 1 was told, 4 counted/].slice(0, wrong.faults.length),
  )
  t.notOk(wrong.isKept, 'a total that nobody reported')
  const acts = [...play.memory.acts, { action: 'event.closed', subjectId: null, accountId: 'nobody' }]
  const ghost = { ...evidence, play: { ...play, memory: { ...play.memory, acts } } }
  t.match(trailIsComplete(ghost).faults, ['event.closed by nobody: 0 entries for 1 acts'])
}

function without<Item>(items: ReadonlyMap<string, Item>, id: string): ReadonlyMap<string, Item> {
  return new Map([...items].filter(([one]) => one !== id))
}

t.test('a story that the service answers otherwise is stopped there, and says where', async (t) => {
  const drill = await readDrill(SMALL)
  const [note, , first] = drill.steps
  if (!note || first?.what !== 'report') throw new Error('the fixture has changed')
  const told = { ...drill, steps: [note, { ...first, answer: 'event-closed' }], expects: [] }
  const result = await runDrill(told, goOn)
  t.match(result.stopped, /^\/steps\/1 .*expected event-closed, was answered/)
  t.notOk(result.isKept)
  t.match(drillText(result), /推演中断 STOPPED/)
})

t.test('the clock of a database that was not made for simulation cannot be set', async (t) => {
  const db = await testDb(t, { kind: 'production' })
  await t.rejects(setSimulatedNow(db, new Date('2008-10-06T08:30:00Z')), 'the database itself refuses')
  const { rows } = await db.pool.query('select * from simulated_clock')
  t.strictSame(rows, [])
})

t.test('the drill moves the clock and touches nothing else behind the back of the API', async (t) => {
  const ground = await readFile(new URL('../../src/drill/ground.ts', import.meta.url), 'utf8')
  t.match(ground, /setSimulatedNow/)
  t.notMatch(ground, /\.(insert|update|delete|execute)\(|\bsql`/)
})
