"""Notices (通知): the in-app inbox. Handbook 2.5; other channels come with the next part."""
