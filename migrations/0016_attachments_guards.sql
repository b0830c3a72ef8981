-- Guards of attachments: evidence is neither changed nor removed, and an upload only grows.

create trigger attachments_not_deleted before delete on attachments
  for each row execute function refuse_deletion();
--> statement-breakpoint
create trigger attachment_files_append_only before update or delete on attachment_files
  for each row execute function refuse_change();
--> statement-breakpoint
create trigger attachment_files_not_emptied before truncate on attachment_files
  for each statement execute function refuse_change();
--> statement-breakpoint
-- What was announced stays; bytes that count are not taken back; what is complete or refused has come to its end.
create function refuse_changed_attachment() returns trigger
language plpgsql as $$
begin
  if (old.id, old.account_id, old.region_code, old.event_id, old.version_id, old.kind, old.filename, old.media_type,
      old.byte_length, old.sha256, old.created_at)
     is distinct from
     (new.id, new.account_id, new.region_code, new.event_id, new.version_id, new.kind, new.filename, new.media_type,
      new.byte_length, new.sha256, new.created_at)
     or new.byte_offset < old.byte_offset
     or old.state <> 'uploading' then
    raise exception 'an attachment is uploaded once and never changed' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger attachments_not_changed before update on attachments
  for each row execute function refuse_changed_attachment();
--> statement-breakpoint
-- A chunk is written once; it is removed when its bytes are part of a whole, or of nothing.
create trigger attachment_chunks_not_changed before update on attachment_chunks
  for each row execute function refuse_change();
--> statement-breakpoint
comment on table attachments is '附件: what was announced, how far it has come, and what became of it';
--> statement-breakpoint
comment on column attachments.sha256 is 'SHA-256 of the whole file, announced by the sender and checked at the end';
--> statement-breakpoint
comment on column attachments.version_id is 'the version it belongs to, which may arrive later';
--> statement-breakpoint
comment on table attachment_chunks is '分块: verified parts of uploads that are not complete';
--> statement-breakpoint
comment on table attachment_files is '附件文件: the original kept as evidence (原件), the rendition without position and camera data (脱敏件), the thumbnail (缩略图)';
