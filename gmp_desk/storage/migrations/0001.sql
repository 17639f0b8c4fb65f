CREATE TABLE entry (
    id VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    revision INTEGER NOT NULL,
    changed VARCHAR NOT NULL,
    hash VARCHAR NOT NULL,
    seal VARCHAR NOT NULL,
    CONSTRAINT pk_entry PRIMARY KEY (id),
    CONSTRAINT ck_entry_kind CHECK ("kind" IN ('plan', 'report')),
    CONSTRAINT ck_entry_revision CHECK (revision >= 1)
);

CREATE TABLE "plan" (
    "plan" VARCHAR NOT NULL,
    template VARCHAR NOT NULL,
    area VARCHAR NOT NULL,
    title VARCHAR NOT NULL,
    language VARCHAR NOT NULL,
    period_first_year INTEGER NOT NULL,
    period_last_year INTEGER NOT NULL,
    period_first_month INTEGER,
    period_last_month INTEGER,
    state VARCHAR NOT NULL,
    version_note VARCHAR NOT NULL,
    summary VARCHAR NOT NULL,
    actions_justification VARCHAR NOT NULL,
    evaluation_method VARCHAR NOT NULL,
    resources_narrative VARCHAR NOT NULL,
    planning_process VARCHAR NOT NULL,
    version_number INTEGER,
    version_saved VARCHAR,
    version_by VARCHAR,
    version_parent VARCHAR,
    continues VARCHAR,
    translation_of VARCHAR,
    other_information VARCHAR NOT NULL,
    contacts_left_out BOOLEAN NOT NULL,
    CONSTRAINT pk_plan PRIMARY KEY ("plan"),
    CONSTRAINT fk_plan_plan FOREIGN KEY("plan") REFERENCES entry (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT ck_plan_language CHECK ("language" IN ('ar', 'en', 'es', 'fr', 'ru', 'zh')),
    CONSTRAINT ck_plan_state CHECK ("state" IN ('draft', 'submitted', 'advised', 'agreed', 'superseded')),
    CONSTRAINT ck_plan_period_first_year CHECK ("period_first_year" BETWEEN 1900 AND 2200),
    CONSTRAINT ck_plan_period_last_year CHECK ("period_last_year" BETWEEN 1900 AND 2200),
    CONSTRAINT ck_plan_period_first_month CHECK ("period_first_month" BETWEEN 1 AND 12),
    CONSTRAINT ck_plan_period_last_month CHECK ("period_last_month" BETWEEN 1 AND 12)
);

CREATE INDEX ix_plan_area ON "plan" (area);

CREATE TABLE report (
    report VARCHAR NOT NULL,
    "plan" VARCHAR,
    area VARCHAR NOT NULL,
    language VARCHAR NOT NULL,
    period_first_year INTEGER NOT NULL,
    period_last_year INTEGER NOT NULL,
    period_first_month INTEGER,
    period_last_month INTEGER,
    meetings_face_to_face INTEGER,
    meetings_face_to_face_qualifier VARCHAR NOT NULL,
    meetings_online INTEGER,
    meetings_online_qualifier VARCHAR NOT NULL,
    meetings_hybrid INTEGER,
    meetings_hybrid_qualifier VARCHAR NOT NULL,
    partner_count INTEGER,
    partner_count_qualifier VARCHAR NOT NULL,
    highlights VARCHAR NOT NULL,
    effectiveness VARCHAR NOT NULL,
    impact VARCHAR NOT NULL,
    lessons_learned VARCHAR NOT NULL,
    best_practices VARCHAR NOT NULL,
    future_work VARCHAR NOT NULL,
    title VARCHAR NOT NULL,
    template VARCHAR NOT NULL,
    state VARCHAR NOT NULL,
    plan_version INTEGER,
    interim BOOLEAN NOT NULL,
    CONSTRAINT pk_report PRIMARY KEY (report),
    CONSTRAINT fk_report_report FOREIGN KEY(report) REFERENCES entry (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT ck_report_language CHECK ("language" IN ('ar', 'en', 'es', 'fr', 'ru', 'zh')),
    CONSTRAINT ck_report_state CHECK ("state" IN ('draft', 'sent', 'received')),
    CONSTRAINT ck_report_period_first_year CHECK ("period_first_year" BETWEEN 1900 AND 2200),
    CONSTRAINT ck_report_period_last_year CHECK ("period_last_year" BETWEEN 1900 AND 2200),
    CONSTRAINT ck_report_period_first_month CHECK ("period_first_month" BETWEEN 1 AND 12),
    CONSTRAINT ck_report_period_last_month CHECK ("period_last_month" BETWEEN 1 AND 12),
    CONSTRAINT ck_report_meetings_face_to_face_qualifier CHECK ("meetings_face_to_face_qualifier" IN ('exact', 'at_least', 'unknown')),
    CONSTRAINT ck_report_meetings_face_to_face CHECK ("meetings_face_to_face" BETWEEN 0 AND 1000000000),
    CONSTRAINT ck_report_meetings_online_qualifier CHECK ("meetings_online_qualifier" IN ('exact', 'at_least', 'unknown')),
    CONSTRAINT ck_report_meetings_online CHECK ("meetings_online" BETWEEN 0 AND 1000000000),
    CONSTRAINT ck_report_meetings_hybrid_qualifier CHECK ("meetings_hybrid_qualifier" IN ('exact', 'at_least', 'unknown')),
    CONSTRAINT ck_report_meetings_hybrid CHECK ("meetings_hybrid" BETWEEN 0 AND 1000000000),
    CONSTRAINT ck_report_partner_count_qualifier CHECK ("partner_count_qualifier" IN ('exact', 'at_least', 'unknown')),
    CONSTRAINT ck_report_partner_count CHECK ("partner_count" BETWEEN 0 AND 1000000000)
);

CREATE INDEX ix_report_area ON report (area);

CREATE INDEX ix_report_plan ON report ("plan");

CREATE TABLE version (
    entry VARCHAR NOT NULL,
    number INTEGER NOT NULL,
    fingerprint VARCHAR NOT NULL,
    content BLOB NOT NULL,
    kept VARCHAR NOT NULL,
    reason VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    "by" VARCHAR NOT NULL,
    state VARCHAR NOT NULL,
    own BOOLEAN NOT NULL,
    shared BOOLEAN NOT NULL,
    parent VARCHAR NOT NULL,
    seal VARCHAR NOT NULL,
    CONSTRAINT pk_version PRIMARY KEY (entry, number),
    CONSTRAINT fk_version_entry FOREIGN KEY(entry) REFERENCES entry (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT ck_version_reason CHECK ("reason" IN ('import', 'move', 'comment', 'export', 'request', 'restore', 'merge')),
    CONSTRAINT ck_version_number CHECK (number >= 1)
);

CREATE INDEX ix_version_entry_fingerprint ON version (entry, fingerprint);

CREATE TABLE action (
    "plan" VARCHAR NOT NULL,
    id VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    title VARCHAR NOT NULL,
    description VARCHAR NOT NULL,
    CONSTRAINT pk_action PRIMARY KEY ("plan", id),
    CONSTRAINT fk_action_plan FOREIGN KEY("plan") REFERENCES "plan" ("plan") DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT ck_action_position CHECK (position >= 0)
);

CREATE INDEX ix_action_plan_position ON action ("plan", position);

CREATE TABLE comment (
    "plan" VARCHAR NOT NULL,
    id VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    field VARCHAR NOT NULL,
    author VARCHAR NOT NULL,
    date VARCHAR,
    anchor VARCHAR NOT NULL,
    text VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    decision VARCHAR NOT NULL,
    reason VARCHAR NOT NULL,
    CONSTRAINT pk_comment PRIMARY KEY ("plan", id),
    CONSTRAINT fk_comment_plan FOREIGN KEY("plan") REFERENCES "plan" ("plan") DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT ck_comment_position CHECK (position >= 0),
    CONSTRAINT ck_comment_decision CHECK ("decision" IN ('open', 'taken_up', 'not_taken_up'))
);

CREATE INDEX ix_comment_plan_position ON comment ("plan", position);

CREATE TABLE indicator (
    "plan" VARCHAR NOT NULL,
    id VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    name VARCHAR NOT NULL,
    objective VARCHAR,
    unit VARCHAR NOT NULL,
    baseline VARCHAR,
    baseline_qualifier VARCHAR,
    baseline_year INTEGER,
    baseline_note VARCHAR,
    target VARCHAR,
    target_qualifier VARCHAR,
    target_year INTEGER,
    target_note VARCHAR,
    means_of_verification VARCHAR NOT NULL,
    CONSTRAINT pk_indicator PRIMARY KEY ("plan", id),
    CONSTRAINT fk_indicator_plan FOREIGN KEY("plan") REFERENCES "plan" ("plan") DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT ck_indicator_position CHECK (position >= 0),
    CONSTRAINT ck_indicator_baseline_qualifier CHECK ("baseline_qualifier" IN ('exact', 'at_least', 'unknown')),
    CONSTRAINT ck_indicator_baseline_year CHECK ("baseline_year" BETWEEN 1900 AND 2200),
    CONSTRAINT ck_indicator_target_qualifier CHECK ("target_qualifier" IN ('exact', 'at_least', 'unknown')),
    CONSTRAINT ck_indicator_target_year CHECK ("target_year" BETWEEN 1900 AND 2200)
);

CREATE INDEX ix_indicator_plan_position ON indicator ("plan", position);

CREATE TABLE linkage_inside (
    "plan" VARCHAR NOT NULL,
    id VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    area VARCHAR,
    topic VARCHAR NOT NULL,
    description VARCHAR NOT NULL,
    CONSTRAINT pk_linkage_inside PRIMARY KEY ("plan", id),
    CONSTRAINT fk_linkage_inside_plan FOREIGN KEY("plan") REFERENCES "plan" ("plan") DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT ck_linkage_inside_position CHECK (position >= 0)
);

CREATE INDEX ix_linkage_inside_plan_position ON linkage_inside ("plan", position);

CREATE TABLE linkage_outside (
    "plan" VARCHAR NOT NULL,
    id VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    name VARCHAR NOT NULL,
    description VARCHAR NOT NULL,
    url VARCHAR NOT NULL,
    CONSTRAINT pk_linkage_outside PRIMARY KEY ("plan", id),
    CONSTRAINT fk_linkage_outside_plan FOREIGN KEY("plan") REFERENCES "plan" ("plan") DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT ck_linkage_outside_position CHECK (position >= 0)
);

CREATE INDEX ix_linkage_outside_plan_position ON linkage_outside ("plan", position);

CREATE TABLE move (
    "plan" VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    from_ VARCHAR NOT NULL,
    "to" VARCHAR NOT NULL,
    "on" DATE NOT NULL,
    "by" VARCHAR NOT NULL,
    note VARCHAR NOT NULL,
    CONSTRAINT pk_move PRIMARY KEY ("plan", position),
    CONSTRAINT fk_move_plan FOREIGN KEY("plan") REFERENCES "plan" ("plan") DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT ck_move_from_ CHECK ("from_" IN ('draft', 'submitted', 'advised', 'agreed', 'superseded')),
    CONSTRAINT ck_move_to CHECK ("to" IN ('draft', 'submitted', 'advised', 'agreed', 'superseded'))
);

CREATE TABLE objective (
    "plan" VARCHAR NOT NULL,
    id VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    statement VARCHAR NOT NULL,
    CONSTRAINT pk_objective PRIMARY KEY ("plan", id),
    CONSTRAINT fk_objective_plan FOREIGN KEY("plan") REFERENCES "plan" ("plan") DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT ck_objective_position CHECK (position >= 0)
);

CREATE INDEX ix_objective_plan_position ON objective ("plan", position);

CREATE TABLE opportunity (
    "plan" VARCHAR NOT NULL,
    id VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    title VARCHAR NOT NULL,
    description VARCHAR NOT NULL,
    reason VARCHAR NOT NULL,
    CONSTRAINT pk_opportunity PRIMARY KEY ("plan", id),
    CONSTRAINT fk_opportunity_plan FOREIGN KEY("plan") REFERENCES "plan" ("plan") DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT ck_opportunity_position CHECK (position >= 0),
    CONSTRAINT ck_opportunity_reason CHECK ("reason" IN ('needs_scoping', 'unfunded', 'other'))
);

CREATE INDEX ix_opportunity_plan_position ON opportunity ("plan", position);

CREATE TABLE partner (
    "plan" VARCHAR NOT NULL,
    id VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    name VARCHAR NOT NULL,
    category VARCHAR NOT NULL,
    country VARCHAR,
    role VARCHAR NOT NULL,
    contribution VARCHAR NOT NULL,
    CONSTRAINT pk_partner PRIMARY KEY ("plan", id),
    CONSTRAINT fk_partner_plan FOREIGN KEY("plan") REFERENCES "plan" ("plan") DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT ck_partner_position CHECK (position >= 0),
    CONSTRAINT ck_partner_category CHECK ("category" IN ('government', 'reio', 'international_organization', 'industry', 'ngo', 'academia', 'other')),
    CONSTRAINT ck_partner_role CHECK ("role" IN ('partner', 'lead', 'co_lead'))
);

CREATE INDEX ix_partner_plan_position ON partner ("plan", position);

CREATE TABLE project (
    "plan" VARCHAR NOT NULL,
    id VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    amount VARCHAR,
    amount_currency VARCHAR,
    amount_note VARCHAR,
    amount_words VARCHAR,
    title VARCHAR NOT NULL,
    details VARCHAR NOT NULL,
    CONSTRAINT pk_project PRIMARY KEY ("plan", id),
    CONSTRAINT fk_project_plan FOREIGN KEY("plan") REFERENCES "plan" ("plan") DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT ck_project_position CHECK (position >= 0),
    CONSTRAINT ck_project_amount_currency CHECK ((amount IS NULL) = (amount_currency IS NULL)),
    CONSTRAINT ck_project_amount_words CHECK (amount IS NULL OR amount_words IS NULL)
);

CREATE INDEX ix_project_plan_position ON project ("plan", position);

CREATE TABLE report_contribution (
    report VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    partner VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    amount VARCHAR,
    amount_currency VARCHAR,
    amount_note VARCHAR,
    amount_words VARCHAR,
    note VARCHAR NOT NULL,
    id VARCHAR,
    CONSTRAINT pk_report_contribution PRIMARY KEY (report, position),
    CONSTRAINT fk_report_contribution_report FOREIGN KEY(report) REFERENCES report (report) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT ck_report_contribution_kind CHECK ("kind" IN ('funding', 'in_kind')),
    CONSTRAINT ck_report_contribution_amount_currency CHECK ((amount IS NULL) = (amount_currency IS NULL)),
    CONSTRAINT ck_report_contribution_amount_words CHECK (amount IS NULL OR amount_words IS NULL)
);

CREATE TABLE report_effort (
    report VARCHAR NOT NULL,
    effort VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    status VARCHAR NOT NULL,
    progress VARCHAR NOT NULL,
    spent VARCHAR,
    spent_currency VARCHAR,
    spent_note VARCHAR,
    spent_words VARCHAR,
    title VARCHAR NOT NULL,
    CONSTRAINT pk_report_effort PRIMARY KEY (report, effort),
    CONSTRAINT fk_report_effort_report FOREIGN KEY(report) REFERENCES report (report) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT ck_report_effort_position CHECK (position >= 0),
    CONSTRAINT ck_report_effort_status CHECK ("status" IN ('not_started', 'on_track', 'delayed', 'completed', 'dropped')),
    CONSTRAINT ck_report_effort_spent_currency CHECK ((spent IS NULL) = (spent_currency IS NULL)),
    CONSTRAINT ck_report_effort_spent_words CHECK (spent IS NULL OR spent_words IS NULL)
);

CREATE INDEX ix_report_effort_report_position ON report_effort (report, position);

CREATE TABLE report_move (
    report VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    from_ VARCHAR NOT NULL,
    "to" VARCHAR NOT NULL,
    "on" DATE NOT NULL,
    "by" VARCHAR NOT NULL,
    note VARCHAR NOT NULL,
    CONSTRAINT pk_report_move PRIMARY KEY (report, position),
    CONSTRAINT fk_report_move_report FOREIGN KEY(report) REFERENCES report (report) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT ck_report_move_from_ CHECK ("from_" IN ('draft', 'sent', 'received')),
    CONSTRAINT ck_report_move_to CHECK ("to" IN ('draft', 'sent', 'received'))
);

CREATE TABLE report_reading (
    report VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    indicator VARCHAR NOT NULL,
    reading VARCHAR,
    reading_qualifier VARCHAR NOT NULL,
    reading_year INTEGER,
    reading_note VARCHAR NOT NULL,
    CONSTRAINT pk_report_reading PRIMARY KEY (report, position),
    CONSTRAINT fk_report_reading_report FOREIGN KEY(report) REFERENCES report (report) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT ck_report_reading_reading_qualifier CHECK ("reading_qualifier" IN ('exact', 'at_least', 'unknown')),
    CONSTRAINT ck_report_reading_reading_year CHECK ("reading_year" BETWEEN 1900 AND 2200)
);

CREATE TABLE source (
    "plan" VARCHAR NOT NULL,
    id VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    amount VARCHAR,
    amount_currency VARCHAR,
    amount_note VARCHAR,
    amount_words VARCHAR,
    name VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    contribution VARCHAR NOT NULL,
    status VARCHAR NOT NULL,
    note VARCHAR NOT NULL,
    CONSTRAINT pk_source PRIMARY KEY ("plan", id),
    CONSTRAINT fk_source_plan FOREIGN KEY("plan") REFERENCES "plan" ("plan") DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT ck_source_position CHECK (position >= 0),
    CONSTRAINT ck_source_kind CHECK ("kind" IN ('donor', 'financial_institution', 'regional_organization', 'other')),
    CONSTRAINT ck_source_contribution CHECK ("contribution" IN ('funding', 'in_kind')),
    CONSTRAINT ck_source_status CHECK ("status" IN ('potential', 'applied', 'pledged', 'received')),
    CONSTRAINT ck_source_amount_currency CHECK ((amount IS NULL) = (amount_currency IS NULL)),
    CONSTRAINT ck_source_amount_words CHECK (amount IS NULL OR amount_words IS NULL)
);

CREATE INDEX ix_source_plan_position ON source ("plan", position);

CREATE TABLE action_objective (
    "plan" VARCHAR NOT NULL,
    action VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    objective VARCHAR NOT NULL,
    CONSTRAINT pk_action_objective PRIMARY KEY ("plan", action, position),
    CONSTRAINT fk_action_objective_plan_action FOREIGN KEY("plan", action) REFERENCES action ("plan", id) DEFERRABLE INITIALLY DEFERRED
);

CREATE TABLE answer (
    "plan" VARCHAR NOT NULL,
    comment VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    author VARCHAR NOT NULL,
    date VARCHAR,
    text VARCHAR NOT NULL,
    CONSTRAINT pk_answer PRIMARY KEY ("plan", comment, position),
    CONSTRAINT fk_answer_plan_comment FOREIGN KEY("plan", comment) REFERENCES comment ("plan", id) DEFERRABLE INITIALLY DEFERRED
);

CREATE TABLE contact (
    "plan" VARCHAR NOT NULL,
    id VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    partner VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    title VARCHAR NOT NULL,
    email VARCHAR NOT NULL,
    phone VARCHAR NOT NULL,
    CONSTRAINT pk_contact PRIMARY KEY ("plan", id),
    CONSTRAINT fk_contact_plan_partner FOREIGN KEY("plan", partner) REFERENCES partner ("plan", id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT ck_contact_position CHECK (position >= 0)
);

CREATE INDEX ix_contact_plan_partner_position ON contact ("plan", partner, position);

CREATE TABLE effort (
    "plan" VARCHAR NOT NULL,
    id VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    action VARCHAR NOT NULL,
    title VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    description VARCHAR NOT NULL,
    cost VARCHAR,
    cost_currency VARCHAR,
    cost_note VARCHAR,
    cost_words VARCHAR,
    start VARCHAR,
    "end" VARCHAR,
    targets VARCHAR NOT NULL,
    opportunity VARCHAR,
    CONSTRAINT pk_effort PRIMARY KEY ("plan", id),
    CONSTRAINT fk_effort_plan_action FOREIGN KEY("plan", action) REFERENCES action ("plan", id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT ck_effort_position CHECK (position >= 0),
    CONSTRAINT ck_effort_kind CHECK ("kind" IN ('overarching', 'bilateral', 'collaborative')),
    CONSTRAINT ck_effort_cost_currency CHECK ((cost IS NULL) = (cost_currency IS NULL)),
    CONSTRAINT ck_effort_cost_words CHECK (cost IS NULL OR cost_words IS NULL),
    CONSTRAINT ck_effort_start CHECK ("start" LIKE '____-__'),
    CONSTRAINT ck_effort_end CHECK ("end" LIKE '____-__')
);

CREATE INDEX ix_effort_plan_action_position ON effort ("plan", action, position);

CREATE TABLE indicator_reading (
    "plan" VARCHAR NOT NULL,
    indicator VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    value VARCHAR,
    qualifier VARCHAR NOT NULL,
    year INTEGER,
    note VARCHAR NOT NULL,
    CONSTRAINT pk_indicator_reading PRIMARY KEY ("plan", indicator, position),
    CONSTRAINT fk_indicator_reading_plan_indicator FOREIGN KEY("plan", indicator) REFERENCES indicator ("plan", id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT ck_indicator_reading_qualifier CHECK ("qualifier" IN ('exact', 'at_least', 'unknown')),
    CONSTRAINT ck_indicator_reading_year CHECK ("year" BETWEEN 1900 AND 2200)
);

CREATE TABLE objective_focus (
    "plan" VARCHAR NOT NULL,
    objective VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    focus VARCHAR NOT NULL,
    CONSTRAINT pk_objective_focus PRIMARY KEY ("plan", objective, position),
    CONSTRAINT fk_objective_focus_plan_objective FOREIGN KEY("plan", objective) REFERENCES objective ("plan", id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT ck_objective_focus_focus CHECK ("focus" IN ('minamata', 'science', 'outreach'))
);

CREATE TABLE objective_goal (
    "plan" VARCHAR NOT NULL,
    objective VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    goal VARCHAR NOT NULL,
    CONSTRAINT pk_objective_goal PRIMARY KEY ("plan", objective, position),
    CONSTRAINT fk_objective_goal_plan_objective FOREIGN KEY("plan", objective) REFERENCES objective ("plan", id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT ck_objective_goal_goal CHECK ("goal" IN ('supply', 'releases', 'demand', 'technology', 'capacity', 'information'))
);

CREATE TABLE objective_priority (
    "plan" VARCHAR NOT NULL,
    objective VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    priority VARCHAR NOT NULL,
    CONSTRAINT pk_objective_priority PRIMARY KEY ("plan", objective, position),
    CONSTRAINT fk_objective_priority_plan_objective FOREIGN KEY("plan", objective) REFERENCES objective ("plan", id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT ck_objective_priority_priority CHECK ("priority" IN ('a', 'b', 'c', 'd', 'e', 'f', 'g'))
);

CREATE TABLE opportunity_objective (
    "plan" VARCHAR NOT NULL,
    opportunity VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    objective VARCHAR NOT NULL,
    CONSTRAINT pk_opportunity_objective PRIMARY KEY ("plan", opportunity, position),
    CONSTRAINT fk_opportunity_objective_plan_opportunity FOREIGN KEY("plan", opportunity) REFERENCES opportunity ("plan", id) DEFERRABLE INITIALLY DEFERRED
);

CREATE TABLE project_effort (
    "plan" VARCHAR NOT NULL,
    project VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    effort VARCHAR NOT NULL,
    CONSTRAINT pk_project_effort PRIMARY KEY ("plan", project, position),
    CONSTRAINT fk_project_effort_plan_project FOREIGN KEY("plan", project) REFERENCES project ("plan", id) DEFERRABLE INITIALLY DEFERRED
);

CREATE TABLE report_milestone (
    report VARCHAR NOT NULL,
    effort VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    milestone VARCHAR NOT NULL,
    done DATE,
    note VARCHAR NOT NULL,
    CONSTRAINT pk_report_milestone PRIMARY KEY (report, effort, position),
    CONSTRAINT fk_report_milestone_report_effort FOREIGN KEY(report, effort) REFERENCES report_effort (report, effort) DEFERRABLE INITIALLY DEFERRED
);

CREATE TABLE report_partner (
    report VARCHAR NOT NULL,
    effort VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    partner VARCHAR NOT NULL,
    CONSTRAINT pk_report_partner PRIMARY KEY (report, effort, position),
    CONSTRAINT fk_report_partner_report_effort FOREIGN KEY(report, effort) REFERENCES report_effort (report, effort) DEFERRABLE INITIALLY DEFERRED
);

CREATE TABLE source_effort (
    "plan" VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    effort VARCHAR NOT NULL,
    CONSTRAINT pk_source_effort PRIMARY KEY ("plan", source, position),
    CONSTRAINT fk_source_effort_plan_source FOREIGN KEY("plan", source) REFERENCES source ("plan", id) DEFERRABLE INITIALLY DEFERRED
);

CREATE TABLE effort_contact (
    "plan" VARCHAR NOT NULL,
    effort VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    contact VARCHAR NOT NULL,
    CONSTRAINT pk_effort_contact PRIMARY KEY ("plan", effort, position),
    CONSTRAINT fk_effort_contact_plan_effort FOREIGN KEY("plan", effort) REFERENCES effort ("plan", id) DEFERRABLE INITIALLY DEFERRED
);

CREATE TABLE effort_objective (
    "plan" VARCHAR NOT NULL,
    effort VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    objective VARCHAR NOT NULL,
    CONSTRAINT pk_effort_objective PRIMARY KEY ("plan", effort, position),
    CONSTRAINT fk_effort_objective_plan_effort FOREIGN KEY("plan", effort) REFERENCES effort ("plan", id) DEFERRABLE INITIALLY DEFERRED
);

CREATE TABLE effort_partner (
    "plan" VARCHAR NOT NULL,
    effort VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    partner VARCHAR NOT NULL,
    CONSTRAINT pk_effort_partner PRIMARY KEY ("plan", effort, position),
    CONSTRAINT fk_effort_partner_plan_effort FOREIGN KEY("plan", effort) REFERENCES effort ("plan", id) DEFERRABLE INITIALLY DEFERRED
);

CREATE TABLE milestone (
    "plan" VARCHAR NOT NULL,
    id VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    effort VARCHAR NOT NULL,
    title VARCHAR NOT NULL,
    due DATE,
    CONSTRAINT pk_milestone PRIMARY KEY ("plan", id),
    CONSTRAINT fk_milestone_plan_effort FOREIGN KEY("plan", effort) REFERENCES effort ("plan", id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT ck_milestone_position CHECK (position >= 0)
);

CREATE INDEX ix_milestone_plan_effort_position ON milestone ("plan", effort, position);
