CREATE TABLE "local_rules" (
	"id" uuid PRIMARY KEY NOT NULL,
	"region_code" text collate "C" NOT NULL,
	"target" text NOT NULL,
	"kind" text NOT NULL,
	"value" jsonb,
	"places" text[] NOT NULL,
	"instrument" text NOT NULL,
	"instrument_zh" text NOT NULL,
	"clause" text NOT NULL,
	"edition" text NOT NULL,
	"status" text NOT NULL,
	"note" text,
	"in_force_from" date NOT NULL,
	"in_force_to" date,
	"why" text NOT NULL,
	"ends_id" uuid,
	"state" text DEFAULT 'proposed' NOT NULL,
	"proposed_by" uuid NOT NULL,
	"proposed_at" timestamptz NOT NULL,
	"decided_by" uuid,
	"decided_at" timestamptz,
	"decision_reason" text,
	"preview" jsonb,
	CONSTRAINT "local_rules_kind_known" CHECK ("local_rules"."kind" in ('time_limit', 'threshold', 'desk_limit', 'desk_profile', 'switch', 'check_threshold')),
	CONSTRAINT "local_rules_status_known" CHECK ("local_rules"."status" in ('verified', 'secondary', 'unverified', 'inferred')),
	CONSTRAINT "local_rules_state_known" CHECK ("local_rules"."state" in ('proposed', 'approved', 'refused', 'withdrawn')),
	CONSTRAINT "local_rules_hold_somewhere" CHECK (cardinality("local_rules"."places") > 0),
	CONSTRAINT "local_rules_value_or_end" CHECK (("local_rules"."value" is null) = ("local_rules"."ends_id" is not null)),
	CONSTRAINT "local_rules_end_after_start" CHECK ("local_rules"."in_force_to" > "local_rules"."in_force_from"),
	CONSTRAINT "local_rules_with_reason" CHECK (length("local_rules"."why") > 0),
	CONSTRAINT "local_rules_decided_by_someone" CHECK (("local_rules"."state" = 'proposed') = ("local_rules"."decided_by" is null) and ("local_rules"."state" = 'proposed') = ("local_rules"."decided_at" is null)),
	CONSTRAINT "local_rules_decided_by_another" CHECK ("local_rules"."state" not in ('approved', 'refused') or "local_rules"."decided_by" <> "local_rules"."proposed_by"),
	CONSTRAINT "local_rules_withdrawn_by_proposer" CHECK ("local_rules"."state" <> 'withdrawn' or "local_rules"."decided_by" = "local_rules"."proposed_by"),
	CONSTRAINT "local_rules_refused_with_reason" CHECK (("local_rules"."state" = 'refused') = ("local_rules"."decision_reason" is not null)),
	CONSTRAINT "local_rules_previewed" CHECK (("local_rules"."state" = 'approved') = ("local_rules"."preview" is not null)),
	CONSTRAINT "local_rules_never_retroactive" CHECK ("local_rules"."state" <> 'approved' or "local_rules"."in_force_from" > ("local_rules"."decided_at" at time zone 'Asia/Shanghai')::date)
);
--> statement-breakpoint
ALTER TABLE "local_rules" ADD CONSTRAINT "local_rules_region_code_nodes_region_code_fk" FOREIGN KEY ("region_code") REFERENCES "public"."nodes"("region_code") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "local_rules" ADD CONSTRAINT "local_rules_ends_id_local_rules_id_fk" FOREIGN KEY ("ends_id") REFERENCES "public"."local_rules"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "local_rules" ADD CONSTRAINT "local_rules_proposed_by_accounts_id_fk" FOREIGN KEY ("proposed_by") REFERENCES "public"."accounts"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "local_rules" ADD CONSTRAINT "local_rules_decided_by_accounts_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."accounts"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "local_rules_by_proposal" ON "local_rules" USING btree ("proposed_at","id");--> statement-breakpoint
CREATE INDEX "local_rules_approved" ON "local_rules" USING btree ("decided_at") WHERE "local_rules"."state" = 'approved';--> statement-breakpoint
CREATE UNIQUE INDEX "local_rules_one_from_a_day" ON "local_rules" USING btree ("target","places","in_force_from") WHERE "local_rules"."state" = 'approved' and "local_rules"."ends_id" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "local_rules_ended_once" ON "local_rules" USING btree ("ends_id") WHERE "local_rules"."state" = 'approved' and "local_rules"."ends_id" is not null;