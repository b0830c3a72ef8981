import type { Readable } from 'node:stream'
import { DataStore, Upload } from '@tus/server'
import type { Caller } from '../accounts/caller.ts'
import type { Deps } from '../deps.ts'
import { readAnnouncement } from './announcement.ts'
import { cancelUpload } from './cancel-upload.ts'
import { mustContinue } from './continue-upload.ts'
import { finishUpload } from './finish-upload.ts'
import { openUpload } from './open-upload.ts'
import type { AttachmentFiles } from './storage.ts'
import type { AttachmentRow } from './store.ts'
import { takeChunk } from './take-chunk.ts'

/** Extensions of the protocol that are spoken here. Checksums and expiry are judged by our own code, not by the library. */
const EXTENSIONS = ['creation', 'checksum', 'expiration', 'termination']

/** One request of an upload, as the library for the protocol asks for it. */
export class TusStore extends DataStore {
  override extensions = EXTENSIONS
  readonly #deps: Deps
  readonly #files: AttachmentFiles
  readonly #caller: Caller
  /** of the chunk in this request, in hexadecimal; null in requests without a chunk */
  readonly #checksum: string | null
  /** the upload that this request is about, once it was read */
  upload: AttachmentRow | null = null

  constructor(deps: Deps, files: AttachmentFiles, caller: Caller, checksum: string | null) {
    super()
    this.#deps = deps
    this.#files = files
    this.#caller = caller
    this.#checksum = checksum
  }

  /** Opens the upload, or finds the one that is open: the library asks for its name before it makes it. */
  async open(metadata: Record<string, string | null>, byteLength: number): Promise<string> {
    const announced = readAnnouncement(metadata)
    const id = await openUpload(this.#deps, this.#files, this.#caller, announced, byteLength)
    await this.#read(id)
    return id
  }

  override async getUpload(id: string): Promise<Upload> {
    const upload = await this.#read(id)
    const { byteLength, byteOffset } = upload
    return new Upload({ id, size: byteLength, offset: byteOffset, metadata: metadataOf(upload) })
  }

  override async write(stream: Readable, _id: string, offset: number): Promise<number> {
    if (!this.upload || this.#checksum === null)
      throw new Error('a chunk came without its upload or checksum')
    const chunk = { offset, sha256: this.#checksum, bytes: stream }
    this.upload = await takeChunk(this.#deps, this.#files, this.upload, chunk)
    return this.upload.byteOffset
  }

  async finish(id: string): Promise<void> {
    await finishUpload(this.#deps, this.#files, id)
    await this.#read(id)
  }

  override async remove(id: string): Promise<void> {
    await cancelUpload(this.#deps, this.#files, this.#caller, id)
  }

  async #read(id: string): Promise<AttachmentRow> {
    this.upload = await mustContinue(this.#deps.db, this.#caller, id)
    return this.upload
  }
}

/** What was announced, as it is told again. */
function metadataOf(upload: AttachmentRow): Record<string, string> {
  const { eventId, versionId, regionCode, kind, filename, mediaType, sha256 } = upload
  const target: Record<string, string> = eventId === null ? { versionId: versionId ?? '' } : { eventId }
  return { ...target, regionCode, kind, filename, filetype: mediaType, sha256 }
}
