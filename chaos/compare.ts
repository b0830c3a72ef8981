/** Whether two pictures are the same, and what must stand in one by what was written. */
import { INDICATOR_KEYS } from '../src/regulations/indicators.ts'
import { naiveTotal, type Said } from '../test/totals/naive.ts'
import type { Account } from './deliver.ts'
import type { Picture } from './picture.ts'
import { isGood } from './seals.ts'
import type { World } from './story.ts'
import { type Chain, saidLast, stands, type Written } from './world.ts'

const SHOWN = 5
const LONGEST = 400

/** @returns what differs, in words: nothing where both are the same */
export function differences(one: Picture, other: Picture): string[] {
  return [...new Set([...one.keys(), ...other.keys()])].flatMap((name) => {
    const [left, right] = [one.get(name) ?? new Map(), other.get(name) ?? new Map()]
    const keys = [...new Set([...left.keys(), ...right.keys()])]
    const wrong = keys.filter((key) => left.get(key) !== right.get(key))
    const shown = wrong
      .slice(0, SHOWN)
      .map((key) => `${name}: ${key}\n    ${short(left.get(key))}\n    ${short(right.get(key))}`)
    return wrong.length > SHOWN ? [...shown, `${name}: ${wrong.length - SHOWN} more`] : shown
  })
}

function short(line: string | undefined): string {
  if (line === undefined) return '(nothing)'
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}...` : line
}

/**
 * Holds a picture against what was written, without another database in between: each thing is in its place and in no
 * other, the last report of each chain is its head, and totals are what an independent count of these makes.
 *
 * @returns what is wrong, in words
 */
export function missedPromises(picture: Picture, world: World): string[] {
  const wrong = [...misplaced(picture, world), ...[...world.chains.values()].flatMap(headOf(picture))]
  const events = Map.groupBy(world.chains.values(), ({ event }) => event)
  for (const [event, chains] of events) wrong.push(...miscounted(picture, event, chains))
  for (const [event, line] of picture.get('events') ?? []) {
    const state = event.endsWith(' (2)') ? 'open' : 'closed'
    if ((JSON.parse(line) as { state: string }).state !== state) wrong.push(`${event} is not ${state}`)
  }
  if (picture.get('events')?.size !== events.size) wrong.push(`there are not ${events.size} events`)
  return wrong
}

/** Where each is in the end: what waited when its event was closed is in quarantine too. */
const PLACES = { versions: ['applied'], quarantined: ['quarantined', 'waits'], waiting: [] } as const

/** Applied or kept in quarantine: together all that was sent, nothing twice, and nothing waits any more. */
function misplaced(picture: Picture, { parts }: World): string[] {
  const written = parts.flatMap((part) => part.written)
  return Object.entries(PLACES).flatMap(([section, ends]: [string, readonly string[]]) => {
    const there = picture.get(section) ?? new Map<string, string>()
    const meant = new Set(written.filter((one) => ends.includes(one.ends)).map(({ report }) => report.id))
    const lost = [...meant].filter((id) => !there.has(id))
    const tooMuch = [...there.keys()].filter((id) => !meant.has(id))
    return [
      ...lost.slice(0, SHOWN).map((id) => `${id} is not among the ${section}`),
      ...tooMuch.slice(0, SHOWN).map((id) => `${id} is among the ${section}`),
      ...(there.size === meant.size ? [] : [`${there.size} ${section} instead of ${meant.size}`]),
    ]
  })
}

/**
 * Holds what the devices heard against what is there in the end.
 *
 * @returns what is wrong, in words
 */
export function brokenWords(picture: Picture, { said }: Account): string[] {
  const acknowledged = [...said].filter(([, heard]) => heard.has('accepted') || heard.has('held'))
  const isKept = (id: string) => picture.get('waiting')?.has(id) || picture.get('quarantined')?.has(id)
  const forgotten = acknowledged.filter(
    ([id, heard]) => !isGood(picture.get('receipts')?.get(id)) && (heard.has('accepted') || !isKept(id)),
  )
  return forgotten.slice(0, SHOWN).map(([id]) => `${id} was acknowledged, and has no receipt that holds`)
}

interface Head {
  head_version_id: string
  head_number: number
  is_withdrawn: boolean
}

const headOf =
  (picture: Picture) =>
  (chain: Chain): string[] => {
    const key = `${chain.event} ${chain.regionCode}`
    const line = picture.get('chains')?.get(key)
    const head = line === undefined ? null : (JSON.parse(line) as Head)
    const last = chain.written.at(-1)
    const isSo =
      head?.head_version_id === last?.report.id &&
      head?.head_number === chain.written.length &&
      head.is_withdrawn === !stands(chain)
    if (isSo) return []
    return [`the chain ${key} ends with ${line ?? 'nothing'}, not with ${last?.report.id}`]
  }

interface Total {
  indicators: { indicator: string; value: number | null }[]
}

function miscounted(picture: Picture, event: string, chains: readonly Chain[]): string[] {
  const county = event.split(' ')[2] ?? ''
  const said = chains.filter(stands).map((chain): Said => {
    const last = chain.written.at(-1) as Written
    return { regionCode: chain.regionCode, receivedMs: last.part, figures: saidLast(chain) }
  })
  const answer = picture.get('totals')?.get(`${event} ${county}`)
  const given = answer === undefined ? [] : (JSON.parse(answer) as Total).indicators
  const values = new Map(given.map(({ indicator, value }) => [indicator, value]))
  return INDICATOR_KEYS.flatMap((key) => {
    const [total, expected] = [values.get(key) ?? null, naiveTotal(said, county, key)]
    return total === expected ? [] : [`${event}: ${key} is ${total}, and should be ${expected}`]
  })
}
