CREATE TABLE "attachment_chunks" (
	"attachment_id" uuid NOT NULL,
	"byte_offset" bigint NOT NULL,
	"byte_length" integer NOT NULL,
	"sha256" text NOT NULL,
	"storage_key" text NOT NULL,
	CONSTRAINT "attachment_chunks_attachment_id_byte_offset_pk" PRIMARY KEY("attachment_id","byte_offset"),
	CONSTRAINT "attachment_chunks_not_empty" CHECK ("attachment_chunks"."byte_length" > 0)
);
--> statement-breakpoint
CREATE TABLE "attachment_files" (
	"attachment_id" uuid NOT NULL,
	"rendition" text NOT NULL,
	"media_type" text NOT NULL,
	"byte_length" bigint NOT NULL,
	"sha256" text NOT NULL,
	"storage_key" text NOT NULL,
	"width" integer,
	"height" integer,
	CONSTRAINT "attachment_files_attachment_id_rendition_pk" PRIMARY KEY("attachment_id","rendition"),
	CONSTRAINT "attachment_files_rendition_known" CHECK ("attachment_files"."rendition" in ('original', 'stripped', 'thumbnail')),
	CONSTRAINT "attachment_files_hash_is_sha256" CHECK ("attachment_files"."sha256" ~ '^[0-9a-f]{64}$')
);
--> statement-breakpoint
CREATE TABLE "attachments" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"region_code" text collate "C" NOT NULL,
	"event_id" uuid,
	"version_id" uuid,
	"kind" text NOT NULL,
	"filename" text NOT NULL,
	"media_type" text NOT NULL,
	"byte_length" bigint NOT NULL,
	"sha256" text NOT NULL,
	"byte_offset" bigint DEFAULT 0 NOT NULL,
	"state" text DEFAULT 'uploading' NOT NULL,
	"created_at" timestamptz NOT NULL,
	"touched_at" timestamptz NOT NULL,
	"expires_at" timestamptz NOT NULL,
	"completed_at" timestamptz,
	"refused_at" timestamptz,
	"refusal" text,
	CONSTRAINT "attachments_of_event_or_version" CHECK (num_nonnulls("attachments"."event_id", "attachments"."version_id") = 1),
	CONSTRAINT "attachments_kind_known" CHECK ("attachments"."kind" in ('photo', 'document', 'video', 'audio')),
	CONSTRAINT "attachments_state_known" CHECK ("attachments"."state" in ('uploading', 'complete', 'refused')),
	CONSTRAINT "attachments_refusal_known" CHECK ("attachments"."refusal" in ('hash_mismatch', 'type_mismatch', 'unreadable', 'lost', 'expired', 'cancelled')),
	CONSTRAINT "attachments_refused_with_reason" CHECK (("attachments"."state" = 'refused') = ("attachments"."refusal" is not null) and ("attachments"."refusal" is null) = ("attachments"."refused_at" is null)),
	CONSTRAINT "attachments_complete_is_whole" CHECK (("attachments"."state" = 'complete') = ("attachments"."completed_at" is not null) and ("attachments"."completed_at" is null or "attachments"."byte_offset" = "attachments"."byte_length")),
	CONSTRAINT "attachments_not_empty" CHECK ("attachments"."byte_length" > 0),
	CONSTRAINT "attachments_offset_within" CHECK ("attachments"."byte_offset" between 0 and "attachments"."byte_length"),
	CONSTRAINT "attachments_hash_is_sha256" CHECK ("attachments"."sha256" ~ '^[0-9a-f]{64}$')
);
--> statement-breakpoint
ALTER TABLE "attachment_chunks" ADD CONSTRAINT "attachment_chunks_attachment_id_attachments_id_fk" FOREIGN KEY ("attachment_id") REFERENCES "public"."attachments"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attachment_files" ADD CONSTRAINT "attachment_files_attachment_id_attachments_id_fk" FOREIGN KEY ("attachment_id") REFERENCES "public"."attachments"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attachments" ADD CONSTRAINT "attachments_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attachments" ADD CONSTRAINT "attachments_region_code_nodes_region_code_fk" FOREIGN KEY ("region_code") REFERENCES "public"."nodes"("region_code") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attachments" ADD CONSTRAINT "attachments_event_id_events_id_fk" FOREIGN KEY ("event_id") REFERENCES "public"."events"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "attachment_files_stored_once" ON "attachment_files" USING btree ("storage_key");--> statement-breakpoint
CREATE UNIQUE INDEX "attachments_once" ON "attachments" USING btree ("account_id","region_code",coalesce("event_id", "version_id"),"kind","sha256") WHERE "attachments"."state" <> 'refused';--> statement-breakpoint
CREATE INDEX "attachments_by_event" ON "attachments" USING btree ("event_id","created_at");--> statement-breakpoint
CREATE INDEX "attachments_by_version" ON "attachments" USING btree ("version_id");--> statement-breakpoint
CREATE INDEX "attachments_by_region" ON "attachments" USING btree ("region_code","created_at");--> statement-breakpoint
CREATE INDEX "attachments_unfinished" ON "attachments" USING btree ("expires_at") WHERE "attachments"."state" = 'uploading';