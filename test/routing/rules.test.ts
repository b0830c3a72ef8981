import t from 'tap'
import { v7 as uuidv7 } from 'uuid'
import type { Recipient } from '../../src/evaluations/types.ts'
import { mayRefuse, newForwardings, takenBack } from '../../src/routing/rules.ts'

const NOW = new Date('2026-07-01T04:00:00.000Z')
const eventId = uuidv7()
const decisionId = uuidv7()
const lead: Recipient = { section: 'DZDZ', role: 'lead', because: [] }
const support: Recipient = { department: 'health', role: 'support', because: [] }

t.test('a recipient is handed an event at first, and again only when it has become graver', async (t) => {
  const rows: [why: string, before: number | null, now: number, isNew: boolean][] = [
    ['never handed before', null, 0, true],
    ['as grave as then', 2, 2, false],
    ['less grave than then', 3, 2, false],
    ['graver than then', 1, 2, true],
    ['graded for the first time', 0, 1, true],
    ['still below any grade', 0, 0, false],
  ]
  for (const [why, before, now, isNew] of rows) {
    const already = before === null ? [] : [{ kind: 'section' as const, code: 'DZDZ', severityRank: before }]
    const made = newForwardings({
      eventId,
      decisionId,
      recipients: [lead],
      already,
      severityRank: now,
      now: NOW,
    })
    t.equal(made.length, isNew ? 1 : 0, why)
  }
})

t.test('of several forwardings to one recipient the gravest counts', async (t) => {
  const already = [1, 3, 2].map((severityRank) => ({ kind: 'section' as const, code: 'DZDZ', severityRank }))
  const at = (severityRank: number) =>
    newForwardings({ eventId, decisionId, recipients: [lead], already, severityRank, now: NOW }).length
  t.same([at(2), at(3), at(4)], [0, 0, 1])
})

t.test('sections and departments are told apart, and each keeps its role', async (t) => {
  const already = [{ kind: 'department' as const, code: 'DZDZ', severityRank: 4 }]
  const recipients = [lead, support]
  t.match(newForwardings({ eventId, decisionId, recipients, already, severityRank: 3, now: NOW }), [
    { recipientKind: 'section', recipientCode: 'DZDZ', role: 'lead', severityRank: 3, returnsId: null },
    { recipientKind: 'department', recipientCode: 'health', role: 'support', forwardedAt: NOW, decisionId },
  ])
})

t.test('what is taken back goes to the command centre, which cannot refuse it', async (t) => {
  const [refused] = newForwardings({
    eventId,
    decisionId,
    recipients: [lead],
    already: [],
    severityRank: 3,
    now: NOW,
  })
  if (!refused) return t.fail('nothing was forwarded')
  const back = takenBack(refused, [], NOW)
  t.match(back, { recipientCode: 'ZHZX', role: 'lead', returnsId: refused.id, severityRank: 3 })
  t.equal(mayRefuse(refused), true)
  t.equal(mayRefuse(back), false)
  t.equal(mayRefuse({ recipientKind: 'department', recipientCode: 'ZHZX' }), true)
})
