"""How much a sheet may hold; beyond it a clerk gets one sentence."""

MOST_ROWS = 120_000
"""Rows of one sheet, its title and header included."""

MOST_COLUMNS = 60
MOST_SHEETS = 60
MOST_UNPACKED_BYTES = 600 * 1024 * 1024
"""All parts of an xlsx together, unpacked: a sheet of 120,000 rows and 20 columns takes about 150 MB."""

MOST_SHARED_TEXT_BYTES = 120 * 1024 * 1024
"""The table of texts is the one part that is held in memory as a whole."""

MOST_PARTS = 5000
MOST_CELL_CHARS = 2000
MOST_MERGES = 50_000
