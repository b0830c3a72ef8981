import type { LocalRule } from '../regulations/local-rule.ts'
import type { Preview } from './preview-schemas.ts'

/** What is previewed: a rule that would begin, or one that would end. */
export interface Previewed {
  rule: LocalRule
  change: 'begins' | 'ends'
}

/** Judges the last year anew. Reports stand right of local rules, so whoever puts the program together hands it in. */
export type MakePreview = (previewed: Previewed) => Promise<Preview>
