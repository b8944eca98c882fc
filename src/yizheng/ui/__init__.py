"""
The face of the house: tokens, layouts, components, the navigation registry, the catalogue at /ui/.

Knows no capability: rooms register their navigation here and hand plain values to the components.
"""
