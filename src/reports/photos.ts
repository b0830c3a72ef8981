/** Photos that go with a verified report (灾情照片) where a response is or was on. */
import { explains } from '../evaluations/checks.ts'
import { isInForce, reasonFor } from '../evaluations/editions.ts'
import type { Violation } from '../evaluations/types.ts'
import { covers } from '../regions/codes.ts'
import type { Day } from '../regulations/citation.ts'
import { PHOTOS_NEEDED } from '../regulations/consequences.ts'
import type { Verification } from './course-state.ts'
import type { NewReport } from './schemas.ts'

/**
 * The remark on a verified report that comes without the photos which a response asks for. Those of the unit and of all
 * below it count, each picture once. The text asks for them while a response is on; that they are looked for with the verified report, by
 * when photos have come over any line, and that it is a remark and no refusal, is Fengsui's own choice.
 *
 * @param onDay the Shanghai day by whose texts the event is judged
 */
export function photosMissing(
  { regionCode, stage, explanation }: Pick<NewReport, 'regionCode' | 'stage' | 'explanation'>,
  photos: Verification['photos'],
  onDay: Day,
): Violation[] {
  const { rule, least, citation } = PHOTOS_NEEDED
  if (stage !== 'verified' || photos === null || !isInForce(citation, onDay)) return []
  const isAsked = photos.responses.some((code) => covers(code, regionCode) || covers(regionCode, code))
  const come = photos.units[regionCode] ?? 0
  if (!isAsked || come >= least) return []
  return [
    {
      rule,
      kind: 'soft',
      pointers: ['/stage'],
      observed: `photos = ${come}`,
      expected: `photos >= ${least}`,
      explained: explains(explanation),
      because: [reasonFor(rule, citation, { figure: 'photos', value: least })],
      textZh: `启动过响应的灾害,核报应附灾情照片不少于${least}张,现有${come}张,不足须书面说明`,
      textEn: `Where a response is or was on, at least ${least} photos go with a verified report; ${come} came: explain in writing`,
    },
  ]
}
