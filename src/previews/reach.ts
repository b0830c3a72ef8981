import type { Day } from '../regulations/citation.ts'
import type { RuleSet } from '../regulations/rule-set.ts'

/** One way of judging and the other: the rules of a Shanghai day at a place. */
export interface BothRules {
  before(onDay: Day, regionCode: string): RuleSet
  after(onDay: Day, regionCode: string): RuleSet
}

/** How far a comparison goes. */
export interface Reach {
  since: Date
  /** units that are looked at, with all below them */
  regionCodes: readonly string[]
  /** versions, or duties, that are read at most */
  mostRows: number
  /** lets others have their turn, when it is time */
  pause(): Promise<void>
}

/** How much was judged, and whether there was more. */
export interface Compared {
  versions: number
  isCut: boolean
}
