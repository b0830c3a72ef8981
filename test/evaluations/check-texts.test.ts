/** What is said of each form of check, in Chinese and English, word for word. */
import t from 'tap'
import { type CheckedFacts, checkFigures } from '../../src/evaluations/checks.ts'
import { CHECK_TEXTS } from '../../src/regulations/check-texts.ts'
import { CHECK_CITATIONS } from '../../src/regulations/checks.ts'
import { minutesAfterNoon, NOON } from './cases.ts'

type Row = readonly [
  facts: CheckedFacts,
  said: { textZh: string; textEn: string; observed: string; expected: string },
]

const VERIFIED = { affected_pop: 9, dead: 0, missing: 0, loss_total: 0 }

const ROWS: readonly Row[] = [
  [
    { figures: { crop_lost: 0.5 } },
    {
      textZh: '农作物绝收面积应为不小于0的整数,现为0.5',
      textEn: 'Crop area lost must be a whole number not below 0, and is 0.5',
      observed: 'crop_lost = 0.5',
      expected: 'crop_lost is a whole number of m2, not below 0',
    },
  ],
  [
    { figures: { loss_other: 100_000_000_000_001 } },
    {
      textZh: '其他损失(10000000000万元)超过可能的上限(10000000000万元),请核对单位和位数',
      textEn: 'Other loss (100000000000001) is more than can be (100000000000000): check unit and digits',
      observed: 'loss_other = 100000000000001',
      expected: 'loss_other <= 100000000000000',
    },
  ],
  [
    { figures: { crop_affected: 15_000, crop_damaged: 20_000 } },
    {
      textZh: '农作物受灾面积(1.5公顷)应不小于农作物成灾面积(2公顷)',
      textEn: 'Crop area affected (15000) must not be below Crop area damaged (20000)',
      observed: 'crop_affected = 15000, crop_damaged = 20000',
      expected: 'crop_affected >= crop_damaged',
    },
  ],
  [
    { figures: { affected_pop: 5, dead: 1, missing: 2, injured: 3 } },
    {
      textZh: '受灾人口(5人)应不小于因灾死亡人口、因灾失踪人口、因灾受伤人口(6人)',
      textEn: 'Affected people (5) must not be below Deaths + Missing people + Injured people (6)',
      observed: 'affected_pop = 5, dead + missing + injured = 6',
      expected: 'affected_pop >= dead + missing + injured',
    },
  ],
  [
    { figures: { livestock_dead: 6, livestock_dead_large: 2, livestock_dead_small: 3 } },
    {
      textZh: '因灾死亡牲畜(6头只)应等于因灾死亡大牲畜、因灾死亡小牲畜之和(5头只)',
      textEn: 'Livestock dead (6) must equal Large livestock dead + Small livestock dead (5)',
      observed: 'livestock_dead = 6, livestock_dead_large + livestock_dead_small = 5',
      expected: 'livestock_dead = livestock_dead_large + livestock_dead_small',
    },
  ],
  [
    {
      figures: {
        loss_total: 20_000,
        ...{ loss_home: 0, loss_agri: 0, loss_industry: 0, loss_infra: 0, loss_public: 0, loss_other: 0 },
      },
    },
    {
      textZh:
        '直接经济损失(2万元)应等于住房及居民家庭财产损失、农林牧渔业损失、工矿商贸业损失、基础设施损失、公共服务损失、其他损失之和(0万元)',
      textEn:
        'Direct loss (20000) must equal Loss of homes and household property + Loss in farming, forestry, herding, fishery + Loss in industry, mining and trade + Loss of infrastructure + Loss of public services + Other loss (0)',
      observed:
        'loss_total = 20000, loss_home + loss_agri + loss_industry + loss_infra + loss_public + loss_other = 0',
      expected:
        'loss_total = loss_home + loss_agri + loss_industry + loss_infra + loss_public + loss_other (within 100)',
    },
  ],
  [
    { figures: { severe_home_rooms: 1, severe_home_hh: 2 } },
    {
      textZh: '严重损坏住房间数(1间)与严重损坏住房户数(2户)不符:每户至少一间',
      textEn:
        'Severely damaged rooms of homes (1) and Households with severely damaged homes (2) do not fit: each household has at least one room',
      observed: 'severe_home_rooms = 1, severe_home_hh = 2',
      expected: 'severe_home_rooms >= severe_home_hh, both 0 or neither',
    },
  ],
  [
    { figures: { central_sites_now: 0, central_now: 7 } },
    {
      textZh: '有集中安置人口7人,集中安置点数量却为0',
      textEn: '7 people are in central sites, but there are 0 sites',
      observed: 'central_sites_now = 0, central_now = 7',
      expected: 'central_sites_now > 0 while central_now > 0',
    },
  ],
  [
    { hazard: 'snow', figures: { livestock_thirst: 3 } },
    {
      textZh: '因旱饮水困难牲畜只应在干旱灾害中填报',
      textEn: 'Livestock short of water is given for this hazard only: Drought',
      observed: 'livestock_thirst = 3, hazard = snow',
      expected: 'livestock_thirst only where hazard = drought',
    },
  ],
  [
    { hazard: 'drought', figures: { urgent_aid_now: 3 } },
    {
      textZh: '需紧急生活救助人口(实时值)不应在干旱灾害中填报',
      textEn: 'People needing emergency aid, now is not given for this hazard: Drought',
      observed: 'urgent_aid_now = 3, hazard = drought',
      expected: 'no urgent_aid_now where hazard = drought',
    },
  ],
  [
    { previous: { loss_total: 30_000 }, figures: { loss_total: 15_000 } },
    {
      textZh: '直接经济损失由3万元降至1.5万元,须书面说明',
      textEn: 'Direct loss fell from 30000 to 15000: explain in writing',
      observed: 'loss_total fell from 30000 to 15000',
      expected: 'loss_total does not fall without an explanation',
    },
  ],
  [
    { previous: { dead: 1, missing: 9 }, figures: { dead: 2, missing: 4 }, facts: { foundAlive: 3 } },
    {
      textZh: '失踪人口减少5人,死亡增加与生还共4人,须书面说明',
      textEn: 'Missing people fell by 5, but only 4 were found dead or alive: explain in writing',
      observed: 'missing fell by 5, deaths rose by 1, found alive 3',
      expected: 'missing falls only as deaths or people found alive rise',
    },
  ],
  [
    { previous: { loss_total: 30_000 }, figures: {} },
    {
      textZh: '直接经济损失前报为3万元,本次未填:如无变化请照填,如已减少请填现数并书面说明原因',
      textEn:
        'Direct loss: 30000 in the report before, left out of this one. Give it again if it stands; if it fell, give what it is now, and explain in writing',
      observed: 'loss_total was 30000, and is not given',
      expected: 'loss_total is given again, or that it is not is explained',
    },
  ],
  [
    { previous: { affected_pop: 100 }, figures: { affected_pop: 900 } },
    {
      textZh: '受灾人口由100人陡升至900人,须书面说明',
      textEn: 'Affected people rose sharply from 100 to 900: explain in writing',
      observed: 'affected_pop rose from 100 to 900',
      expected: 'a rise to more than 2 times and by more than 500 is explained',
    },
  ],
  [
    { occurredAt: minutesAfterNoon(1), reportedAt: NOON, figures: {} },
    {
      textZh: '灾害发生时间不应晚于报告时间',
      textEn: 'The disaster cannot have happened after it was reported',
      observed: 'occurredAt 2025-06-11T12:01:00.000+08:00, reported 2025-06-11T12:00:00.000+08:00',
      expected: 'occurredAt not after the report',
    },
  ],
  [
    { stage: 'follow_up', previousStage: null, figures: {} },
    {
      textZh: '报告应按初报、续报、核报顺序;核报后只能经批准更正',
      textEn: 'Reports go first, follow-up, verified; after that only an approved correction',
      observed: 'follow_up after no report',
      expected: 'first, then follow-ups, then verified; after that only an approved correction',
    },
  ],
  [
    { hazard: 'forest_grassland_fire', regionCode: '540122000000', figures: {} },
    {
      textZh: '县级填报森林草原火灾应填到亚灾种;灾害过程尚无亚灾种的,先由县级审核员或值班人员通过勘误补填',
      textEn:
        'A county names the sub-hazard of: Forest or grassland fire. Where the event has none yet, a reviewer, duty officer or duty leader of a county names it first, by a correction of the event',
      observed: 'hazard = forest_grassland_fire, no subhazard',
      expected: 'subhazard is one of forest_fire, grassland_fire',
    },
  ],
  [
    { hazard: 'flood', subhazard: 'glacial_lake_outburst', regionCode: '540100000000', figures: {} },
    {
      textZh: '市级填报一级灾种(洪涝灾害),亚灾种(冰湖溃决)由县级填报',
      textEn:
        'A city gives the hazard of the first level (Flood); its counties name the sub-hazard (Glacial lake outburst)',
      observed: 'subhazard = glacial_lake_outburst',
      expected: 'hazard = flood, no subhazard',
    },
  ],
  [
    { stage: 'verified', figures: { affected_pop: 9, dead: 0, missing: 0 } },
    {
      textZh: '核报应填报直接经济损失',
      textEn: 'A verified report gives: Direct loss',
      observed: 'loss_total is not given',
      expected: 'loss_total is given in a verified report',
    },
  ],
  [
    { stage: 'verified', figures: { ...VERIFIED, dead: 3 }, registers: { dead: 2 } },
    {
      textZh: '因灾死亡人口(3人)应与因灾死亡失踪人口一览表(死亡)的行数(2)一致',
      textEn: 'Deaths (3) must equal the rows (2) of the register of dead and missing, the dead',
      observed: 'dead = 3, registers.dead = 2',
      expected: 'dead = registers.dead',
    },
  ],
  [
    { stage: 'verified', figures: VERIFIED, registers: { generalHomes: 2 } },
    {
      textZh: '因灾倒塌损坏住房户一览表(一般损坏)有2行,核报应填报一般损坏住房户数',
      textEn:
        'The register of damaged homes, general has 2 rows: a verified report gives their number (Households with moderately damaged homes)',
      observed: 'general_home_hh is not given, registers.generalHomes = 2',
      expected: 'general_home_hh = registers.generalHomes',
    },
  ],
  [
    { stage: 'verified', figures: { ...VERIFIED, general_home_hh: 3 }, registers: {} },
    {
      textZh: '一般损坏住房户数为3户,核报应附因灾倒塌损坏住房户一览表(一般损坏)',
      textEn:
        'Households with moderately damaged homes is 3: a verified report comes with the register of damaged homes, general',
      observed: 'general_home_hh = 3, registers.generalHomes is not given',
      expected: 'general_home_hh = registers.generalHomes',
    },
  ],
  [
    { figures: { injured: 9 }, children: [{ injured: 4 }, { injured: 2 }], ownAdditional: { injured: 1 } },
    {
      textZh: '因灾受伤人口(9人)应等于下级各单位与本级另计之和(7人),不一致须书面说明',
      textEn:
        'Injured people (9) should equal the units below and what the unit adds itself (7): explain in writing',
      observed: 'injured = 9, children + ownAdditional = 7',
      expected: 'injured = children + ownAdditional',
    },
  ],
  [
    { figures: { injured: 3 }, children: [{ injured: 4 }, {}] },
    {
      textZh: '因灾受伤人口(3人)小于已报的下级各单位与本级另计之和(4人),须书面说明',
      textEn:
        'Injured people (3) is below what units below and the unit itself have given (4): explain in writing',
      observed: 'injured = 3, children + ownAdditional = 4, not all children given',
      expected: 'injured >= children + ownAdditional',
    },
  ],
  [
    { figures: { affected_pop: 120 }, population: 100 },
    {
      textZh: '受灾人口(120人)超过本单位户籍人口与流动人口之和(100人),请核对或说明',
      textEn:
        'Affected people (120) is more than the registered and floating population (100): check, or explain in writing',
      observed: 'affected_pop = 120, population = 100',
      expected: 'affected_pop <= population',
    },
  ],
  [
    { figures: {}, children: [{ loss_home: 15_000 }, { loss_home: 5_000 }] },
    {
      textZh: '下级各单位与本级另计共有住房及居民家庭财产损失2万元,本级未填报,须填报或书面说明',
      textEn:
        'Loss of homes and household property is not given, but units below and the unit itself have 20000: give it, or explain in writing',
      observed: 'loss_home is not given, children + ownAdditional = 20000',
      expected: 'loss_home = children + ownAdditional',
    },
  ],
]

t.test('every sentence is said somewhere, and as it stands here', async (t) => {
  for (const [facts, said] of ROWS) {
    const violations = checkFigures(facts)
    t.equal(violations.length, 1, said.textEn)
    const { textZh, textEn, observed, expected } = violations[0] ?? {}
    t.same({ textZh, textEn, observed, expected }, said)
  }
  for (const [id, { zh, expected }] of Object.entries(CHECK_TEXTS)) {
    const isSaid = ROWS.some(([, said]) => fits(zh, said.textZh) && fits(expected, said.expected))
    t.ok(isSaid, id)
  }
})

/** Whether a sentence can be made from a template. */
function fits(template: string, sentence: string): boolean {
  const parts = template.split(/\{[\w.]+\}/).map((part) => part.replaceAll(/[()+]/g, '\\$&'))
  return new RegExp(`^${parts.join('.+')}$`).test(sentence)
}

t.test('every check says where it comes from', async (t) => {
  for (const [facts] of ROWS) {
    const [violation] = checkFigures(facts)
    const rule = violation?.rule as keyof typeof CHECK_CITATIONS
    const { clause, edition, instrumentZh, status: ofItsText } = CHECK_CITATIONS[rule]
    // that silence is a fall, no text says
    const status = violation?.expected.includes('given again') ? 'inferred' : ofItsText
    t.match(violation?.because, [{ rule, clause, status, edition, instrument: instrumentZh }], rule)
  }
})
