import { FILE_TYPES } from './file-types.ts'

/**
 * How a file is offered for saving (RFC 6266): under its own name in UTF-8, under a plain one for old programs, and
 * always with an ending that fits its type, so that nothing saved runs as a program.
 *
 * @param mediaType of the file that goes out, which may be another one than what was sent
 */
export function contentDisposition(filename: string, mediaType: string): string {
  const extensions = FILE_TYPES.find((type) => type.mediaType === mediaType)?.extensions ?? ['bin']
  const ending = /\.([^.]+)$/.exec(filename)?.[1]?.toLowerCase() ?? ''
  const [usual] = extensions
  const name = (extensions as readonly string[]).includes(ending) ? filename : `${filename}.${usual}`
  const encoded = encodeURIComponent(name).replaceAll(/['()*]/g, percent)
  return `attachment; filename="attachment.${usual}"; filename*=UTF-8''${encoded}`
}

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`
}
