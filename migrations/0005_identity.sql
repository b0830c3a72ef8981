CREATE TABLE "chain_moves" (
	"act_id" uuid NOT NULL,
	"chain_id" uuid NOT NULL,
	"region_code" text collate "C" NOT NULL,
	"from_event_id" uuid NOT NULL,
	"to_event_id" uuid NOT NULL,
	"at" timestamptz NOT NULL,
	CONSTRAINT "chain_moves_act_id_chain_id_pk" PRIMARY KEY("act_id","chain_id")
);
--> statement-breakpoint
CREATE TABLE "identity_acts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"from_event_id" uuid NOT NULL,
	"into_event_id" uuid NOT NULL,
	"undoes_id" uuid,
	"reason" text NOT NULL,
	"at" timestamptz NOT NULL,
	"by" uuid NOT NULL,
	"detail" jsonb NOT NULL,
	CONSTRAINT "identity_acts_kind_known" CHECK ("identity_acts"."kind" in ('merge', 'split', 'undo')),
	CONSTRAINT "identity_acts_of_two_events" CHECK ("identity_acts"."from_event_id" <> "identity_acts"."into_event_id"),
	CONSTRAINT "identity_acts_undo_names_act" CHECK (("identity_acts"."kind" = 'undo') = ("identity_acts"."undoes_id" is not null))
);
--> statement-breakpoint
ALTER TABLE "events" ADD COLUMN "merged_into_id" uuid;--> statement-breakpoint
ALTER TABLE "severity_answers" ADD COLUMN "act_id" uuid;--> statement-breakpoint
ALTER TABLE "chain_moves" ADD CONSTRAINT "chain_moves_act_id_identity_acts_id_fk" FOREIGN KEY ("act_id") REFERENCES "public"."identity_acts"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "chain_moves" ADD CONSTRAINT "chain_moves_chain_id_report_chains_id_fk" FOREIGN KEY ("chain_id") REFERENCES "public"."report_chains"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identity_acts" ADD CONSTRAINT "identity_acts_from_event_id_events_id_fk" FOREIGN KEY ("from_event_id") REFERENCES "public"."events"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identity_acts" ADD CONSTRAINT "identity_acts_into_event_id_events_id_fk" FOREIGN KEY ("into_event_id") REFERENCES "public"."events"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "chain_moves_by_chain" ON "chain_moves" USING btree ("chain_id","at");--> statement-breakpoint
CREATE INDEX "identity_acts_by_into" ON "identity_acts" USING btree ("into_event_id","at");--> statement-breakpoint
CREATE INDEX "identity_acts_by_from" ON "identity_acts" USING btree ("from_event_id","at");--> statement-breakpoint
ALTER TABLE "events" ADD CONSTRAINT "events_merged_into_id_events_id_fk" FOREIGN KEY ("merged_into_id") REFERENCES "public"."events"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "events_merged" ON "events" USING btree ("merged_into_id") WHERE "events"."merged_into_id" is not null;--> statement-breakpoint
ALTER TABLE "events" ADD CONSTRAINT "events_not_merged_into_itself" CHECK ("events"."merged_into_id" <> "events"."id");