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
  'A local measure of 2023 that implements the system.': '见于2023年一份贯彻该制度的地方办法。',
  'The duty to explain was read; the thresholds are defaults.': '须说明的义务已读到;具体门槛为默认。',
  'Which figures a verified report cannot lack: a default that the bureau may change.':
    '核报不可缺少的指标:默认值,市局可以更改。',
}

/**
 * A note of a citation in Chinese.
 *
 * @returns null where nobody has written it yet
 */
export function noteZh(note: string): string | null {
  return NOTES_ZH[note] ?? null
}
