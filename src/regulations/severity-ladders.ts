/** All ladders of event severity (事件等级), never merged, and the answer where no text has been seen. */

import { ACCIDENT_LADDER } from './accident-grades.ts'
import type { Citation } from './citation.ts'
import { EARTHQUAKE_CASUALTIES, EARTHQUAKE_MAGNITUDE } from './earthquake-grades.ts'
import { FOREST_FIRE, GRASSLAND_FIRE } from './fire-grades.ts'
import { DROUGHT_REGULATION, NATIONAL_FLOOD_DROUGHT, TIBET_FLOOD_DROUGHT } from './flood-drought-grades.ts'
import { GEOLOGICAL_DANGER, GEOLOGICAL_DISASTER } from './geological-grades.ts'
import type { Ladder } from './ladder.ts'
import type { LadderId, SeverityLevel } from './vocabulary.ts'

export const SEVERITY_LADDERS: readonly Ladder<LadderId, SeverityLevel>[] = [
  ACCIDENT_LADDER,
  TIBET_FLOOD_DROUGHT,
  NATIONAL_FLOOD_DROUGHT,
  DROUGHT_REGULATION,
  GEOLOGICAL_DISASTER,
  GEOLOGICAL_DANGER,
  FOREST_FIRE,
  GRASSLAND_FIRE,
  EARTHQUAKE_MAGNITUDE,
  EARTHQUAKE_CASUALTIES,
]

/** Hazards whose bands (雪灾, 风雹 ...) no text that was seen gives. */
export const NO_TEXT: Citation = {
  instrument: 'Grading standard for emergencies of the Tibet Autonomous Region (trial)',
  instrumentZh: '《西藏自治区突发事件分类分级标准(试行)》',
  clause: '其他灾种分级附件',
  edition: '试行',
  inForceFrom: '2022-07-01',
  inForceTo: null,
  status: 'unverified',
  note: 'Bands for this hazard were not seen: the bureau supplies the annex. The event is to be reported all the same.',
}

/** An accident that the regulation on accidents does not cover. */
export const ACCIDENT_NOT_COVERED: Citation = {
  instrument: 'Regulation on reporting and investigating production-safety accidents',
  instrumentZh: '《生产安全事故报告和调查处理条例》',
  clause: '第二条',
  edition: '国务院令第493号',
  inForceFrom: '2007-06-01',
  inForceTo: null,
  status: 'verified',
}
