"""Assembly: settings, addresses, processes."""
