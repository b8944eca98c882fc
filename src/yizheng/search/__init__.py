"""
Search 检索: one box over everything a person may see (全库检索).

Used by everybody in a committee, from the box above every page. The room knows no capability: each kind says by
its subject (`kernel.subjects.Indexed`) what can be found of an object and by whom. Texts are found by their pairs
of characters, so that half a word is found as well as a whole one; words are cut only to understand a question.
Design sections 4, 7 and 8; technical notes 4 and 10.
"""
