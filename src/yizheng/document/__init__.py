"""
Documents of the house (公文): what comes in from Word, PDF and web pages, and what leaves as letters.

`reading` turns the bytes of any office file into lines and tables; every room that imports a file uses it.
Handbook section 13.
"""
