"""Who is told what, and when: the operators after a night, counties and operators in the morning. Knows nothing of Prefect."""
