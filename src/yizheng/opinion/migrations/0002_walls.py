"""Walls between committees."""

from django.db import migrations

from yizheng.kernel.tenancy import Wall


class Migration(migrations.Migration):
    dependencies = [("opinion", "0001_initial")]

    operations = [
        Wall("opinion_callinvitee"),
        Wall("opinion_contactmatter"),
        Wall("opinion_conversion"),
        Wall("opinion_incomingopinion"),
        Wall("opinion_issueitem"),
        Wall("opinion_issuerecipient"),
        Wall("opinion_officer"),
        Wall("opinion_officertraining"),
        Wall("opinion_opinion"),
        Wall("opinion_opinionadoption"),
        Wall("opinion_opinionauthor"),
        Wall("opinion_opinionfeedback"),
        Wall("opinion_opinionissue"),
        Wall("opinion_opinionrecipient"),
        Wall("opinion_opinionreport"),
        Wall("opinion_opiniontransfer"),
        Wall("opinion_opinionunithint"),
        Wall("opinion_opinionversion"),
        Wall("opinion_pointentry"),
        Wall("opinion_secretopinion"),
        Wall("opinion_takendispatch"),
        Wall("opinion_topiccall"),
        Wall("opinion_trainingpresence"),
    ]
