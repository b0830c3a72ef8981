import type { Preview } from '../../src/local-rules/preview-schemas.ts'

/** A preview in which nothing was to be judged. */
export function aPreview(): Preview {
  return {
    from: '2025-07-01T12:00:00.000+08:00',
    to: '2026-07-01T12:00:00.000+08:00',
    versions: 0,
    isCut: false,
    deadlines: { compared: 0, moved: 0, added: 0, removed: 0, examples: [] },
    severities: { events: 0, changed: 0, examples: [] },
    directReports: { added: 0, removed: 0, examples: [] },
    explanations: { added: 0, removed: 0 },
    textZh: '0个时限中有0个会变动。',
    textEn: '0 of 0 deadlines would have moved.',
  }
}
