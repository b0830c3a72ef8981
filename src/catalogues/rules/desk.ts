/** What binds the duty desk (值班), and how far up an event goes at once (升级), as entries. */

import {
  DEFAULT_DESK_PROFILE,
  DESK_ORDER,
  type DeskAct,
  type DeskProfile,
} from '../../regulations/desk-profiles.ts'
import type { RuleSet } from '../../regulations/rule-set.ts'
import { type PassesTo, SEVERITY_PASSES_TO } from '../../regulations/severity-passes-to.ts'
import {
  KINDS,
  SEVERITIES,
  type SeverityLevel,
  type Tier,
  type TierAbove,
} from '../../regulations/vocabulary.ts'
import type { Draft } from './entry.ts'
import { minutesEn, minutesZh } from './limits.ts'
import {
  BELOW_ANY_GRADE,
  clauses,
  KIND_WORDS,
  PARTY_WORDS,
  SEVERITY_WORDS,
  sentences,
  type Words,
  words,
} from './words.ts'

const ACTS: Readonly<Record<DeskAct, Words>> = {
  acknowledge: words('升级签收', 'acknowledge an escalation'),
  sign_for_forwarding: words('分转签收', 'sign for a forwarding'),
  resolve: words('升级办结', 'resolve what was acknowledged'),
  phone_report: words('电话报告', 'report by phone'),
  written_report: words('书面报告', 'report in writing'),
}

/**
 * The profiles of desk limits, the one that holds first.
 */
export function describeDesk({ deskProfiles }: Pick<RuleSet, 'deskProfiles'>): Draft[] {
  return [...deskProfiles.map(ofProfile), ...whichProfile(deskProfiles)]
}

/** Which profile holds: what a local rule names to choose another one. */
function whichProfile(deskProfiles: RuleSet['deskProfiles']): Draft[] {
  const held = deskProfiles.find(({ id }) => id === DEFAULT_DESK_PROFILE)
  if (!held) return []
  return [
    {
      rule: 'desk.profile',
      group: 'desk_profile',
      title: words('采用哪一套值班时限', 'Which desk limits hold'),
      overridable: 'local_rule',
      editions: [
        {
          citation: held.citation,
          says: sentences([words(`默认采用:${held.zh}`, `unless the bureau chooses another: ${held.en}`)]),
        },
      ],
    },
  ]
}

function ofProfile(profile: DeskProfile): Draft {
  return {
    rule: `desk.${profile.id}`,
    group: 'desk_profile',
    title: words(`值班时限:${profile.zh}`, `Desk limits: ${profile.en}`),
    overridable: 'local_rule',
    derived: Object.fromEntries(profile.limits.map(({ act }) => [act, actWords(profile, act)])),
    editions: [
      {
        citation: profile.citation,
        says: sentences([
          clauses(profile.limits.map(limitWords)),
          profile.id === DEFAULT_DESK_PROFILE
            ? words('默认采用', 'this one holds by default')
            : words('未采用,供比较', 'it does not hold; it stands here to be compared'),
        ]),
        values: {
          deskLimits: profile.limits.map((limit) => ({ ...limit })),
          isDefault: profile.id === DEFAULT_DESK_PROFILE,
        },
      },
    ],
  }
}

function actWords({ limits }: DeskProfile, act: DeskAct): Words {
  return clauses(limits.filter((limit) => limit.act === act).map(limitWords))
}

function limitWords({ act, minutes, minSeverity }: DeskProfile['limits'][number]): Words {
  const { zh, en } = ACTS[act]
  if (minSeverity === undefined) {
    return words(`${zh}${minutesZh(minutes)}内`, `${en} within ${minutesEn(minutes)}`)
  }
  const severity = SEVERITY_WORDS[minSeverity]
  return words(
    `${severity.zh}以上:${zh}${minutesZh(minutes)}内`,
    `${severity.en} or graver: ${en} within ${minutesEn(minutes)}`,
  )
}

/**
 * How far up an event is passed at once for its severity, and that a desk may order it.
 */
export function describeEscalation(): Draft[] {
  return [...KINDS.map((kind) => passing(kind, SEVERITY_PASSES_TO[kind])), ordered()]
}

function passing(kind: (typeof KINDS)[number], { citation, belowAnyGrade, bySeverity }: PassesTo): Draft {
  const rows: { severity: SeverityLevel | null; tier: Tier | TierAbove }[] = [
    ...SEVERITIES.map((severity) => ({ severity, tier: bySeverity[severity] })),
    { severity: null, tier: belowAnyGrade },
  ]
  return {
    rule: `passes_to.${kind}`,
    group: 'escalation',
    title: words(`按等级升级:${KIND_WORDS[kind].zh}`, `How far up for its severity: ${KIND_WORDS[kind].en}`),
    derived: Object.fromEntries(rows.map((row) => [row.severity ?? 'below_any_grade', rowWords(row)])),
    editions: [{ citation, says: sentences([clauses(rows.map(rowWords))]), values: { passesTo: rows } }],
  }
}

function rowWords({ severity, tier }: { severity: SeverityLevel | null; tier: Tier | TierAbove }): Words {
  const { zh, en } = severity === null ? BELOW_ANY_GRADE : SEVERITY_WORDS[severity]
  return words(`${zh}→${PARTY_WORDS[tier].zh}`, `${en}: up to ${PARTY_WORDS[tier].en}`)
}

function ordered(): Draft {
  return {
    rule: 'desk.order',
    group: 'escalation',
    title: words('值班指令升级', 'Escalation by order of a desk'),
    editions: [
      {
        citation: DESK_ORDER,
        says: sentences([
          words(
            '值班人员可指令将事件升级到更高层级,须说明理由',
            'a duty officer may order an event to a higher tier, and says why',
          ),
        ]),
      },
    ],
  }
}
