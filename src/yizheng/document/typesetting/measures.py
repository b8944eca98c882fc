"""
The page of an official document in numbers. Rule: GB/T 9704-2012, 5.1, 5.2 and 7; handbook 13.

Millimetres and points; 22 lines of 28 characters on a type area of 156 × 225 mm.
"""

PAGE_MM = (210, 297)
MARGINS_MM = (37, 35, 28, 26)
"""Top, bottom, left (binding edge), right."""

LANDSCAPE_MARGINS_MM = (28, 26, 35, 37)
"""A wide table is bound on its upper edge: the upright page turned by a quarter."""

LINE_PITCH_PT = 28.9
CHARACTERS_A_LINE = 28
TITLE_CHARACTERS_A_LINE = 19
"""22 pt characters that fit on a line of 156 mm, one left free."""

BODY_PT = 16
TITLE_PT = 22
TABLE_PT = 12
IMPRINT_PT = 14
PAGE_NUMBER_PT = 14
FOOTER_MM = 23
"""From the lower edge of the paper to the foot of the page number: it stands 7 mm under the type area."""

CARD_MM = (200, 100)
"""A desk name card (桌签), folded: width and height of one side. Our decision: the common acrylic stand."""
