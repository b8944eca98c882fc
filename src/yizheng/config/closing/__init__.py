"""Quarantine and purge of content (封存与销毁) as pages: for the security administrator, the office, the auditor."""
