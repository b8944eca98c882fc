"""States and kinds of secret ballots."""

from django.db import models


class BallotState(models.TextChoices):
    """Where a ballot stands; counts exist from `closed` on."""

    PREPARED = "prepared", "准备中"
    OPEN = "open", "投票中"
    CLOSED = "closed", "已计票"
    VOID = "void", "作废"


class BallotKind(models.TextChoices):
    """Give each item one of the options, or choose up to a number of items."""

    RATE = "rate", "逐项评价"
    PICK = "pick", "限额推选"
