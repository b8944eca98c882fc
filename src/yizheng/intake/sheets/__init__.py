"""
Office sheets (表格): rows out of xlsx and csv as clerks keep them.

Knows nothing of rolls or units: a room names the columns it looks for (`columns.Field`) and reads rows (`table.Table`).
"""
