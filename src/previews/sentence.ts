import type { Counts } from './tally.ts'

/** What a preview found, in a sentence for people. */
export function sentences(counts: Counts, isCut: boolean): { textZh: string; textEn: string } {
  const { deadlines, severities, directReports, explanations } = counts
  const parts: [isSaid: boolean, zh: string, en: string][] = [
    [
      true,
      `${deadlines.compared}个时限中有${deadlines.moved}个会变动`,
      `${deadlines.moved} of ${deadlines.compared} deadlines would have moved`,
    ],
    [deadlines.added > 0, `新增时限${deadlines.added}个`, `deadlines besides: ${deadlines.added}`],
    [
      deadlines.removed > 0,
      `减少时限${deadlines.removed}个`,
      `${deadlines.removed} would not have been owed`,
    ],
    [
      severities.changed > 0,
      `${severities.events}起事件中有${severities.changed}起等级会变动`,
      `${severities.changed} of ${severities.events} events would have been graded otherwise`,
    ],
    [
      directReports.added > 0,
      `新增直报${directReports.added}次`,
      `direct reports besides: ${directReports.added}`,
    ],
    [
      directReports.removed > 0,
      `减少直报${directReports.removed}次`,
      `direct reports not owed: ${directReports.removed}`,
    ],
    [
      explanations.added + explanations.removed > 0,
      `须说明的陡升增加${explanations.added}处、减少${explanations.removed}处`,
      `rises to be explained besides: ${explanations.added}, not to be explained: ${explanations.removed}`,
    ],
    [isCut, '报送过多,仅研判了最近的事件', 'there were too many reports, only the newest events were judged'],
  ]
  const said = parts.filter(([isSaid]) => isSaid)
  return {
    textZh: `${said.map(([, zh]) => zh).join(';')}。`,
    textEn: `${said.map(([, , en]) => en).join('; ')}.`,
  }
}
