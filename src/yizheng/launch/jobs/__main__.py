"""`python -m yizheng.launch.jobs [--only-one]`: run by the supervisor."""

from yizheng.launch.jobs.worker import main

main()
