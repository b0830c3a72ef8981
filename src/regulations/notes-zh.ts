/**
 * The notes of citations in Chinese (依据说明), by their English text: the lawyer who checks a rule reads Chinese. A
 * note without its Chinese fails a test.
 */
const NOTES_ZH: Readonly<Record<string, string>> = {
  'Column headers of the 2024 export. The day the set came into force was not seen: the first of the year stands for it. The same keys carry older reports.':
    '取自2024年导出表的列名。该套指标的施行日期未见到,以当年首日代之;旧报告沿用同一套键名。',
  'Not in the national form: what herding counties and cut-off villages need to say. The bureau confirms the list.':
    '国家报表中没有:供牧区县和断路断电断网的村说明情况。清单由市局确认。',
  'Read in a county notice that implements it.': '见于一份贯彻该制度的县级通知。',
  'A default that the bureau may change.': '默认值,市局可以更改。',
  'Floods within three days belong together, hail may stay apart, snow should not span too long.':
    '三天内的洪涝归为一个过程,风雹可以分开,雪灾不宜跨度过长。',
  'The plan names the hazard; the national hazard it is counted under is inferred.':
    '预案写有该灾种;归入哪个国家灾种为推定。',
  'Names the hazard; the national hazard it is counted under is inferred.':
    '写有该灾种;归入哪个国家灾种为推定。',
  'The split follows the name of the hazard.': '按灾种名称拆分。',
  'Seen through provincial copies; the day of issue was not.': '见于各省转载本;印发日期未见到。',
  "The four names are the text's; that they stand for the four severities is inferred.":
    '四级名称为条例原文;与四级事件等级的对应为推定。',
  'The code list is our own.': '行业代码为本系统自定。',
  'Read in the copy of a county of 2022-07, whose month stands for the day of issue that was not seen. The copy has a gap between the third block and the last: figures of the second grade, and that the last block is the first grade, are inferred.':
    '见于某县2022年7月所用文本,印发日期未见到,以该月代之。该文本在第三段与末段之间有缺漏:重大一级的数字,以及末段即特别重大,均为推定。',
  'The number and year were read; the day in April is recalled.': '文号和年份已见;4月的具体日期凭记忆。',
  'Read in a copy and in a local plan that repeats it; the day of issue is recalled.':
    '见于转载本和照录该内容的地方预案;印发日期凭记忆。',
  'Bands for moderately populated areas. The bands of the plan of Tibet were not seen.':
    '为人口较密集地区的标准。西藏自治区地震应急预案的数值未见到。',
  'Levels two and three were read; levels one and four are recalled.': '二、三级已读;一、四级凭记忆。',
  'Level one was read in full; the second and third are those of 2016; the fourth and the neighbour columns are recalled.':
    '一级已读全文;二、三级取自2016年版;四级和相邻省份各栏凭记忆。',
  'The opening was read; the bands were not seen.': '已读开头部分;分级数值未见到。',
  "Another county's numbers of 2024 and an older county plan: never Lhasa's. The bureau supplies its own.":
    '外地某县2024年的数字和一份较早的县级预案,绝非拉萨的数字。须由市局提供。',
  'Bands for this hazard were not seen: the bureau supplies the annex. The event is to be reported all the same.':
    '该灾种的分级数值未见到,附件须由市局提供。事件仍须报送。',
  'The text says at once; no national minute figure was found. Set early so that past events can be replayed.':
    '文本写"立即",未找到国家规定的分钟数。起始日期设早,以便重演以往的事件。',
  'From one county plan elsewhere. Set early so that past events can be replayed.':
    '取自外地一份县级预案。起始日期设早,以便重演以往的事件。',
  'Read in plans that repeat it.': '见于照录该内容的多份预案。',
  'Read in plans of those years.': '见于当年的多份预案。',
  'Between two editions that agree; the day in 2013-12 was not seen.':
    '前后两版一致,由此推定;2013年12月的具体日期未见到。',
  'Read in the draft of 2019 and a local measure of 2023; its own paragraph was not seen.':
    '见于2019年征求意见稿和2023年一份地方办法;正式文本的该段未见到。',
  'Dangers are within the scope of reporting; no limit of their own was found: that of a disaster stands.':
    '险情属于报送范围;未找到专门时限,按灾情的时限执行。',
  "Another province's rule from the days of 民发〔2011〕168号, taken as the default; the bureau may switch it off.":
    '外省在民发〔2011〕168号时期的规定,取为默认;市局可以停用。',
  'From one county plan elsewhere.': '取自外地一份县级预案。',
  'May go straight to the region and the ministry.': '可直接报自治区和部。',
  'May go straight to the region. One without figures yet counts as small.':
    '可直接报自治区。尚无数字的按中小型处理。',
  'Where it is urgent, straight to the county and the regulator.': '情况紧急时可直接报县级和监管部门。',
  'An accident whose figures are not known yet goes as far as an ordinary one.':
    '数字尚不清楚的事故,按一般事故上报。',
  'A change of casualties within the window may lift the grade (art. 20).':
    '期内伤亡人数变化可能提升等级(第二十条)。',
  'After article 17 of the relief regulation and the plan of 2024: serious or graver, a relief response, or an order.':
    '据救助条例第十七条和2024年预案:重大以上、已启动救助响应,或有指令。',
  "From another city's duty rules.": '取自外地一市的值班规定。',
  'A default that the bureau may change. Set early so that past events can be replayed.':
    '默认值,市局可以更改。起始日期设早,以便重演以往的事件。',
  'The revision of 2019 was read; the first edition is taken to agree.': '已读2019年修订版;初版视为一致。',
  'A typical municipal layout that the bureau may change. Set early so that past events can be replayed.':
    '一般市局的通常设置,市局可以更改。起始日期设早,以便重演以往的事件。',
  'The command centre is named in the plan of 2021; the other names await the bureau.':
    '应急指挥中心见于2021年预案;其余名称待市局确认。',
  "Another county's rule, the default until Lhasa's own is known. Set early so that past events can be replayed.":
    '外地一县的规定,在拉萨自己的规定明确前为默认。起始日期设早,以便重演以往的事件。',
  'As a public implementation of the loss tables checks it.': '按一个公开的报表软件的校验。',
  'Hard as met in the field; soft if the text of 2020 differs.':
    '按实际所见为硬性;2020年文本若不同则改为软性。',
  'A local measure of 2023 that implements the system; that leaving a figure out is a fall too is inferred.':
    '见于2023年一份贯彻该制度的地方办法;前报有数、本次漏填也算下降,系推定。',
  'The duty to explain was read; the thresholds are defaults.': '须说明的义务已读到;具体门槛为默认。',
  'Which figures a verified report cannot lack: a default that the bureau may change.':
    '核报不可缺少的指标:默认值,市局可以更改。',
  "Never Lhasa's: level two is another county's of 2024, levels three and four are an older county plan's, level one begins where level two ends. Fitted together, two bands are not as given: level three had 3 to 5 dead and 1,000 to 2,499 relocated, and ends where level two begins; level four had 30 to 149 rooms, and goes on to level two, for its level three was not seen. The bureau supplies its own.":
    '不是拉萨的数字:二级取自另一县2024年预案,三、四级取自一份较早的县级预案,一级自二级上限起。为使各级相接,有两级与原文不同:三级原为死亡失踪3至5人、转移1000至2499人,此处止于二级下限;四级房屋原为30至149间,因三级未见到,此处延至二级下限。由市局提供自己的数字。',
  'Taken to agree with the edition before it.': '视为与上一版一致。',
  'Recalled; plans that say ten days for the province support the sum.':
    '凭记忆;有预案写省级为十日,与合计相符。',
  'Its own paragraph was not seen: check against the text of 2020.':
    '未见到该版本的原段落,须对照2020年文本核对。',
  'May go straight to the region. That one without figures yet counts as small is inferred.':
    '可以直接报至自治区。尚无数字的按小型对待为推定。',
  'Recalled; the time limits of the edition of 2025 were not seen.': '凭记忆;2025年版的时限未见到。',
  'The text counts reports a day. That each falls due at the end of its part of a day is inferred.':
    '原文规定每日次数;每次在当日相应时段末到期为推定。',
  'The day of the accident is not counted; that is how the code counts days and was not read for this clause.':
    '事故发生当日不计入;这是系统计日的方法,该条文未作此说明。',
  'That the list goes up with the figures was read in the draft of 2019; that its rows equal them follows.':
    '一览表随数字上报见于2019年征求意见稿;行数与数字一致由此推出。',
  'That the ledger is filed with the verified report was read in the draft of 2019; that its rows equal the figures follows.':
    '台账随核报上报见于2019年征求意见稿;行数与数字一致由此推出。',
  'Of residents and others alike; the population is that of the unit.':
    '常住和非常住人口均计入;人口数为本单位的人口数。',
  'Above these a figure is a slip of the finger, whatever happened: a default that the bureau may change.':
    '超过这些数值的视为笔误:默认值,市局可以更改。',
  'The text speaks of casualties and larger losses: that the own government is told of every disaster is inferred.':
    '条文写的是造成人员伤亡或者较大财产损失;凡灾害都报本级政府为推定。',
  'The revision of 2019 was read; the first edition is taken to agree. The text speaks of casualties and larger losses: that the own government is told of every disaster is inferred.':
    '已读2019年修订版;初版视为一致。条文写的是造成人员伤亡或者较大财产损失;凡灾害都报本级政府为推定。',
  'Articles 17 and 60 of the emergency response law speak of incidents: that the own government is told of dangers too is inferred. Set early so that past events can be replayed.':
    '突发事件应对法第十七条、第六十条所称为突发事件:险情也须报告本级政府为推定。起始日设早,以便重演以往的事件。',
  'A default that the bureau may change: a word of dead or missing people waits no longer than a desk may.':
    '默认值,市局可以更改:涉及死亡、失踪的消息等候时间不长于值班时限。',
  "Another county's rule, the default until Lhasa's own is known. Its minutes are for phoning the duty leader (10), forwarding to the section (30) and handing an ordinary paper to the office (60): that these are our acknowledging, signing and resolving is inferred. Set early so that past events can be replayed.":
    '另一县的规定,在拉萨自己的规定明确之前作为默认。其分钟数原为电话报告带班领导(10)、分送科室(30)、一般公文送办公室(60):对应为本系统的签收、分转签收、办结属推定。起始日设早,以便重演以往的事件。',
  'The levels stood in plans in those years, not in the law.': '当时各级响应写在预案中,不在法律中。',
  'The same four colours as recalled.': '四种颜色相同,凭记忆。',
  'Recalled.': '凭记忆。',
  'Read in the draft; the edition of 2020 that followed it is taken to agree.':
    '见于征求意见稿;其后的2020年版视为一致。',
  'The opening was read: it says who starts by the four grades of the general plan.':
    '已读总则:按总体预案的四级规定由谁启动。',
  'Text read in the press of 18 December 2007; the same in the package chinese-days 1.5.7. Against it, holiday-calendar 1.3.3 works 7 June and 13 September and not 4 May. Begins on 29 December 2007.':
    '2007年12月18日报刊所载原文已读;软件包 chinese-days 1.5.7 相同。holiday-calendar 1.3.3 与原文不同:6月7日、9月13日上班而5月4日不上班。自2007年12月29日起。',
  'Both texts read in the press: the second lengthens the Spring Festival to 2 February, so that Saturday 1 February is off. The package chinese-days 1.5.7 has it, chinese-workday 1.16.1 has not.':
    '两份通知均读自报刊:第二份将春节假期延至2月2日,2月1日(周六)因此放假。软件包 chinese-days 1.5.7 有此变动,chinese-workday 1.16.1 没有。',
  'Days from the package chinese-days 1.5.7, the same in the package holiday-calendar 1.3.3.':
    '日期取自软件包 chinese-days 1.5.7,与 holiday-calendar 1.3.3 相同。',
  'Days from the package chinese-days 1.5.7, the same in the package holiday-calendar 1.3.3. Begins on Saturday 31 December 2022.':
    '日期取自软件包 chinese-days 1.5.7,与 holiday-calendar 1.3.3 相同。自2022年12月31日(周六)起。',
  'Days from the package chinese-days 1.5.7, the same in the package holiday-calendar 1.3.3. The eve of the Spring Festival, 9 February, was worked: leave was only encouraged.':
    '日期取自软件包 chinese-days 1.5.7,与 holiday-calendar 1.3.3 相同。除夕2月9日上班:只是鼓励休假。',
  'Text read in the press of 4 November 2025. Days from the package chinese-days 1.5.7, the same in the package holiday-calendar 1.3.3.':
    '2025年11月4日报刊所载原文已读。日期取自软件包 chinese-days 1.5.7,与 holiday-calendar 1.3.3 相同。',
  'Only the thirteen statutory days, on their own days: no notice for 2027 was found. Days worked in exchange and days given for holidays on a weekend (第六条) are not known: the bureau supplies them. New moon at 23:56 on 6 February: the lunar year begins on the 6th; some software says the 7th.':
    '只列十三个法定假日本日:未找到2027年的通知。调休上班日和周末假日的补休(第六条)未知,由市局补充。朔在2月6日23时56分,正月初一为6日;有的软件作7日。',
  "No notice was seen. Losar fell within the Spring Festival: nothing beyond the national days off is claimed. Day of Losar from the package @hnw/date-tibetan 1.0.2. The bureau confirms. Shoton (雪顿节) and 28 March are not here: a calendar of the bureau's own gives them.":
    '未见到通知。藏历新年在春节假期内,不另主张全国假日以外的放假。藏历新年初一日期取自软件包 @hnw/date-tibetan 1.0.2。由市局确认。雪顿节和3月28日不在其中,由市局自己的日历补充。',
  "No notice was seen. Seven days from the eve, as announced in 2022 and 2023; days worked in exchange are not known. Day of Losar from the package @hnw/date-tibetan 1.0.2. The bureau confirms. Shoton (雪顿节) and 28 March are not here: a calendar of the bureau's own gives them.":
    '未见到通知。自除夕起七天,按2022、2023年所公布的推定;调休上班日未知。藏历新年初一日期取自软件包 @hnw/date-tibetan 1.0.2。由市局确认。雪顿节和3月28日不在其中,由市局自己的日历补充。',
  "Read on one page for travellers that quotes it. Day of Losar from the package @hnw/date-tibetan 1.0.2. The bureau confirms. Shoton (雪顿节) and 28 March are not here: a calendar of the bureau's own gives them.":
    '见于一个旅行网页的转载。藏历新年初一日期取自软件包 @hnw/date-tibetan 1.0.2。由市局确认。雪顿节和3月28日不在其中,由市局自己的日历补充。',
  "Read in full, as printed by the Lhasa Daily. Day of Losar from the package @hnw/date-tibetan 1.0.2. The bureau confirms. Shoton (雪顿节) and 28 March are not here: a calendar of the bureau's own gives them.":
    '拉萨日报所载全文已读。藏历新年初一日期取自软件包 @hnw/date-tibetan 1.0.2。由市局确认。雪顿节和3月28日不在其中,由市局自己的日历补充。',
  "Read in full, as printed by others: six days, none of them exchanged. Day of Losar from the package @hnw/date-tibetan 1.0.2. The bureau confirms. Shoton (雪顿节) and 28 March are not here: a calendar of the bureau's own gives them.":
    '他处所载全文已读:六天,不调休。藏历新年初一日期取自软件包 @hnw/date-tibetan 1.0.2。由市局确认。雪顿节和3月28日不在其中,由市局自己的日历补充。',
  "Read in a news report: twelve days, the Spring Festival with them. Day of Losar from the package @hnw/date-tibetan 1.0.2. The bureau confirms. Shoton (雪顿节) and 28 March are not here: a calendar of the bureau's own gives them.":
    '见于一则新闻:十二天,与春节相连。藏历新年初一日期取自软件包 @hnw/date-tibetan 1.0.2。由市局确认。雪顿节和3月28日不在其中,由市局自己的日历补充。',
  'The seventeen names of the fields were read; the code lists that stand in them are defaults.':
    '十七项名称已读;其中的代码表为默认值。',
  'The table is in the contents of the system; its fields were not seen.':
    '制度目录中有该表;其填写项未见到。',
  'The law names no number of days: how long a closed event waits is REGISTER_RETENTION_DAYS.':
    '法律未规定天数:事件办结后等候多久由配置项 REGISTER_RETENTION_DAYS 决定。',
  'The text speaks of numbers that change: where no report before gave the number, that it changed is not shown.':
    '条文讲的是人数变化:此前的报告没有给出人数的,不能说明人数有变化。',
  'The texts grade disasters by casualties and dangers by what may come: that one which has casualties is judged as a disaster is inferred.':
    '有关规定按伤亡划分灾害等级,按可能的后果划分险情等级;已有伤亡的险情按灾害研判为推定。',
  'The law of before 2024 was not read. Set early so that past events can be replayed.':
    '2024年修订前的法律未读。施行日期定得早,以便对过去的事件推演。',
  'The law names the governments; that the bureau of the county tells them and the city is inferred.':
    '法律写的是人民政府;由县级应急管理部门报告本级政府和市局为推定。',
  'Decree 493 leaves these sectors to laws of their own, which were not seen: that the same are told is inferred. Set early so that past events can be replayed.':
    '国务院令第493号不适用于这些行业,其专门规定未见到;通报单位与一般事故相同为推定。施行日期定得早,以便对过去的事件推演。',
  'That reports are passed or returned at each tier was read in the operating guide of the national system; the codes and the limits are defaults that the bureau may change.':
    '逐级审核、退回的做法见于国家灾情管理系统操作说明;退回原因代码和时限为默认值,市局可以更改。',
  'What stays of an age when a register is destroyed.': '一览表销毁后年龄的保留方式。',
}

/**
 * A note of a citation in Chinese.
 *
 * @returns null where nobody has written it yet
 */
export function noteZh(note: string): string | null {
  return NOTES_ZH[note] ?? null
}
