CREATE TABLE "register_accesses" (
	"id" uuid PRIMARY KEY NOT NULL,
	"row_id" uuid NOT NULL,
	"event_id" uuid NOT NULL,
	"region_code" text collate "C" NOT NULL,
	"account_id" uuid NOT NULL,
	"at" timestamptz NOT NULL,
	"fields" text[] NOT NULL,
	"purpose" text NOT NULL,
	CONSTRAINT "register_accesses_with_purpose" CHECK (length("register_accesses"."purpose") > 0)
);
--> statement-breakpoint
CREATE TABLE "register_destroyed_rows" (
	"row_id" uuid PRIMARY KEY NOT NULL,
	"destruction_id" uuid NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "register_destroyed_rows_hash_is_sha256" CHECK ("register_destroyed_rows"."hash" ~ '^[0-9a-f]{64}$')
);
--> statement-breakpoint
CREATE TABLE "register_destructions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"event_id" uuid NOT NULL,
	"reason" text NOT NULL,
	"ordered_at" timestamptz NOT NULL,
	"ordered_by" uuid NOT NULL,
	"approved_at" timestamptz,
	"approved_by" uuid,
	"withdrawn_at" timestamptz,
	"withdrawn_by" uuid,
	"withdrawal_reason" text,
	"executed_at" timestamptz,
	"proof" text,
	CONSTRAINT "register_destructions_approved_by_someone" CHECK (("register_destructions"."approved_at" is null) = ("register_destructions"."approved_by" is null)),
	CONSTRAINT "register_destructions_not_approved_by_oneself" CHECK ("register_destructions"."approved_by" <> "register_destructions"."ordered_by"),
	CONSTRAINT "register_destructions_withdrawn_with_reason" CHECK (("register_destructions"."withdrawn_at" is null) = ("register_destructions"."withdrawn_by" is null) and ("register_destructions"."withdrawn_at" is null) = ("register_destructions"."withdrawal_reason" is null)),
	CONSTRAINT "register_destructions_executed_when_approved" CHECK ("register_destructions"."executed_at" is null or ("register_destructions"."approved_at" is not null and "register_destructions"."withdrawn_at" is null)),
	CONSTRAINT "register_destructions_executed_with_proof" CHECK (("register_destructions"."executed_at" is null) = ("register_destructions"."proof" is null))
);
--> statement-breakpoint
CREATE TABLE "register_fields" (
	"row_id" uuid NOT NULL,
	"field" text NOT NULL,
	"key_id" text NOT NULL,
	"sealed" text NOT NULL,
	CONSTRAINT "register_fields_row_id_field_pk" PRIMARY KEY("row_id","field"),
	CONSTRAINT "register_fields_is_sealed" CHECK ("register_fields"."sealed" ~ '^v1[.][A-Za-z0-9_-]{16}[.][A-Za-z0-9_-]+$')
);
--> statement-breakpoint
CREATE TABLE "register_holds" (
	"id" uuid PRIMARY KEY NOT NULL,
	"event_id" uuid NOT NULL,
	"reason" text NOT NULL,
	"placed_at" timestamptz NOT NULL,
	"placed_by" uuid NOT NULL,
	"released_at" timestamptz,
	"released_by" uuid,
	"release_reason" text,
	CONSTRAINT "register_holds_released_with_reason" CHECK (("register_holds"."released_at" is null) = ("register_holds"."released_by" is null) and ("register_holds"."released_at" is null) = ("register_holds"."release_reason" is null))
);
--> statement-breakpoint
CREATE TABLE "register_keys" (
	"kid" text PRIMARY KEY NOT NULL,
	"generation" integer NOT NULL,
	"sealed_data_key" text,
	"sealed_lookup_key" text,
	"created_at" timestamptz NOT NULL,
	"retired_at" timestamptz,
	"destroyed_at" timestamptz,
	CONSTRAINT "register_keys_destroyed_without_secrets" CHECK (("register_keys"."destroyed_at" is null) = ("register_keys"."sealed_data_key" is not null) and ("register_keys"."destroyed_at" is null) = ("register_keys"."sealed_lookup_key" is not null)),
	CONSTRAINT "register_keys_retired_before_destroyed" CHECK ("register_keys"."destroyed_at" is null or "register_keys"."retired_at" <= "register_keys"."destroyed_at")
);
--> statement-breakpoint
CREATE TABLE "register_lookups" (
	"row_id" uuid NOT NULL,
	"key_id" text NOT NULL,
	"digest" text NOT NULL,
	CONSTRAINT "register_lookups_row_id_key_id_pk" PRIMARY KEY("row_id","key_id"),
	CONSTRAINT "register_lookups_digest_is_sha256" CHECK ("register_lookups"."digest" ~ '^[A-Za-z0-9_-]{43}$')
);
--> statement-breakpoint
CREATE TABLE "register_retentions" (
	"event_id" uuid PRIMARY KEY NOT NULL,
	"closed_at" timestamptz NOT NULL
);
--> statement-breakpoint
CREATE TABLE "register_rows" (
	"id" uuid PRIMARY KEY NOT NULL,
	"register" text NOT NULL,
	"event_id" uuid NOT NULL,
	"region_code" text collate "C" NOT NULL,
	"kind" text NOT NULL,
	"class" text NOT NULL,
	"replaces_id" uuid,
	"reason_code" text,
	"facts" jsonb NOT NULL,
	"warnings" jsonb NOT NULL,
	"account_id" uuid NOT NULL,
	"registered_at" timestamptz NOT NULL,
	"destruction_id" uuid,
	CONSTRAINT "register_rows_of_an_event" UNIQUE("id","event_id","register"),
	CONSTRAINT "register_rows_register_known" CHECK ("register_rows"."register" in ('people', 'homes')),
	CONSTRAINT "register_rows_kind_known" CHECK ("register_rows"."kind" in ('entry', 'correction', 'removal')),
	CONSTRAINT "register_rows_class_of_register" CHECK ("register_rows"."class" = any (case "register_rows"."register" when 'people' then array['dead', 'missing', 'found_alive'] else array['collapsed', 'severe', 'general'] end)),
	CONSTRAINT "register_rows_nobody_enters_alive" CHECK ("register_rows"."kind" <> 'entry' or "register_rows"."class" <> 'found_alive'),
	CONSTRAINT "register_rows_reason_known" CHECK ("register_rows"."reason_code" in ('found', 'identified', 'clerical', 'duplicate', 'payment', 'other')),
	CONSTRAINT "register_rows_replaces_with_reason" CHECK (("register_rows"."kind" = 'entry') = ("register_rows"."replaces_id" is null) and ("register_rows"."kind" = 'entry') = ("register_rows"."reason_code" is null)),
	CONSTRAINT "register_rows_not_of_itself" CHECK ("register_rows"."replaces_id" <> "register_rows"."id")
);
--> statement-breakpoint
ALTER TABLE "register_accesses" ADD CONSTRAINT "register_accesses_row_id_register_rows_id_fk" FOREIGN KEY ("row_id") REFERENCES "public"."register_rows"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "register_accesses" ADD CONSTRAINT "register_accesses_event_id_events_id_fk" FOREIGN KEY ("event_id") REFERENCES "public"."events"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "register_accesses" ADD CONSTRAINT "register_accesses_region_code_nodes_region_code_fk" FOREIGN KEY ("region_code") REFERENCES "public"."nodes"("region_code") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "register_accesses" ADD CONSTRAINT "register_accesses_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "register_destroyed_rows" ADD CONSTRAINT "register_destroyed_rows_row_id_register_rows_id_fk" FOREIGN KEY ("row_id") REFERENCES "public"."register_rows"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "register_destroyed_rows" ADD CONSTRAINT "register_destroyed_rows_by_a_destruction" FOREIGN KEY ("destruction_id") REFERENCES "public"."register_destructions"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "register_destructions" ADD CONSTRAINT "register_destructions_event_id_events_id_fk" FOREIGN KEY ("event_id") REFERENCES "public"."events"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "register_destructions" ADD CONSTRAINT "register_destructions_ordered_by_accounts_id_fk" FOREIGN KEY ("ordered_by") REFERENCES "public"."accounts"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "register_destructions" ADD CONSTRAINT "register_destructions_approved_by_accounts_id_fk" FOREIGN KEY ("approved_by") REFERENCES "public"."accounts"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "register_destructions" ADD CONSTRAINT "register_destructions_withdrawn_by_accounts_id_fk" FOREIGN KEY ("withdrawn_by") REFERENCES "public"."accounts"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "register_fields" ADD CONSTRAINT "register_fields_row_id_register_rows_id_fk" FOREIGN KEY ("row_id") REFERENCES "public"."register_rows"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "register_fields" ADD CONSTRAINT "register_fields_key_id_register_keys_kid_fk" FOREIGN KEY ("key_id") REFERENCES "public"."register_keys"("kid") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "register_holds" ADD CONSTRAINT "register_holds_event_id_events_id_fk" FOREIGN KEY ("event_id") REFERENCES "public"."events"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "register_holds" ADD CONSTRAINT "register_holds_placed_by_accounts_id_fk" FOREIGN KEY ("placed_by") REFERENCES "public"."accounts"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "register_holds" ADD CONSTRAINT "register_holds_released_by_accounts_id_fk" FOREIGN KEY ("released_by") REFERENCES "public"."accounts"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "register_lookups" ADD CONSTRAINT "register_lookups_row_id_register_rows_id_fk" FOREIGN KEY ("row_id") REFERENCES "public"."register_rows"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "register_lookups" ADD CONSTRAINT "register_lookups_key_id_register_keys_kid_fk" FOREIGN KEY ("key_id") REFERENCES "public"."register_keys"("kid") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "register_retentions" ADD CONSTRAINT "register_retentions_event_id_events_id_fk" FOREIGN KEY ("event_id") REFERENCES "public"."events"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "register_rows" ADD CONSTRAINT "register_rows_event_id_events_id_fk" FOREIGN KEY ("event_id") REFERENCES "public"."events"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "register_rows" ADD CONSTRAINT "register_rows_region_code_nodes_region_code_fk" FOREIGN KEY ("region_code") REFERENCES "public"."nodes"("region_code") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "register_rows" ADD CONSTRAINT "register_rows_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "register_rows" ADD CONSTRAINT "register_rows_destruction_id_register_destructions_id_fk" FOREIGN KEY ("destruction_id") REFERENCES "public"."register_destructions"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "register_rows" ADD CONSTRAINT "register_rows_replaces_one_of_the_same" FOREIGN KEY ("replaces_id","event_id","register") REFERENCES "public"."register_rows"("id","event_id","register") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "register_accesses_by_time" ON "register_accesses" USING btree ("at","id");--> statement-breakpoint
CREATE INDEX "register_accesses_by_row" ON "register_accesses" USING btree ("row_id");--> statement-breakpoint
CREATE INDEX "register_destroyed_rows_in_order" ON "register_destroyed_rows" USING btree ("destruction_id","row_id");--> statement-breakpoint
CREATE UNIQUE INDEX "register_destructions_one_per_event" ON "register_destructions" USING btree ("event_id") WHERE "register_destructions"."withdrawn_at" is null;--> statement-breakpoint
CREATE INDEX "register_fields_by_key" ON "register_fields" USING btree ("key_id","row_id");--> statement-breakpoint
CREATE INDEX "register_holds_by_event" ON "register_holds" USING btree ("event_id","placed_at");--> statement-breakpoint
CREATE UNIQUE INDEX "register_keys_numbered" ON "register_keys" USING btree ("generation");--> statement-breakpoint
CREATE UNIQUE INDEX "register_keys_one_current" ON "register_keys" USING btree ((true)) WHERE "register_keys"."retired_at" is null;--> statement-breakpoint
CREATE INDEX "register_lookups_by_digest" ON "register_lookups" USING btree ("digest");--> statement-breakpoint
CREATE INDEX "register_lookups_by_key" ON "register_lookups" USING btree ("key_id");--> statement-breakpoint
CREATE UNIQUE INDEX "register_rows_replaced_once" ON "register_rows" USING btree ("replaces_id");--> statement-breakpoint
CREATE INDEX "register_rows_by_event" ON "register_rows" USING btree ("event_id","register","registered_at","id");