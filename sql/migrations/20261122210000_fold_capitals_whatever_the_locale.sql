-- migrate:up

-- Marks go before capitals do: under a locale that knows ASCII alone, É is no capital, and E is.
create or replace function plain(text) returns text
language sql immutable parallel safe
as $$
    select btrim(regexp_replace(
        lower(regexp_replace(
            normalize(
                replace(replace(replace(replace(replace(replace(
                    $1, 'œ', 'oe'), 'Œ', 'oe'), 'æ', 'ae'), 'Æ', 'ae'), 'ß', 'ss'), 'ẞ', 'ss'),
                nfkd
            ),
            '[\u0300-\u036f]', '', 'g'
        )),
        '[^a-z0-9]+', ' ', 'g'
    ))
$$;

-- migrate:down

create or replace function plain(text) returns text
language sql immutable parallel safe
as $$
    select btrim(regexp_replace(
        regexp_replace(
            normalize(replace(replace(replace(lower($1), 'œ', 'oe'), 'æ', 'ae'), 'ß', 'ss'), nfkd),
            '[\u0300-\u036f]', '', 'g'
        ),
        '[^a-z0-9]+', ' ', 'g'
    ))
$$;
