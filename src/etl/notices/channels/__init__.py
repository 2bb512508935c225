"""Channels: finished texts by mail, webhook or heartbeat -> what went wrong; decides nothing."""
