/** Whether two pictures are the same, and what must stand in one by what was written. */
import { INDICATOR_KEYS } from '../src/regulations/indicators.ts'
import { naiveTotal } from '../test/totals/naive.ts'
import type { Picture } from './picture.ts'
import type { World } from './world.ts'

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

interface Head {
  head_version_id: string
  head_number: number
}

interface Total {
  indicators: { indicator: string; value: number | null }[]
}

/**
 * Holds a picture against what was written, without a database in between: the last report of each chain is its head,
 * and totals are what an independent count of these makes.
 *
 * @returns what is wrong, in words
 */
export function missedPromises(picture: Picture, { chains }: World): string[] {
  const wrong: string[] = []
  const heads = picture.get('chains') ?? new Map<string, string>()
  if (heads.size !== chains.size) wrong.push(`${heads.size} chains where ${chains.size} were written`)
  const said = new Map<
    string,
    { regionCode: string; receivedMs: number; figures: Record<string, number> }[]
  >()
  for (const [key, reports] of chains) {
    const [hazard = '', at = '', regionCode = ''] = key.split(' ')
    const event = `${hazard} ${at} ${regionCode.slice(0, 6).padEnd(12, '0')}`
    const line = heads.get(`${event} ${regionCode}`)
    const head = line === undefined ? null : (JSON.parse(line) as Head)
    const last = reports.at(-1)
    if (!last || head?.head_version_id !== last.id || head.head_number !== reports.length) {
      wrong.push(`the chain ${key} ends with ${line ?? 'nothing'}, not with ${last?.id}, ${reports.length}`)
    }
    said.set(event, [...(said.get(event) ?? []), { regionCode, receivedMs: 0, figures: last?.figures ?? {} }])
  }
  for (const [event, words] of said) {
    const county = event.split(' ')[2] ?? ''
    const answer = picture.get('totals')?.get(`${event} ${county}`)
    const given = answer === undefined ? [] : (JSON.parse(answer) as Total).indicators
    const values = new Map(given.map(({ indicator, value }) => [indicator, value]))
    for (const key of INDICATOR_KEYS) {
      const [total, expected] = [values.get(key) ?? null, naiveTotal(words, county, key)]
      if (total !== expected) wrong.push(`${event}: ${key} is ${total}, and should be ${expected}`)
    }
  }
  return wrong
}
