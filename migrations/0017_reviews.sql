CREATE TABLE "version_bases" (
	"version_id" uuid PRIMARY KEY NOT NULL,
	"draft_number" integer NOT NULL,
	"drafted_by" uuid NOT NULL,
	"drafted_at" timestamptz NOT NULL,
	"signed_by" uuid NOT NULL,
	"signer_role" text NOT NULL,
	"signer_code" text collate "C" NOT NULL,
	"basis" jsonb NOT NULL,
	"rolled_up" jsonb NOT NULL,
	"additional" jsonb NOT NULL,
	CONSTRAINT "version_bases_two_people" CHECK ("version_bases"."drafted_by" <> "version_bases"."signed_by")
);
--> statement-breakpoint
CREATE TABLE "event_corrections" (
	"id" uuid PRIMARY KEY NOT NULL,
	"event_id" uuid NOT NULL,
	"corrected_at" timestamptz NOT NULL,
	"corrected_by" uuid NOT NULL,
	"reason" text NOT NULL,
	"before" jsonb NOT NULL,
	"after" jsonb NOT NULL,
	CONSTRAINT "event_corrections_change_something" CHECK ("event_corrections"."before" <> "event_corrections"."after"),
	CONSTRAINT "event_corrections_say_why" CHECK (length("event_corrections"."reason") > 0)
);
--> statement-breakpoint
CREATE TABLE "report_reviews" (
	"version_id" uuid PRIMARY KEY NOT NULL,
	"outcome" text NOT NULL,
	"reviewed_at" timestamptz NOT NULL,
	"reviewed_by" uuid NOT NULL,
	"reviewer_role" text NOT NULL,
	"reviewer_code" text collate "C" NOT NULL,
	"reason_code" text,
	"fields" jsonb NOT NULL,
	"comment" text,
	"due_at" timestamptz,
	CONSTRAINT "report_reviews_outcome_known" CHECK ("report_reviews"."outcome" in ('accepted', 'returned')),
	CONSTRAINT "report_reviews_reason_known" CHECK ("report_reviews"."reason_code" in ('figures_contradict', 'figures_missing', 'wrong_unit', 'duplicate', 'needs_explanation', 'register_missing', 'other')),
	CONSTRAINT "report_reviews_returned_with_reason" CHECK (("report_reviews"."outcome" = 'returned') = ("report_reviews"."reason_code" is not null) and ("report_reviews"."outcome" = 'returned') = ("report_reviews"."due_at" is not null))
);
--> statement-breakpoint
CREATE TABLE "tier_report_discards" (
	"report_id" uuid PRIMARY KEY NOT NULL,
	"discarded_at" timestamptz NOT NULL,
	"discarded_by" uuid NOT NULL,
	"reason" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "tier_report_drafts" (
	"report_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"drafted_at" timestamptz NOT NULL,
	"stage" text NOT NULL,
	"basis" jsonb NOT NULL,
	"rolled_up" jsonb NOT NULL,
	"additional" jsonb NOT NULL,
	"violations" jsonb NOT NULL,
	"content" jsonb NOT NULL,
	"content_hash" text NOT NULL,
	CONSTRAINT "tier_report_drafts_report_id_number_pk" PRIMARY KEY("report_id","number"),
	CONSTRAINT "tier_report_drafts_stage_known" CHECK ("tier_report_drafts"."stage" in ('first', 'follow_up', 'verified')),
	CONSTRAINT "tier_report_drafts_numbered" CHECK ("tier_report_drafts"."number" > 0)
);
--> statement-breakpoint
CREATE TABLE "tier_reports" (
	"id" uuid PRIMARY KEY NOT NULL,
	"event_id" uuid NOT NULL,
	"region_code" text collate "C" NOT NULL,
	"drafted_by" uuid NOT NULL,
	"opened_at" timestamptz NOT NULL,
	"body_hash" text NOT NULL,
	CONSTRAINT "tier_reports_above_villages" CHECK (tier_of_region_code("tier_reports"."region_code") in ('township', 'county', 'city'))
);
--> statement-breakpoint
ALTER TABLE "version_bases" ADD CONSTRAINT "version_bases_version_id_report_versions_id_fk" FOREIGN KEY ("version_id") REFERENCES "public"."report_versions"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "version_bases" ADD CONSTRAINT "version_bases_drafted_by_accounts_id_fk" FOREIGN KEY ("drafted_by") REFERENCES "public"."accounts"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "version_bases" ADD CONSTRAINT "version_bases_signed_by_accounts_id_fk" FOREIGN KEY ("signed_by") REFERENCES "public"."accounts"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "version_bases" ADD CONSTRAINT "version_bases_signer_code_nodes_region_code_fk" FOREIGN KEY ("signer_code") REFERENCES "public"."nodes"("region_code") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "event_corrections" ADD CONSTRAINT "event_corrections_event_id_events_id_fk" FOREIGN KEY ("event_id") REFERENCES "public"."events"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "event_corrections" ADD CONSTRAINT "event_corrections_corrected_by_accounts_id_fk" FOREIGN KEY ("corrected_by") REFERENCES "public"."accounts"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_reviews" ADD CONSTRAINT "report_reviews_version_id_report_versions_id_fk" FOREIGN KEY ("version_id") REFERENCES "public"."report_versions"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_reviews" ADD CONSTRAINT "report_reviews_reviewed_by_accounts_id_fk" FOREIGN KEY ("reviewed_by") REFERENCES "public"."accounts"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_reviews" ADD CONSTRAINT "report_reviews_reviewer_code_nodes_region_code_fk" FOREIGN KEY ("reviewer_code") REFERENCES "public"."nodes"("region_code") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tier_report_discards" ADD CONSTRAINT "tier_report_discards_report_id_tier_reports_id_fk" FOREIGN KEY ("report_id") REFERENCES "public"."tier_reports"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tier_report_discards" ADD CONSTRAINT "tier_report_discards_discarded_by_accounts_id_fk" FOREIGN KEY ("discarded_by") REFERENCES "public"."accounts"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tier_report_drafts" ADD CONSTRAINT "tier_report_drafts_report_id_tier_reports_id_fk" FOREIGN KEY ("report_id") REFERENCES "public"."tier_reports"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tier_reports" ADD CONSTRAINT "tier_reports_event_id_events_id_fk" FOREIGN KEY ("event_id") REFERENCES "public"."events"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tier_reports" ADD CONSTRAINT "tier_reports_region_code_nodes_region_code_fk" FOREIGN KEY ("region_code") REFERENCES "public"."nodes"("region_code") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tier_reports" ADD CONSTRAINT "tier_reports_drafted_by_accounts_id_fk" FOREIGN KEY ("drafted_by") REFERENCES "public"."accounts"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "event_corrections_by_event" ON "event_corrections" USING btree ("event_id","corrected_at");--> statement-breakpoint
CREATE INDEX "tier_reports_by_event" ON "tier_reports" USING btree ("event_id","opened_at","id");