"""The reckoning of points in memory: facts and a scheme in, lines and a total out. Knows no database."""
