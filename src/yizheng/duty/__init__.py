"""
履职: what members did, what it counts, and the record that stays (handbook 10).

Facts come from the rooms where they happen, once each; a scheme is data; every point names its fact and its rule.
Members read their own year, the office keeps the records, two persons correct them, a frozen year stays as it is.
"""
