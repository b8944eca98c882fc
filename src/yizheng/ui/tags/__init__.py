"""The component tags, by what they draw; `templatetags/ui.py` collects them into the library `ui`."""
