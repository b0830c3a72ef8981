/** By when the duty desk works (值班时限), as named profiles: one is chosen, others stand beside it to be compared. */

import type { Citation, Edition } from './citation.ts'
import type { SeverityLevel } from './vocabulary.ts'

export const DESK_ACTS = [
  'acknowledge',
  'sign_for_forwarding',
  'resolve',
  'phone_report',
  'written_report',
] as const
export type DeskAct = (typeof DESK_ACTS)[number]

interface DeskLimit {
  act: DeskAct
  minutes: number
  /** binds from this severity on; absent binds every event */
  minSeverity?: SeverityLevel
  /** where a local rule set it: the text that did */
  citation?: Citation
}

export interface DeskProfile {
  id: DeskProfileId
  zh: string
  en: string
  citation: Citation
  limits: readonly DeskLimit[]
  /** clock times of the daily follow-ups (续报) of events from a severity on */
  followUps?: { at: readonly string[]; minSeverity: SeverityLevel }
}

export const DESK_PROFILE_IDS = ['lhasa_default', 'general_norm', 'province_2021', 'county_2018'] as const
export type DeskProfileId = (typeof DESK_PROFILE_IDS)[number]

const OPEN: Omit<Edition, 'instrument' | 'instrumentZh' | 'edition'> = {
  inForceFrom: '2000-01-01',
  inForceTo: null,
}

/** A duty officer's order to pass an event upward (值班指令). */
export const DESK_ORDER: Citation = {
  ...OPEN,
  instrument: 'Fengsui defaults for Lhasa',
  instrumentZh: '烽燧默认规则(拉萨)',
  clause: '值班指令',
  edition: '2026',
  status: 'inferred',
  note: 'A default that the bureau may change. Set early so that past events can be replayed.',
}

/** The profile that holds unless the bureau chooses another. */
export const DEFAULT_DESK_PROFILE: DeskProfileId = 'lhasa_default'

export const DESK_PROFILES: readonly DeskProfile[] = [
  {
    id: 'lhasa_default',
    zh: '拉萨默认(参照长子县2025)',
    en: 'Default for Lhasa, after Changzi county 2025',
    citation: {
      ...OPEN,
      instrument: 'Duty rules of the Changzi county bureau',
      instrumentZh: '长子县应急管理局值班规定',
      clause: '预警和信息处置',
      edition: '2025-08',
      status: 'secondary',
      note:
        "Another county's rule, the default until Lhasa's own is known. Its minutes are for phoning the duty leader " +
        '(10), forwarding to the section (30) and handing an ordinary paper to the office (60): that these are our ' +
        'acknowledging, signing and resolving is inferred. Set early so that past events can be replayed.',
    },
    limits: [
      { act: 'acknowledge', minutes: 10 },
      { act: 'sign_for_forwarding', minutes: 30 },
      { act: 'resolve', minutes: 60 },
    ],
  },
  {
    id: 'general_norm',
    zh: '通行做法(30分钟电话、1小时书面)',
    en: 'General norm: phone in 30 minutes, writing in an hour',
    citation: {
      ...OPEN,
      instrument: 'General practice of emergency reporting',
      instrumentZh: '应急信息报送通行做法',
      clause: '电话、书面报告',
      edition: '通行',
      status: 'unverified',
    },
    limits: [
      { act: 'phone_report', minutes: 30 },
      { act: 'written_report', minutes: 60 },
    ],
  },
  {
    id: 'province_2021',
    zh: '河南省应急管理厅2021',
    en: 'Henan emergency department 2021',
    citation: {
      ...OPEN,
      instrument: 'Reporting rules of the Henan emergency department',
      instrumentZh: '河南省应急管理厅信息报送规定',
      clause: '报送时限',
      edition: '2021',
      inForceFrom: '2021-01-01',
      status: 'secondary',
    },
    limits: [
      { act: 'phone_report', minutes: 15, minSeverity: 'serious' },
      { act: 'written_report', minutes: 35, minSeverity: 'serious' },
      { act: 'written_report', minutes: 60, minSeverity: 'relatively_serious' },
      { act: 'written_report', minutes: 360 },
    ],
    followUps: { at: ['08:00', '17:00'], minSeverity: 'relatively_serious' },
  },
  {
    id: 'county_2018',
    zh: '某县2018(20分钟电话、40分钟书面)',
    en: 'A county 2018: phone in 20 minutes, writing in 40',
    citation: {
      ...OPEN,
      instrument: 'Reporting rules of a county',
      instrumentZh: '某县信息报送规定',
      clause: '报送时限',
      edition: '2018',
      inForceFrom: '2018-01-01',
      status: 'secondary',
    },
    limits: [
      { act: 'phone_report', minutes: 20 },
      { act: 'written_report', minutes: 40 },
    ],
  },
]
