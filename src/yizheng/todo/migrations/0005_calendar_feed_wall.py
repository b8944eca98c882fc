"""A wall around the addresses of calendars."""

from django.db import migrations

from yizheng.kernel.tenancy import Wall


class Migration(migrations.Migration):
    dependencies = [("todo", "0004_calendar_feed")]

    operations = [Wall("todo_calendarfeed")]
