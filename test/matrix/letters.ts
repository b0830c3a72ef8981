/** The letters of the matrix: who is let through where, and what the others hear. */
import type { Place, Tier } from './units.ts'

/** `through`: done, or refused for another reason than who asks; `hidden`: 404, or not in the list. */
export type Outcome = 'through' | 'forbidden' | 'hidden'

interface Letter {
  words: string
  outcome: (place: Place, tier: Tier) => Outcome
}

const isInside = (place: Place) => place === 'own' || place === 'below'
/** An event covers counties or the city: whoever works in what it covers sees it. */
const isInEvent = (place: Place) => isInside(place) || place === 'above'

export const LETTERS = {
  '+': { words: 'yes, everywhere', outcome: () => 'through' },
  '-': { words: 'no (403)', outcome: () => 'forbidden' },
  h: { words: 'sees none (404)', outcome: () => 'hidden' },
  y: {
    words: 'own and below; elsewhere hidden (404)',
    outcome: (place) => (isInside(place) ? 'through' : 'hidden'),
  },
  Y: {
    words: 'own and below; elsewhere no (403)',
    outcome: (place) => (isInside(place) ? 'through' : 'forbidden'),
  },
  s: {
    words: 'sees own and below, but no (403); elsewhere hidden (404)',
    outcome: (place) => (isInside(place) ? 'forbidden' : 'hidden'),
  },
  e: {
    words:
      'events that cover the own unit, something below it or all of what lies above; others hidden (404)',
    outcome: (place) => (isInEvent(place) ? 'through' : 'hidden'),
  },
  n: {
    words: 'sees the event, but no (403); other events hidden (404)',
    outcome: (place) => (isInEvent(place) ? 'forbidden' : 'hidden'),
  },
  d: {
    words: 'own and below; of what the county or the city decides no (403); other events hidden (404)',
    outcome: (place) => (isInside(place) ? 'through' : place === 'above' ? 'forbidden' : 'hidden'),
  },
  c: {
    words:
      'own and below, and at a county what the city decides; otherwise no (403); other events hidden (404)',
    outcome: (place, tier) =>
      !isInEvent(place) ? 'hidden' : isInside(place) || tier === 'county' ? 'through' : 'forbidden',
  },
  C: {
    words: 'at the city; below it no (403); other events hidden (404)',
    outcome: (place, tier) => (!isInEvent(place) ? 'hidden' : tier === 'city' ? 'through' : 'forbidden'),
  },
  w: {
    words: 'own and below; for other units of the city no (403); of another city’s event hidden (404)',
    outcome: (place) => (isInside(place) ? 'through' : place === 'other city' ? 'hidden' : 'forbidden'),
  },
  o: {
    words: 'sees the event of the city, but no (403); of another city hidden (404)',
    outcome: (place) => (place === 'other city' ? 'hidden' : 'forbidden'),
  },
  f: {
    words:
      'at the city: own and below (sections and departments: what was handed to them); else hidden (404)',
    outcome: (place, tier) => (tier === 'city' && isInside(place) ? 'through' : 'hidden'),
  },
  g: {
    words:
      'at the city, sees what was handed to the own section or department, but no (403); else hidden (404)',
    outcome: (place, tier) => (tier === 'city' && isInside(place) ? 'forbidden' : 'hidden'),
  },
  r: {
    words: 'desks of the county and the city: own and below; below them no (403); elsewhere hidden (404)',
    outcome: (place, tier) =>
      !isInside(place) ? 'hidden' : tier === 'city' || tier === 'county' ? 'through' : 'forbidden',
  },
  v: {
    words: 'of units below, at the city of its own too; otherwise no (403); elsewhere hidden (404)',
    outcome: (place, tier) =>
      !isInside(place) ? 'hidden' : place === 'below' || tier === 'city' ? 'through' : 'forbidden',
  },
  b: {
    words: 'of units below; of the own no (403); elsewhere hidden (404)',
    outcome: (place) => (place === 'below' ? 'through' : place === 'own' ? 'forbidden' : 'hidden'),
  },
  t: {
    words:
      'in a township, of villages below; otherwise sees own and below, but no (403); elsewhere hidden (404)',
    outcome: (place, tier) =>
      !isInside(place) ? 'hidden' : place === 'below' && tier === 'township' ? 'through' : 'forbidden',
  },
  i: {
    words: 'of the own unit; for other units of the city no (403); of another city’s event hidden (404)',
    outcome: (place) => (place === 'own' ? 'through' : place === 'other city' ? 'hidden' : 'forbidden'),
  },
  O: {
    words: 'of the own unit alone',
    outcome: (place) => (place === 'own' ? 'through' : 'hidden'),
  },
  a: {
    words: 'own and below, where a village is filed under its township; elsewhere hidden (404)',
    outcome: (place, tier) => (isInside(place) && tier !== 'village' ? 'through' : 'hidden'),
  },
  k: {
    words: 'of the topmost unit, where there is one alone; elsewhere no (403)',
    outcome: () => 'forbidden',
  },
} as const satisfies Record<string, Letter>

export type LetterName = keyof typeof LETTERS
