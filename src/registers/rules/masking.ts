/** Masking (脱敏): what those see who list and read rows. Pure. */
import type { Showing } from '../../regulations/register-forms.ts'

const HIDDEN = '******'
const RESIDENT_ID = /^[0-9]{17}[0-9X]$/
/** Of a shorter id number the last two characters would be too much. */
const SHORTEST_WITH_END = 8

/** A field as it is shown; numbers are shown where their field is plain, and hidden otherwise. */
export function masked(value: string | number, shown: Showing): string | number {
  switch (shown) {
    case 'plain':
      return value
    case 'name':
      return maskedName(String(value))
    case 'id_number':
      return maskedIdNumber(String(value))
    case 'hidden':
      return HIDDEN
  }
}

/**
 * The first letter of a name and two stars, however long the name is: 张**. A name of one letter shows none. Tibetan
 * names have no surname to stop at: of one in Chinese characters the first character is shown, of one in Tibetan
 * script the first letter without what is stacked below or above it, which is less than a syllable.
 */
export function maskedName(name: string): string {
  const letters = name.match(/\p{L}/gu) ?? []
  const [first] = letters
  return first === undefined || letters.length < 2 ? '**' : `${first}**`
}

/**
 * The ends of a resident id number: 5401********1234. Of any other number only the last two characters, and of a
 * short one nothing: it would soon be the whole number.
 */
export function maskedIdNumber(idNumber: string): string {
  if (RESIDENT_ID.test(idNumber)) return `${idNumber.slice(0, 4)}********${idNumber.slice(-4)}`
  const characters = [...idNumber]
  return characters.length < SHORTEST_WITH_END ? '********' : `********${characters.slice(-2).join('')}`
}

/** Latin letters, digits and signs come in the width of Chinese characters too, each at the same distance. */
const FULL_WIDTH_FROM = 0xff01
const FULL_WIDTH_TO = 0xff5e
const WIDTHS_APART = 0xfee0

/** What people put between the characters of a number or a name, and what is not seen at all. */
const BETWEEN = '[\\p{Z}\\p{Cc}\\p{Cf}\\p{Pd}\\p{Pc}.·・]'
/** So few digits with something between them are soon a day or an amount. */
const FEW_DIGITS = /^[0-9]{1,5}$/

/**
 * Free text without the values it must not repeat: each that stands in it, in capitals or not, in characters of full or
 * half width, spaced or not, is replaced by its mask. For what is kept after the values themselves are destroyed.
 */
export function withoutValues(
  text: string,
  values: readonly { value: string | number; shown: Showing }[],
): string {
  return values
    .filter(({ value, shown }) => shown !== 'plain' && String(value).length > 1)
    .toSorted((a, b) => String(b.value).length - String(a.value).length)
    .reduce((kept, { value, shown }) => {
      const mask = String(masked(value, shown))
      const written = howeverWritten(String(value))
      return written ? kept.replace(written, () => mask) : kept
    }, text)
}

/** Finds a value however it is written; null for one of nothing but spaces. */
function howeverWritten(value: string): RegExp | null {
  const characters = [...value.replaceAll(new RegExp(BETWEEN, 'gu'), '')]
  if (characters.length === 0) return null
  const between = FEW_DIGITS.test(value) ? '' : `${BETWEEN}*`
  return new RegExp(characters.map(inBothWidths).join(between), 'giu')
}

function inBothWidths(character: string): string {
  const point = character.codePointAt(0) ?? 0
  const [half, full] =
    point >= FULL_WIDTH_FROM && point <= FULL_WIDTH_TO
      ? [point - WIDTHS_APART, point]
      : [point, point + WIDTHS_APART]
  const isTwofold = half > 0x20 && half < 0x7f
  return isTwofold ? `[${codeOf(half)}${codeOf(full)}]` : codeOf(point)
}

function codeOf(point: number): string {
  return `\\u{${point.toString(16)}}`
}
