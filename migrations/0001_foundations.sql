-- Foundations: the unit tree with dates, sign-ins, posts that hold rights, the audit chain, files, jobs, search.
--
-- Calendar days are `date`, half-open ranges [valid_from, valid_to); instants are milliseconds UTC in `bigint`.
-- Nothing here is deleted in use: units, posts and accounts are closed with a date.

create table admin_area (
    code        text not null,
    name        text not null,
    level       text not null,
    parent_code text,
    lat         double precision,
    lon         double precision,
    area_km2    double precision,
    valid_from  date not null,
    valid_to    date,
    primary key (code, level, valid_from)
);

create table unit (
    id          {id},
    code        text not null,
    name        text not null,
    short_name  text not null,
    folded_name text not null,
    level       text not null,
    kind        text not null,
    parent      bigint references unit (id),
    area_code   text,
    valid_from  date not null,
    valid_to    date,
    basis       text not null default '',
    constraint unit_level_known check (level in ('central', 'province', 'district', 'commune', 'residential_area')),
    constraint unit_range check (valid_to is null or valid_to > valid_from),
    unique (code, valid_from)
);
create index unit_parent on unit (parent, id);

-- What a unit was called, and what it hung under, between two days.
create table unit_version (
    unit        bigint not null references unit (id),
    name        text not null,
    parent      bigint references unit (id),
    valid_from  date not null,
    valid_to    date,
    primary key (unit, valid_from)
);

-- The closure of the tree: scope, roll-up and permission are one indexed lookup, at any size of the tree.
create table unit_path (
    ancestor    bigint not null references unit (id),
    descendant  bigint not null references unit (id),
    depth       bigint not null,
    valid_from  date not null,
    valid_to    date,
    primary key (ancestor, descendant, valid_from)
);
create index unit_path_up on unit_path (descendant, ancestor);

create table unit_succession (
    predecessor  bigint not null references unit (id),
    successor    bigint not null references unit (id),
    kind         text not null,
    effective_on date not null,
    share_note   text not null default '',
    basis        text not null default '',
    primary key (predecessor, successor, effective_on)
);
create index unit_succession_to on unit_succession (successor, predecessor);

create table account (
    id                   {id},
    login                text not null unique,
    name                 text not null,
    password_hash        text not null,
    must_change_password boolean not null default false,
    totp_secret          text,
    -- The newest step whose code was used: each code counts once.
    totp_step            bigint not null default 0,
    lang                 text not null default 'vi',
    failed_count         bigint not null default 0,
    locked_until         bigint,
    external_subject     text unique,
    created_at           bigint not null,
    closed_at            bigint
);

create table recovery_code (
    account bigint not null references account (id),
    hash    text not null,
    used_at bigint,
    primary key (account, hash)
);

-- A post holds rights over the subtree of `scope_unit`; people come and go on it.
create table post (
    id         {id},
    unit       bigint not null references unit (id),
    scope_unit bigint not null references unit (id),
    role       text not null,
    title      text not null,
    valid_from date not null,
    valid_to   date
);
create index post_unit on post (unit, id);

create table post_holding (
    id         {id},
    post       bigint not null references post (id),
    account    bigint not null references account (id),
    is_stand_in boolean not null default false,
    reason     text not null default '',
    valid_from date not null,
    valid_to   date
);
create index post_holding_account on post_holding (account, post);
create index post_holding_post on post_holding (post, account);

create table session (
    token_hash   text primary key,
    account      bigint not null references account (id),
    post         bigint references post (id),
    created_at   bigint not null,
    last_seen_at bigint not null,
    expires_at   bigint not null
);
create index session_account on session (account);

create table api_token (
    id         {id},
    account    bigint not null references account (id),
    post       bigint references post (id),
    name       text not null,
    token_hash text not null unique,
    created_at bigint not null,
    expires_at bigint not null,
    revoked_at bigint
);
create index api_token_account on api_token (account, id);

-- The hash chain: each row's hash covers the row and the hash before it.
create table audit (
    id           bigint primary key,
    at           bigint not null,
    account      bigint,
    post         bigint,
    unit         bigint,
    action       text not null,
    subject_kind text not null,
    subject      bigint not null,
    detail       text not null,
    hash         text not null
);
create index audit_subject on audit (subject_kind, subject, id);
create index audit_unit on audit (unit, id);

-- The last link, in one row: PostgreSQL's writers take turns on it.
create table audit_head (
    only_row bigint primary key,
    id       bigint not null,
    hash     text not null
);
insert into audit_head (only_row, id, hash) values (1, 0, '');

create table file (
    sha256     text primary key,
    size_bytes bigint not null,
    media_type text not null,
    created_at bigint not null
);

create table job (
    id           {id},
    kind         text not null,
    payload      text not null,
    run_at       bigint not null,
    attempts     bigint not null default 0,
    leased_until bigint not null default 0,
    state        text not null default 'waiting',
    done_parts   bigint not null default 0,
    total_parts  bigint not null default 0,
    outcome      text not null default '',
    account      bigint references account (id),
    created_at   bigint not null
);
create index job_due on job (state, run_at, id);

create table setting (
    name  text primary key,
    value text not null
);

create table saved_view (
    id       {id},
    account  bigint not null references account (id),
    page     text not null,
    name     text not null,
    query    text not null,
    position bigint not null default 0
);
create index saved_view_account on saved_view (account, page, position, id);

-- One box over everything: one row a record, folded text in a column of its own.
create table search_doc (
    id         {id},
    kind       text not null,
    subject    bigint not null,
    part       text not null default '',
    unit       bigint references unit (id),
    title      text not null,
    snippet    text not null,
    folded     text not null,
    url        text not null,
    happened_on date,
    unique (kind, subject, part)
);
create index search_doc_unit on search_doc (unit, id);
-- only sqlite: create virtual table search_fts using fts5(folded, content='search_doc', content_rowid='id', tokenize='unicode61', detail='full');
-- only sqlite: create trigger search_doc_insert after insert on search_doc begin insert into search_fts(rowid, folded) values (new.id, new.folded); end;
-- only sqlite: create trigger search_doc_delete after delete on search_doc begin insert into search_fts(search_fts, rowid, folded) values ('delete', old.id, old.folded); end;
-- only sqlite: create trigger search_doc_update after update on search_doc begin insert into search_fts(search_fts, rowid, folded) values ('delete', old.id, old.folded); insert into search_fts(rowid, folded) values (new.id, new.folded); end;
-- only postgres: create index search_doc_words on search_doc using gin (to_tsvector('simple', folded));
