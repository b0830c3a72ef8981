/**
 * What the bureau must supply (待补清单): texts that were looked for and not found, and questions that only the bureau
 * can answer; the rules each touches, and what holds meanwhile.
 */

export interface OpenQuestion {
  id: string
  zh: string
  en: string
  /** ids of rules; `section.*` is every rule whose id begins with `section.` */
  rules: readonly string[]
  /** what holds until it is answered */
  meanwhileZh: string
  meanwhileEn: string
}

/** The open questions themselves, then the texts that were not found. */
export const OPEN_QUESTIONS: readonly OpenQuestion[] = [
  {
    id: 'verified_report_days',
    zh: '核报期限:2008年版为县2个、市3个、自治区5个工作日;2014年以后的版本(凭记忆)为县5日、市3日、自治区2日。须以应急〔2020〕19号原文为准',
    en: 'Days of the verified report: 2, 3 and 5 working days (county, city, region) in 2008; 5, 3 and 2 days from 2014 on, as recalled. The text of 2020 decides',
    rules: [
      'verified_report.township',
      'verified_report.county',
      'verified_report.city',
      'verified_report.region',
    ],
    meanwhileZh: '2008、2011年版按工作日,2013年版起按日,均自数据读出;2013年版起未核对',
    meanwhileEn:
      'working days by the editions of 2008 and 2011, days from that of 2013 on, which is not verified',
  },
  {
    id: 'village_and_township_minutes',
    zh: '村(社区)、乡镇(街道)初报和每日续报的时限(分钟、钟点)',
    en: 'Limits of villages and townships for first reports and daily follow-ups',
    rules: ['first_report.village', 'first_report.township', 'daily_follow_up.township'],
    meanwhileZh: '村30分钟(推定)、乡镇60分钟(外地一县)、乡镇每日08:00(外地一县)',
    meanwhileEn:
      'villages 30 minutes (inferred), townships 60 minutes and 08:00 daily (one county elsewhere)',
  },
  {
    id: 'lhasa_relief_thresholds',
    zh: '《拉萨市自然灾害救助应急预案》的响应分级数值和灾情信息管理时限(网上只见开头部分)',
    en: 'Thresholds and reporting limits of the relief plan of Lhasa (only its opening was read)',
    rules: ['lhasa_placeholder', 'lhasa_placeholder.*'],
    meanwhileZh: '用外地县级预案的数字占位,每次用到都注明是占位,不得用于实际启动',
    meanwhileEn: 'placeholders from county plans elsewhere, flagged in every answer that uses them',
  },
  {
    id: 'tibet_grading_annex',
    zh: '《西藏自治区突发事件分类分级标准(试行)》附件全文:水旱灾害重大、特别重大的死亡和转移人数,以及气象、地震、地质、雪灾各表',
    en: 'The full annex of the grading standard of Tibet: deaths and relocated people of the two gravest water grades, and the tables for weather, earthquake, geological and snow disasters',
    rules: [
      'flood_drought_tibet.serious.*',
      'flood_drought_tibet.especially_serious.*',
      'severity.no_text_seen',
    ],
    meanwhileZh: '水旱重大、特别重大按上下文推定;没有见到标准的灾种不定级,仍须报送',
    meanwhileEn:
      'the two gravest water grades are inferred; hazards without bands get no grade and are reported all the same',
  },
  {
    id: 'tibet_water_below_ten_dead',
    zh: '西藏水旱灾害标准中,死亡(含失踪)不足10人的事件定什么等级',
    en: 'The grade of a flood or drought in Tibet with fewer than ten dead and missing',
    rules: ['flood_drought_tibet', 'flood_drought_tibet.ordinary.dead_and_missing'],
    meanwhileZh: '其他数字也未达到的,答"未达等级,仍须报送",由值班人员研判',
    meanwhileEn:
      'unless other figures reach a grade: below any grade, still to be reported; the duty officer decides',
  },
  {
    id: 'section_names',
    zh: '市应急管理局三定方案:科室名称、职责和值班电话',
    en: 'The sections of the bureau: their names, duties and phones',
    rules: ['section.*', 'routing', 'routing.*'],
    meanwhileZh: '按一般市局的通常设置,名称和分转规则可在数据库中更改',
    meanwhileEn: 'a typical municipal layout; names and routing rules can be changed in the database',
  },
  {
    id: 'any_death_to_the_region',
    zh: '凡有人员死亡(含失踪)是否一律由县同时直报自治区(外省有此规定)',
    en: 'Whether the county reports any death to the region at once, as another province has it',
    rules: ['direct_report.any_death', 'switch.anyDeathDirectReport'],
    meanwhileZh: '默认直报;可用配置 ANY_DEATH_DIRECT_REPORT 停用',
    meanwhileEn: 'on; the configuration ANY_DEATH_DIRECT_REPORT switches it off',
  },
  {
    id: 'direct_report_of_several_counties',
    zh: '一次过程涉及几个县(区)、合计达到直报条件时,由哪些县(区)直报',
    en: 'Which counties report directly where an event covers several and only their total reaches the condition',
    rules: ['direct_report.ten_dead_or_missing', 'direct_report.any_death'],
    meanwhileZh: '按过程合计判定,有死亡、失踪数字的县(区)各自直报;勾选的情形由勾选的县(区)直报(推定)',
    meanwhileEn:
      'the total of the event is judged, and each county that has dead or missing reports; a ticked circumstance is reported by the county that ticks it (inferred)',
  },
  {
    id: 'glacial_categories',
    zh: '冰湖溃决、冰崩、雪崩、堰塞湖在国家统计中归入哪一类',
    en: 'Under which national hazard glacial lake outbursts, ice avalanches, snow avalanches and landslide lakes are counted',
    rules: ['subhazard.glacial_lake_outburst', 'subhazard.landslide_lake', 'subhazard.ice_avalanche'],
    meanwhileZh: '冰湖溃决、堰塞湖归入洪涝-其他,冰崩归入地质-其他;雪崩没有单列,按雪灾填报(推定)',
    meanwhileEn:
      'the lakes as other floods, ice avalanches as other geological disasters; snow avalanches have no code of their own and are reported as snow disasters (inferred)',
  },
  {
    id: 'functional_areas',
    zh: '功能区(经开区、柳梧新区、文创园区等)是否单独作为上报单位',
    en: 'Whether the functional areas (development zones, new districts) report by themselves',
    rules: [],
    meanwhileZh: '没有单列,由所在县(区)报送;可用 import-nodes 增设单位',
    meanwhileEn: 'they report through the county they lie in; import-nodes adds units',
  },
  {
    id: 'indicator_edition',
    zh: '本地现行的是哪一套快报指标(应急〔2020〕19号,还是2024年导出表所见的一套)',
    en: 'Which set of indicators is in force locally: that of 2020, or the one the export of 2024 shows',
    rules: ['indicator.*'],
    meanwhileZh: '用2024年导出表的66项,另加拉萨扩展10项(待市局确认)',
    meanwhileEn: 'the 66 of the export of 2024, and ten of Lhasa’s own for the bureau to confirm',
  },
  {
    id: 'duty_room_limits',
    zh: '西藏、拉萨值班信息报送的分钟时限,以及市委、市政府总值班室的要求(30分钟、60分钟?)',
    en: 'Minute limits of duty desks in Tibet and Lhasa, and those of the duty room of the city (30 and 60?)',
    rules: ['desk.lhasa_default', 'desk.general_norm'],
    meanwhileZh: '采用外地一县2025年的10、30、60分钟;通行的30、60分钟列出供比较',
    meanwhileEn:
      '10, 30 and 60 minutes of a county elsewhere; the general 30 and 60 stand beside them to be compared',
  },
  {
    id: 'statistics_system_2020',
    zh: '应急〔2020〕19号《自然灾害情况统计调查制度》的时限各段、表内逻辑关系原文',
    en: 'The paragraphs on time limits and the relations within the tables of the statistics system of 2020',
    rules: [
      'first_report.county',
      'first_report.city',
      'first_report.region',
      'direct_report.ten_dead_or_missing',
      'daily_follow_up.county',
      'daily_follow_up.city',
      'daily_follow_up.region',
      'drought_follow_up.county',
      'C02',
      'C07',
    ],
    meanwhileZh: '按2008年版、2019年征求意见稿和各地预案一致的数字执行,注明转见',
    meanwhileEn:
      'the figures on which the system of 2008, the draft of 2019 and local plans agree, marked as secondary',
  },
  {
    id: 'statistics_system_2024',
    zh: '2023年征求意见稿之后的正式版(2024年)统计调查制度',
    en: 'The final edition (2024) of the statistics system that was drafted in 2023',
    rules: ['indicator.*', 'hazard', 'C17', 'C18'],
    meanwhileZh: '仍以应急〔2020〕19号为现行版本',
    meanwhileEn: 'the edition of 2020 is taken to be in force',
  },
  {
    id: 'township_and_village_procedure',
    zh: '附件《乡(镇、街道)、行政村(社区)自然灾害情况统计规程》全文',
    en: 'The annex on how townships and villages count and report',
    rules: ['first_report.village', 'first_report.township'],
    meanwhileZh: '见"村、乡镇时限"一条',
    meanwhileEn: 'see the limits of villages and townships above',
  },
  {
    id: 'national_general_plan_2025',
    zh: '《国家突发事件总体应急预案》(2025年2月)的分级附件和时限',
    en: 'The annex and the time limits of the national general emergency plan of February 2025',
    rules: ['flood_drought_national', 'flood_drought_national.*'],
    meanwhileZh: '按2006年分级标准(见于各省转载本)中的定性标准,由填报人勾选',
    meanwhileEn: 'the standard of 2006 as provincial copies have it, ticked by whoever reports',
  },
  {
    id: 'lhasa_general_plan',
    zh: '《拉萨市应急总体预案(试行)》(2021年)、《曲水县应急总体预案》(2025年)的分级和时限段落',
    en: 'Grades and time limits of the general plans of Lhasa (2021) and Qushui county (2025)',
    rules: ['passes_to.natural_disaster', 'passes_to.danger'],
    meanwhileZh: '按等级升级的层级为默认值',
    meanwhileEn: 'how far up an event goes for its severity is a default',
  },
  {
    id: 'tibet_earthquake_plan',
    zh: '《西藏自治区地震应急预案》(2019年3月)的分级和灾情速报数值',
    en: 'Bands and quick-report figures of the earthquake plan of Tibet (March 2019)',
    rules: ['earthquake_magnitude', 'earthquake_casualties'],
    meanwhileZh: '按国家地震应急预案的人口较密集地区标准(凭记忆)',
    meanwhileEn: 'the national plan for moderately populated areas, as recalled',
  },
  {
    id: 'drought_and_snow_bands',
    zh: '本地抗旱预案的干旱等级数值,雪灾预案的分级数值',
    en: 'Bands of the local drought plan, and of a snow plan',
    rules: ['drought_regulation', 'drought_regulation.*', 'severity.no_text_seen'],
    meanwhileZh: '干旱按条例的四个名称勾选;雪灾不定级,仍须报送',
    meanwhileEn:
      'drought is ticked by the four names of the regulation; snow gets no grade and is reported all the same',
  },
  {
    id: 'tibet_relief_bands',
    zh: '《西藏自治区自然灾害救助应急预案》的分级数值',
    en: 'The bands of the relief plan of the autonomous region',
    rules: ['tibet'],
    meanwhileZh: '不作答,只说明数值未见到',
    meanwhileEn: 'it gives no level, and says that its bands were not seen',
  },
  {
    id: 'lhasa_sector_plans',
    zh: '拉萨市防汛抗旱、地震、地质灾害、森林草原火灾、雪灾、冰湖各专项预案和应急响应工作规程原文',
    en: 'The plans of Lhasa for floods and drought, earthquake, geological disaster, fire, snow and glacial lakes',
    rules: [
      'must_tell.flood_and_drought',
      'must_tell.earthquake',
      'must_tell.geological',
      'must_tell.snow',
      'must_tell.lakes',
    ],
    meanwhileZh: '按国家规定;通报单位为默认值',
    meanwhileEn: 'national rules; who must be told is a default',
  },
  {
    id: 'township_duty',
    zh: '乡镇24小时值班和点名的规定',
    en: 'The rule on the 24-hour duty of townships and its roll-call',
    rules: [],
    meanwhileZh: '没有规则,不计时',
    meanwhileEn: 'no rule, and no clock',
  },
  {
    id: 'officers',
    zh: '西藏、拉萨灾害信息员的人数和名单',
    en: 'How many disaster information officers Tibet and Lhasa have, and who they are',
    rules: [],
    meanwhileZh: '账号由市局导入,不预设人数',
    meanwhileEn: 'the bureau imports the accounts; no number is assumed',
  },
  {
    id: 'tibet_calendar',
    zh: '西藏工作日历:雪顿节和3月28日的放假安排,历年藏历新年的放假通知',
    en: 'Working days in Tibet: days off for Shoton and 28 March, and each notice on the Tibetan New Year',
    rules: ['calendar.tibet.2026', 'calendar.tibet.2027'],
    meanwhileZh: '只有藏历新年;调用者可以随请求给出自己的放假日和上班日',
    meanwhileEn:
      'the Tibetan New Year only; whoever asks the judge may give days off and worked days of their own',
  },
  {
    id: 'calendar_2027',
    zh: '2027年全国节假日调休安排',
    en: 'The arrangement of public holidays for 2027',
    rules: ['calendar.2027'],
    meanwhileZh: '只有十三个法定假日,没有调休',
    meanwhileEn: 'the thirteen statutory days, none exchanged',
  },
  {
    id: 'accident_follow_up_hours',
    zh: '事故续报每日一次、两次的具体时点',
    en: 'By which hours the one or two daily follow-ups of an accident fall due',
    rules: ['accident_follow_up.daily', 'accident_follow_up.twice_daily'],
    meanwhileZh: '每日等分,在各段末到期(推定)',
    meanwhileEn: 'at the end of each equal part of the day (inferred)',
  },
  {
    id: 'decree_21_hospital',
    zh: '较大涉险事故中"住院观察10人以上"是否与疏散500人并用',
    en: 'Whether 10 people kept in hospital go with 500 evacuated in a relatively serious danger',
    rules: ['accident.relatively_serious_danger'],
    meanwhileZh: '只看疏散500人以上',
    meanwhileEn: '500 evacuated alone suffice',
  },
  {
    id: 'expressway_cut',
    zh: '国家水旱灾害标准中高速公路中断的时数',
    en: 'For how many hours an expressway must be cut by the national flood standard',
    rules: ['flood_drought_national'],
    meanwhileZh: '只看铁路干线中断',
    meanwhileEn: 'only main railways are looked at',
  },
]
