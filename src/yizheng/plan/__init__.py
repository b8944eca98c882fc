"""
The annual plan (工作要点) and its tasks (任务分解): from the Word file to work with an owner, a month and evidence.

Used by the office, the departments that carry the tasks, and leaders. Handbook 3; features F028-F037, F145.
"""
