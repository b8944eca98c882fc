"""The process that runs jobs (procrastinate) beside the pages."""
