from django.db import migrations

from yizheng.kernel.tenancy import Wall

TABLES = ("givennumber", "document", "documentversion", "owntemplate", "worksecret")


class Migration(migrations.Migration):
    dependencies = [("document", "0001_initial"), ("kernel", "0002_walls")]
    operations = [Wall(f"document_{table}") for table in TABLES]
