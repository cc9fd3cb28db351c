-- Sign-in through the organisation's own provider (OpenID Connect). An administrator links an account to the name the provider gives
-- for the person; at the first sign-in the provider's lasting subject is kept in `account.external_subject` and alone counts from then on.

alter table account add column external_name text;
create unique index account_external_name_key on account (external_name);

-- A sign-in under way: used once, over after ten minutes.
create table openid_attempt (
    -- SHA-256 of the secret that only the person's browser holds.
    secret_hash text primary key,
    nonce       text not null,
    verifier    text not null,
    next        text not null,
    -- The provider has vouched for the person; only the account's own second step is still to come.
    account     bigint references account (id),
    expires_at  bigint not null
);
create index openid_attempt_expires on openid_attempt (expires_at);
