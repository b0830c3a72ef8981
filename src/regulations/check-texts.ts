/**
 * What is said when a check is broken (校验提示), as templates. `{left}` is a term in the language of the template: in
 * `observed` and `expected` its code. `{left.value}` is its figure in base units, `{left.amount}` the same in the unit
 * of the official form.
 */

export interface CheckText {
  zh: string
  en: string
  observed: string
  expected: string
}

/** By form; the others are named by rows, or used by the form itself where its sentence differs. */
export const CHECK_TEXTS = {
  whole_number: {
    zh: '{figure}应为不小于0的整数,现为{figure.value}',
    en: '{figure} must be a whole number not below 0, and is {figure.value}',
    observed: '{figure} = {figure.value}',
    expected: '{figure} is a whole number of {base}, not below 0',
  },
  within_bounds: {
    zh: '{figure}({figure.amount})超过可能的上限({largest.amount}),请核对单位和位数',
    en: '{figure} ({figure.value}) is more than can be ({largest.value}): check unit and digits',
    observed: '{figure} = {figure.value}',
    expected: '{figure} <= {largest.value}',
  },
  at_least: {
    zh: '{left}({left.amount})应不小于{right}({right.amount})',
    en: '{left} ({left.value}) must not be below {right} ({right.value})',
    observed: '{left} = {left.value}, {right} = {right.value}',
    expected: '{left} >= {right}',
  },
  equals_sum: {
    zh: '{left}({left.amount})应等于{right}之和({right.amount})',
    en: '{left} ({left.value}) must equal {right} ({right.value})',
    observed: '{left} = {left.value}, {right} = {right.value}',
    expected: '{left} = {right}',
  },
  equals_sum_within: {
    zh: '{left}({left.amount})应等于{right}之和({right.amount})',
    en: '{left} ({left.value}) must equal {right} ({right.value})',
    observed: '{left} = {left.value}, {right} = {right.value}',
    expected: '{left} = {right} (within {tolerance})',
  },
  rooms_and_households: {
    zh: '{rooms}({rooms.amount})与{households}({households.amount})不符:每户至少一间',
    en: '{rooms} ({rooms.value}) and {households} ({households.value}) do not fit: each household has at least one room',
    observed: '{rooms} = {rooms.value}, {households} = {households.value}',
    expected: '{rooms} >= {households}, both 0 or neither',
  },
  sites_for_people: {
    zh: '有集中安置人口{people.amount},集中安置点数量却为0',
    en: '{people.value} people are in central sites, but there are 0 sites',
    observed: '{sites} = {sites.value}, {people} = {people.value}',
    expected: '{sites} > 0 while {people} > 0',
  },
  only_in_hazard: {
    zh: '{figure}只应在{hazard}中填报',
    en: '{figure} is given for this hazard only: {hazard}',
    observed: '{figure} = {figure.value}, hazard = {given}',
    expected: '{figure} only where hazard = {hazard}',
  },
  not_in_hazard: {
    zh: '{figure}不应在{hazard}中填报',
    en: '{figure} is not given for this hazard: {hazard}',
    observed: '{figure} = {figure.value}, hazard = {given}',
    expected: 'no {figure} where hazard = {hazard}',
  },
  never_falls: {
    zh: '{now}由{before.amount}降至{now.amount},须书面说明',
    en: '{now} fell from {before.value} to {now.value}: explain in writing',
    observed: '{now} fell from {before.value} to {now.value}',
    expected: '{now} does not fall without an explanation',
  },
  missing_falls: {
    zh: '失踪人口减少{fewer}人,死亡增加与生还共{found}人,须书面说明',
    en: 'Missing people fell by {fewer}, but only {found} were found dead or alive: explain in writing',
    observed: 'missing fell by {fewer}, deaths rose by {died}, found alive {alive}',
    expected: 'missing falls only as deaths or people found alive rise',
  },
  left_out: {
    zh: '{before}前报为{before.amount},本次未填:如无变化请照填,如已减少请填现数并书面说明原因',
    en: '{before}: {before.value} in the report before, left out of this one. Give it again if it stands; if it fell, give what it is now, and explain in writing',
    observed: '{before} was {before.value}, and is not given',
    expected: '{before} is given again, or that it is not is explained',
  },
  sharp_rise: {
    zh: '{now}由{before.amount}陡升至{now.amount},须书面说明',
    en: '{now} rose sharply from {before.value} to {now.value}: explain in writing',
    observed: '{now} rose from {before.value} to {now.value}',
    expected: 'a rise to more than {times} times and by more than {moreThan} is explained',
  },
  not_after_report: {
    zh: '灾害发生时间不应晚于报告时间',
    en: 'The disaster cannot have happened after it was reported',
    observed: 'occurredAt {occurredAt}, reported {reportedAt}',
    expected: 'occurredAt not after the report',
  },
  sequence: {
    zh: '报告应按初报、续报、核报顺序;核报后只能经批准更正',
    en: 'Reports go first, follow-up, verified; after that only an approved correction',
    observed: '{stage} after {previous}',
    expected: 'first, then follow-ups, then verified; after that only an approved correction',
  },
  subhazard_given: {
    zh: '县级填报{hazard}应填到亚灾种;灾害过程尚无亚灾种的,先由县级审核员或值班人员通过勘误补填',
    en: 'A county names the sub-hazard of: {hazard}. Where the event has none yet, a reviewer, duty officer or duty leader of a county names it first, by a correction of the event',
    observed: 'hazard = {hazard}, no subhazard',
    expected: 'subhazard is one of {subhazards}',
  },
  subhazard_absent: {
    zh: '市级填报一级灾种({hazard}),亚灾种({subhazard})由县级填报',
    en: 'A city gives the hazard of the first level ({hazard}); its counties name the sub-hazard ({subhazard})',
    observed: 'subhazard = {subhazard}',
    expected: 'hazard = {hazard}, no subhazard',
  },
  given: {
    zh: '核报应填报{figure}',
    en: 'A verified report gives: {figure}',
    observed: '{figure} is not given',
    expected: '{figure} is given in a verified report',
  },
  register_agrees: {
    zh: '{figure}({figure.amount})应与{register}的行数({rows})一致',
    en: '{figure} ({figure.value}) must equal the rows ({rows}) of the {register}',
    observed: '{figure} = {figure.value}, registers.{register} = {rows}',
    expected: '{figure} = registers.{register}',
  },
  register_not_reported: {
    zh: '{register}有{rows}行,核报应填报{figure}',
    en: 'The {register} has {rows} rows: a verified report gives their number ({figure})',
    observed: '{figure} is not given, registers.{register} = {rows}',
    expected: '{figure} = registers.{register}',
  },
  register_missing: {
    zh: '{figure}为{figure.amount},核报应附{register}',
    en: '{figure} is {figure.value}: a verified report comes with the {register}',
    observed: '{figure} = {figure.value}, registers.{register} is not given',
    expected: '{figure} = registers.{register}',
  },
  sum_of_children: {
    zh: '{figure}({figure.amount})应等于下级各单位与本级另计之和({sum.amount}),不一致须书面说明',
    en: '{figure} ({figure.value}) should equal the units below and what the unit adds itself ({sum.value}): explain in writing',
    observed: '{figure} = {figure.value}, children + ownAdditional = {sum.value}',
    expected: '{figure} = children + ownAdditional',
  },
  sum_of_given_children: {
    zh: '{figure}({figure.amount})小于已报的下级各单位与本级另计之和({sum.amount}),须书面说明',
    en: '{figure} ({figure.value}) is below what units below and the unit itself have given ({sum.value}): explain in writing',
    observed: '{figure} = {figure.value}, children + ownAdditional = {sum.value}, not all children given',
    expected: '{figure} >= children + ownAdditional',
  },
  sum_not_given: {
    zh: '下级各单位与本级另计共有{sum}{sum.amount},本级未填报,须填报或书面说明',
    en: '{sum} is not given, but units below and the unit itself have {sum.value}: give it, or explain in writing',
    observed: '{sum} is not given, children + ownAdditional = {sum.value}',
    expected: '{sum} = children + ownAdditional',
  },
  within_population: {
    zh: '{figure}({figure.amount})超过本单位户籍人口与流动人口之和({population}人),请核对或说明',
    en: '{figure} ({figure.value}) is more than the registered and floating population ({population}): check, or explain in writing',
    observed: '{figure} = {figure.value}, population = {population}',
    expected: '{figure} <= population',
  },
} as const satisfies Record<string, CheckText>

export type TextId = keyof typeof CHECK_TEXTS
