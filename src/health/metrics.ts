/** What is measured (指标), in the form that Prometheus reads. */
import type { FastifyInstance } from 'fastify'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { hearLateness } from '../deadlines/lateness.ts'
import type { Deps } from '../deps.ts'
import type { SubmissionLane } from '../reports/lane.ts'
import type { Outcome } from '../reports/submission.ts'
import { databaseGauges } from './database-gauges.ts'

export interface Metrics {
  /** Counts every request of an app by route and status. Call it before the routes are registered. */
  observeRequests(app: FastifyInstance): void
  /** A lane whose submissions are counted by outcome. */
  observeLane(lane: SubmissionLane): SubmissionLane
  /** all of it, in the text format */
  render(): Promise<{ contentType: string; text: string }>
  close(): void
}

type SubmissionOutcome = 'accepted' | 'held' | 'replayed' | 'refused' | 'failed'

/**
 * Opens the metrics of this process. What the database knows is read at each scrape, so that every process shows
 * the same of it.
 */
export function openMetrics(deps: Deps): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry, prefix: 'fengsui_' })
  const requests = new Histogram({
    name: 'fengsui_http_request_duration_seconds',
    help: 'Requests by route and status, and how long they took',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  })
  const submissions = new Counter({
    name: 'fengsui_submissions_total',
    help: 'Submissions of this process by outcome; a replay repeats an earlier receipt',
    labelNames: ['outcome'] as const,
    registers,
  })
  const lateness = new Histogram({
    name: 'fengsui_deadline_lateness_seconds',
    help: 'How long after its instant the engine of this process marked a deadline as missed',
    labelNames: ['duty'] as const,
    buckets: [0.05, 0.25, 1, 5, 15, 60, 300, 3_600, 86_400],
    registers,
  })
  poolGauge(deps, registers)
  const readDatabase = databaseGauges(deps, registers)
  const stopHearing = hearLateness(({ duty, lateMs }) => lateness.observe({ duty }, lateMs / 1_000))

  return {
    observeRequests(app) {
      app.addHook('onResponse', async (request, reply) => {
        const route = request.routeOptions.url ?? 'unknown'
        requests.observe(
          { method: request.method, route, status: reply.statusCode },
          reply.elapsedTime / 1_000,
        )
      })
    },
    observeLane: (lane) => countedLane(lane, (outcome) => submissions.inc({ outcome })),
    async render() {
      await readDatabase()
      return { contentType: registry.contentType, text: await registry.metrics() }
    },
    close() {
      stopHearing()
      registry.clear()
    },
  }
}

function countedLane(lane: SubmissionLane, count: (outcome: SubmissionOutcome) => void): SubmissionLane {
  return {
    async submit(submission) {
      try {
        const outcome = await lane.submit(submission)
        count(nameOf(outcome))
        return outcome
      } catch (error) {
        count('failed')
        throw error
      }
    },
    close: () => lane.close(),
  }
}

function nameOf(outcome: Outcome): SubmissionOutcome {
  return outcome.kind !== 'refused' && outcome.isReplay ? 'replayed' : outcome.kind
}

function poolGauge({ db }: Deps, registers: Registry[]): void {
  new Gauge({
    name: 'fengsui_pool_connections',
    help: 'Connections of the pool of requests by state, and requests that wait for one',
    labelNames: ['state'] as const,
    registers,
    collect() {
      const { totalCount, idleCount, waitingCount } = db.$client
      this.set({ state: 'busy' }, totalCount - idleCount)
      this.set({ state: 'idle' }, idleCount)
      this.set({ state: 'waiting' }, waitingCount)
    },
  })
}
