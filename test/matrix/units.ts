/** Where people of the matrix work, and where what they ask for lies. */
import { tierOf } from '../../src/regions/codes.ts'
import { CITY, COUNTY, NEXT_VILLAGE, OTHER_COUNTY, TOWNSHIP, VILLAGE } from '../api.ts'

/** In the same county as TOWNSHIP. */
const NEXT_TOWNSHIP = '540122101000'
export const OTHER_TOWNSHIP = '540121100000'
export const OTHER_VILLAGE = '540121100201'
/** Another city of the same province, which the seed does not have. */
export const OTHER_CITY = '540200000000'

export const TIERS = ['village', 'township', 'county', 'city'] as const
export type Tier = (typeof TIERS)[number]

/** Where a target lies, seen from the unit of whoever asks. */
export const PLACES = ['own', 'below', 'above', 'beside', 'foreign', 'other city'] as const
export type Place = (typeof PLACES)[number]

/** The unit at which every role is held, by tier. */
export const HOME: Readonly<Record<Tier, string>> = {
  village: VILLAGE,
  township: TOWNSHIP,
  county: COUNTY,
  city: CITY,
}

/** Every unit at which something lies that somebody asks for. */
export const UNITS = [
  ...Object.values(HOME),
  NEXT_VILLAGE,
  NEXT_TOWNSHIP,
  OTHER_VILLAGE,
  OTHER_TOWNSHIP,
  OTHER_COUNTY,
  OTHER_CITY,
] as const

/** Those of them that have units below. */
export const UNITS_ABOVE_OTHERS = UNITS.filter((unit) => tierOf(unit) !== 'village')

/** What lies where, nearest first: the first one at which the target is kept is asked for. */
const SEATS: Readonly<Record<Tier, Readonly<Partial<Record<Place, readonly string[]>>>>> = {
  village: {
    own: [VILLAGE],
    above: [TOWNSHIP, COUNTY, CITY],
    beside: [NEXT_VILLAGE],
    foreign: [OTHER_VILLAGE, OTHER_COUNTY],
    'other city': [OTHER_CITY],
  },
  township: {
    own: [TOWNSHIP],
    below: [VILLAGE],
    above: [COUNTY, CITY],
    beside: [NEXT_TOWNSHIP],
    foreign: [OTHER_TOWNSHIP, OTHER_COUNTY],
    'other city': [OTHER_CITY],
  },
  county: {
    own: [COUNTY],
    below: [TOWNSHIP],
    above: [CITY],
    foreign: [OTHER_COUNTY],
    'other city': [OTHER_CITY],
  },
  city: { own: [CITY], below: [COUNTY], 'other city': [OTHER_CITY] },
}

/** Why a place is asked of nobody at a tier, whatever the route. */
export const NO_SUCH_PLACE: Readonly<Partial<Record<Tier, Readonly<Partial<Record<Place, string>>>>>> = {
  village: { below: 'nothing lies below a village' },
  county: { beside: 'another county of the city is the foreign one' },
  city: {
    above: 'no unit above the city keeps anything here',
    beside: 'another city of the province is the other city',
    foreign: 'another city of the province is the other city',
  },
}

/**
 * The unit at which the target lies.
 *
 * @param kept the units at which there is such a target
 * @returns null where there is none
 */
export function seatOf(tier: Tier, place: Place, kept: readonly string[]): string | null {
  return SEATS[tier][place]?.find((unit) => kept.includes(unit)) ?? null
}
