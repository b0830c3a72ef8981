/** Resident id numbers (公民身份号码, GB 11643-1999): their normal form and their check character. Pure. */

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const CHECK_CHARACTERS = '10X98765432'
const EIGHTEEN = /^[1-9][0-9]{16}[0-9X]$/

/** What may be wrong with an id number: another form, a birthday that never was, or a check character that does not fit. */
export type IdNumberFault = 'id_number_form' | 'id_number_birthday' | 'id_number_checksum'

/** An id number as it is kept and compared: ordinary digits, capitals, no spaces or hyphens. */
export function normalIdNumber(idNumber: string): string {
  return idNumber.normalize('NFKC').replaceAll(/[\s-]/gu, '').toUpperCase()
}

/**
 * What is doubtful about an id number in its normal form. It is never a reason to refuse it: foreigners have other
 * numbers, and some people none.
 *
 * @returns null when nothing is
 */
export function idNumberFault(idNumber: string): IdNumberFault | null {
  if (!EIGHTEEN.test(idNumber)) return 'id_number_form'
  if (!isDay(idNumber.slice(6, 14))) return 'id_number_birthday'
  const sum = WEIGHTS.reduce((total, weight, i) => total + weight * Number(idNumber[i]), 0)
  return idNumber.endsWith(CHECK_CHARACTERS[sum % 11] ?? '') ? null : 'id_number_checksum'
}

function isDay(digits: string): boolean {
  const day = `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`
  const instant = Date.parse(`${day}T00:00:00.000Z`)
  return !Number.isNaN(instant) && new Date(instant).toISOString().startsWith(day)
}
