/**
 * Earthquakes (地震灾害): first by magnitude (初判), then by casualties. Both answers are kept, the most severe
 * stands. The edition of 2006 counts deaths only and has other bands than that of 2012.
 */

import type { Citation } from './citation.ts'
import type { Band, Ladder } from './ladder.ts'
import type { SeverityLevel } from './vocabulary.ts'

const PLAN_2006: Citation = {
  instrument: 'National earthquake emergency plan',
  instrumentZh: '《国家地震应急预案》',
  clause: '4.1.1',
  edition: '2006',
  inForceFrom: '2006-01-12',
  inForceTo: '2012-08-28',
  status: 'secondary',
  note: 'Read in a copy and in a local plan that repeats it; the day of issue is recalled.',
}

const PLAN_2012: Citation = {
  instrument: 'National earthquake emergency plan',
  instrumentZh: '《国家地震应急预案》',
  clause: '地震灾害分级',
  edition: '2012',
  inForceFrom: '2012-08-28',
  inForceTo: null,
  status: 'unverified',
  note: 'Bands for moderately populated areas. The bands of the plan of Tibet were not seen.',
}

function magnitudes(lowest: readonly [number, number, number, number]): readonly Band<SeverityLevel>[] {
  const [first, second, third, fourth] = lowest
  return [
    { level: 'especially_serious', criteria: [{ measure: 'magnitude', from: first, below: null }] },
    { level: 'serious', criteria: [{ measure: 'magnitude', from: second, below: first }] },
    { level: 'relatively_serious', criteria: [{ measure: 'magnitude', from: third, below: second }] },
    { level: 'ordinary', criteria: [{ measure: 'magnitude', from: fourth, below: third }] },
  ]
}

function casualties(measure: 'dead' | 'dead_and_missing', third: number): readonly Band<SeverityLevel>[] {
  return [
    {
      level: 'especially_serious',
      criteria: [
        { measure, from: 300, below: null },
        { measure: 'provincial_gdp_lost_share', from: 0.01, below: null },
      ],
    },
    { level: 'serious', criteria: [{ measure, from: 50, below: 300 }] },
    { level: 'relatively_serious', criteria: [{ measure, from: third, below: 50 }] },
    { level: 'ordinary', criteria: [{ measure, from: 1, below: third }] },
  ]
}

export const EARTHQUAKE_MAGNITUDE: Ladder<'earthquake_magnitude', SeverityLevel> = {
  id: 'earthquake_magnitude',
  zh: '地震灾害初判(震级)',
  en: 'Earthquake, first grade by magnitude',
  scope: { kinds: ['natural_disaster'], hazards: ['earthquake'] },
  editions: [
    { citation: PLAN_2006, bands: magnitudes([7, 6.5, 6, 5]) },
    { citation: PLAN_2012, bands: magnitudes([7, 6, 5, 4]) },
  ],
}

export const EARTHQUAKE_CASUALTIES: Ladder<'earthquake_casualties', SeverityLevel> = {
  id: 'earthquake_casualties',
  zh: '地震灾害等级(伤亡)',
  en: 'Earthquake, by casualties',
  scope: { kinds: ['natural_disaster'], hazards: ['earthquake'] },
  editions: [
    { citation: PLAN_2006, bands: casualties('dead', 20) },
    { citation: PLAN_2012, bands: casualties('dead_and_missing', 10) },
  ],
}
