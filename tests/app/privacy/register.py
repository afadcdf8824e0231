"""Why a column is not handed over to the member whose row it is in: whoever adds one decides here, or exports it."""

# Tables with nothing of a member in them.
OF_NOBODY = {
    "schema_migrations": "which migrations ran",
    "structure": "host organisations",
    "programme": "rules of programmes",
    "announcement": "what a structure says to all its members",
    "job_run": "which scheduled jobs ran",
    "departure": "that somebody was erased, not who",
    "staff": "people at work for a structure, who are not members",
}
NOT_EXPORTED = {
    "member.changed_xid": "a mark of ours: which transaction changed the row",
    "mentee.changed_xid": "a mark of ours: which transaction changed the row",
    "mentor.changed_xid": "a mark of ours: which transaction changed the row",
    "mentor.verified_by": "names a person of the staff",
    "tandem.programme_id": "the programme's, not the member's",
    "tandem.exclusive": "the programme's rule when the tandem formed",
    "tandem.closed_reason": "may tell what the other did: a block, a departure",
    "outbox.event_id": "the request's or tandem's id, exported there",
    "outbox.channel": "how we deliver",
    "outbox.attempts": "how we deliver",
    "outbox.due_at": "how we deliver",
    "outbox.expires_at": "how we deliver",
    "outbox.claimed_until": "how we deliver",
    "outbox.told": "how we deliver",
    "outbox.reason": "how we deliver",
    "outbox.priority": "how we deliver",
    "outbox.held_for": "how we deliver",
    "outbox.pushed_as": "how we deliver",
}
