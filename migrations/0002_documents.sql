-- Papers: what came in, what was read in it, what it cites, what does not fit.
--
-- The symbol is not a key (handbook 2.4: 96/HD-MTTW-BTT exists twice); nothing is deleted, a wrong entry is cancelled.

create table document (
    id          {id},
    unit        bigint not null references unit (id),
    direction   text not null,
    -- What holds: as read, or as a person corrected it. What was read stays in `reading`.
    type_code   text not null default '',
    type_name   text not null default '',
    symbol      text not null default '',
    -- The symbol without blanks, dashes and case made alike: for comparing only.
    symbol_key  text not null default '',
    issuer      text not null default '',
    issued_on   date,
    place       text not null default '',
    abstract    text not null default '',
    term        text not null default '',
    signer      text not null default '',
    signer_position text not null default '',
    year        bigint,
    state       text not null default 'registered',
    cancel_reason text not null default '',
    file        text references file (sha256),
    file_name   text not null default '',
    format      text not null default '',
    -- Everything above that people search by, folded.
    folded      text not null default '',
    -- The reader and word lists at the time: a paper read by older ones can be read again.
    read_by     text not null default '',
    account     bigint not null references account (id),
    created_at  bigint not null,
    version     bigint not null default 1,
    -- The conference that the paper comes from: its day, term in Roman figures, ordinal within the term.
    held_on     date,
    conference_term text not null default '',
    conference  bigint,
    -- The raw text that all spans point into. Its lines as JSON: [start byte, end byte, kind, level, bold, centred]. What the
    -- file's reader noted. The reading as JSON, spans in bytes. Long, so they come last: lists do not read that far.
    source      text not null default '',
    lines       text not null default '[]',
    notes       text not null default '[]',
    reading     text not null default '',
    constraint document_direction_known check (direction in ('incoming', 'outgoing', 'internal')),
    constraint document_state_known check (state in ('draft', 'registered', 'issued', 'superseded', 'cancelled'))
);
create index document_unit on document (unit, id);
create index document_symbol on document (symbol_key, issued_on);
create index document_conference on document (unit, held_on) where conference is not null;
-- The same bytes are registered once by a unit; a cancelled entry does not stand in the way.
create unique index document_unit_file_key on document (unit, file) where state <> 'cancelled' and file is not null;

-- What a person corrected. The newest row of a field holds; reading again never undoes it.
create table document_correction (
    id       {id},
    document bigint not null references document (id),
    field    text not null,
    before   text not null,
    value    text not null,
    reason   text not null default '',
    account  bigint not null references account (id),
    at       bigint not null,
    -- The version of the document that this made.
    version  bigint not null
);
create index document_correction_of on document_correction (document, field, id);

create table document_clause (
    document   bigint not null references document (id),
    code       text not null,
    position   bigint not null,
    label      text not null,
    level      bigint not null,
    kind       text not null,
    parent     text not null default '',
    title      text not null default '',
    body       text not null default '',
    -- Code points of the raw text.
    span_start bigint not null,
    span_end   bigint not null,
    primary key (document, code)
);

create table document_citation (
    id          {id},
    document    bigint not null references document (id),
    position    bigint not null,
    symbol      text not null,
    symbol_key  text not null,
    issued_on   date,
    type_name   text not null default '',
    issuer      text not null default '',
    raw         text not null default '',
    -- Code-point spans as JSON: [[start, end], …].
    occurrences text not null default '[]',
    is_legal_basis boolean not null default false,
    target      bigint references document (id),
    -- Who chose the target; null when symbol and date did.
    linked_by   bigint references account (id)
);
create index document_citation_of on document_citation (document, position, id);
create index document_citation_symbol on document_citation (symbol_key, document);
create index document_citation_target on document_citation (target, document);

create table document_finding (
    id         {id},
    document   bigint not null references document (id),
    -- `paper`: seen in the paper alone. `register`: seen beside other papers, and gone when those change.
    origin     text not null,
    kind       text not null,
    severity   text not null,
    message_vi text not null,
    message_en text not null,
    span_start bigint,
    span_end   bigint,
    -- open; noted by somebody who looked at it; resolved when the reason is gone. The text itself is never corrected.
    state      text not null default 'open',
    note       text not null default '',
    account    bigint references account (id),
    noted_at   bigint,
    constraint document_finding_state_known check (state in ('open', 'noted', 'resolved'))
);
create index document_finding_of on document_finding (document, state, id);

create table document_recipient (
    document bigint not null references document (id),
    position bigint not null,
    name     text not null,
    unit     bigint references unit (id),
    primary key (document, position)
);
create index document_recipient_unit on document_recipient (unit, document);
