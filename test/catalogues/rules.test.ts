import t from 'tap'
import { describeRules } from '../../src/catalogues/rules/describe.ts'
import { type Entry, GROUPS } from '../../src/catalogues/rules/entry.ts'
import { findRule, indexOf } from '../../src/catalogues/rules/find.ts'
import { limitWords } from '../../src/catalogues/rules/limits.ts'
import { boundsInSigns, rangeWords } from '../../src/catalogues/rules/measures.ts'
import { HECTARE, type Measure, WAN } from '../../src/regulations/ladder.ts'
import { noteZh } from '../../src/regulations/notes-zh.ts'
import { ALL_RULES } from '../../src/regulations/register.ts'
import { NATIONAL_RULES, type RuleSet } from '../../src/regulations/rule-set.ts'
import type { CountsFrom, Kind, Limit } from '../../src/regulations/vocabulary.ts'

const ENTRIES = describeRules()
const INDEX = indexOf(ENTRIES)

const says = (rule: string) => findRule(INDEX, rule)?.editions.map(({ saysZh }) => saysZh)

t.test('every rule of the register has an entry, with each edition of its citations', async (t) => {
  const lacking = ALL_RULES.filter(({ rule, citation }) => {
    const entry = INDEX.byRule.get(rule)
    return !entry?.editions.some(
      (edition) =>
        edition.citation.edition === citation.edition &&
        edition.citation.clause === citation.clause &&
        edition.citation.status === citation.status,
    )
  })
  t.same(
    lacking.map(({ rule, citation }) => `${rule} ${citation.edition} ${citation.clause} ${citation.status}`),
    [],
  )
  t.equal(new Set(ENTRIES.map(({ rule }) => rule)).size, ENTRIES.length, 'no id is given twice')
})

t.test('every entry says what it says in Chinese and in English, and leaves no code unspoken', async (t) => {
  const texts = ENTRIES.flatMap(({ rule, titleZh, titleEn, editions, derived = [] }) => [
    { rule, zh: titleZh, en: titleEn },
    ...[...editions, ...derived].map(({ saysZh, saysEn }) => ({ rule, zh: saysZh, en: saysEn })),
  ])
  t.ok(texts.length > 900, `${texts.length} texts`)
  const bad = /undefined|null|NaN|\[object|(?:^|[^\w.])[a-z]+_[a-z_]+(?![\w.])/
  // rules that other rules speak of are told by their ids, and one check has no other name
  const allowed = new Set(['switch.anyDeathDirectReport', 'verified_figures'])
  const wrong = texts.filter(
    ({ rule, zh, en }) =>
      !/\p{Script=Han}/u.test(zh) ||
      !/[A-Za-z]{2}/.test(en) ||
      (!allowed.has(rule) && (bad.test(zh) || bad.test(en))),
  )
  t.same(wrong, [])
  const mixed = texts.filter(({ en }) => /\p{Script=Han}/u.test(en))
  t.same(mixed, [], 'English needs no Chinese')
})

t.test('titles of one kind tell rules apart', async (t) => {
  for (const group of GROUPS) {
    const titles = ENTRIES.filter((entry) => entry.group === group).map(({ titleZh }) => titleZh)
    const twice = titles.filter((title, index) => titles.indexOf(title) !== index)
    t.same(twice, [], group)
  }
})

t.test('every note of a citation has its Chinese', async (t) => {
  const notes = new Set(
    ENTRIES.flatMap(({ editions }) => editions.map(({ citation }) => citation.note ?? '')),
  )
  notes.delete('')
  t.ok(notes.size > 30, `${notes.size} notes`)
  t.same(
    [...notes].filter((note) => noteZh(note) === null),
    [],
  )
  t.ok(ENTRIES.every(({ editions }) => editions.every(({ citation }) => !citation.note === !citation.noteZh)))
})

t.test('ranges: 以上 includes the number, 以下 excludes it, in the units of the texts', async (t) => {
  const rows: [Measure, from: number, below: number | null, zh: string, en: string, signs: string][] = [
    [
      'dead_and_missing',
      10,
      20,
      '死亡(含失踪)10人以上20人以下',
      'dead and missing at least 10 and below 20',
      '≥ 10, < 20',
    ],
    ['dead', 30, null, '死亡30人以上', 'deaths at least 30', '≥ 30'],
    [
      'loss',
      500 * WAN,
      1_000 * WAN,
      '直接经济损失500万元以上1000万元以下',
      'direct loss at least 5,000,000 yuan and below 10,000,000 yuan',
      '≥ 5,000,000 yuan, < 10,000,000 yuan',
    ],
    [
      'loss',
      0.5 * WAN,
      50 * WAN,
      '直接经济损失0.5万元以上50万元以下',
      'direct loss at least 5,000 yuan and below 500,000 yuan',
      '≥ 5,000 yuan, < 500,000 yuan',
    ],
    [
      'loss',
      10_000 * WAN,
      null,
      '直接经济损失1亿元以上',
      'direct loss at least 100,000,000 yuan',
      '≥ 100,000,000 yuan',
    ],
    [
      'loss',
      1,
      1_000 * WAN,
      '直接经济损失1000万元以下(大于0)',
      'direct loss above 0 and below 10,000,000 yuan',
      '> 0, < 10,000,000 yuan',
    ],
    [
      'burned_forest',
      HECTARE,
      100 * HECTARE,
      '受害森林面积1公顷以上100公顷以下',
      'forest burned at least 1 ha and below 100 ha',
      '≥ 1 ha, < 100 ha',
    ],
    [
      'relocated',
      5_000,
      10_000,
      '紧急转移安置5000人以上1万人以下',
      'relocated people at least 5,000 and below 10,000',
      '≥ 5,000, < 10,000',
    ],
    [
      'collapsed_and_severe_rooms',
      300_000,
      null,
      '倒塌和严重损坏房屋30万间以上',
      'collapsed and severely damaged rooms at least 300,000',
      '≥ 300,000',
    ],
    [
      'crop_lost_share',
      0.05,
      0.1,
      '农作物绝收面积占全县5%以上10%以下',
      'share of the county’s crop area lost at least 5% and below 10%',
      '≥ 5%, < 10%',
    ],
    [
      'rail_cut_hours',
      24,
      48,
      '铁路干线中断24小时以上48小时以下',
      'main railway cut at least 24 hours and below 48 hours',
      '≥ 24 hours, < 48 hours',
    ],
    ['magnitude', 6, 6.5, '震级6.0级以上6.5级以下', 'magnitude at least 6.0 and below 6.5', '≥ 6.0, < 6.5'],
  ]
  for (const [measure, from, below, zh, en, signs] of rows) {
    t.same(rangeWords(measure, from, below), { zh, en })
    t.equal(boundsInSigns(measure, from, below), signs)
  }
})

t.test('limits, with what they count from', async (t) => {
  const rows: [Limit, CountsFrom, Kind[], zh: string, en: string][] = [
    [
      { minutes: 120 },
      'receipt',
      ['natural_disaster'],
      '接到报告后2小时内',
      'within 2 hours after receiving the report',
    ],
    [
      { minutes: 30 },
      'occurrence',
      ['natural_disaster', 'danger'],
      '灾害发生后30分钟内',
      'within 30 minutes after the disaster happens',
    ],
    [
      { minutes: 60 },
      'occurrence',
      ['accident'],
      '事故发生后1小时内',
      'within 1 hour after the accident happens',
    ],
    [
      { minutes: 90 },
      'occurrence',
      ['danger'],
      '险情发生后90分钟内',
      'within 90 minutes after the danger happens',
    ],
    [
      { days: 30 },
      'occurrence',
      ['accident'],
      '事故发生后30日内(至届满当日24时)',
      'within 30 days (to 24:00 of the last) after the accident happens',
    ],
    [
      { days: 5 },
      'stability',
      [],
      '灾情稳定后5日内(至届满当日24时)',
      'within 5 days (to 24:00 of the last) after the disaster has become stable',
    ],
    [
      { workingDays: 2 },
      'stability',
      [],
      '灾情稳定后2个工作日内(至届满当日24时)',
      'within 2 working days (to 24:00 of the last) after the disaster has become stable',
    ],
    [{ timesDaily: 1 }, 'day', [], '每日至少1次', 'at least once a day'],
    [{ timesDaily: 2 }, 'day', ['accident'], '每日至少2次', 'at least twice a day'],
    [{ timesDaily: 4 }, 'day', [], '每日至少4次', 'at least 4 times a day'],
    [{ dailyAt: '09:00' }, 'day', [], '每日09:00前', 'daily by 09:00'],
    [
      { everyDays: 10 },
      'occurrence',
      [],
      '灾害发生后每10日至少一次',
      'at least every 10 days after the disaster happens',
    ],
    [{ atOnce: true }, 'receipt', [], '接到报告后立即', 'at once after receiving the report'],
    [
      { minutes: 120 },
      'crossing',
      [],
      '接到首次达到该条件的报告后2小时内',
      'within 2 hours after the report that first reaches the condition',
    ],
  ]
  for (const [limit, countsFrom, kinds, zh, en] of rows) {
    t.same(limitWords(limit, countsFrom, kinds), { zh, en }, JSON.stringify(limit))
  }
  t.match(limitWords({ days: 3 }, 'receipt', [], 'cityVerified'), { zh: /^接到县级核报后3日内/ })
  t.match(limitWords({ days: 2 }, 'receipt', [], 'regionVerified'), { zh: /^接到市级核报后2日内/ })
})

t.test('rules say in words exactly what their data say', async (t) => {
  const rows: [rule: string, ...zh: string[]][] = [
    ['accident.serious.dead', '重大:死亡10人以上30人以下。'],
    ['flood_drought_tibet.relatively_serious.loss', '较大:直接经济损失500万元以上1000万元以下。'],
    [
      'earthquake_magnitude.serious.magnitude',
      '重大:震级6.5级以上7.0级以下。',
      '重大:震级6.0级以上7.0级以下。',
    ],
    ['forest_fire.ordinary.other_forest_land', '一般:其他林地起火。'],
    ['national.1.dead_and_missing', '一级响应:死亡(含失踪)200人以上。'],
    ['national.4.neighbour', '相邻省份因同一灾害启动四级响应的,本省死亡(含失踪)16人以上20人以下即加入。'],
    [
      'accident.city',
      '市应急管理局向自治区应急管理厅报送(事故报告):接到报告后2小时内。适用:事故,且行业不是环境污染、核设施、国防科研,且等级较大以上。内容:事故发生单位概况、时间、地点和现场情况、简要经过、已经和可能造成的伤亡人数(含下落不明)、初步估计的直接经济损失、已采取的措施、其他应当报告的情况。',
    ],
    [
      'direct_report.any_death',
      '县(区)应急管理局向自治区应急管理厅报送(直报):灾害发生后2小时内。适用:自然灾害,且死亡(含失踪)1人以上。首份报告未达到、后续报告才达到该条件的,自该后续报告接到时起算(推定)。过程涉及几个县(区)的,按过程合计判定,由有该项数字的县(区)各自直报;没有的不报。已报送过的县(区)自使其应报的报告(或汇拢)起算(推定)。可由开关停用:有人员死亡(含失踪)即直报。',
    ],
    [
      'must_tell.flood_and_drought',
      '适用:自然灾害或险情,且灾种为洪涝灾害、干旱灾害。须通报:水利局、气象局、防汛抗旱指挥部、农业农村局。',
    ],
    ['routing.default_lead', '适用:所有事件,且前面的规则尚未指定牵头。牵头:应急指挥中心。'],
    [
      'routing.geological',
      '适用:自然灾害或险情,且灾种为地质灾害。牵头:地震和地质灾害救援科;配合:自然资源局、消防救援支队、地质灾害防治指挥部;知会:交通运输局。',
    ],
    [
      'C05',
      '紧急转移安置人口(累计值)=集中安置人口(累计值)+分散安置人口(累计值);紧急转移安置人口(实时值)=集中安置人口(实时值)+分散安置人口(实时值)。不符的不予接收。',
    ],
    [
      'C17',
      '比上一报下降:因灾死亡人口、紧急转移安置人口(累计值)、集中安置人口(累计值)、分散安置人口(累计值)、集中安置点数量(累计值)、需紧急生活救助人口(累计值)、因旱需生活救助人口(累计值)、因旱饮水困难需救助人口(累计值)、直接经济损失;上一报大于0而本次未填:因灾死亡人口、紧急转移安置人口(累计值)、集中安置人口(累计值)、分散安置人口(累计值)、集中安置点数量(累计值)、需紧急生活救助人口(累计值)、因旱需生活救助人口(累计值)、因旱饮水困难需救助人口(累计值)、直接经济损失、因灾失踪人口;因灾失踪人口减少数超过因灾死亡人口增加数与找到的生还人数之和。有此情形而没有书面说明的不予接收。',
    ],
    [
      'C18',
      '其他累计值比上一报下降;比上一报下降:紧急转移安置人口(实时值)、集中安置人口(实时值)、分散安置人口(实时值)、集中安置点数量(实时值)、需紧急生活救助人口(实时值)、因旱需生活救助人口(实时值)、因旱饮水困难需救助人口(实时值);以上各项上一报大于0而本次未填;超过上一报的2倍,且增加数超过:因灾死亡人口3人、紧急转移安置人口(累计值)100人、受灾人口500人。有此情形的须书面说明。',
    ],
    [
      'passes_to.accident',
      '特别重大→应急管理部;重大→应急管理部;较大→自治区应急管理厅;一般→市应急管理局;未达等级→市应急管理局。',
    ],
    ['desk.lhasa_default', '升级签收10分钟内;分转签收30分钟内;升级办结1小时内。默认采用。'],
    ['same_event_window.flood', '同一县72小时内的洪涝灾害报告归为一个灾害过程。'],
    ['subhazard.glacial_lake_outburst', '洪涝灾害的亚灾种。拉萨自定,上报归入洪涝-其他。'],
    ['indicator.crop_lost', '国家指标第36项,单位公顷。累计值。上级数为下级之和。'],
    ['section.FXKH', '防汛抗旱科:洪涝、干旱、堰塞湖、冰湖溃决。'],
    ['switch.anyDeathDirectReport', '默认开启。控制规则 direct_report.any_death。'],
  ]
  for (const [rule, ...zh] of rows) t.same(says(rule), zh, rule)
})

t.test('a ladder shows its bands as the data have them, each threshold with its status', async (t) => {
  for (const ladder of [...NATIONAL_RULES.ladders, ...NATIONAL_RULES.reliefPlans]) {
    const entry = INDEX.byRule.get(ladder.id)
    t.same(
      entry?.editions.map(({ values }) =>
        values?.bands?.map(({ level, thresholds, ticks }) => ({
          level,
          thresholds: thresholds.map(({ unit: _unit, ...one }) => one),
          ticks: ticks.map(({ criterion }) => ({ criterion })),
        })),
      ),
      ladder.editions.map(({ citation, bands }) =>
        bands.map(({ level, criteria, ticked = [] }) => ({
          level,
          thresholds: criteria.map((one) => ({ ...one, status: one.status ?? citation.status })),
          ticks: ticked.map((criterion) => ({ criterion })),
        })),
      ),
      ladder.id,
    )
  }
  const tibet = INDEX.byRule.get('flood_drought_tibet.serious.loss')
  t.match(tibet?.editions, [
    { citation: { status: 'inferred' }, places: ['54'], values: { threshold: { unit: 'yuan' } } },
  ])
})

t.test('ticks have the status that the judge gives them', async (t) => {
  const status = (rule: string) => INDEX.byRule.get(rule)?.editions[0]?.citation.status
  t.equal(status('forest_fire.ordinary.other_forest_land'), 'verified')
  t.equal(status('drought_regulation.serious.drought_severe'), 'inferred', 'the whole edition is inferred')
  t.equal(status('flood_drought_national.serious.reservoir_failure'), 'secondary')
})

t.test('what the bureau may lay its own over', async (t) => {
  const how = (rule: string) => (INDEX.byRule.get(rule) as Entry).overridable
  t.equal(how('accident'), 'local_rule')
  t.equal(how('first_report.village'), 'local_rule')
  t.equal(how('direct_report.any_death'), 'switch')
  t.equal(how('routing.snow'), 'table')
  t.equal(how('section.FXKH'), 'table')
  t.equal(how('C18'), 'local_rule')
  t.equal(how('C02'), undefined)
})

t.test('rules laid over the national ones are described as they are', async (t) => {
  const rules: RuleSet = {
    ...NATIONAL_RULES,
    sharpRises: [{ key: 'dead', moreThan: 1 }],
    switches: { anyDeathDirectReport: false },
  }
  const index = indexOf(describeRules(rules))
  const first = (rule: string) => index.byRule.get(rule)?.editions[0]?.saysZh
  t.match(first('C18'), /增加数超过:因灾死亡人口1人。/)
  t.match(first('switch.anyDeathDirectReport'), /^默认关闭/)
})

t.test('editions of a duty that count from different things say so, each with its figures', async (t) => {
  const city = INDEX.byRule.get('verified_report.city')?.editions ?? []
  t.same(
    city.map(({ saysZh, values }) => [
      saysZh.slice(saysZh.indexOf(':') + 1, saysZh.indexOf('。')),
      values?.countsFrom,
      values?.receiver,
      values?.limit,
    ]),
    [
      ['灾情稳定后3个工作日内(至届满当日24时)', 'stability', undefined, { workingDays: 3 }],
      ['灾情稳定后3个工作日内(至届满当日24时)', 'stability', undefined, { workingDays: 3 }],
      ['接到县级核报后3日内(至届满当日24时)', 'receipt', 'cityVerified', { days: 3 }],
      ['接到县级核报后3日内(至届满当日24时)', 'receipt', 'cityVerified', { days: 3 }],
    ],
  )
  const followUp = INDEX.byRule.get('accident_follow_up.daily')?.editions[0]
  t.match(followUp, {
    saysZh: /事态稳定后不再适用。$/,
    values: { untilStable: true, limit: { timesDaily: 1 } },
  })
})
