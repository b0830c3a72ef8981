/**
 * Verified reports (核报) of natural disasters: by when each tier closes its figures once the disaster is stable. The
 * editions of 2008 and 2011 count working days from stability, those from 2013 on calendar days tier by tier.
 */

import type { Citation, Edition } from './citation.ts'
import type { DutyEdition, ReportingDuty } from './duty.ts'
import { DEFAULTS, E2008, E2011, E2013, E2020, NATURAL } from './statistics-editions.ts'
import type { Limit, Party, Receiver } from './vocabulary.ts'

const CLAUSE = '核报'

function cite(edition: Edition, status: Citation['status'], note: string): Citation {
  return { ...edition, clause: CLAUSE, status, note }
}

/** Working days from stability by the editions of 2008 and 2011, then calendar days from what the tier waits for. */
function verifiedBy(workingDays: number, days: number, receiver?: Receiver): readonly DutyEdition[] {
  const early: Limit = { workingDays }
  const late = receiver === undefined ? {} : { countsFrom: 'receipt' as const, receiver }
  return [
    { citation: cite(E2008, 'secondary', 'Read in plans that repeat it.'), limit: early },
    { citation: cite(E2011, 'inferred', 'Taken to agree with the edition before it.'), limit: early },
    {
      citation: cite(
        E2013,
        'unverified',
        'Recalled; plans that say ten days for the province support the sum.',
      ),
      limit: { days },
      ...late,
    },
    {
      citation: cite(E2020, 'unverified', 'Its own paragraph was not seen: check against the text of 2020.'),
      limit: { days },
      ...late,
    },
  ]
}

function verified(from: Party, to: Party, editions: readonly DutyEdition[]): ReportingDuty {
  return {
    rule: `verified_report.${from === 'autonomous_region' ? 'region' : from}`,
    duty: 'verified_report',
    from,
    to: [to],
    countsFrom: 'stability',
    when: NATURAL,
    content: ['all_indicators', 'register_of_dead_and_missing', 'register_of_damaged_homes'],
    editions,
  }
}

export const VERIFIED_REPORTS: readonly ReportingDuty[] = [
  verified('township', 'county', [
    {
      citation: {
        ...DEFAULTS,
        clause: '乡镇核报',
        status: 'secondary',
        note: 'From one county plan elsewhere. Set early so that past events can be replayed.',
      },
      limit: { workingDays: 2 },
    },
  ]),
  verified('county', 'city', verifiedBy(2, 5)),
  verified('city', 'autonomous_region', verifiedBy(3, 3, 'cityVerified')),
  verified('autonomous_region', 'ministry', verifiedBy(5, 2, 'regionVerified')),
]
