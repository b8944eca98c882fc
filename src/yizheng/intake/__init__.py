"""
Intake (导入): a file is read, shown as understood, corrected, and confirmed; nothing is written before.

Used by clerks. Design 3; handbook 3.2.
"""
