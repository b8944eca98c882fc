"""
Opinions 社情民意信息: short, fast pieces on one matter, from the person who saw it to the leader who can act.

Members, parties, special committees, grassroots units, information officers and county committees send them; the
information office edits, has them signed, issues them as a periodical, hands them to units, reports them up, and owes
every author word of what became of it. Seen by author, editors, the leaders in charge and named recipients only.
Handbook section 6; F003, F067, F073–F082.
"""
