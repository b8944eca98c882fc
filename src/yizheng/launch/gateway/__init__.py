"""
The process that owns the port: live updates by itself, everything else passed on to the pages.

Knows nothing of Django, so that ten thousand open streams stay cheap and a broken page cannot take
them down. In production nginx may stand in front of it or in place of its passing-on.
"""
