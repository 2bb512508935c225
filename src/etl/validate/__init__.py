"""One typed frame a report to verdicts: Great Expectations once a report, then the rules that look across reports."""
