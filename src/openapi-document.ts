/** What the API document says of itself; everything else in it comes from the routes. */
export const API_INFO = {
  title: 'Fengsui',
  version: '0.1.0',
  summary: 'Disaster reporting from villages to the city (灾情报送)',
  description:
    'Villages, townships, counties and the city of Lhasa report disasters; Fengsui checks, grades, escalates by severity and by time limit, and routes to the sections that must act. Every failure is a problem (RFC 9457) with a stable type.',
  contact: { name: 'Fengsui maintainers', url: 'https://fengsui.example/' },
  license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
}

/** Tags in the order in which a newcomer needs them. */
export const API_TAGS = [
  { name: 'accounts', description: 'Sessions, tokens, people and systems (账号)' },
  { name: 'reports', description: 'First, follow-up and verified reports, and their receipts (灾情报送)' },
  { name: 'events', description: 'Disaster events, their severity and their course (灾害过程)' },
  { name: 'escalations', description: 'What was passed upward and waits to be acknowledged (升级)' },
  { name: 'routing', description: 'What was forwarded to sections and departments (分转)' },
  { name: 'deadlines', description: 'What is due from whom by when (时限)' },
  { name: 'regions', description: 'Reporting units (报送单位)' },
  { name: 'catalogues', description: 'Hazards and indicators (灾种, 指标)' },
  { name: 'keys', description: 'Public keys of tokens and receipts (公钥)' },
  { name: 'audit', description: 'The trail (审计)' },
  { name: 'health', description: 'For operators and devices: alive, ready, time, metrics (运行状态)' },
]
