"""
Sign-in and hats: who a person is, and which roles (身份) they hold in which committee.

Used by everybody. Handbook 1.6; design 5 (hats).
"""
