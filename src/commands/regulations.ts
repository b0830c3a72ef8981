import { regulationsPage } from '../catalogues/page/page.ts'
import { describeRules } from '../catalogues/rules/describe.ts'
import { OPEN_QUESTIONS } from '../regulations/open-questions.ts'
import type { Command } from './command.ts'

/** Prints the rules in tables (docs/regulations.md). Needs no database. */
export const run: Command = async () => {
  process.stdout.write(regulationsPage(describeRules(), OPEN_QUESTIONS))
}
