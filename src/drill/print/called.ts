/** What a route answered (接口应答), as lines: why it was refused, and the values that the drill shows. */
import type { Outcome } from '../memory.ts'
import type { Line } from './changes.ts'
import { clock } from './terms.ts'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d/

/** Each value with a mark: held to what it must be or not, or only shown. */
export function tellCalled({ refusal, shown }: Extract<Outcome, { kind: 'called' }>, at: Date): Line[] {
  return [
    ...(refusal ? [['拒绝 refused', `${refusal.status} ${refusal.problem}: ${refusal.detail}`] as Line] : []),
    ...shown.map(({ zh, en, value, isHeld, faults }): Line => {
      const mark = faults.length > 0 ? '✗ ' : isHeld ? '✓ ' : '  '
      const text = valueText(value, at)
      return ['', [`${mark}${zh} ${en}${text === '' ? '' : `: ${text}`}`, ...faults].join('  ')]
    }),
  ]
}

/** As people read it; ids are different in every run and say nothing to them. */
function valueText(value: unknown, at: Date): string {
  if (value === null) return '—'
  if (typeof value === 'boolean') return value ? '是 yes' : '否 no'
  if (Array.isArray(value)) {
    return value.length === 0 ? '无 none' : value.map((one) => valueText(one, at)).join(', ')
  }
  if (typeof value === 'object') return JSON.stringify(value)
  const text = String(value)
  if (UUID.test(text)) return ''
  return INSTANT.test(text) ? clock(text, at) : text
}
