"""The office's own house (机关建设): its rules with versions and validity, its honours, its staff appraisals."""
