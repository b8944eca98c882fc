"""The database roles, and the SQL that makes them (design.md section 4)."""

OWNER = "yizheng_owner"
SERVING = "yizheng_app"
BACKUP = "yizheng_backup"
DATABASE = "yizheng"

CREATE_ROLES = f"""\
CREATE ROLE {OWNER} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
CREATE ROLE {SERVING} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
"""

# The serving role owns nothing and cannot TRUNCATE; migrations take away what is special (ledger).
GRANT_IN_DATABASE = f"""\
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO {SERVING};
ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER} IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {SERVING};
ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER} IN SCHEMA public
    GRANT USAGE, SELECT ON SEQUENCES TO {SERVING};
"""


# A backup reads every committee's rows in one frozen state; it writes nothing.
CREATE_BACKUP_ROLE = f"""\
CREATE ROLE {BACKUP} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE BYPASSRLS;
GRANT pg_read_all_data TO {BACKUP};
ALTER ROLE {BACKUP} SET default_transaction_read_only = on;
"""


def create_database(name: str) -> str:
    """Return the statement that makes an empty database owned by the owner role."""
    return f"CREATE DATABASE {name} OWNER {OWNER} ENCODING 'UTF8' TEMPLATE template0"


def script_for_outside_server() -> str:
    """Return the psql script that a database administrator runs once on an outside server."""
    return (
        CREATE_ROLES
        + f"\\password {OWNER}\n\\password {SERVING}\n"
        + f"{create_database(DATABASE)};\n\\connect {DATABASE}\n"
        + GRANT_IN_DATABASE
    )


def script_for_backup_role() -> str:
    """Return the psql script that makes the role of `DATABASE_BACKUP_URL`, run once by a database administrator."""
    return CREATE_BACKUP_ROLE + f"\\password {BACKUP}\n"
