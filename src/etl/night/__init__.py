"""One night, step by step, without Prefect: flows/ tells the story, this package holds the state and does the steps."""
