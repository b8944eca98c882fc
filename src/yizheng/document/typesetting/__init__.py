"""How a page is set: measures, faces, titles, and the drawing of tables and cards (GB/T 9704-2012)."""
