-- Papers go out and come in: drafts, opinions, numbers, receipts, registers. Nothing here is deleted (handbook NEV-2.5).

-- A template as the office changed it; papers keep the version they were made with.
create table paper_template (
    id         {id},
    name       text not null,
    -- TOML: the template, or the header blocks when the name is `issuers`.
    body       text not null,
    valid_from date not null,
    note       text not null default '',
    account    bigint not null references account (id),
    at         bigint not null
);
create index paper_template_name on paper_template (name, valid_from, id);

create table outgoing_document (
    id           {id},
    unit         bigint not null references unit (id),
    template     text not null,
    -- The office's version it is made with; null for the one of the program. The same for the header blocks.
    template_version bigint references paper_template (id),
    issuers_version  bigint references paper_template (id),
    state        text not null default 'drafting',
    abstract     text not null,
    -- What the drafter wrote, as JSON; each version of it is kept in outgoing_version.
    content      text not null,
    source_kind  text not null default '',
    source       bigint,
    copied_from  bigint references outgoing_document (id),
    drafter      bigint not null references account (id),
    created_at   bigint not null,
    opinions_due date,
    signer       bigint references account (id),
    signed_at    bigint,
    -- The paper as signed, and its SHA-256: number and date are added to it, nothing else (NEV-2.2).
    frozen       text,
    frozen_hash  text,
    -- A copy signed elsewhere.
    signed_file  text references file (sha256),
    series       text,
    year         bigint,
    number       bigint,
    symbol       text not null default '',
    dated_on     date,
    pdf          text references file (sha256),
    docx         text references file (sha256),
    document     bigint references document (id),
    issued_at    bigint,
    copies       bigint not null default 1,
    reason       text not null default '',
    superseded_by bigint references outgoing_document (id),
    version      bigint not null default 1,
    constraint outgoing_document_state_known check (state in ('drafting', 'unit_review', 'form_check', 'leader_review', 'signed',
        'numbered_dated', 'issued', 'recalled', 'superseded', 'cancelled')),
    -- NEV-2.2: no number without a signature, no signature without the frozen text.
    constraint outgoing_document_number_after_sign check (number is null or (signed_at is not null and frozen_hash is not null)),
    constraint outgoing_document_signed_is_frozen check (signed_at is null or (frozen is not null and signer is not null)),
    constraint outgoing_document_issued_has_number check (state not in ('numbered_dated', 'issued', 'recalled', 'superseded')
        or (number is not null and dated_on is not null))
);
create index outgoing_document_unit on outgoing_document (unit, state, id);
-- NEV-2.1: a number of a series is given once.
create unique index outgoing_document_number_key on outgoing_document (unit, year, series, number) where number is not null;

create table outgoing_version (
    outgoing bigint not null references outgoing_document (id),
    number   bigint not null,
    content  text not null,
    note     text not null default '',
    account  bigint not null references account (id),
    at       bigint not null,
    primary key (outgoing, number)
);

-- How a unit numbers: one series per type of paper, or one for all.
create table register_setting (
    unit   bigint primary key references unit (id),
    series text not null,
    constraint register_setting_series_known check (series in ('type', 'common'))
);

-- Who signs which kind of paper, from when to when; without a row for a kind the usual roles sign.
create table sign_authority (
    id         {id},
    unit       bigint not null references unit (id),
    -- A template's name; empty for every kind.
    template   text not null default '',
    role       text not null,
    valid_from date not null,
    valid_to   date,
    account    bigint not null references account (id),
    at         bigint not null
);
create index sign_authority_unit on sign_authority (unit, template, id);

-- A unit's register of a year. Whoever numbers or closes holds this row.
create table register_year (
    unit      bigint not null references unit (id),
    year      bigint not null,
    closed_at bigint,
    closed_by bigint references account (id),
    primary key (unit, year)
);
create table register_counter (
    unit   bigint not null references unit (id),
    year   bigint not null,
    series text not null,
    last   bigint not null,
    primary key (unit, year, series)
);
-- Every number that was ever taken: given to a paper, reserved, or cancelled with a reason. None disappears.
create table register_number (
    unit     bigint not null references unit (id),
    year     bigint not null,
    series   text not null,
    number   bigint not null,
    state    text not null,
    outgoing bigint references outgoing_document (id),
    reason   text not null,
    account  bigint not null references account (id),
    at       bigint not null,
    primary key (unit, year, series, number),
    constraint register_number_state_known check (state in ('given', 'reserved', 'cancelled')),
    constraint register_number_reason_told check (state = 'given' or reason <> '')
);
create unique index register_number_outgoing_key on register_number (outgoing) where outgoing is not null;

-- Opinions: the clauses as they stood when asked for, who was asked, what was said of each, what became of it.
create table opinion_clause (
    outgoing bigint not null references outgoing_document (id),
    position bigint not null,
    words    text not null,
    primary key (outgoing, position)
);
create table opinion_request (
    outgoing    bigint not null references outgoing_document (id),
    unit        bigint not null references unit (id),
    due_on      date not null,
    asked_at    bigint not null,
    answered_at bigint,
    answered_by bigint references account (id),
    primary key (outgoing, unit)
);
create index opinion_request_unit on opinion_request (unit, outgoing);
create table opinion (
    id       {id},
    outgoing bigint not null references outgoing_document (id),
    position bigint not null,
    unit     bigint not null references unit (id),
    kind     text not null,
    words    text not null default '',
    account  bigint not null references account (id),
    at       bigint not null,
    answer   text not null default '',
    why      text not null default '',
    constraint opinion_kind_known check (kind in ('agree', 'change', 'remark')),
    constraint opinion_answer_known check (answer in ('', 'taken', 'partly', 'not_taken')),
    constraint opinion_answer_why check (answer in ('', 'taken') or why <> '')
);
create unique index opinion_outgoing_key on opinion (outgoing, position, unit);

-- Sent inside the system: who opened it first and when, who acknowledged.
create table dispatch_receipt (
    id              {id},
    outgoing        bigint not null references outgoing_document (id),
    unit            bigint not null references unit (id),
    sent_at         bigint not null,
    sent_by         bigint not null references account (id),
    opened_at       bigint,
    opened_by       bigint references account (id),
    acknowledged_at bigint,
    acknowledged_by bigint references account (id),
    reminded_at     bigint
);
create unique index dispatch_receipt_outgoing_key on dispatch_receipt (outgoing, unit);
create index dispatch_receipt_unit on dispatch_receipt (unit, id);
-- Sent outside: by post, by hand, by another system.
create table dispatch_outside (
    id       {id},
    outgoing bigint not null references outgoing_document (id),
    name     text not null,
    how      text not null,
    sent_on  date not null,
    note     text not null default '',
    account  bigint not null references account (id)
);
create index dispatch_outside_outgoing on dispatch_outside (outgoing, id);

-- The register of incoming papers: a number "Đến" in the unit's year.
create table incoming_entry (
    id           {id},
    unit         bigint not null references unit (id),
    year         bigint not null,
    number       bigint not null,
    received_on  date not null,
    author       text not null,
    symbol       text not null default '',
    dated_on     date,
    abstract     text not null,
    -- The leader's remark (phân phối).
    routing      text not null default '',
    assigned     bigint references unit (id),
    due_on       date,
    state        text not null default 'registered',
    done_on      date,
    note         text not null default '',
    document     bigint references document (id),
    receipt      bigint references dispatch_receipt (id),
    account      bigint not null references account (id),
    at           bigint not null,
    version      bigint not null default 1,
    constraint incoming_entry_state_known check (state in ('registered', 'routed', 'assigned', 'in_work', 'answered', 'filed', 'cancelled')),
    constraint incoming_entry_cancel_reason check (state <> 'cancelled' or note <> '')
);
create unique index incoming_entry_unit_key on incoming_entry (unit, year, number);
create unique index incoming_entry_receipt_key on incoming_entry (receipt) where receipt is not null;
