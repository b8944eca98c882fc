"""
Rolls and units out of the office's own sheets (导入名册, 导入单位): read, shown, corrected, confirmed.

`kinds` says what is looked for; `roll_*` and `unit_*` read, judge and write; nothing is written before confirmation.
"""
