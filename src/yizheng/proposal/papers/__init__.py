"""Papers of the proposal room, by subject."""

from .appraisal import offer_appraisal_papers
from .assignment import offer_assignment_papers
from .following import offer_following_papers
from .keys import offer_papers as offer_key_papers
from .reading import offer_reading_papers
from .reply import offer_reply_papers
from .reports import offer_report_papers
from .review import offer_review_papers


def offer_papers() -> None:
    """Offer every paper of the room."""
    offer_reading_papers()
    offer_reply_papers()
    offer_following_papers()
    offer_assignment_papers()
    offer_key_papers()
    offer_appraisal_papers()
    offer_review_papers()
    offer_report_papers()
