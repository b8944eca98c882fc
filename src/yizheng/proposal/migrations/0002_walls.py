"""Walls between committees."""

from django.db import migrations

from yizheng.kernel.tenancy import Wall


class Migration(migrations.Migration):
    dependencies = [("proposal", "0001_initial")]

    operations = [
        Wall("proposal_adjustrequest"),
        Wall("proposal_appraisalround"),
        Wall("proposal_appraisalscore"),
        Wall("proposal_appraisedunit"),
        Wall("proposal_awardselection"),
        Wall("proposal_consentask"),
        Wall("proposal_consultedcontact"),
        Wall("proposal_contactrecord"),
        Wall("proposal_conversion"),
        Wall("proposal_coopinion"),
        Wall("proposal_decisionline"),
        Wall("proposal_exportrun"),
        Wall("proposal_feedback"),
        Wall("proposal_figuresnapshot"),
        Wall("proposal_handling"),
        Wall("proposal_handlingconsultation"),
        Wall("proposal_handlinginspection"),
        Wall("proposal_inspectedproposal"),
        Wall("proposal_inspectedunit"),
        Wall("proposal_keyactivity"),
        Wall("proposal_keyassignment"),
        Wall("proposal_keyleader"),
        Wall("proposal_leadcode"),
        Wall("proposal_leadtopic"),
        Wall("proposal_lookback"),
        Wall("proposal_mediavisit"),
        Wall("proposal_nomination"),
        Wall("proposal_outgoingproposal"),
        Wall("proposal_plannedshare"),
        Wall("proposal_proposal"),
        Wall("proposal_proposallead"),
        Wall("proposal_proposalversion"),
        Wall("proposal_publication"),
        Wall("proposal_qualityscore"),
        Wall("proposal_reply"),
        Wall("proposal_replyanswer"),
        Wall("proposal_reviewdecision"),
        Wall("proposal_reviewrecord"),
        Wall("proposal_secretregisterentry"),
        Wall("proposal_signer"),
        Wall("proposal_solicitation"),
        Wall("proposal_subordinatecoverage"),
        Wall("proposal_suggestion"),
        Wall("proposal_unitappraisal"),
    ]
