"""
The processes of a running house: database, pages, live updates and jobs under one supervisor.

Used by the command line, by the tests (a throw-away database cluster) and by nobody else.
See design.md section 6.
"""
