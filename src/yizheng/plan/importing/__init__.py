"""
The plan between file and confirmation: what was understood, corrected by a clerk. Pure: no database, no clock.

`draft` is the tree, `preparing` makes it from what was parsed, `structure` and `editing` correct it,
`attention` says what a person should look at, `corrections` names every correction for the page.
"""
