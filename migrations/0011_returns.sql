-- The life of a report: what a form asks, who owes it when, what was sent, sent back, accepted, taken into the report above, locked.

-- One row a version of a form: its sections as JSON, since they are read and changed only as a whole.
create table report_form (
    id         {id},
    code       text not null,
    name_vi    text not null,
    name_en    text not null,
    sections   text not null,
    checks     text not null default '',
    valid_from date not null,
    valid_to   date,
    created_at bigint not null,
    constraint report_form_range check (valid_to is null or valid_to > valid_from),
    unique (code, valid_from)
);

-- Who owes which form for which periods, and by when. What is owed is computed from this and from the units of a period's last day.
create table reporting_regime (
    id          {id},
    code        text not null,
    name_vi     text not null,
    name_en     text not null,
    kind        text not null,
    form        text not null default '',
    period_kind text not null,
    -- The day of the period's last month that closes the data; 0 is the month's own last day.
    cutoff_day  bigint not null default 0,
    line        text not null,
    owed_by     text not null,
    dues        text not null,
    basis       text not null default '',
    is_confirmed boolean not null default false,
    valid_from  date not null,
    valid_to    date,
    version     bigint not null default 1,
    constraint reporting_regime_kind_known check (kind in ('form', 'paper')),
    constraint reporting_regime_period_known check (period_kind in ('month', 'quarter', 'half_year', 'year')),
    constraint reporting_regime_line_known check (line in ('tree', 'own_chain')),
    constraint reporting_regime_cutoff_range check (cutoff_day between 0 and 28),
    constraint reporting_regime_range check (valid_to is null or valid_to > valid_from),
    unique (code, valid_from)
);

create table report (
    id            {id},
    unit          bigint not null references unit (id),
    period        bigint not null,
    regime        text not null,
    form          bigint references report_form (id),
    state         text not null,
    -- 1, and one more for every correction after acceptance.
    edition       bigint not null default 1,
    -- Why the present edition corrects the one before.
    reason        text not null default '',
    -- Counts every act: who acts on what has moved on meanwhile is told.
    version       bigint not null default 1,
    -- Units below that had sent nothing acceptable when this report took theirs.
    missing       text not null default '[]',
    paper_kind    text not null default '',
    paper         bigint,
    opened_at     bigint not null,
    first_sent_at bigint,
    submitted_at  bigint,
    submitted_by  bigint references account (id),
    accepted_at   bigint,
    accepted_by   bigint references account (id),
    -- The newest edition that was accepted; 0 before the first.
    accepted_edition bigint not null default 0,
    locked_at     bigint,
    constraint report_state_known check (state in ('open', 'draft', 'submitted', 'returned', 'accepted', 'consolidated', 'locked')),
    -- Whoever sent it does not accept it (NEV-3.1's rule for reports).
    constraint report_two_people check (accepted_by is null or submitted_by is null or accepted_by <> submitted_by),
    unique (period, unit, regime)
);
create index report_unit on report (unit, period);

-- The words of a section.
create table report_text (
    report     bigint not null references report (id),
    section    text not null,
    body       text not null,
    version    bigint not null default 1,
    updated_at bigint not null,
    updated_by bigint references account (id),
    primary key (report, section)
);

-- Sent back field by field: which figure or section, and why.
create table report_remark (
    id          {id},
    report      bigint not null references report (id),
    edition     bigint not null,
    kind        text not null,
    field       text not null,
    reason      text not null,
    made_at     bigint not null,
    made_by     bigint references account (id),
    -- Set when the report is sent again.
    settled_at  bigint,
    constraint report_remark_kind_known check (kind in ('indicator', 'section', 'report'))
);
create index report_remark_of on report_remark (report, id);

-- What was accepted, edition by edition: old figures stay readable (NEV-3.2).
create table report_edition (
    report      bigint not null references report (id),
    edition     bigint not null,
    reason      text not null default '',
    cells       {bytes} not null,
    words       text not null,
    accepted_at bigint not null,
    accepted_by bigint references account (id),
    primary key (report, edition)
);

-- Which edition of which report below went into which report above.
create table report_use (
    upper_report  bigint not null references report (id),
    upper_edition bigint not null,
    lower_report  bigint not null references report (id),
    lower_edition bigint not null,
    taken_at      bigint not null,
    primary key (upper_report, lower_report)
);
create index report_use_lower on report_use (lower_report, upper_report);

-- Reminders sent by hand; those of the calendar are computed.
create table report_reminder (
    id      {id},
    unit    bigint not null references unit (id),
    period  bigint not null,
    regime  text not null,
    sent_at bigint not null,
    sent_by bigint references account (id),
    note    text not null default ''
);
create index report_reminder_of on report_reminder (period, unit, regime);
