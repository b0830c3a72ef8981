import type { Words } from './terms.ts'

/** One promise and whether it was kept (承诺核验). */
export interface Finding {
  promise: Words
  isKept: boolean
  /** how much was looked at: a promise about nothing proves nothing */
  looked: number
  /** what broke it, one line each */
  faults: string[]
}

/**
 * @param looked how many things were looked at
 * @param faults what is wrong; none means kept
 */
export function finding(promise: Words, looked: number, faults: readonly string[]): Finding {
  return { promise, isKept: faults.length === 0, looked, faults: [...faults] }
}
