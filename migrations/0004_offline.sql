CREATE TABLE "quarantined_reports" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"version_id" uuid,
	"region_code" text collate "C" NOT NULL,
	"content" jsonb NOT NULL,
	"content_hash" text NOT NULL,
	"problem" jsonb NOT NULL,
	"first_at" timestamptz NOT NULL,
	"last_at" timestamptz NOT NULL,
	"times" integer DEFAULT 1 NOT NULL,
	"discarded_at" timestamptz,
	"discarded_by" uuid,
	"discarded_reason" text,
	CONSTRAINT "quarantined_reports_counts_refusals" CHECK ("quarantined_reports"."times" > 0),
	CONSTRAINT "quarantined_reports_discarded_with_reason" CHECK (("quarantined_reports"."discarded_at" is null) = ("quarantined_reports"."discarded_reason" is null) and ("quarantined_reports"."discarded_at" is null) = ("quarantined_reports"."discarded_by" is null))
);
--> statement-breakpoint
ALTER TABLE "escalations" DROP CONSTRAINT "escalations_cause_known";--> statement-breakpoint
ALTER TABLE "held_reports" ADD COLUMN "told_at" timestamptz;--> statement-breakpoint
ALTER TABLE "quarantined_reports" ADD CONSTRAINT "quarantined_reports_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "quarantined_reports" ADD CONSTRAINT "quarantined_reports_region_code_nodes_region_code_fk" FOREIGN KEY ("region_code") REFERENCES "public"."nodes"("region_code") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "quarantined_reports_one_per_content" ON "quarantined_reports" USING btree ("account_id","content_hash");--> statement-breakpoint
CREATE INDEX "quarantined_reports_open" ON "quarantined_reports" USING btree ("region_code","first_at") WHERE "quarantined_reports"."discarded_at" is null;--> statement-breakpoint
CREATE INDEX "held_reports_untold" ON "held_reports" USING btree ("received_at") WHERE "held_reports"."released_at" is null and "held_reports"."told_at" is null;--> statement-breakpoint
ALTER TABLE "escalations" ADD CONSTRAINT "escalations_cause_known" CHECK ("escalations"."cause_kind" in ('severity', 'direct_report', 'deadline_missed', 'ordered', 'report_held'));