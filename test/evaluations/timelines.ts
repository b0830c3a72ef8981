import { evaluateSeries, type SeriesItem } from '../../src/evaluations/series.ts'
import type { Facts } from '../../src/evaluations/types.ts'
import { shanghaiIso } from '../../src/shanghai.ts'
import { aDisaster, anAccident } from './cases.ts'

/** An instant of June 2025 unless a month is named, `11 12:30` or `07-02 08:00`. */
export function june(clock: string): Date {
  const [day = '', time = ''] = clock.split(' ')
  return new Date(`2025-${day.includes('-') ? day : `06-${day}`}T${time.padEnd(5, ':00')}:00+08:00`)
}

type Over = Partial<Facts> & Pick<SeriesItem, 'from' | 'to'>

const AREAS = {
  village: '540122200202',
  township: '540122200000',
  county: '540122000000',
  city: '540100000000',
  autonomous_region: '540000000000',
} as const

/** Snow in Dangxiong county from 11 June at noon: one report of a tier at an instant. */
export function snow(at: string | Date, tier: keyof typeof AREAS, over: Over = {}): SeriesItem {
  const { from = tier, to, ...facts } = over
  return item(at, from, to, aDisaster({ regionCode: AREAS[tier], ...facts }))
}

/** An accident in Chengguan district on 11 June at noon: one report of a party at an instant. */
export function accident(
  at: string | Date,
  from: NonNullable<SeriesItem['from']>,
  over: Over = {},
): SeriesItem {
  const { to, ...facts } = over
  return item(at, from, to, anAccident(facts))
}

function item(at: string | Date, from: SeriesItem['from'], to: SeriesItem['to'], facts: Facts): SeriesItem {
  return { at: typeof at === 'string' ? june(at) : at, facts, from, ...(to ? { to } : {}) }
}

/** What became of a duty: when it was due, what became of it, and when it was done, `06-11 14:00 met 06-11 13:00`. */
export function became(
  timeline: readonly SeriesItem[],
  until: string | Date,
  duty: string,
  from?: string,
): string[] {
  const end = typeof until === 'string' ? june(until) : until
  return evaluateSeries(timeline, end)
    .duties.filter((row) => row.duty === duty && (from === undefined || row.from === from))
    .map(({ dueAt, state, metAt }) => [dueAt && short(dueAt), state, metAt && short(metAt)])
    .map((words) => words.filter((word) => word !== null).join(' '))
}

function short(at: Date): string {
  return shanghaiIso(at).slice(5, 16).replace('T', ' ')
}
