/** What is sent in the matrix: bodies that nothing but a right can be missing for. */
import { minutesAfter, NOON } from '../api.ts'

export const REASON = { reason: '核实后决定。' }
export const PURPOSE = { purpose: '核对身份' }
const BEFORE_NOON = minutesAfter(NOON, -5).toISOString()

export const LOSS = {
  place: '山南市浪卡子县某小学',
  figures: { dead: 1 },
  source: '新华社',
  happenedAt: BEFORE_NOON,
}

export const CLAIM = {
  indicator: 'dead',
  value: 3,
  source: { text: '群众电话' },
  saidAt: BEFORE_NOON,
}

export const DECISION = {
  indicator: 'dead',
  value: 1,
  participants: ['health', 'public_security'],
  method: 'full',
  claimIds: [],
  conclusion: '逐户核查,死亡1人。',
}

export const RESPONSE = {
  kind: 'emergency',
  level: 2,
  decidedBy: { body: 'autonomous_region', name: '自治区人民政府' },
  startedAt: BEFORE_NOON,
  basis: '《西藏自治区地震应急预案》',
}

export const STABILITY = { declaredAt: BEFORE_NOON, basis: '救援结束,余震减弱。' }
