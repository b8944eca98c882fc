"""Secret electronic ballots (无记名投票) for appraisals and selections only (design 4; office-practice 13)."""
