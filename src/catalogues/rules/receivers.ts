/** Who must be told (通报) and who receives it in the bureau (分转), as entries. */

import { DEPARTMENTS } from '../../regulations/departments.ts'
import { MUST_TELL } from '../../regulations/must-tell.ts'
import {
  ROUTING_CITATION,
  ROUTING_RULES,
  type RoutingRule,
  type RoutingTarget,
} from '../../regulations/routing.ts'
import { SECTIONS } from '../../regulations/sections.ts'
import { ROLES, type ToldGovernment } from '../../regulations/vocabulary.ts'
import { conditionWords } from './conditions.ts'
import type { Draft } from './entry.ts'
import {
  clauses,
  GOVERNMENT_WORDS,
  listed,
  prefixed,
  ROLE_WORDS,
  sentences,
  spelled,
  type Words,
  words,
} from './words.ts'

const NAMES: ReadonlyMap<string, Words> = new Map(
  [...SECTIONS, ...DEPARTMENTS].map(({ code, nameZh, nameEn }) => [code, words(nameZh, nameEn)]),
)

/** The id of the routing table as a whole: rules that the bureau adds to it are explained by it. */
export const ROUTING_TABLE = 'routing'

/**
 * Who must be told besides the tier above.
 */
export function describeTelling(): Draft[] {
  return MUST_TELL.map(({ rule, when, parties, editions }) => {
    const told = listed(parties.map(partyWords))
    const condition = conditionWords(when)
    const name = rule.replace('must_tell.', '')
    return {
      rule,
      group: 'must_tell',
      title: words(`通报:${condition.zh}`, `To be told: ${spelled(name)}`),
      editions: editions.map(({ citation }) => ({
        citation,
        says: sentences([
          words(`适用:${condition.zh}`, `applies to: ${condition.en}`),
          words(`须通报:${told.zh}`, `to be told: ${told.en}`),
        ]),
        values: { when, parties: [...parties] },
      })),
    }
  })
}

function partyWords(party: string): Words {
  return GOVERNMENT_WORDS[party as ToldGovernment] ?? nameOf(party)
}

function nameOf(code: string): Words {
  return NAMES.get(code) ?? words(code, code)
}

/**
 * The routing table as a whole, then the rules it starts with.
 */
export function describeRouting(): Draft[] {
  return [tableOfRules(), ...ROUTING_RULES.map(routingDraft)]
}

function tableOfRules(): Draft {
  return {
    rule: ROUTING_TABLE,
    group: 'routing',
    title: words('分转规则表', 'The routing table'),
    overridable: 'table',
    derived: {
      never_ownerless: words(
        '没有规则指定接收者的,由应急指挥中心牵头',
        'no rule named a recipient: the command centre leads',
      ),
      refused: words('科室退回,交回应急指挥中心', 'a section refused it: back to the command centre'),
      reassigned: words('应急指挥中心改派', 'the command centre handed it to somebody else'),
    },
    editions: [
      {
        citation: ROUTING_CITATION,
        says: sentences([
          words(
            `按顺序逐条判断,凡符合的都加入接收者;市局可在数据库中增改带日期的规则,其编号也由本条说明`,
            'rules are tried in their order, and each one that holds adds its recipients; the bureau adds and changes dated rules in the database, whose ids are explained here too',
          ),
          words(
            '没有任何规则指定接收者的,由应急指挥中心牵头',
            'where no rule names a recipient the command centre leads',
          ),
        ]),
      },
    ],
  }
}

function routingDraft({ id, order, when, to, continue: continues, because }: RoutingRule): Draft {
  const { noLeadYet, ...condition } = when
  const said = conditionWords(condition)
  const holds = noLeadYet
    ? words(`${said.zh},且前面的规则尚未指定牵头`, `${said.en}, and no rule before it has named who leads`)
    : said
  const recipients = recipientWords(to)
  const last = continues ? [] : [words('符合后不再看后面的规则', 'no later rule is looked at')]
  return {
    rule: `routing.${id}`,
    group: 'routing',
    title: words(`分转第${order}条:${holds.zh}`, `Routing rule ${order}: ${spelled(id)}`),
    overridable: 'table',
    editions: [
      {
        citation: because,
        says: sentences([words(`适用:${holds.zh}`, `applies to: ${holds.en}`), recipients, ...last]),
        values: {
          order,
          when: condition,
          ...(noLeadYet ? { noLeadYet } : {}),
          continues,
          recipients: to.map(({ section, department, role }) =>
            section === undefined
              ? { kind: 'department' as const, code: department, role }
              : { kind: 'section' as const, code: section, role },
          ),
        },
      },
    ],
  }
}

function recipientWords(to: readonly RoutingTarget[]): Words {
  return clauses(
    ROLES.flatMap((role) => {
      const targets = to.filter((target) => target.role === role)
      if (targets.length === 0) return []
      const names = listed(targets.map(({ section, department }) => nameOf(section ?? department)))
      return [prefixed(`${ROLE_WORDS[role].zh}:`, `${ROLE_WORDS[role].en}: `, names)]
    }),
  )
}
