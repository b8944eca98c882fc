"""Rolls for print (名册与打印, handbook 1.7): by sector, composition, rosters, units, desk cards, address book."""
