import type { Citation } from '../../src/regulations/citation.ts'
import type { LocalKind, LocalRule, LocalValue } from '../../src/regulations/local-rule.ts'

/** The bureau's own text, from 1 June 2025 on, unless told otherwise. */
export const LOCAL_TEXT: Citation = {
  instrument: 'Reporting rules of the Lhasa bureau',
  instrumentZh: '《拉萨市灾情报送规定》',
  clause: '第六条',
  edition: '拉应急〔2025〕3号',
  inForceFrom: '2025-06-01',
  inForceTo: null,
  status: 'verified',
}

interface Given {
  id?: string
  places?: readonly string[]
  from?: string
  to?: string | null
}

/** A local rule for the whole city. */
export function aLocalRule(
  kind: LocalKind,
  target: string,
  value: LocalValue,
  { id = target, places = ['5401'], from = LOCAL_TEXT.inForceFrom, to = null }: Given = {},
): LocalRule {
  const citation = { ...LOCAL_TEXT, inForceFrom: from, inForceTo: to }
  return { id, target, kind, value, places, citation }
}
