-- Plans read from papers, their items, the tasks units do, and what is left behind as evidence.
--
-- A plan item is a line of the plan; a task is one unit's work on it. An item given to many units has many tasks, each with a
-- state of its own. What an item looked like at any time is kept in plan_item_version; nothing is deleted.

create table proposal (
    id          {id},
    document    bigint not null references document (id),
    -- Place in the paper; a part split off goes between its neighbours.
    position    bigint not null,
    code        text not null,
    origin      text not null,
    state       text not null default 'proposed',
    title       text not null,
    -- Code points of the document's raw text.
    span_start  bigint not null,
    span_end    bigint not null,
    -- Everything else that was read, as JSON.
    data        text not null,
    drop_reason text not null default '',
    version     bigint not null default 1,
    constraint proposal_state_known check (state in ('proposed', 'accepted', 'dropped', 'replaced'))
);
create index proposal_of on proposal (document, position, id);

-- A paper whose review was opened, and the reading its proposals were made from: another reading adds to them.
create table review (
    document  bigint primary key references document (id),
    reading   text not null,
    opened_at bigint not null,
    account   bigint not null references account (id)
);

-- Each act on proposals, with the rows before and after: undo puts the rows before back.
create table proposal_step (
    id       {id},
    document bigint not null references document (id),
    label    text not null,
    before   text not null,
    after    text not null,
    account  bigint not null references account (id),
    at       bigint not null,
    undone   boolean not null default false
);
create index proposal_step_of on proposal_step (document, id);

create table plan (
    id          {id},
    unit        bigint not null references unit (id),
    year        bigint not null,
    kind        text not null,
    title       text not null,
    document    bigint references document (id),
    parent      bigint references plan (id),
    state       text not null default 'draft',
    -- Money allotted, in đồng; null when nobody said.
    allotment   bigint,
    issued_at   bigint,
    account     bigint not null references account (id),
    created_at  bigint not null,
    version     bigint not null default 1,
    constraint plan_kind_known check (kind in ('yearly', 'quarterly', 'thematic', 'term')),
    constraint plan_state_known check (state in ('draft', 'reviewed', 'submitted', 'approved', 'issued', 'adjusted', 'closed'))
);
create index plan_unit on plan (unit, year, id);

create table plan_step (
    id         {id},
    plan       bigint not null references plan (id),
    from_state text not null,
    to_state   text not null,
    reason     text not null default '',
    -- The decision that a change of an issued plan rests on.
    document   bigint references document (id),
    account    bigint not null references account (id),
    at         bigint not null
);
create index plan_step_of on plan_step (plan, id);

-- Work that goes on through the periods of a plan: its instances are plan items.
create table work_stream (
    id    {id},
    plan  bigint not null references plan (id),
    -- The reader's key for bullets that come back, where the stream was read from a paper.
    series text not null default '',
    title text not null
);
create index work_stream_plan on work_stream (plan, id);

create table plan_item (
    id              {id},
    plan            bigint not null references plan (id),
    position        bigint not null,
    code            text not null,
    section_code    text not null default '',
    section_title   text not null default '',
    title           text not null,
    -- The words of the paper in full, where the title is shorter, and what people add.
    detail          text not null default '',
    kind            text not null,
    -- "nếu có": may be closed as not arisen.
    is_conditional  boolean not null default false,
    quarter         bigint,
    start_on        date,
    due_on          date,
    due_phrase      text not null default '',
    recurrence      text not null default '',
    line_of_work    text not null default '',
    lead_unit       bigint references unit (id),
    -- As the paper names them; the unit is chosen by a person.
    lead_named      text not null default '',
    coordinating_named text not null default '',
    campaigns       text not null default '',
    output          text not null default '',
    target_value    bigint,
    unit_of_measure text not null default '',
    estimate        bigint,
    stream          bigint references work_stream (id),
    -- The standing item that this one serves, and the item it was carried over from.
    standing_item   bigint references plan_item (id),
    carried_from    bigint references plan_item (id),
    document        bigint references document (id),
    clause          text not null default '',
    span_start      bigint,
    span_end        bigint,
    proposal        bigint references proposal (id),
    state           text not null default 'active',
    version         bigint not null default 1,
    constraint plan_item_kind_known check (kind in ('focus', 'standing', 'ad_hoc')),
    constraint plan_item_state_known check (state in ('active', 'withdrawn')),
    constraint plan_item_quarter_range check (quarter is null or quarter between 1 and 4),
    constraint plan_item_range check (start_on is null or due_on is null or due_on >= start_on)
);
create index plan_item_plan on plan_item (plan, position, id);
create index plan_item_document on plan_item (document, id);

create table plan_item_coordinator (
    plan_item bigint not null references plan_item (id),
    unit      bigint not null references unit (id),
    primary key (plan_item, unit)
);

create table plan_item_version (
    id        {id},
    plan_item bigint not null references plan_item (id),
    at        bigint not null,
    account   bigint not null references account (id),
    reason    text not null default '',
    document  bigint references document (id),
    -- The whole item as JSON.
    data      text not null
);
create index plan_item_version_of on plan_item_version (plan_item, at, id);

-- A standing order to give an item to every unit of a kind: units that join later get theirs.
create table fan_out (
    id         {id},
    plan_item  bigint not null references plan_item (id),
    -- `level:commune`, `kind:member_organisation`, or `chosen`.
    selection  text not null,
    due_on     date,
    is_open    boolean not null default true,
    account    bigint not null references account (id),
    at         bigint not null
);
create index fan_out_item on fan_out (plan_item, id);

create table task (
    id          {id},
    plan_item   bigint not null references plan_item (id),
    plan        bigint not null references plan (id),
    unit        bigint not null references unit (id),
    -- The item's title, kept here so that a list of tasks is one read.
    title       text not null,
    quarter     bigint,
    line_of_work text not null default '',
    assignee    bigint references account (id),
    start_on    date,
    due_on      date,
    state       text not null default 'planned',
    state_reason text not null default '',
    progress_percent bigint not null default 0,
    result_value bigint,
    evidence_count bigint not null default 0,
    done_on     date,
    submitted_by bigint references account (id),
    verified_by bigint references account (id),
    created_at  bigint not null,
    updated_at  bigint not null,
    version     bigint not null default 1,
    -- The due date, or the far end of time without one: lists are ordered and paged by it on both engines alike.
    sort_on     date not null generated always as (coalesce(due_on, '9999-12-31')) stored,
    -- The title without accents, for the filter of lists.
    folded      text not null default '',
    constraint task_state_known check (state in
        ('planned', 'assigned', 'accepted', 'in_progress', 'submitted', 'verified', 'done', 'returned', 'suspended', 'cancelled', 'not_arisen')),
    constraint task_progress_range check (progress_percent between 0 and 100),
    -- Handbook NEV-3.1: who did the work does not check it.
    constraint task_checked_by_another check (verified_by is null or submitted_by is null or verified_by <> submitted_by),
    constraint task_done_with_evidence check (state <> 'done' or (evidence_count > 0 and verified_by is not null)),
    unique (plan_item, unit)
);
-- One index for each way a list narrows; each ends in the order of the list.
create index task_unit_due on task (unit, sort_on, id);
create index task_due on task (sort_on, id);
create index task_open_due on task (sort_on, id) where state not in ('done', 'cancelled', 'not_arisen');
create index task_state_due on task (state, sort_on, id);
create index task_plan on task (plan, sort_on, id);
create index task_assignee on task (assignee, sort_on, id);
create index task_updated on task (updated_at, id);

create table task_coordinator (
    task bigint not null references task (id),
    unit bigint not null references unit (id),
    primary key (task, unit)
);
create index task_coordinator_unit on task_coordinator (unit, task);

create table task_note (
    id       {id},
    task     bigint not null references task (id),
    at       bigint not null,
    account  bigint not null references account (id),
    kind     text not null,
    body     text not null,
    from_state text not null default '',
    to_state text not null default '',
    progress_percent bigint,
    -- The task's version after it: who saved in between is told what changed.
    version  bigint not null default 0
);
create index task_note_of on task_note (task, id);

create table task_evidence (
    id         {id},
    task       bigint not null references task (id),
    kind       text not null,
    title      text not null,
    file       text references file (sha256),
    file_name  text not null default '',
    link       text not null default '',
    dated_on   date,
    account    bigint not null references account (id),
    at         bigint not null,
    checked_by bigint references account (id),
    checked_at bigint,
    withdrawn_at bigint,
    withdrawn_reason text not null default '',
    constraint task_evidence_kind_known check (kind in ('document', 'photo', 'link', 'minutes'))
);
create index task_evidence_of on task_evidence (task, id);

create table task_extension (
    id         {id},
    task       bigint not null references task (id),
    old_due_on date,
    asked_due_on date not null,
    reason     text not null,
    state      text not null default 'asked',
    remark     text not null default '',
    asked_by   bigint not null references account (id),
    asked_at   bigint not null,
    decided_by bigint references account (id),
    decided_at bigint,
    constraint task_extension_state_known check (state in ('asked', 'granted', 'refused'))
);
create index task_extension_of on task_extension (task, id);
create index task_extension_asked on task_extension (task) where state = 'asked';

create table spending (
    id        {id},
    plan_item bigint not null references plan_item (id),
    -- In đồng; a correction is a negative row with a reason.
    amount    bigint not null,
    spent_on  date not null,
    note      text not null,
    account   bigint not null references account (id),
    at        bigint not null
);
create index spending_of on spending (plan_item, id);

-- The numbered demands of a directive or conclusion: n/N is computed over these (handbook 3.6).
create table directive_item (
    id        {id},
    document  bigint not null references document (id),
    number    bigint not null,
    body      text not null,
    -- A demand leaves the denominator only by a paper.
    withdrawn_by bigint references document (id),
    unique (document, number)
);
create table directive_item_link (
    directive_item bigint not null references directive_item (id),
    plan_item      bigint not null references plan_item (id),
    primary key (directive_item, plan_item)
);
create index directive_item_link_item on directive_item_link (plan_item, directive_item);
