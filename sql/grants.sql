-- What the application's role may do, so that not even a hole in the application rewrites the audit log. Run by the
-- owner of the tables, who migrates, after each migration; `tandem serve` and `tandem worker` sign in as tandem_app.
do $$
begin
    if not exists (select from pg_roles where rolname = 'tandem_app') then
        create role tandem_app login;
    end if;
end
$$;

grant usage on schema public to tandem_app;
grant select, insert, update, delete on all tables in schema public to tandem_app;
grant usage on all sequences in schema public to tandem_app;

revoke insert, update, delete on audit_entry, audit_detail, audit_seal, audit_head, schema_migrations from tandem_app;
-- Not the id, not the time: an entry is dated when it is made.
grant insert (staff_id, act, subject_kind, digest) on audit_entry to tandem_app;
grant insert on audit_detail to tandem_app;
