-- Papers: what came in, what was read in it, what it cites, what does not fit.
--
-- The symbol is not a key (handbook 2.4: 96/HD-MTTW-BTT exists twice); nothing is deleted, a wrong entry is cancelled.

create table document (
    id          {id},
    unit        bigint not null references unit (id),
    direction   text not null,
    type_code   text not null default '',
    type_name   text not null default '',
    symbol      text not null default '',
    issuer      text not null default '',
    issued_on   date,
    place       text not null default '',
    abstract    text not null default '',
    term        text not null default '',
    signer      text not null default '',
    year        bigint,
    state       text not null default 'registered',
    file        text references file (sha256),
    file_name   text not null default '',
    format      text not null default '',
    -- The raw text that all spans point into, and the reading as JSON.
    source      text not null default '',
    reading     text not null default '',
    -- The reader's rules at the time: a paper read by older rules can be read again.
    read_by     text not null default '',
    account     bigint not null references account (id),
    created_at  bigint not null,
    version     bigint not null default 1,
    constraint document_direction_known check (direction in ('incoming', 'outgoing', 'internal')),
    constraint document_state_known check (state in ('draft', 'registered', 'issued', 'superseded', 'cancelled'))
);
create index document_unit on document (unit, id);
create index document_symbol on document (symbol, issued_on);
create index document_file on document (file);

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
    span_start bigint not null,
    span_end   bigint not null,
    primary key (document, code)
);

create table document_citation (
    id          {id},
    document    bigint not null references document (id),
    symbol      text not null,
    issued_on   date,
    type_name   text not null default '',
    issuer      text not null default '',
    raw         text not null default '',
    -- Code-point spans as JSON: [[start, end], …].
    occurrences text not null default '[]',
    target      bigint references document (id)
);
create index document_citation_of on document_citation (document, id);
create index document_citation_symbol on document_citation (symbol, document);
create index document_citation_target on document_citation (target, document);

create table document_finding (
    id         {id},
    document   bigint not null references document (id),
    kind       text not null,
    severity   text not null,
    message_vi text not null,
    message_en text not null,
    span_start bigint,
    span_end   bigint,
    -- open, or noted by somebody who looked at it; the text itself is never corrected.
    state      text not null default 'open',
    note       text not null default '',
    account    bigint references account (id),
    noted_at   bigint
);
create index document_finding_of on document_finding (document, id);

create table document_recipient (
    document bigint not null references document (id),
    position bigint not null,
    name     text not null,
    unit     bigint references unit (id),
    primary key (document, position)
);
create index document_recipient_unit on document_recipient (unit, document);
