import { Gauge, type Registry } from 'prom-client'
import { withoutParameters } from '../db/errors.ts'
import type { Deps } from '../deps.ts'
import { skewMs } from '../engine/clock-skew.ts'
import { HEARTBEAT, readSteps } from '../engine/store.ts'
import type { StepState } from './readiness.ts'
import { type Gauges, readGauges } from './store.ts'

/**
 * Gauges of what the database knows.
 *
 * @returns reads them anew; when the database is out of reach they are left out rather than stale, and
 *   `fengsui_database_up` says why
 */
export function databaseGauges({ db, log }: Deps, registers: Registry[]): () => Promise<void> {
  const up = new Gauge({
    name: 'fengsui_database_up',
    help: '1 when the database answered this scrape',
    registers,
  })
  const labelled = openLabelledGauges(registers)
  const plain = openPlainGauges(registers)
  const stepGauges = openStepGauges(registers)

  const forget = () => {
    for (const gauge of [...Object.values(labelled), ...Object.values(stepGauges)]) gauge.reset()
    for (const gauge of Object.values(plain)) gauge.remove()
  }

  return async () => {
    try {
      const beforeMs = Date.now()
      const [read, steps] = await Promise.all([readGauges(db), readSteps(db)])
      const skew = skewMs({ beforeMs, databaseMs: read.clockMs, afterMs: Date.now() })
      forget()
      up.set(1)
      plain.skew.set(skew / 1_000)
      showGauges(labelled, plain, read)
      for (const step of steps) {
        if (step.name === HEARTBEAT) plain.silence.set(step.silentMs / 1_000)
        else showStep(stepGauges, step)
      }
    } catch (error) {
      forget()
      up.set(0)
      log.warn({ err: withoutParameters(error) }, 'metrics without the database')
    }
  }
}

function showGauges(labelled: LabelledGauges, plain: PlainGauges, read: Gauges): void {
  const { deadlines, escalations, oldest } = labelled
  deadlines.set({ state: 'pending' }, read.deadlinesPending)
  deadlines.set({ state: 'unmarked' }, read.deadlinesUnmarked)
  deadlines.set({ state: 'missed' }, read.deadlinesMissed)
  escalations.set({ state: 'unacknowledged' }, read.escalationsUnacknowledged)
  escalations.set({ state: 'acknowledged' }, read.escalationsAcknowledged)
  oldest.set({ what: 'deadline_unmarked' }, read.oldestUnmarkedSeconds)
  oldest.set({ what: 'escalation_unacknowledged' }, read.oldestUnacknowledgedSeconds)
  oldest.set({ what: 'forwarding_unsigned' }, read.oldestUnsignedSeconds)
  plain.forwardings.set(read.forwardingsOpen)
  plain.outbox.set(read.outboxMessages)
  plain.simulated.set(read.isSimulated ? 1 : 0)
}

function showStep(gauges: StepGauges, { name, runs, failures, done, silentMs, lastMs }: StepState): void {
  gauges.runs.set({ step: name }, runs)
  gauges.failures.set({ step: name }, failures)
  gauges.done.set({ step: name }, done)
  gauges.age.set({ step: name }, silentMs / 1_000)
  gauges.duration.set({ step: name }, lastMs / 1_000)
}

type LabelledGauges = ReturnType<typeof openLabelledGauges>
type PlainGauges = ReturnType<typeof openPlainGauges>
type StepGauges = ReturnType<typeof openStepGauges>

function openLabelledGauges(registers: Registry[]) {
  const gauge = <Label extends string>(name: string, label: Label, help: string) =>
    new Gauge({ name: `fengsui_${name}`, help, labelNames: [label], registers })
  return {
    deadlines: gauge(
      'deadlines_open',
      'state',
      'Duties still owed: pending, past due but not yet marked by an engine, or missed',
    ),
    escalations: gauge('escalations_open', 'state', 'Escalations not resolved, acknowledged or not'),
    oldest: gauge('oldest_age_seconds', 'what', 'How long the oldest has waited; 0 when none waits'),
  }
}

function openPlainGauges(registers: Registry[]) {
  const gauge = (name: string, help: string) => new Gauge({ name: `fengsui_${name}`, help, registers })
  return {
    forwardings: gauge('forwardings_open', 'Forwardings nobody has signed for'),
    outbox: gauge('outbox_messages', 'Messages in the outbox, counted by their positions'),
    simulated: gauge('time_simulated', '1 when time is simulated'),
    skew: gauge('clock_skew_seconds', 'How far the clock of this machine is ahead of that of the database'),
    silence: gauge('engine_silence_seconds', 'How long ago an engine was last heard of, in whatever process'),
  }
}

/** Totals that the engines of all processes share; they only grow. */
function openStepGauges(registers: Registry[]) {
  const steps = (name: string, help: string) =>
    new Gauge({ name: `fengsui_engine_step_${name}`, help, labelNames: ['step'] as const, registers })
  return {
    runs: steps('runs', 'Rounds in which the step ran'),
    failures: steps('failures', 'Rounds in which the step failed'),
    done: steps('done', 'Things the step did'),
    age: steps('success_age_seconds', 'How long ago the step last succeeded'),
    duration: steps('last_duration_seconds', 'How long its last run took'),
  }
}
