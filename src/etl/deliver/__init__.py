"""What leaves the house: mail, webhooks, heartbeats. Takes finished texts, gives what went wrong; decides nothing."""
