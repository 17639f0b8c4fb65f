CREATE TABLE proposal (
    entry VARCHAR NOT NULL,
    id VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    version INTEGER NOT NULL,
    content VARCHAR NOT NULL,
    decision VARCHAR NOT NULL,
    decided VARCHAR NOT NULL,
    seal VARCHAR NOT NULL,
    CONSTRAINT pk_proposal PRIMARY KEY (entry, id),
    CONSTRAINT fk_proposal_entry FOREIGN KEY(entry) REFERENCES entry (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT ck_proposal_decision CHECK ("decision" IN ('open', 'accepted', 'rejected')),
    CONSTRAINT ck_proposal_position CHECK (position >= 0)
);

CREATE INDEX ix_proposal_entry_position ON proposal (entry, position);

CREATE TABLE editing (
    entry VARCHAR NOT NULL,
    person VARCHAR NOT NULL,
    host VARCHAR NOT NULL,
    process VARCHAR NOT NULL,
    beat VARCHAR NOT NULL,
    CONSTRAINT pk_editing PRIMARY KEY (entry),
    CONSTRAINT fk_editing_entry FOREIGN KEY(entry) REFERENCES entry (id) DEFERRABLE INITIALLY DEFERRED
);
