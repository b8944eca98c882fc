"""
To-dos (待办) and the desk (工作台): one table of open work, read by every first screen.

Nobody writes a to-do: it follows from the state of its subject (`subjects.Owed`). Design 3.
"""
