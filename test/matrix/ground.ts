/** What the things of the matrix lie in: a service, its people, and of each city one event that covers all of it. */
import { v7 as uuidv7 } from 'uuid'
import { nodes } from '../../src/regions/tables.ts'
import { type Answer, type Api, CITY } from '../api.ts'
import { must } from '../local-rules/office.ts'
import { type ByUnit, someEvents } from './events.ts'
import type { People, Person } from './people.ts'
import { OTHER_CITY, UNITS } from './units.ts'

/** Who prepares things: none of those whose rights are asked about. */
export interface Hands {
  officer: Readonly<Record<string, Person>>
  /** by city */
  leader: Readonly<Record<string, Person>>
  administrator: Readonly<Record<string, Person>>
}

export interface Ground {
  api: Api
  people: People
  hands: Hands
  /** of each city the event that covers all of it, in which the things of its units lie */
  wide: Readonly<Record<string, string>>
}

/** A city of the same province that has nobody in it yet. */
export async function foundOtherCity({ db }: Api): Promise<void> {
  await db.insert(nodes).values({
    regionCode: OTHER_CITY,
    aboveCode: null,
    tier: 'city',
    nameZh: '示例市',
    openedOn: '2020-01-01',
    source: 'test',
  })
}

/** Prepares a city in which something lies everywhere. */
export async function layGround(api: Api, people: People): Promise<Ground> {
  const hands = await hireHands(people)
  return { api, people, hands, wide: await someEvents(api, 'open', [CITY, OTHER_CITY]) }
}

async function hireHands({ hire }: People): Promise<Hands> {
  const byUnit = async (role: Person['role'], units: readonly string[]) =>
    Object.fromEntries(await Promise.all(units.map(async (unit) => [unit, await hire(role, unit)])))
  return {
    officer: await byUnit('officer', UNITS),
    leader: await byUnit('duty_leader', [CITY, OTHER_CITY]),
    administrator: await byUnit('administrator', [CITY, OTHER_CITY]),
  }
}

export const cityCodeOf = (unit: string) => (unit === OTHER_CITY ? OTHER_CITY : CITY)

/** The event of its city, in which the things of a unit lie. */
export const wideOf = ({ wide }: Pick<Ground, 'wide'>, unit: string) => String(wide[cityCodeOf(unit)])

/** Somebody who prepares things for a unit: its officer, or the leader or an administrator of its city. */
export function handOf({ hands }: Ground, unit: string, post: keyof Hands = 'officer'): Person {
  const hand = hands[post][post === 'officer' ? unit : cityCodeOf(unit)]
  if (!hand) throw new Error(`there is no ${post} for ${unit}`)
  return hand
}

/** Makes one of each at every unit, one after the other. */
export async function atEach(
  units: readonly string[],
  make: (unit: string) => Promise<string>,
): Promise<ByUnit> {
  const made: Record<string, string> = {}
  for (const unit of units) made[unit] = await make(unit)
  return made
}

/** The id of what an answer says was made. */
export const idIn = (answer: Answer, field = 'id', status = 201) =>
  String(must<Record<string, unknown>>(answer, status)[field])

export const aKey = () => ({ 'idempotency-key': uuidv7() })
