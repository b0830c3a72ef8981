/** What switches duties on and off, as entries: the bureau's switches, daily follow-ups, relatively serious dangers. */

import { RELATIVELY_SERIOUS_DANGER } from '../../regulations/accident-reports.ts'
import type { SwitchName } from '../../regulations/duty.ts'
import { DAILY_FOLLOW_UPS_ON } from '../../regulations/follow-ups.ts'
import type { RuleSet } from '../../regulations/rule-set.ts'
import { conditionWords } from './conditions.ts'
import { SWITCHES } from './duty-words.ts'
import type { Draft } from './entry.ts'
import { sentences, words } from './words.ts'

/**
 * The switches, each with the source of the duties it switches.
 */
export function describeSwitches({ duties, switches }: Pick<RuleSet, 'duties' | 'switches'>): Draft[] {
  return (Object.keys(SWITCHES) as SwitchName[]).map((name) => {
    const switched = duties.filter(({ switchedBy }) => switchedBy === name)
    const isOn = switches[name]
    const rules = switched.map(({ rule }) => rule).join(', ')
    return {
      rule: `switch.${name}`,
      group: 'switch',
      title: words(`开关:${SWITCHES[name].zh}`, `Switch: ${SWITCHES[name].en}`),
      overridable: 'switch',
      targets: { [name]: words(isOn ? '默认开启' : '默认关闭', isOn ? 'on by default' : 'off by default') },
      editions: switched.flatMap(({ editions }) =>
        editions.map(({ citation }) => ({
          citation,
          says: sentences([
            words(isOn ? '默认开启' : '默认关闭', isOn ? 'on unless the bureau says otherwise' : 'off'),
            words(`控制规则 ${rules}`, `switches ${rules}`),
          ]),
          values: { isOn, switchedBy: name },
        })),
      ),
    }
  })
}

/**
 * When daily follow-ups are on, and what a relatively serious danger is.
 */
export function describeTriggers(): Draft[] {
  const daily = conditionWords(DAILY_FOLLOW_UPS_ON.when)
  const danger = conditionWords(RELATIVELY_SERIOUS_DANGER.when)
  return [
    {
      rule: DAILY_FOLLOW_UPS_ON.rule,
      group: 'reporting_duty',
      title: words('每日续报(24小时零报告)的启动', 'When daily follow-ups are on'),
      editions: [
        {
          citation: DAILY_FOLLOW_UPS_ON.citation,
          says: sentences([
            words(`启动条件:${daily.zh}`, `on for ${daily.en}`),
            words(
              '数字达到国家救助应急响应任一级的,也启动',
              'also where the figures reach any level of the national relief response',
            ),
            words('灾情稳定后停止', 'off once the disaster is stable'),
          ]),
          values: { when: DAILY_FOLLOW_UPS_ON.when },
        },
      ],
    },
    {
      rule: RELATIVELY_SERIOUS_DANGER.rule,
      group: 'accident_duty',
      title: words('较大涉险事故', 'Relatively serious danger in an accident'),
      editions: [
        {
          citation: RELATIVELY_SERIOUS_DANGER.citation,
          says: sentences([
            words(
              `${danger.zh}。尚无人员伤亡的也算;填了自然灾害灾种的不适用`,
              `${danger.en}. Nobody need have been hurt; it does not apply where a natural hazard is given`,
            ),
          ]),
          values: { when: RELATIVELY_SERIOUS_DANGER.when },
        },
      ],
    },
  ]
}
