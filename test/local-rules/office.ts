/** Two administrators of the city, and local rules that they propose to each other. */
import type { LocalRuleView, NewLocalRule } from '../../src/local-rules/schemas.ts'
import { type Answer, type Api, CITY, type Client } from '../api.ts'

export type Given = Partial<Omit<NewLocalRule, 'places'>> & { places?: string[] }

export const BUREAU_TEXT = {
  instrument: 'Reporting rules of the Lhasa bureau',
  instrumentZh: '《拉萨市灾情报送规定》',
  clause: '第六条',
  edition: '拉应急〔2026〕3号',
}

/** Forty-five minutes for townships from the day after noon on, unless told otherwise. */
export function aProposal(given: Given = {}): object {
  return {
    target: 'first_report.township',
    value: { minutes: 45 },
    citation: BUREAU_TEXT,
    inForceFrom: '2026-07-02',
    why: '乡镇已配备卫星电话。',
    ...given,
  }
}

export interface Office {
  /** who proposes */
  first: Client
  /** who decides */
  second: Client
  propose(given?: Given): Promise<LocalRuleView>
  approve(id: string): Promise<LocalRuleView>
  /** proposed by the one and approved by the other */
  enact(given?: Given): Promise<LocalRuleView>
}

export async function anOffice(api: Api): Promise<Office> {
  const first = api.as('administrator')
  const second = await api.hire('administrator', CITY)
  const propose = async (given: Given = {}) =>
    must<LocalRuleView>(await first.post('/v1/local-rules', aProposal(given)), 201)
  const approve = async (id: string) =>
    must<LocalRuleView>(await second.post(`/v1/local-rules/${id}/approval`, {}), 200)
  return { first, second, propose, approve, enact: async (given) => approve((await propose(given)).id) }
}

/** The body of an answer that must have a status. */
export function must<Body>(answer: Answer, status: number): Body {
  if (answer.status !== status) throw new Error(`expected ${status}: ${answer.status} ${answer.text}`)
  return answer.json<Body>()
}
