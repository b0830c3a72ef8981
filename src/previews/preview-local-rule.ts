import { setImmediate } from 'node:timers/promises'
import { readNow } from '../clock.ts'
import type { Deps } from '../deps.ts'
import { rulesAsIf, rulesFor } from '../evaluations/local-rules.ts'
import { baseRules } from '../local-rules/base-rules.ts'
import type { MakePreview, Previewed } from '../local-rules/preview.ts'
import type { Preview } from '../local-rules/preview-schemas.ts'
import { readApprovedRules } from '../local-rules/store.ts'
import type { Day } from '../regulations/citation.ts'
import type { LocalRule } from '../regulations/local-rule.ts'
import type { RuleSet } from '../regulations/rule-set.ts'
import { shanghaiIso } from '../shanghai.ts'
import { DAY_MS } from '../units.ts'
import { compareDeskDuties } from './compare-desk-duties.ts'
import { compareReports } from './compare-reports.ts'
import type { BothRules, Reach } from './reach.ts'
import { sentences } from './sentence.ts'
import { nothingCounted } from './tally.ts'

const DAYS_BACK = 365
/** Reports, or duties of desks, that one preview reads. */
const MOST_ROWS = 20_000
/** How long the rules may think before others have their turn. */
const TURN_MS = 10

/**
 * Opens previews (预演): what local rules would have moved in the last year, judged by the same judge on the same facts.
 * One is made at a time, in small pieces, so that reports go on coming in.
 */
export function openPreviews(deps: Pick<Deps, 'db' | 'config'>, mostRows = MOST_ROWS): MakePreview {
  let last: Promise<unknown> = Promise.resolve()
  return (previewed) => {
    const made = last.then(() => previewLocalRule(deps, previewed, mostRows))
    last = made.catch(() => undefined)
    return made
  }
}

async function previewLocalRule(
  { db, config }: Pick<Deps, 'db' | 'config'>,
  previewed: Previewed,
  mostRows: number,
): Promise<Preview> {
  const now = await readNow(db)
  const { rule } = previewed
  const both = bothRules(baseRules(config), await readApprovedRules(db), previewed)
  const reach: Reach = {
    since: new Date(now.getTime() - DAYS_BACK * DAY_MS),
    regionCodes: rule.places.map((place) => place.padEnd(12, '0')),
    mostRows,
    pause: turns(),
  }
  const counts = nothingCounted()
  const isOfDesk = rule.kind === 'desk_limit' || rule.kind === 'desk_profile'
  const { versions, isCut } = isOfDesk
    ? await compareDeskDuties(db, both, reach, counts)
    : await compareReports(db, both, reach, counts)
  const text = sentences(counts, isCut)
  return { from: shanghaiIso(reach.since), to: shanghaiIso(now), versions, isCut, ...counts, ...text }
}

/** A rule that begins is compared with what holds today; one that ends, as if it had held all year. */
function bothRules(base: RuleSet, approved: readonly LocalRule[], { rule, change }: Previewed): BothRules {
  const others = approved.filter(({ id }) => id !== rule.id)
  const without = (onDay: Day, regionCode: string) => rulesFor(base, others, onDay, regionCode)
  const withIt = (onDay: Day, regionCode: string) => rulesAsIf(base, others, rule, onDay, regionCode)
  return change === 'begins' ? { before: without, after: withIt } : { before: withIt, after: without }
}

function turns(): Reach['pause'] {
  let startedMs = performance.now()
  return async () => {
    if (performance.now() - startedMs < TURN_MS) return
    await setImmediate()
    startedMs = performance.now()
  }
}
